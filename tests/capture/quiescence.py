"""The end of all trouble: everything works again, people do what the lab tells them, and the session must finish."""

from __future__ import annotations

from capture import events
from capture.by_person import events as wishes
from capture.by_person.showing_times import showing_times
from capture.handlers.scheduler import waits_for_next
from capture.phone_events import ResumePhone
from tests.capture.simulated_lab import Lab


def calm(lab: Lab, rounds: int = 1) -> None:
    """Everything works for a while, in order."""
    lab.stalled.clear()
    for _ in range(rounds):
        for device in list(lab.devices.values()):
            device.pump()
        if not lab.plan.has_phones:
            for display in lab.displays:
                display.turn()
        while lab.network:
            lab.deliver(0)
            for display in lab.displays:
                display.paint()
            for phone in lab.phones:
                phone.shutter()
            if waits_for_next(lab.session.state) is not None:
                lab.handle(wishes.PressShutter(lab.t))
        while lab.to_judge:
            lab.judge(0)
        lab.t += 1.0
        lab.step += 1
        lab.handle(events.Tick(lab.t))


def settle(lab: Lab) -> None:
    """Trouble ends, people do what the lab tells them: the session must finish, with every photo right."""
    lab.crash, lab.disk_full = "", False
    for phone in lab.phones:
        phone.spoils, phone.stale, phone.wrong_film = False, "", False
        phone.set_camera(True)
    for round_ in range(60):
        _help(lab, round_)
        calm(lab)
        if lab.session.state.phase == "finished" and not _unfinished(lab):
            break
    _check_finished(lab)


def await_end(lab: Lab) -> None:
    """Every device is in reach again, and nobody does anything: the session must finish, with every photo right."""
    lab.stalled.clear()
    for _ in range(60):
        for device in list(lab.devices.values()):
            if device.tab is None:
                device.open()
        calm(lab)
        if lab.session.state.phase == "finished" and not _unfinished(lab):
            break
    _check_finished(lab)


def _help(lab: Lab, round_: int) -> None:
    state = lab.session.state
    for device in list(lab.devices.values()):
        known = state.devices[device.device]
        goes_on = bool(known.successor) and known.successor not in lab.devices
        if not any(tab.locked for tab in device.tabs) and (not known.removed or goes_on):
            device.open()
    if all(device.removed for device in state.devices.values() if device.role == "display"):
        lab.admit_display(f"d-late{round_}")
    _find_phone(lab, round_)
    for place, _ in state.held_up():
        assert place.phone is not None
        lab.handle(ResumePhone(lab.t, place.phone))
    if round_ % 10 == 9:  # a phone that is gone for good
        for device in list(state.devices.values()):
            if device.removed and device.under_way:
                lab.handle(events.Revoke(lab.t, device.device))
    agreed = tuple(place.set for place in state.unfilled())
    if state.phase in ("waiting", "aiming"):
        lab.handle(events.Start(lab.t, agreed))
    elif state.phase in ("paused", "aborted", "finished"):
        lab.handle(events.Resume(lab.t, without=agreed))


def _find_phone(lab: Lab, round_: int) -> None:
    state = lab.session.state
    if not any(True for _ in state.active()):
        lab.admit_phone(f"p-late{round_}")
        spare = next(iter(state.spares()), None)
        old = next((d for d in state.devices.values() if d.role == "phone" and d.removed and d.set), None)
        if spare is not None and old is not None:
            lab.handle(events.Replace(lab.t, old.device, spare.device))


def _unfinished(lab: Lab) -> list[tuple[str, int]]:
    state = lab.session.state
    return [
        (place.set, index)
        for place, _ in state.active()
        for index in range(place.record.begin, lab.plan.last + 1)
        if index not in state.passed_over
        and sum(
            (index, a) in place.photos and place.photos[(index, a)].state == "accepted" for a in range(99)
        )
        != 1
    ]


def _check_finished(lab: Lab) -> None:
    state = lab.session.state
    assert state.phase == "finished", (state.phase, state.reason)
    assert _unfinished(lab) == []
    if not lab.plan.has_phones:
        shown = {time.index for time in showing_times(lab.journal)}
        assert {index for index in lab.plan.members if index not in state.skips} <= shown
    for place, _ in state.active():
        for (index, attempt), photo in place.photos.items():
            if photo.state == "accepted":
                assert lab.archive[f"{place.set}-{index}-{attempt}"].folder == "accepted"
