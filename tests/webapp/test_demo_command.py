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
    lab.url = "https://lab.test:8443"
    printed = transform_command(lab, {"csv": str(csv), "data_dir": str(csv.parents[1])})
    words = shlex.split(printed.partition("\n")[2].replace("\\\n", " "))
    assert words[:2] == ["curl", "--cacert"]
    assert words[2] == str(settings.data_root / "tls" / "ca.crt")
    assert TOKEN not in printed  # the arguments of a process are for every user to read
    given = [words[at + 1] for at, word in enumerate(words) if word == "-H"]
    lines = [Path(one[1:]).read_text().strip() if one.startswith("@") else one for one in given]
    headers = dict(line.split(": ") for line in lines)
    data = Path(words[words.index("--data-binary") + 1].removeprefix("@")).read_bytes()
    [url] = [word for word in words if word.startswith(lab.url)]
    answer = stranger.post(url.removeprefix(lab.url), data=data, headers=headers)
    assert answer.status_code == 200
    (tmp_path / words[-1]).write_bytes(answer.data)
    assert probe_image(tmp_path / words[-1]).format == "jpeg"
