"""Devices that go on doing something wrong, and messages that must change nothing: the session says so."""

from __future__ import annotations

import pytest

from tests.protocol.bench import Bench
from tests.protocol.plain_display import PlainDisplay
from tests.protocol.plain_phone import PlainPhone
from tests.protocol.plain_wire import Gone, Json, code_of
from tests.waiting import wait_until
from webapp.virtual.network.web import DeviceError

TRIES = 3
"""As the setting ``max_automatic_retakes`` is at first."""


def opened(bench: Bench, count: int = 4) -> tuple[PlainDisplay, PlainPhone]:
    """A session with a plain display and a plain phone, ready to start."""
    bench.open(count)
    return bench.plain_display(), bench.plain_phone()


# --- what is always wrong ends in a pause that says so -----------------------------------------------------------


def assert_ends(bench: Bench, phone: PlainPhone, *codes: str) -> Json:
    """The session pauses by itself after the set number of tries, for one of these reasons."""
    seen = bench.wait_for_reason(*codes)
    assert seen["phase"] == "paused"
    assert TRIES <= len({key for key in phone.commands if key[0] == 1}) <= TRIES + 2
    assert seen["reason"]["message"].startswith("Paused: ")
    return seen


def test_a_display_that_never_confirms(bench: Bench) -> None:
    display, phone = opened(bench)
    display.confirms = False
    bench.start()
    assert_ends(bench, phone, "showing_broken")
    display.confirms = True
    bench.finish()


def test_a_display_that_is_covered_at_each_shot(bench: Bench) -> None:
    bench.open()
    display = bench.plain_display()
    covers = [True]

    def look() -> bytes:
        photo = bench.photograph()
        if covers:
            display.cover()
        return photo

    phone = bench.plain_phone(look=look)
    bench.start()
    assert_ends(bench, phone, "showing_broken")
    covers.clear()
    bench.finish()


def test_a_display_that_says_that_something_lies_over_its_picture(bench: Bench) -> None:
    bench.open(verification="flag")
    display = bench.plain_display()
    display.measures, display.veil = True, "div#toast"
    phone = bench.plain_phone()
    bench.start()
    seen = bench.wait_for_reason("badly_displayed")
    assert "1 was not taken: something lay over the x-ray" in seen["reason"]["message"]
    assert not phone.commands, "no phone was asked to photograph it"
    display.veil = ""
    bench.finish()


def test_a_display_whose_picture_is_covered_when_it_is_replaced(bench: Bench) -> None:
    bench.open(verification="flag")
    display = bench.plain_display()
    display.measures = True
    veils = ["div#toast"]

    def look() -> bytes:
        display.veil = veils.pop() if veils else ""
        return bench.photograph()

    bench.plain_phone(look=look)
    bench.start()
    seen = bench.wait_for_reason("badly_displayed")
    assert seen["progress"]["accepted"] == 0
    display.veil = ""
    bench.finish()
    photos = {
        (photo["index"], photo["attempt"]): photo["code"]
        for photo in bench.operator.photos(bench.station.session)
    }
    assert photos[1, 1] == "badly_displayed"


def test_a_display_that_connects_anew_at_each_shot(bench: Bench) -> None:
    bench.open()
    display = bench.plain_display()
    breaks = [True]

    def look() -> bytes:
        photo = bench.photograph()
        if breaks:
            display.reconnect()
        return photo

    phone = bench.plain_phone(look=look)
    bench.start()
    assert_ends(bench, phone, "showing_broken")
    breaks.clear()
    bench.finish()


def test_a_phone_that_names_a_wrong_showing(bench: Bench) -> None:
    _, phone = opened(bench)
    phone.vices.other_showing = True
    bench.start()
    assert_ends(bench, phone, "showing_broken")
    phone.vices.other_showing = False
    bench.finish()


def test_a_phone_that_keeps_no_photo(bench: Bench) -> None:
    _, phone = opened(bench)
    phone.vices.forgets = True
    bench.start()
    assert_ends(bench, phone, "photos_lost")
    phone.vices.forgets = False
    bench.finish()


def test_a_phone_that_answers_no_command(bench: Bench) -> None:
    _, phone = opened(bench)
    phone.vices.answers = False
    bench.start()
    seen = bench.wait_for_reason("phone_silent")
    assert seen["reason"]["device"] == phone.device
    phone.vices.answers = True
    bench.finish()


