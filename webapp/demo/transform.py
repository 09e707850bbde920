"""After the demo: a command to copy that makes a synthetic photo of one of its x-rays."""

from __future__ import annotations

import shlex
from pathlib import Path

from dataset.chexpert import read_table
from webapp.shapes.dataset import DatasetView
from webapp.virtual.lab_process import LabProcess

PIPELINE = "screen_photo"


def transform_command(lab: LabProcess, dataset: DatasetView) -> str:
    """Return what to print: a ``curl`` that sends the first x-ray and receives a synthetic photo of it."""
    xray = Path(dataset["data_dir"]) / read_table(dataset["csv"]).path(1)
    authority = lab.settings.data_root / "tls" / "ca.crt"
    url = f"{lab.url}/api/v1/transforms/{PIPELINE}?level=3&seed=7"
    parts = [
        ["curl", "--cacert", str(authority)],
        ["-H", f"@{lab.authorization}"],
        ["-H", "Content-Type: application/octet-stream"],
        ["--data-binary", f"@{xray}"],
        [url, "-o", "synthetic-photo.jpg"],
    ]
    return "A synthetic photo of the first x-ray:\n  " + " \\\n    ".join(map(shlex.join, parts)) + "\n"
