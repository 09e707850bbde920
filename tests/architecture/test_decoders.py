"""No image is parsed in the web process: nothing that it imports can."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.architecture.sources import ROOT, modules

pytestmark = pytest.mark.processes

DECODERS = ("PIL", "pydicom", "pi_heif", "simplejpeg", "gdcm", "openjpeg", "dataset.images.reading")
ELSEWHERE = (
    "capture.storage.migrations.env",  # only Alembic can import it
    "webapp.cli",
    "webapp.demo",
    "webapp.doctor",
    "webapp.virtual",
    "webapp.tasks.near_duplicates",
    "webapp.tasks.loose",
    "webapp.tasks.pixels",
    "webapp.workers.process",
    "webapp.tasks.references",
    "webapp.tasks.variants",
    "webapp.tasks.verification",
)
"""What other processes import: commands, virtual devices, workers' tasks."""
IMPORT = """
import sys
from importlib import import_module
for name in sys.argv[2:]:
    import_module(name)
found = [name for name in sys.argv[1].split(",") if name in sys.modules]
print(len(sys.argv) - 2, *found)
"""


def test_nothing_that_the_web_process_imports_can_decode_an_image() -> None:
    served = [
        name
        for name in modules()
        if name.startswith(("webapp.", "capture."))
        and not any(name == place or name.startswith(f"{place}.") for place in ELSEWHERE)
    ]
    command = [sys.executable, "-W", "ignore", "-c", IMPORT, ",".join(DECODERS), *served]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    count, *found = done.stdout.split()
    assert int(count) > 150
    assert found == []
