"""Sessions of two makes of devices, alone and mixed: whatever ends and comes again, every photo is there, once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.protocol.bench import Bench
from tests.protocol.plain_phone import PlainPhone
from tests.waiting import wait_until
from webapp.virtual.network.web import DeviceError

PAIRS = [("plain", "plain"), ("own", "own"), ("plain", "own"), ("own", "plain")]
pairs = pytest.mark.parametrize(("phone", "display"), PAIRS, ids=lambda make: make)
mixed = pytest.mark.parametrize(("phone", "display"), PAIRS[2:], ids=lambda make: make)
phones = pytest.mark.parametrize("make", ["plain", "own"])


def device_id(bench: Bench, name: str = "") -> str:
    seen = bench.station.snapshot()["phones"]
    return str(next(phone["device"] for phone in seen if name in phone["name"]))


@pairs
def test_a_whole_session(bench: Bench, phone: str, display: str) -> None:
    bench.open(count=6)
    bench.display(display)
    bench.phone(phone)
    bench.start()
    found = bench.finish()
    assert [(photo.index, photo.attempt) for photo in sorted(found.filed, key=lambda p: p.index)] == [
        (index, 1) for index in range(1, 7)
    ]


@pairs
def test_a_session_by_hand(bench: Bench, phone: str, display: str) -> None:
    """A phone that nobody holds presses its shutter at once: each x-ray is shown until its photo is judged."""
    bench.open(count=3, way="by_hand", verification="flag")
    bench.display(display)
    bench.phone(phone)
    bench.start()
    bench.finish()


@phones
def test_a_display_that_measures_its_pictures(bench: Bench, make: str) -> None:
    bench.open(count=4)
    bench.plain_display().measures = True
    bench.phone(make)
    bench.start()
    bench.finish()


@pairs
def test_two_phones_fill_two_sets(bench: Bench, phone: str, display: str) -> None:
    bench.open(count=3, sets=2)
    bench.display(display)
    bench.phone(phone, "one")
    bench.phone("plain", "two")
    bench.start()
    bench.finish()


@phones
def test_a_phone_that_is_killed_goes_on_from_its_store(bench: Bench, make: str) -> None:
    bench.open(count=6)
    bench.display("plain")
    phone = bench.phone(make)
    bench.start()
    for count in (2, 4):
        bench.wait_for_photos(count)
        phone.stop()
        if isinstance(phone, PlainPhone):
            phone.open_store()
            phone.start()
        else:
            phone = bench.phone(make)
    bench.finish()
    assert len(bench.station.snapshot()["phones"]) == 1


@pytest.mark.parametrize("make", ["plain", "own"])
def test_a_display_that_is_killed_is_followed_by_another(bench: Bench, make: str) -> None:
    bench.open(count=6)
    display = bench.display(make)
    bench.phone("plain")
    bench.start(until=2)
    bench.wait_for_photos(2)
    display.stop()
    bench.display(make)
    bench.finish()


@mixed
def test_a_server_that_is_killed_goes_on_where_it_was(bench: Bench, phone: str, display: str) -> None:
    bench.open(count=8)
    bench.display(display)
    bench.phone(phone)
    bench.start(until=3)
    bench.wait_for_photos(3)
    with bench.station.restarting():
        pass
    bench.finish()


@phones
def test_a_phone_that_comes_late_begins_where_the_others_are(bench: Bench, make: str) -> None:
    bench.open(count=8, sets=2)
    bench.display("plain")
    bench.phone("plain", "first")
    with pytest.raises(DeviceError, match="set2"):
        bench.start()
    bench.start(until=3, without=["set2"])
    bench.wait_for_photos(3)
    bench.phone(make, "late")
    bench.release()
    bench.station.insist()
    first, late = bench.station.snapshot()["phones"]
    assert first["missing"] == 0
    assert 0 < late["stored"] < 8


@phones
def test_a_retake_and_a_skip(bench: Bench, make: str) -> None:
    bench.open(count=6)
    bench.display("plain")
    bench.phone(make)
    bench.act("skips", index=3, detail="burned-in name")
    bench.start(until=2)
    bench.wait_for_photos(2)
    bench.act("retakes", index=1)
    bench.release()
    bench.station.insist()
    photos = {
        (photo["index"], photo["attempt"]): photo["state"]
        for photo in bench.operator.photos(bench.station.session)
    }
    assert (photos[1, 1], photos[1, 2]) == ("rejected", "accepted")
    assert sorted(index for (index, _), state in photos.items() if state == "accepted") == [1, 2, 4, 5, 6]


@phones
def test_a_spare_takes_over_the_place_of_another(bench: Bench, make: str) -> None:
    bench.open(count=6)
    bench.display("plain")
    old = bench.phone("plain", "old")
    assert isinstance(old, PlainPhone)
    bench.start(until=2)
    bench.wait_for_photos(2)
    bench.act("pause")
    bench.phone(make, "spare")
    spare = bench.station.wait_for(
        "a spare", lambda seen: [p for p in seen["phones"] if p["state"] == "spare" and p["ready"]]
    )["phones"][1]["device"]
    bench.devices(old.device, "replace", **{"with": spare})
    wait_until(lambda: old.ending == "dropped", "the phone to hear that it was replaced")
    bench.finish()
    assert not old.store.held, "what it had taken was still taken in"


@phones
def test_a_dropped_phone_that_joins_again_goes_on(bench: Bench, make: str) -> None:
    bench.open(count=6)
    bench.display("plain")
    phone = bench.phone(make)
    bench.start(until=2)
    bench.wait_for_photos(2)
    device = device_id(bench)
    bench.devices(device, "drop")
    bench.wait_for_reason("no_phone")
    if isinstance(phone, PlainPhone):
        phone.stop()
        assert phone.join(bench.code("phone")) == 200
        phone.start()
    else:
        bench.operator.call("POST", f"/sessions/{bench.station.session}/invitations")
        bench.phone(make)
    bench.finish()
    assert [phone["device"] for phone in bench.station.snapshot()["phones"]] == [device]


@phones
def test_a_phone_that_joins_again_by_code_with_photos_waiting_hands_them_in(bench: Bench, make: str) -> None:
    bench.open(count=6)
    bench.display("plain")
    phone = bench.phone(make)
    if isinstance(phone, PlainPhone):
        phone.vices.uploads = False
    bench.start()
    if isinstance(phone, PlainPhone):
        bench.station.wait_for("waiting photos", lambda seen: seen["phones"][0]["under_way"] == 2)
    else:
        bench.wait_for_photos(2)
    phone.stop()
    bench.operator.call("POST", f"/sessions/{bench.station.session}/invitations")
    if isinstance(phone, PlainPhone):
        phone.vices.uploads = True
        assert phone.join(bench.code("phone")) == 200
        phone.start()
    else:
        bench.phone(make)
    found = bench.finish()
    assert len(found.filed) >= 6
    assert len(bench.station.snapshot()["phones"]) == 1


def test_one_phone_takes_part_in_one_session_after_the_other(bench: Bench) -> None:
    bench.open(count=3)
    display = bench.plain_display()
    phone = bench.plain_phone("twice")
    bench.start()
    bench.station.insist()
    first = phone.session
    for device in (display, phone):
        device.stop()
    bench.open(count=4)
    display.screen = bench.station.screen
    for device, role in ((display, "display"), (phone, "phone")):
        assert device.join(bench.code(role)) == 201
        device.start()
    bench.start()
    bench.finish()
    assert phone.session != first
    assert f"__Host-phone-{first}" in phone.wire.cookies, "photos may still wait for it"


def test_devices_of_this_folder_know_nothing_of_the_projects_own() -> None:
    sources = list(Path(__file__).parent.glob("plain_*.py"))
    assert len(sources) == 5
    for source in sources:
        for foreign in ("webapp", "capture.", "dataset", "matching"):
            assert f"from {foreign}" not in source.read_text(), source
