"""The files for systemd, launchd and containers fit the program: its settings, its port, its signals."""

from __future__ import annotations

import json
import os
import plistlib
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT
from tests.serving.running import RunningServer
from webapp.settings import PREFIX, Settings

DEPLOY = ROOT / "deploy"
UNITS = ("chexphoto.service", "chexphoto-user.service")


def unit(name: str) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for line in (DEPLOY / name).read_text(encoding="utf-8").splitlines():
        if found := re.fullmatch(r"(\w+)=(.*)", line):
            values.setdefault(found[1], []).append(found[2])
    return values


def instructions() -> dict[str, list[str]]:
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            word, _, rest = line.partition(" ")
            found.setdefault(word, []).append(rest.strip())
    return found


def are_settings(variables: list[str]) -> bool:
    names = {name.partition("=")[0] for name in variables if name.startswith(PREFIX)}
    return names <= {PREFIX + name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize("name", UNITS)
def test_units_set_what_the_program_knows_and_do_not_restart_what_cannot_start(name: str) -> None:
    values = unit(name)
    assert values["ExecStart"][0].endswith("/chexphoto serve")
    assert are_settings(values["Environment"])
    assert (values["Restart"], values["RestartPreventExitStatus"]) == (["on-failure"], ["2"])
    assert (values["UMask"], values["NoNewPrivileges"]) == (["0077"], ["yes"])


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not on this machine")
@pytest.mark.processes
def test_systemd_finds_nothing_wrong_with_the_unit_and_little_exposed(tmp_path: Path) -> None:
    text = (DEPLOY / "chexphoto.service").read_text(encoding="utf-8")
    program = Path("/bin/true")  # a program that is there
    tried = tmp_path / "chexphoto.service"
    tried.write_text(text.replace("/opt/chexphoto/bin/chexphoto", str(program)), encoding="utf-8")
    found = analyze("verify", "--man=no", str(tried))
    assert "chexphoto.service" not in found.stdout + found.stderr, found.stderr
    exposure = analyze("security", "--offline=true", "--threshold=25", str(tried))
    assert exposure.returncode == 0, exposure.stdout[-300:]


def analyze(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["systemd-analyze", *arguments], capture_output=True, text=True, check=False)


def test_launchd_reads_its_file_and_keeps_the_token_out_of_logs() -> None:
    job = plistlib.loads((DEPLOY / "org.chexphoto.lab.plist").read_bytes())
    assert job["Label"] == "org.chexphoto.lab"
    shell, option, script = job["ProgramArguments"]
    assert (shell, option) == ("/bin/sh", "-c")
    assert script.startswith('exec "$HOME/.local/bin/chexphoto" serve 2>>"$HOME/Library/Logs/')
    assert are_settings(list(job["EnvironmentVariables"]))
    assert job["Umask"] == 0o077
    assert job["KeepAlive"] == {"SuccessfulExit": False}
    assert "StandardOutPath" not in job


def test_the_container_runs_without_root_and_keeps_everything_on_its_volume() -> None:
    found = instructions()
    [user] = found["USER"]
    assert int(user) > 0
    assert f"--uid {user} " in found["RUN"][0]
    environment = dict(pair.split("=", 1) for pair in found["ENV"][0].split())
    assert are_settings(list(environment))
    [volume] = json.loads(found["VOLUME"][0])
    assert environment["CHEXPHOTO_DATA_ROOT"] == volume
    assert Path(environment["XDG_CACHE_HOME"]).is_relative_to(volume)
    assert found["EXPOSE"] == [f"{Settings.model_fields['port'].default}/tcp"]
    assert json.loads(found["ENTRYPOINT"][0]) + json.loads(found["CMD"][0]) == ["chexphoto", "serve"]
    [image] = found["FROM"]
    major, minor = map(int, re.findall(r"python:(\d+)\.(\d+)", image)[0])
    assert (major, minor) >= (3, 11)


@pytest.mark.processes
def test_the_container_s_check_of_health_tells_a_server_that_serves_from_none(tmp_path: Path) -> None:
    [check] = instructions()["HEALTHCHECK"]
    code = json.loads(check.partition("CMD ")[2])[2]
    with RunningServer(tmp_path / "root") as server:
        code = code.replace("/data/tls/ca.crt", str(server.authority))
        code = code.replace("timeout=8", "timeout=60")  # machines that test may be slower than a lab's
        command = [sys.executable, "-c", code]
        environment = os.environ | {"CHEXPHOTO_PORT": str(server.port)}
        subprocess.run(command, env=environment, check=True)
        server.stop()
        gone = subprocess.run(command, env=environment, capture_output=True, check=False)
        assert gone.returncode == 1


def test_scripts_can_be_run() -> None:
    assert (DEPLOY / "start-chexphoto.command").stat().st_mode & stat.S_IXUSR
