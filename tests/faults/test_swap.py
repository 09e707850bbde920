"""Two phones put in each other's place while one is away, and a server that is killed right after."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.faults.station import Station
from tests.faults.test_next_subset import SETS, bring_in

LAST = 24


def test_both_go_on_in_the_other_set_and_every_photo_is_there_once(
    make_station: Callable[..., Station], tmp_path: Path
) -> None:
    station = make_station(LAST)
    station.session = station.operator.new_session(station.dataset, 1, LAST, SETS)
    devices = bring_in(station, tmp_path)
    station.wait_for("everybody", lambda seen: seen["can"]["start"])
    phones = {phone["name"]: phone for phone in station.snapshot()["phones"]}
    station.operator.act(station.session, "start")
    station.wait_for("a photo", lambda seen: seen["progress"]["stored"] >= 1)
    devices["left"].stop()
    one, other = (phones[name]["device"] for name in SETS)
    station.operator.act(station.session, f"devices/{one}/swap", **{"with": other})
    station.lab.kill()
    station.lab.start()
    devices["left"].start()
    station.insist()
    for device in devices.values():
        device.stop()

    sets = {phone["name"]: phone["set"] for phone in station.snapshot()["phones"]}
    assert sets == {name: phones[before]["set"] for name, before in zip(SETS, reversed(SETS), strict=True)}
    accepted = [photo for photo in station.operator.photos(station.session) if photo["state"] == "accepted"]
    assert sorted((photo["set"], photo["index"]) for photo in accepted) == [
        (name, index) for name in SETS for index in range(1, LAST + 1)
    ]
    before = {phone["device"]: phone["set"] for phone in phones.values()}
    old = [photo for photo in accepted if photo["device"] in before]
    assert old
    assert all(photo["set"] == before[photo["device"]] for photo in old)
