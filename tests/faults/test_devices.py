"""Faults of phones, displays and networks against a real server: every session still ends right, by pixels."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from typing import Any

import pytest

from tests.faults.audit import Audit, audit
from tests.faults.conftest import SHARED_XRAYS
from tests.faults.processes import DeviceProcess
from tests.faults.station import Station
from webapp.virtual.network.faults import Faults


def finish(station: Station, sets: list[str], without: Sequence[str] = ()) -> Audit:
    """Bring the session to its end and require that every x-ray has its photo, once, in every set."""
    station.insist(without=without)
    station.close_devices()
    found = audit(station, station.session, sets, 1, SHARED_XRAYS)
    found.require()
    return found


def phones_of(snapshot: dict[str, Any], state: str) -> list[str]:
    return [phone["device"] for phone in snapshot["phones"] if phone["state"] == state]


def test_a_phone_that_is_killed_goes_on_from_its_store(station: Station) -> None:
    station.session = station.operator.new_session(station.dataset, 1, SHARED_XRAYS, ["killed"])
    station.start_display()
    options = [
        "--store",
        str(station.folder / "killed"),
        "--shutter-delay",
        "100",
        "--frame-rate",
        "100",
        "--go-on",
    ]
    phone = DeviceProcess(station, "phone", *options)
    station.wait_for("the phone", lambda seen: seen["can"]["start"])
    station.stores[station.session] = set((station.folder / "killed").glob("*/photos.db"))
    assert len(station.stores[station.session]) == 1
    station.operator.act(station.session, "start")
    for count in (2, 5):
        station.wait_for_photos(count)
        phone.kill()
        phone = DeviceProcess(station, "phone", *options)
    station.insist()
    assert phone.ends() == 0, phone.log.read_text()
    found = finish(station, ["killed"])
    assert found.acknowledged == len(found.filed)


def test_a_display_that_is_killed_leaves_no_photo_of_the_wrong_x_ray(station: Station) -> None:
    station.session = station.operator.new_session(station.dataset, 1, SHARED_XRAYS, ["dark"])
    station.stores[station.session] = set()
    display = DeviceProcess(station, "display")
    station.start_phone("dark", shutter_s=0.1)
    station.wait_for("the display", lambda seen: seen["can"]["start"])
    station.operator.act(station.session, "start")
    for count in (2, 5):
        station.wait_for_photos(count)
        display.kill()
        display = DeviceProcess(station, "display")
    station.insist()
    assert display.ends() == 0, display.log.read_text()
    finish(station, ["dark"])


def test_a_photo_of_a_picture_that_was_covered_is_set_aside_and_taken_again(station: Station) -> None:
    station.open(["covered"], shutter_s=0.15)
    for count in (1, 3, 5):
        station.wait_for_photos(count)
        station.wait_for("a shot", lambda seen: any(phone["doing"] == "taking" for phone in seen["phones"]))
        station.device("display").device.cover()
    finish(station, ["covered"])


def test_a_phone_whose_store_was_cleared_takes_over_its_old_place(station: Station) -> None:
    station.open(["cleared"])
    name = f"{station.session}-cleared"
    seen = station.wait_for_photos(3)
    station.device(name).stop()
    [old] = phones_of(seen, "active")
    kept = station.folder / "kept.db"
    [store] = (station.folder / "phones" / name).glob("*/photos.db")
    shutil.copy(store, kept)
    shutil.rmtree(station.folder / "phones" / name)
    station.start_phone(name)
    seen = station.wait_for(
        "a spare", lambda seen: [p for p in seen["phones"] if p["state"] == "spare" and p["ready"]]
    )
    [spare] = phones_of(seen, "spare")
    station.operator.call("POST", f"/sessions/{station.session}/devices/{old}/replace", {"with": spare})
    # What it had captured and not handed over will never come: revoked, it is taken again.
    station.operator.call("POST", f"/sessions/{station.session}/devices/{old}/revoke")
    station.stores[station.session].add(kept)
    finish(station, ["cleared"])


def test_a_phone_that_uses_a_renewed_code_in_the_middle_of_a_run_is_the_phone_it_was(
    station: Station,
) -> None:
    station.open(["again"])
    station.wait_for_photos(3)
    name = f"{station.session}-again"
    station.device(name).stop()
    station.operator.call("POST", f"/sessions/{station.session}/invitations")
    station.start_phone(name)
    assert len(station.snapshot()["phones"]) == 1
    found = finish(station, ["again"])
    assert found.acknowledged == len(found.filed)


def test_lost_doubled_and_overtaken_messages_and_answers_change_nothing(station: Station) -> None:
    faults = Faults(loss=0.1, duplicate=0.2, reorder=0.3, delay_ms=150, seed=5)
    station.open(["noisy-a", "noisy-b"], faults=faults)
    finish(station, ["noisy-a", "noisy-b"])


def test_a_session_runs_without_websocket(station: Station) -> None:
    station.open(["polling"], polling=True)
    found = finish(station, ["polling"])
    assert len(found.filed) == SHARED_XRAYS


def test_when_one_of_two_phones_is_dropped_the_other_goes_on(station: Station) -> None:
    session = station.open(["stays", "goes"])
    station.wait_for_photos(6)
    name = f"{session}-goes"
    seen = station.snapshot()
    [device] = [phone["device"] for phone in seen["phones"] if phone["set"] == "goes"]
    station.operator.call("DELETE", f"/sessions/{session}/devices/{device}")
    station.device(name).thread.join(10)
    assert station.device(name).ending[0].code == "dropped"
    seen = station.wait_for("the question about the other set", lambda seen: seen["phase"] == "paused")
    assert seen["reason"]["code"] == "set_unfilled"
    finish(station, ["stays"], without=["goes"])


def test_a_phone_that_is_open_twice_photographs_once(station: Station) -> None:
    session = station.open(["twice"])
    station.wait_for_photos(2)
    older = station.device(f"{session}-twice")
    station.start_phone(f"{session}-twice")
    older.thread.join(10)
    assert older.ending[0].code == "superseded"
    finish(station, ["twice"])


@pytest.mark.parametrize("state", ["paused by the operator", "paused at the phone"])
def test_a_paused_session_is_black_and_goes_on_where_it_was(station: Station, state: str) -> None:
    name = state.split()[-1]
    session = station.open([name])
    station.wait_for_photos(2)
    if name == "phone":
        station.device(f"{session}-phone").device.pause()
    else:
        station.operator.act(session, "pause")
    station.wait_for("the pause", lambda seen: seen["phase"] == "paused" or name == "phone")
    found = finish(station, [name])
    assert len(found.filed) == SHARED_XRAYS
