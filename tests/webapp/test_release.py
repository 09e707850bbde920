"""Sessions and folders become one data set by command, which goes on where it was killed."""

from __future__ import annotations

import csv
import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask_openapi3 import OpenAPI

from capture.storage.challenges import ChallengeRow
from tests.dataset.release_sets import make_set, snapshot
from tests.no_decoding import forbid_decoding
from tests.waiting import wait_until
from tests.webapp.station import Station
from webapp.cli.main import cli
from webapp.settings import Settings

RUN = "from webapp.cli.main import main; main()"


@pytest.fixture
def station(app: OpenAPI, tmp_path: Path) -> Station:
    """A station with two finished photos."""
    station = Station(app, tmp_path / "data", count=2, sets=("nokia10k",)).open()
    for index in (1, 2):
        station.photograph(index)
    station.display.show_next(None)
    station.wait_for_phase("finished")
    wait_until(lambda: len(station.photos("accepted")) == 2, "all verdicts")
    return station


def release(*arguments: object) -> Result:
    with pytest.MonkeyPatch.context() as patch:
        forbid_decoding(patch)
        return CliRunner().invoke(cli, ["release", *(str(argument) for argument in arguments)])


def paths(file: Path) -> list[str]:
    with file.open(newline="") as opened:
        return [row["Path"] for row in csv.DictReader(opened)]


def test_sessions_and_folders_become_one_data_set(
    station: Station, settings: Settings, tmp_path: Path
) -> None:
    root, data = tmp_path / "out" / "Ours-v1.0", settings.data_root
    photos = ("--session", station.session, "--data-root", data)
    exported = tmp_path / "e"
    done = CliRunner().invoke(
        cli, ["export", "--session", station.session, "--data-root", str(data), "--out", str(exported)]
    )
    assert done.exit_code == 0, done.output
    first = release(root, *photos, "--licence", "CC-BY-NC-4.0", "--creator", "Our group")
    assert first.exit_code == 0, first.output
    assert "2 pictures added" in first.output
    assert "CheXpert is given under a research use agreement" in first.output
    (folder,) = exported.iterdir()
    for file in folder.rglob("*.jpg"):
        assert (root / file.relative_to(folder)).read_bytes() == file.read_bytes()
    before = snapshot(root)
    again = release(root, folder, *photos)
    assert again.exit_code == 0, again.output
    assert "0 pictures added, 4 were there" in again.output
    assert snapshot(root) == before
    record = json.loads((root / "release.json").read_text())
    services = station.app.extensions["services"]
    (dataset,) = services.datasets.all()
    assert [addition["csv_sha256"] for addition in record["additions"]] == [dataset.sha256]


def test_a_withheld_data_set_is_not_released(station: Station, settings: Settings, tmp_path: Path) -> None:
    services = station.app.extensions["services"]
    (dataset,) = services.datasets.all()
    row = ChallengeRow("abcdefgh", "Ours", {"withholds": dataset.id}, 3, 1.0, state="open")
    services.store(lambda storage: storage.challenges.add(row))
    refused = release(tmp_path / "R", "--session", station.session, "--data-root", settings.data_root)
    assert refused.exit_code == 2
    assert "withheld for the challenge Ours" in refused.output
    assert not (tmp_path / "R").exists()


def test_without_a_licence_the_command_says_so(tmp_path: Path) -> None:
    result = release(tmp_path / "R", make_set(tmp_path / "a" / "N"))
    assert result.exit_code == 0
    assert "No licence is stated" in result.output


def test_refusals_are_told_in_one_line_and_leave_nothing(tmp_path: Path) -> None:
    assert "Say what to release" in release(tmp_path / "R").output
    nothing = release(tmp_path / "R", tmp_path / "nowhere")
    assert nothing.exit_code == 2
    assert "is no data set" in nothing.output
    assert "Traceback" not in nothing.output
    assert not (tmp_path / "R").exists()