def test_a_phone_that_takes_photos_and_never_uploads(bench: Bench) -> None:
    _, phone = opened(bench)
    phone.vices.uploads = False
    bench.start()
    seen = bench.wait_for_reason("photos_missing")
    assert seen["reason"]["device"] == phone.device
    phone.vices.uploads = True
    bench.station.wait_for("the end, by itself", lambda seen: seen["phase"] == "finished")
    found = bench.finish()
    assert {photo.attempt for photo in found.filed} == {1}


def test_a_phone_whose_connection_comes_and_goes_for_ever(bench: Bench) -> None:
    _, phone = opened(bench)
    phone.vices.answers, phone.vices.flaps_s = False, 0.25
    bench.station.wait_for("the phone", lambda seen: seen["phones"][0]["ready"])
    bench.station.wait_for("the display", lambda seen: bool(seen["can"]["start"] and _starts(bench)))
    seen = bench.wait_for_reason("unsteady")
    assert seen["reason"]["device"] == phone.device
    phone.vices.answers, phone.vices.flaps_s = True, 0.0
    bench.finish()


def _starts(bench: Bench) -> bool:
    try:
        bench.act("start")
    except DeviceError:  # it was away just then
        return False
    return True


# --- an older page -----------------------------------------------------------------------------------------------


