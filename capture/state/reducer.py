"""The reducer: how each fact changes the state. It decides nothing and cannot fail on a journalled fact."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from capture import facts
from capture.facts import Fact
from capture.reasons import AIM_ASKS, AIM_ENDS, ASKED_RETAKES, MISMATCHES
from capture.state.layouts import drawn_by
from capture.state.perspectives import perspective_of
from capture.state.place import ACCEPTED, MISSING, REJECTED, SKIPPED, STORED, UNDER_WAY, CaptureRequest, Photo
from capture.state.record import Record
from capture.state.session_state import Device, Lens, Showing, State


def apply_fact(state: State, fact: Fact) -> None:
    """Apply ``fact`` to ``state``, in place and in constant time."""
    _FOLDS[type(fact)](state, fact)


def _phase_changed(state: State, fact: facts.PhaseChanged) -> None:
    state.phase = fact.phase
    stopped = fact.phase in ("paused", "aborted") or (fact.phase == "waiting" and fact.code in AIM_ENDS)
    asks = fact.phase == "aiming" and fact.code in AIM_ASKS
    state.reason = fact if stopped or asks else None
    # Whatever a person does meanwhile, it is theirs from then on; a restart is nobody's doing.
    unstarted = fact.phase in ("waiting", "aiming")
    state.by_itself = state.by_itself and unstarted and fact.code in (facts.BY_ITSELF, "restart")
    if fact.phase == "running" and state.started_at is None:
        state.started_at = fact.at
    if fact.phase == "running":
        state.stays = None
    if fact.phase == "running" and fact.code in (facts.BY_A_PERSON, facts.BACK):
        for place in state.places.values():
            place.automatic.clear()
    state.ended_at = fact.at if fact.phase in facts.ENDED else None


def _server_restarted(state: State, _fact: facts.ServerRestarted) -> None:
    state.showing.status = "interrupted"


def _device_admitted(state: State, fact: facts.DeviceAdmitted) -> None:
    state.devices[fact.device] = Device(fact.device, fact.role, fact.name, number=len(state.devices) + 1)


def _place_given(state: State, fact: facts.PlaceGiven) -> None:
    place, phone = state.places[fact.set], state.devices[fact.phone]
    place.phone = place.last_phone = fact.phone
    phone.set = fact.set
    state.left_out.discard(fact.set)
    phone.greeted = phone.joined = False
    place.unsettled.clear()
    if place.record.untouched:
        place.record = Record(fact.begin, fact.begin - 1)
        place.find_next_new(state.passed_over)


def _sets_left_out(state: State, fact: facts.SetsLeftOut) -> None:
    state.left_out.update(fact.sets)


def _device_removed(state: State, fact: facts.DeviceRemoved) -> None:
    device = state.devices[fact.device]
    device.removed, device.paused, device.successor = fact.code, False, fact.by
    place = state.place_of(fact.device)
    if place is not None and place.phone == fact.device:
        place.phone = None
    if state.display == fact.device:
        state.display = None


def _device_returned(state: State, fact: facts.DeviceReturned) -> None:
    phone, place = state.devices[fact.device], state.place_of(fact.device)
    phone.removed = ""
    phone.greeted = phone.joined = False
    if place is not None:
        place.phone = fact.device


def _phone_paused(state: State, fact: facts.PhonePaused) -> None:
    phone = state.devices[fact.phone]
    phone.paused, phone.joined = True, False


def _phone_resumed(state: State, fact: facts.PhoneResumed) -> None:
    phone = state.devices[fact.phone]
    phone.paused = False
    if phone.set is not None:
        state.places[phone.set].automatic.clear()


def _lease_granted(state: State, fact: facts.LeaseGranted) -> None:
    device = state.devices[fact.device]
    device.generation = fact.generation
    device.greeted = device.set is not None
    if device.role == "display":
        state.display = fact.device


def _connection_lost(_state: State, _fact: facts.ConnectionLost) -> None:
    """Leave the state unchanged: the fact exists for the log."""


def _phone_readied(state: State, fact: facts.PhoneReadied) -> None:
    phone = state.devices[fact.phone]
    phone.ready, phone.code = fact.ready, fact.code
    if fact.ready:
        phone.camera = fact.camera
        phone.joined = phone.joined or (phone.set is not None and not phone.paused)


def _showing_ordered(state: State, fact: facts.ShowingOrdered) -> None:
    state.showing = state.showing.followed_by(fact.showing, fact.index, fact.display)


def _showing_painted(state: State, fact: facts.ShowingPainted) -> None:
    state.showing.status = "shown"
    state.showing.drawn = drawn_by(fact.layout)
    state.showing.variation = fact.layout.get("variation") or None


def _showing_interrupted(state: State, _fact: facts.ShowingInterrupted) -> None:
    state.showing.status = "interrupted"


def _spend(state: State, showing: int) -> None:
    if state.showing.number == showing:
        state.showing.exhausted = True


def _capture_ordered(state: State, fact: facts.CaptureOrdered) -> None:
    place = state.places[fact.set]
    place.outstanding = CaptureRequest(fact.phone, fact.index, fact.attempt, fact.showing, fact.at)
    place.rejection_code = ""
    place.unsettled.pop((fact.index, fact.attempt), None)


def _capture_given_up(state: State, fact: facts.CaptureVoided | facts.CaptureFailed) -> None:
    place = state.places[fact.set]
    if place.outstanding is not None:
        # A late copy of the command may still be carried out, also after the phone said that it had failed.
        place.unsettled[place.outstanding.key] = place.outstanding
    place.outstanding, place.rejection_code = None, ""
    if isinstance(fact, facts.CaptureVoided) and fact.code == "showing_broken":
        place.try_again(fact.index)
    _spend(state, fact.showing)


def _photo_taken(state: State, fact: facts.PhotoTaken) -> None:
    place, key = state.places[fact.set], (fact.index, fact.attempt)
    place.record.done(*key)
    shown = state.showing if state.showing.number == fact.showing else Showing()
    place.photos[key] = Photo(
        fact.phone,
        fact.showing,
        bytes.fromhex(fact.sha256),
        rejection_code=fact.void,
        drawn=shown.drawn,
        variation=shown.variation,
        before=next(iter(shown.before), None),
    )
    place.newest = key
    if place.outstanding is not None and place.outstanding.key == key:
        place.outstanding, place.rejection_code = None, ""
    place.unsettled.pop(key, None)
    place.unlist_retake(fact.index)
    place.find_next_new(state.passed_over)
    place.under_way[key] = None
    phone = state.devices[fact.phone]
    phone.under_way[key] = None
    lens = lens_of(fact.camera) or phone.lens
    if lens != phone.lens:
        phone.lens = lens
        phone.perspectives.clear()
    phone.unjudged += 1
    state.since_conditions += 1
    if state.plan.by_person:
        state.stays = fact.index
    place.mark(fact.index, UNDER_WAY)
    if not fact.void:
        state.doubtful[(fact.set, key)] = fact.showing


def lens_of(camera: Mapping[str, Any]) -> Lens | None:
    """Return the camera and lens that took a photo, None where the phone does not say."""
    width, height, settings = camera.get("width"), camera.get("height"), camera.get("settings")
    label = settings.get("label") if isinstance(settings, Mapping) else ""
    if not isinstance(width, int) or not isinstance(height, int) or width <= 0 or height <= 0:
        return None
    return label if isinstance(label, str) else "", width, height


def _showing_confirmed(state: State, fact: facts.ShowingConfirmed) -> None:
    for where in [where for where, showing in state.doubtful.items() if showing == fact.showing]:
        del state.doubtful[where]


def _photo_voided(state: State, fact: facts.PhotoVoided) -> None:
    key = (fact.index, fact.attempt)
    state.places[fact.set].photos[key].rejection_code = fact.code
    state.doubtful.pop((fact.set, key), None)


def _photo_stored(state: State, fact: facts.PhotoStored) -> None:
    place, key, phone = state.places[fact.set], (fact.index, fact.attempt), state.devices[fact.phone]
    photo = place.photos[key]
    if photo.state == "lost":
        phone.unjudged += 1
    photo.state, photo.name = "pending", fact.name
    place.pending[key] = None
    place.under_way.pop(key, None)
    phone.under_way.pop(key, None)
    if place.record.attempt(fact.index) == fact.attempt:
        place.mark(fact.index, STORED)


def _verdict_given(state: State, fact: facts.VerdictGiven) -> None:
    place, key = state.places[fact.set], (fact.index, fact.attempt)
    photo = place.photos[key]
    if photo.state == "pending":
        place.pending.pop(key)
        state.devices[photo.phone].unjudged -= 1
    photo.state = fact.verdict
    phone, perspective = state.devices.get(photo.phone), perspective_of(fact.measures)
    if phone is not None and perspective is not None:
        phone.perspectives.append(perspective)
    state.doubtful.pop((fact.set, key), None)
    if fact.verdict == "rejected":
        place.rejected += 1
    if place.record.attempt(fact.index) == fact.attempt:
        refused = SKIPPED if fact.index in state.skips else REJECTED
        place.mark(fact.index, ACCEPTED if fact.verdict == "accepted" else refused)
        if fact.verdict == "accepted":
            place.mismatched.pop(fact.index, None)
            place.automatic.pop(fact.index, None)


def _photo_noted(state: State, fact: facts.PhotoNoted) -> None:
    state.places[fact.set].photos[(fact.index, fact.attempt)].note = fact.note


def _photo_lost(state: State, fact: facts.PhotoLost) -> None:
    place, key, phone = state.places[fact.set], (fact.index, fact.attempt), state.devices[fact.phone]
    place.photos[key].state = "lost"
    state.doubtful.pop((fact.set, key), None)
    place.photos[key].rejection_code = fact.code
    place.under_way.pop(key, None)
    phone.under_way.pop(key, None)
    phone.unjudged -= 1
    if place.record.attempt(fact.index) == fact.attempt:
        place.mark(fact.index, SKIPPED if fact.index in state.skips else MISSING)


def _retake_listed(state: State, fact: facts.RetakeListed) -> None:
    place = state.places[fact.set]
    place.list_retake(fact.index, fact.code, fact.detail)
    if fact.code == "operator":
        state.left_out.discard(fact.set)
    if fact.code in MISMATCHES:
        place.mismatched[fact.index] = fact.detail
    if fact.code in ASKED_RETAKES:
        place.automatic.pop(fact.index, None)
        state.stays = None
    elif not state.plan.by_person:  # a person may try as often as there are attempts
        place.try_again(fact.index)
    if place.outstanding is not None and place.outstanding.index == fact.index:
        place.rejection_code = fact.code
    if state.showing.index == fact.index:
        state.showing.exhausted = True


def _index_skipped(state: State, fact: facts.IndexSkipped) -> None:
    state.skips[fact.index] = fact.detail
    for place in state.places.values():
        place.unlist_retake(fact.index)
        place.mismatched.pop(fact.index, None)
        if place.next_new == fact.index:
            place.find_next_new(state.passed_over)
        if place.outstanding is not None and place.outstanding.index == fact.index:
            place.rejection_code = "skipped"
        if place.letter(fact.index) in (MISSING, REJECTED):
            place.mark(fact.index, SKIPPED)


def _skip_lifted(state: State, fact: facts.SkipLifted) -> None:
    del state.skips[fact.index]
    for place in state.places.values():
        place.find_next_new(state.passed_over)
        if place.letter(fact.index) == SKIPPED:
            place.mark(fact.index, MISSING if place.current(fact.index) is None else REJECTED)


def _went_on(state: State, fact: facts.WentOn) -> None:
    state.stays = None
    state.turned = fact.index


def _conditions_stated(state: State, fact: facts.ConditionsStated) -> None:
    state.conditions, state.since_conditions = fact.conditions, 0


def _treated_as_one(state: State, fact: facts.TreatedAsOne) -> None:
    group = set(fact.indices).union(*(state.copies.get(index, ()) for index in fact.indices))
    state.copies.update(dict.fromkeys(group, tuple(sorted(group))))


_FOLDS: dict[type[Fact], Callable[[State, Any], None]] = {
    facts.PhaseChanged: _phase_changed,
    facts.ServerRestarted: _server_restarted,
    facts.DeviceAdmitted: _device_admitted,
    facts.PlaceGiven: _place_given,
    facts.SetsLeftOut: _sets_left_out,
    facts.DeviceRemoved: _device_removed,
    facts.DeviceReturned: _device_returned,
    facts.PhonePaused: _phone_paused,
    facts.PhoneResumed: _phone_resumed,
    facts.LeaseGranted: _lease_granted,
    facts.ConnectionLost: _connection_lost,
    facts.PhoneReadied: _phone_readied,
    facts.ShowingOrdered: _showing_ordered,
    facts.ShowingPainted: _showing_painted,
    facts.ShowingInterrupted: _showing_interrupted,
    facts.CaptureOrdered: _capture_ordered,
    facts.CaptureVoided: _capture_given_up,
    facts.CaptureFailed: _capture_given_up,
    facts.PhotoTaken: _photo_taken,
    facts.ShowingConfirmed: _showing_confirmed,
    facts.PhotoVoided: _photo_voided,
    facts.PhotoStored: _photo_stored,
    facts.VerdictGiven: _verdict_given,
    facts.PhotoNoted: _photo_noted,
    facts.PhotoLost: _photo_lost,
    facts.RetakeListed: _retake_listed,
    facts.IndexSkipped: _index_skipped,
    facts.SkipLifted: _skip_lifted,
    facts.TreatedAsOne: _treated_as_one,
    facts.WentOn: _went_on,
    facts.ConditionsStated: _conditions_stated,
}