@pytest.mark.processes
def test_a_run_that_was_killed_is_completed_by_the_next(tmp_path: Path) -> None:
    source, root = make_set(tmp_path / "a" / "N", patients=range(1, 40)), tmp_path / "R"
    command = [sys.executable, "-c", RUN, "release", "--progress-json", str(root), str(source)]
    whole = tmp_path / "whole" / "R"
    assert release(whole, source).exit_code == 0
    killed = 0
    for step in ("comparing", "copying"):
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for line in process.stdout:
                if json.loads(line)["step"] == step:
                    process.kill()
                    break
        killed += process.returncode == -signal.SIGKILL
    assert killed
    assert release(root, source).exit_code == 0
    assert snapshot(root) == snapshot(whole)


def wait_for_end(station: Station, name: str) -> dict[str, Any]:
    def ended() -> Any:
        seen = station.operator.get(f"/api/v1/releases/{name}").json
        return seen["state"] not in ("waiting", "running") and seen

    return wait_until(ended, "the end of the release's run", 60)


def test_a_release_is_made_and_checked_by_the_server(station: Station, settings: Settings) -> None:
    api = "/api/v1/releases"
    body = {"name": "Ours-v1.0", "sessions": [station.session], "licence": "CC-BY-NC-4.0"}
    made = station.operator.post(api, json=body)
    assert (made.status_code, made.json["order"]["sessions"]) == (201, [station.session])
    done = wait_for_end(station, "Ours-v1.0")
    assert (done["state"], done["message"], done["task"]) == ("done", "", "release")
    root = settings.data_root / "releases" / "Ours-v1.0"
    assert done["folder"] == str(root)
    assert len(paths(root / "train.csv")) == 2
    assert station.operator.post(f"{api}/Ours-v1.0/check", json={}).status_code == 200
    assert wait_for_end(station, "Ours-v1.0")["faults"] == 0
    next(root.rglob("*.jpg")).unlink()
    station.operator.post(f"{api}/Ours-v1.0/check", json={})
    found = wait_for_end(station, "Ours-v1.0")
    assert found["faults"] == len(found["found"]) == 2
    assert found["found"][0]["advice"]
    station.operator.post(f"{api}/Ours-v1.0/resume", json={})
    assert wait_for_end(station, "Ours-v1.0")["state"] == "done"
    assert len(list(root.rglob("*.jpg"))) == 2, "the missing one was added again"
    assert [one["order"]["name"] for one in station.operator.get(api).json["releases"]] == ["Ours-v1.0"]


def test_a_release_that_cannot_be_made_says_why(station: Station) -> None:
    api = "/api/v1/releases"
    nothing = station.operator.post(api, json={"name": "Ours"})
    assert nothing.status_code == 422
    assert "Choose what goes into the release" in nothing.json["error"]["message"]
    station.operator.post(api, json={"name": "Ours", "sessions": ["abcdefgh"]})
    failed = wait_for_end(station, "Ours")
    assert failed["state"] == "failed"
    assert "There is no session abcdefgh" in failed["message"]
    assert station.operator.post(f"{api}/Ours/cancel", json={}).json["error"]["code"] == "job_ended"
    assert station.operator.get(f"{api}/Other").status_code == 404


def test_a_release_can_be_cancelled_and_resumed(
    station: Station, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It waits behind one that is held up, so that it cannot end before it is cancelled."""
    import threading

    releases = station.app.extensions["services"].releases
    held, real = threading.Event(), releases._follow

    def follow(release: Any) -> bool:
        held.wait(60)
        return bool(real(release))

    monkeypatch.setattr(releases, "_follow", follow)
    api = "/api/v1/releases"
    for name in ("First", "Second"):
        station.operator.post(api, json={"name": name, "sessions": [station.session]})
    assert station.operator.post(f"{api}/Second/cancel", json={}).json["state"] == "cancelled"
    held.set()
    assert wait_for_end(station, "First")["state"] == "done"
    assert not (settings.data_root / "releases" / "Second").exists()
    assert station.operator.post(f"{api}/Second/resume", json={}).json["state"] in ("waiting", "running")
    assert wait_for_end(station, "Second")["state"] == "done"