def test_an_older_page_can_do_nothing(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.open()
    bench.plain_display()
    older = bench.plain_phone("tabs")
    bench.station.wait_for("the older page", lambda seen: seen["can"]["start"])
    old_generation = older.generation
    newer = PlainPhone(older.wire.base, bench.ca, bench.station.folder / "plain" / "tabs", bench.photograph)
    newer.wire.cookies = dict(older.wire.cookies)
    monkeypatch.setattr(older, "hear_superseded", lambda _: None)  # it does not let go
    newer.session, newer.device = older.session, older.device
    newer.open_store()
    bench.start_plain(newer)
    bench.station.wait_for("the newer page", lambda seen: newer.generation > old_generation)
    bench.start()
    shot = {"index": 1, "attempt": 1, "showing": 1}
    refused = 0
    for event, message in (
        ("pause", {}),
        ("go_on", {}),
        ("ready", {"ready": False, "code": "camera_lost", "status": {}}),
        ("captured", {**shot, "sha256": "ab" * 32, "size": 1, "camera": {}}),
        ("failed", {**shot, "detail": "no"}),
        ("mismatch", {"index": 1, "attempt": 1, "last": 7}),
        ("spoiled", {"index": 1, "attempt": 1}),
    ):
        try:
            answer = older.wire.call(event, {"generation": old_generation, **message})
        except Gone:  # the server has closed it
            continue
        assert code_of(answer) == "superseded", event
        refused += 1
    assert refused == 7
    bench.finish()


def test_a_second_display_sends_the_first_away(bench: Bench) -> None:
    first, _ = opened(bench)
    bench.start(until=1)
    bench.wait_for_photos(1)
    bench.act("pause")
    bench.station.wait_for("black", lambda seen: seen["display"]["showing_state"] == "black")
    first.screen = first.screen.with_name("another.bmp")
    bench.plain_display()
    wait_until(lambda: first.ending == "dropped", "the first display to hear that it was dropped")
    bench.finish()


# --- uploads -----------------------------------------------------------------------------------------------------


@pytest.fixture
def waiting(bench: Bench) -> PlainPhone:
    """A phone that has captured the first x-ray and not uploaded it."""
    _, phone = opened(bench)
    phone.vices.uploads = False
    bench.start()
    bench.station.wait_for("a captured photo", lambda seen: seen["phones"][0]["under_way"] >= 1)
    return phone


def test_a_photo_that_is_damaged_on_the_way_is_sent_again(bench: Bench, waiting: PlainPhone) -> None:
    data = waiting.store.data((1, 1))
    damaged = data[:-1] + bytes([data[-1] ^ 1])
    assert waiting.put((1, 1), damaged, digest_of=data) == (400, "digest_wrong")
    assert waiting.put((1, 1)) == (201, "")
    assert waiting.put((1, 1)) == (200, "")
    waiting.vices.uploads = True
    found = bench.finish()
    assert {photo.attempt for photo in found.filed} == {1}


def test_a_digest_of_other_bytes_is_not_called_a_conflict_until_a_photo_is_stored(
    bench: Bench, waiting: PlainPhone
) -> None:
    other = bench.photograph()
    assert waiting.put((1, 1), other)[1] == "photo_changed"
    assert waiting.put((1, 1)) == (201, "")
    assert waiting.put((1, 1), other) == (409, "photo_conflict")
    waiting.vices.uploads = True
    bench.finish()


def test_a_photo_that_the_phones_storage_damaged_is_taken_again(bench: Bench, waiting: PlainPhone) -> None:
    waiting.store.damage((1, 1))
    waiting.vices.uploads = True
    found = bench.finish()
    assert (1, 2) in {(photo.index, photo.attempt) for photo in found.filed}
    assert (1, 1) not in {(photo.index, photo.attempt) for photo in found.filed}


def test_a_photo_that_was_never_asked_for_is_not_taken_in(bench: Bench, waiting: PlainPhone) -> None:
    assert waiting.put((4, 1), bench.photograph()) == (409, "photo_not_expected")
    answer = waiting.say("captured", index=4, attempt=1, showing=1, sha256="ab" * 32, size=9, camera={})
    assert code_of(answer) == "photo_not_expected"
    waiting.vices.uploads = True
    bench.finish()


# --- hello -------------------------------------------------------------------------------------------------------


def test_an_empty_store_adopts_what_the_server_says(bench: Bench) -> None:
    _, phone = opened(bench)
    bench.start(until=2)
    bench.wait_for_photos(2)
    bench.act("pause")
    bench.release()
    bench.station.wait_for("the uploads", lambda seen: seen["phones"][0]["under_way"] == 0)
    phone.stop()
    for file in (bench.station.folder / "plain" / "phone" / f"{phone.session}-{phone.device}").iterdir():
        file.unlink()
    phone.open_store()
    phone.start()
    bench.station.wait_for("the resume point", lambda _: phone.store.last is not None)
    assert (phone.store.last or 0) >= 2
    bench.finish()


def test_a_fresh_place_begins_before_its_first_x_ray(bench: Bench) -> None:
    _, phone = opened(bench)
    bench.station.wait_for("the phone", lambda seen: seen["can"]["start"])
    assert (phone.store.begin, phone.store.last) == (1, 0)
    bench.start()
    bench.finish()


def test_a_full_store_says_hello_and_its_photos_are_taken_in(bench: Bench, waiting: PlainPhone) -> None:
    bench.station.wait_for("two photos", lambda seen: seen["phones"][0]["under_way"] == 2)
    held = set(waiting.store.held)
    waiting.stop()
    waiting.open_store()
    assert set(waiting.store.held) == held == {(1, 1), (2, 1)}
    waiting.vices.uploads = True
    waiting.start()
    found = bench.finish()
    assert {photo.attempt for photo in found.filed if photo.index <= 2} == {1}


def test_a_record_that_contradicts_aborts_and_the_operator_may_resume(bench: Bench) -> None:
    _, phone = opened(bench, count=8)
    bench.start(until=2)
    bench.wait_for_photos(2)
    phone.stop()
    right = phone.store.last
    assert right is not None
    phone.store.last = right + 2
    phone.start()
    seen = bench.wait_for_reason("index_mismatch")
    assert seen["phase"] == "aborted"
    bench.station.wait_for("the person to be told", lambda _: phone.told == ["index_mismatch"])
    phone.store.last = right
    phone.reconnect()
    bench.station.wait_for("the phone again", lambda seen: seen["can"]["resume"])
    bench.act("resume")
    bench.finish()


def test_a_command_that_does_not_follow_is_told_and_aborts(bench: Bench) -> None:
    _, phone = opened(bench)
    bench.start(until=1)
    bench.wait_for_photos(1)
    assert phone.say("mismatch", index=9, attempt=1, last=1)["ok"]
    bench.wait_for_reason("index_mismatch")
    bench.act("resume")
    bench.finish()


@pytest.mark.parametrize(
    "message", [{"protocol": 2}, {"protocol": 1, "attempts": {"1": 100}}, {"protocol": 1, "held": "all"}]
)
def test_a_hello_that_cannot_be_understood_is_invalid(bench: Bench, message: Json) -> None:
    _, phone = opened(bench)
    bench.station.wait_for("the phone", lambda seen: seen["can"]["start"])
    assert code_of(phone.wire.call("hello", message)) == "invalid"
    assert code_of(phone.wire.call("no_such_event", {})) == "event_unknown"
    bench.start()
    bench.finish()
