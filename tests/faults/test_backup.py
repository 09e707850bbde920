"""A backup of a data root that is being photographed into, killed in its middle and made again."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from dataset.files import sha256_of_file
from tests.faults.station import PATIENCE_S, Station
from webapp.demo.devices import CHEXPHOTO
from webapp.virtual.lab_process import LabProcess

MANY = 400
SHUTTER_S = 0.3
TRIES = 10


def command(*parts: object) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [*CHEXPHOTO, *map(str, parts)], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def kill_in_the_middle(dest: Path, root: Path) -> None:
    """Kill a backup once it has begun to copy photos; again, until one was not complete by then."""
    manifest = dest / "manifest.json"
    before = manifest.stat().st_mtime_ns if manifest.exists() else 0
    for _ in range(TRIES):
        copied = files_in(dest)
        process = subprocess.Popen([*CHEXPHOTO, "backup", str(dest), "--root", str(root)])
        until = time.monotonic() + PATIENCE_S
        while files_in(dest) == copied and process.poll() is None:
            assert time.monotonic() < until
            time.sleep(0.002)  # to look without a pause would take the processor from the backup
        process.kill()
        process.wait()
        if (manifest.stat().st_mtime_ns if manifest.exists() else 0) == before:
            return
        before = manifest.stat().st_mtime_ns
    raise AssertionError("every backup was complete before it was killed")


def files_in(dest: Path) -> set[Path]:
    return set(dest.glob("data/photos/*/*/*"))


def stored(station: Station) -> dict[str, str]:
    """The digest of every photo that the server has acknowledged, by its name."""
    photos = station.operator.photos(station.session)
    return {photo["name"]: photo["sha256"] for photo in photos if photo["state"] != "lost"}


def pages_by_network(station: Station) -> list[str]:
    """What the doctor says of the running server's pages."""
    settings = station.lab.settings
    options = ["--data-root", settings.data_root, "--port", settings.port, "--host", settings.host, "--json"]
    done = subprocess.run(
        [*CHEXPHOTO, "doctor", *map(str, options)], capture_output=True, text=True, timeout=120, check=False
    )
    outcomes = json.loads(done.stdout)["outcomes"]
    return [outcome["grade"] for outcome in outcomes if outcome["subject"] == "pages by network"]


def test_a_backup_of_a_running_server_has_every_photo_that_was_acknowledged_before_it(
    make_station: Callable[..., Station], tmp_path: Path
) -> None:
    station = make_station(MANY)
    station.prepare(["nokia10k"], shutter_s=SHUTTER_S)
    station.operator.act(station.session, "start")
    station.wait_for_photos(15)
    root, dest, new = station.lab.settings.data_root, tmp_path / "backup", tmp_path / "restored"
    for _ in range(2):
        kill_in_the_middle(dest, root)
        before = stored(station)
        command("backup", dest, "--root", root)
        command("verify", "--root", root)
        assert len(stored(station)) > len(before) >= 15
    assert pages_by_network(station) == ["ok"]
    command("restore", dest, new)
    found = {file.name: sha256_of_file(file) for file in (new / "photos").rglob("*.jpg")}
    assert before.items() <= found.items()
    assert "The data root is whole." in command("verify", "--root", new).stdout
    settings = station.lab.settings.model_copy(update={"data_root": new, "port": 0})
    with LabProcess(settings, tmp_path / "restored.log") as lab, closing(lab.operator()) as operator:
        assert operator.snapshot(station.session)["progress"]["stored"] >= len(before)
