"""No room for photos: the session stops and says so, phones keep their photos, and nothing is lost."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.audit import audit
from tests.faults.station import Station

XRAYS = 8
MORE_THAN_ANY_DISK_MB = 10**9


def test_with_less_room_than_the_reserve_the_session_stops_and_resumes(
    make_station: Callable[..., Station],
) -> None:
    station = make_station(XRAYS)
    session = station.open(["full"])
    station.wait_for_photos(2)
    roomy = station.lab.settings
    with station.restarting():
        station.lab.settings = roomy.model_copy(update={"disk_reserve_mb": MORE_THAN_ANY_DISK_MB})
    seen = station.wait_for("it to stop", stands_for_want_of_room(station))
    assert "disk" in seen["reason"]["message"].lower()
    with station.restarting():
        station.lab.settings = roomy
    station.insist()
    station.close_devices()
    audit(station, session, ["full"], 1, XRAYS).require()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 24 MB, where the tests may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = os.geteuid() == 0 and not subprocess.call(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)], stderr=subprocess.DEVNULL
    )
    if not mounted:
        pytest.skip("only root may mount a small disk")
    yield folder
    subprocess.check_call(["umount", "-l", str(folder)])


def test_on_a_disk_that_is_really_full_the_session_stops_and_resumes(
    small_disk: Path, make_station: Callable[..., Station]
) -> None:
    station = make_station(XRAYS, data_root=small_disk / "root")
    session = station.open(["full"], shutter_s=1)  # there are photos to come when the disk is full
    station.wait_for_photos(2)
    filler = small_disk / "filler"
    fill(filler)
    station.wait_for("it to stop", stands_for_want_of_room(station))
    filler.unlink()
    station.insist()
    station.close_devices()
    audit(station, session, ["full"], 1, XRAYS).require()


def fill(file: Path) -> None:
    with file.open("wb", buffering=0) as sink:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while sink.write(bytes(size)):
                    pass
            except OSError:
                continue


def stands_for_want_of_room(station: Station) -> Callable[[dict[str, object]], bool]:
    def stands(seen: dict[str, object]) -> bool:
        if seen["can"]["resume"] and seen["reason"]["code"] == "restart":
            station.operator.act(station.session, "resume")
        return seen["phase"] == "paused" and seen["reason"]["code"] == "disk_full"

    return stands
