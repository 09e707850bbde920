"""Whoever unpacks the archive can start: installed once, for this user, each version in its own environment."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from deploy.bundle import CARRIED, bundle
from tests.architecture.sources import ROOT

PROGRAM = """import os, sys
def main():
    print({version!r}, *sys.argv[1:], "utf8", sys.flags.utf8_mode)
"""


def make_wheel(folder: Path, version: str) -> Path:
    """A wheel of that name whose program prints how it was called."""
    folder.mkdir(exist_ok=True)
    info = f"chexphoto_lab-{version}.dist-info"
    files = {
        "chexphoto_lab.py": PROGRAM.format(version=version),
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: chexphoto-lab\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/entry_points.txt": "[console_scripts]\nchexphoto = chexphoto_lab:main\n",
    }
    files[f"{info}/RECORD"] = "".join(f"{name},,\n" for name in (*files, f"{info}/RECORD"))
    wheel = folder / f"chexphoto_lab-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return wheel


def start(folder: Path, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    return subprocess.run(
        ["sh", str(folder / "start-chexphoto.command"), *arguments],
        env=environment | {"CHEXPHOTO_HOME": str(home), "PYTHON": sys.executable, "PIP_NO_INDEX": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.processes
def test_the_archive_installs_itself_once_and_starts_each_version_that_is_there(tmp_path: Path) -> None:
    make_wheel(tmp_path / "dist", "9.9.0")
    with zipfile.ZipFile(bundle(tmp_path / "dist")) as archive:
        archive.extractall(tmp_path)
        modes = {Path(entry.filename).name: entry.external_attr >> 16 for entry in archive.infolist()}
    assert modes["start-chexphoto.command"] & 0o100
    folder, home = tmp_path / "chexphoto-lab-9.9.0", tmp_path / "a home"
    first = start(folder, home, "--port", "1")
    assert first.stdout.splitlines()[-1] == "9.9.0 serve --port 1 utf8 1", first.stderr
    assert "Installing" in first.stdout
    assert start(folder, home, "doctor", "--json").stdout == "9.9.0 doctor --json utf8 1\n"
    (folder / "wheels").mkdir()
    make_wheel(folder, "9.10.0")  # newer, though not by the alphabet
    assert "\n9.10.0 serve" in start(folder, home).stdout
    (folder / "chexphoto_lab-9.10.0-py3-none-any.whl").unlink()
    assert start(folder, home).stdout == "9.9.0 serve utf8 1\n"


@pytest.mark.processes
def test_what_is_missing_is_said(tmp_path: Path) -> None:
    for name in CARRIED:
        shutil.copy(ROOT / "deploy" / name, tmp_path)
    without = start(tmp_path, tmp_path / "home")
    assert (without.returncode, "There is no chexphoto_lab-*.whl" in without.stderr) == (2, True)
    (tmp_path / "chexphoto_lab-9.9.0-py3-none-any.whl").write_text("no wheel")
    broken = start(tmp_path, tmp_path / "home")
    assert (broken.returncode, "The installation failed" in broken.stderr) == (2, True)
    assert not list((tmp_path / "home").rglob(".complete"))


def test_the_script_for_windows_is_one_that_cmd_can_read() -> None:
    script = (ROOT / "deploy" / "start-chexphoto.bat").read_bytes()
    assert script.isascii()
    lines = script.split(b"\r\n")
    assert not any(b"\n" in line for line in lines)
    jumps = {line.split()[-1] for line in lines if b"goto" in line}
    labels = {line[1:] for line in lines if line.startswith(b":")}
    assert jumps == labels != set()
    assert sum(b'"%~dp0start.py" %*' in line for line in lines) == 2
