"""A session that follows another: it aims and starts without a person, where all is as it was."""

from __future__ import annotations

import pytest

from capture import events, facts
from capture.handlers.by_itself import PATIENCE_FRAMES, PATIENCE_S
from capture.log import event_row
from capture.phone_events import PhoneFramed
from capture.session import Session
from capture.views import snapshot
from tests.capture.random_walk import walk
from tests.capture.session_driver import SessionDriver


def following(sets: tuple[str, ...] = ("a",), verification: str = "strict") -> SessionDriver:
    """A session with a display and a phone for every set, all ready."""
    driver = SessionDriver(11, 13, sets, follows="s0", verification=verification)
    driver.join_display()
    for number, _ in enumerate(sets, 1):
        driver.join_phone(f"p{number}")
    return driver


def framed(driver: SessionDriver, phone: str = "p1", code: str = "") -> None:
    driver.do(PhoneFramed(driver.t, phone, code))


def test_aims_once_everybody_is_ready_and_starts_once_all_are_framed_as_before() -> None:
    driver = following(("a", "b"))
    assert driver.shows() == [11]
    assert driver.state.phase == "aiming"
    driver.shown()
    framed(driver, "p1")
    assert driver.state.phase == "aiming"
    assert snapshot(driver.session, driver.t)["waits_for"] == [
        "Checks whether Phone p2 sees the display as before."
    ]
    framed(driver, "p2")
    assert driver.state.phase == "running"
    assert driver.asked() == [("p1", 11, 1), ("p2", 11, 1)]  # of the very showing that was checked


def test_without_verification_there_is_nothing_to_check() -> None:
    assert following(verification="off").state.phase == "running"


def test_a_session_that_follows_none_waits_for_a_person() -> None:
    driver = SessionDriver()
    driver.join_display()
    driver.join_phone()
    driver.tick(60)
    assert driver.state.phase == "waiting"
    assert not snapshot(driver.session, driver.t)["by_itself"]


@pytest.mark.parametrize("missing", ["display", "phone", "camera"])
def test_waits_for_whoever_is_missing(missing: str) -> None:
    driver = SessionDriver(11, 13, follows="s0")
    if missing != "display":
        driver.join_display()
    if missing != "phone":
        driver.join_phone(ready=missing != "camera")
    driver.tick(3600)
    seen = snapshot(driver.session, driver.t)
    assert (seen["phase"], seen["by_itself"], len(seen["waits_for"])) == ("waiting", True, 1)


def test_a_set_without_a_phone_is_asked_about() -> None:
    driver = SessionDriver(11, 13, ("a", "b"), follows="s0")
    driver.join_display()
    driver.join_phone()
    driver.tick(60)
    assert driver.state.phase == "waiting"
    assert "b has no phone" in str(snapshot(driver.session, driver.t)["waits_for"])


def test_frames_that_show_what_was_there_before_are_forgiven() -> None:
    driver = following()
    driver.shown()
    for _ in range(PATIENCE_FRAMES):
        framed(driver, code="framing_poor")
    driver.tick(PATIENCE_S / 2)
    framed(driver)
    assert driver.state.phase == "running"


def test_a_busy_server_that_looks_at_few_frames_is_forgiven() -> None:
    driver = following()
    driver.shown()
    framed(driver, code="framing_poor")
    driver.tick(10 * PATIENCE_S)
    assert driver.state.by_itself
    framed(driver)
    assert driver.state.phase == "running"


@pytest.mark.parametrize("code", ["framing_moved", "framing_poor"])
def test_a_phone_that_has_moved_is_asked_about_and_only_a_person_starts(code: str) -> None:
    driver = following()
    driver.shown()
    for _ in range(PATIENCE_FRAMES):
        framed(driver, code=code)
    driver.tick(PATIENCE_S)
    seen = snapshot(driver.session, driver.t)
    assert (seen["phase"], seen["by_itself"]) == ("aiming", False)
    assert seen["reason"] is not None
    assert (seen["reason"]["code"], seen["reason"]["device"]) == (code, "p1")
    assert seen["reason"]["message"].startswith("Phone p1 does not see")
    rows = [event_row(number, fact, driver.session) for number, fact in enumerate(driver.facts)]
    assert seen["reason"]["message"] in [row["message"] for row in rows if row]
    framed(driver)  # hands may still be on the tripod
    assert driver.state.phase == "aiming"
    driver.do(events.Start(driver.t))
    assert driver.state.phase == "running"
    assert snapshot(driver.session, driver.t)["reason"] is None


@pytest.mark.parametrize("act", [events.Pause, events.Abort, events.Aim])
def test_what_a_person_does_takes_it_over(act: type[events.Pause]) -> None:
    driver = SessionDriver(11, 13, follows="s0") if act is events.Aim else following()
    if act is events.Aim:
        driver.join_display()
    driver.do(act(driver.t))
    if act is events.Aim:
        driver.join_phone()
        driver.shown()
    framed(driver)
    driver.tick(60)
    assert driver.state.phase in ("waiting", "aborted", "aiming")
    assert not driver.state.by_itself


def test_a_phone_that_leaves_while_it_aims_is_waited_for() -> None:
    driver = following(("a", "b"))
    driver.shown()
    framed(driver, "p2")
    driver.do(events.DeviceLeft(driver.t, "p2", driver.generation("p2")))
    framed(driver, "p1")
    assert driver.state.phase == "aiming"
    driver.hello("p2", "page2")
    assert driver.state.phase == "aiming"
    driver.ready("p2")
    assert driver.state.phase == "running"


def test_a_restart_is_nobodys_doing() -> None:
    driver = following()
    driver.shown()
    session = Session.replay(driver.session.plan, driver.facts, 0.0)
    assert session.state == driver.session.state
    session.handle(events.Restarted(driver.t))
    assert (session.state.phase, session.state.by_itself) == ("waiting", True)


def test_a_frame_that_arrives_late_changes_nothing() -> None:
    driver = following(verification="off")
    before = len(driver.facts)
    framed(driver, code="framing_moved")
    framed(driver, "nobody")
    assert len(driver.facts) == before


def test_a_moved_phone_gets_its_set_where_it_is_free() -> None:
    driver = SessionDriver(11, 13, ("a", "b"), follows="s0")
    for phone, wished in (("p1", "b"), ("p2", "b"), ("p3", "b")):
        driver.do(events.AdmitPhone(driver.t, phone, phone, wished))
    assert [driver.state.devices[phone].set for phone in ("p1", "p2", "p3")] == ["b", "a", None]


def test_walks_start_by_themselves() -> None:
    """The walks' invariants say when it may; here, that it does happen in them."""
    starts = 0
    for seed in range(60):
        lab = walk(seed, 60)
        starts += any(
            isinstance(fact, facts.PhaseChanged) and fact.code == facts.BY_ITSELF and fact.phase == "running"
            for fact in lab.journal
        )
    assert starts >= 3
