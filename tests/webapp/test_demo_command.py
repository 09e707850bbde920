"""The ``curl`` that the demo prints does what it says."""

from __future__ import annotations

import shlex
from pathlib import Path

from flask.testing import FlaskClient

from dataset.images import probe_image
from tests.webapp.clients import TOKEN
from tests.webapp.xrays import make_dataset
from webapp.demo.transform import transform_command
from webapp.settings import Settings
from webapp.virtual.lab_process import LabProcess


def test_the_printed_command_gets_a_synthetic_photo(
    stranger: FlaskClient, settings: Settings, tmp_path: Path
) -> None:
    csv = make_dataset(tmp_path / "a folder", 1)
    lab = LabProcess(settings, tmp_path / "log")
    lab.url, lab.token = "https://lab.test:8443", TOKEN
    printed = transform_command(lab, {"csv": str(csv), "data_dir": str(csv.parents[1])})
    words = shlex.split(printed.partition("\n")[2].replace("\\\n", " "))
    assert words[:2] == ["curl", "--cacert"]
    assert words[2] == str(settings.data_root / "tls" / "ca.crt")
    headers = dict(words[at + 1].split(": ") for at, word in enumerate(words) if word == "-H")
    data = Path(words[words.index("--data-binary") + 1].removeprefix("@")).read_bytes()
    [url] = [word for word in words if word.startswith(lab.url)]
    answer = stranger.post(url.removeprefix(lab.url), data=data, headers=headers)
    assert answer.status_code == 200
    (tmp_path / words[-1]).write_bytes(answer.data)
    assert probe_image(tmp_path / words[-1]).format == "jpeg"
