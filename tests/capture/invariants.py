"""The invariants of the protocol, which hold after every step of a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from capture import commands, facts
from capture.events import Event, PhotoSpoiled
from capture.facts import Fact
from capture.handlers.context import Transaction
from capture.session import Session
from capture.state.record import MOST_ATTEMPTS

if TYPE_CHECKING:
    from tests.capture.simulated_lab import Lab


def holds_lease(session: Session, device: str, generation: int) -> bool:
    """Whether ``generation`` is the device's present connection."""
    return Transaction(session.state, session.live, 0.0).leased(device, generation) is not None


def is_stale(session: Session, event: Event) -> bool:
    """Whether an event comes by a connection that does not hold its device's lease."""
    generation = getattr(event, "generation", 0)
    if isinstance(event, PhotoSpoiled) and session.newest(event.phone) != event.phone:
        return False  # a phone in another one's place still hands in what it took in its own
    device = next(
        (getattr(event, who) for who in ("phone", "display", "device", "by") if hasattr(event, who)), ""
    )
    return generation > 0 and not holds_lease(session, device, generation)


def check_fact(lab: Lab, fact: Fact) -> None:
    if isinstance(fact, facts.ShowingOrdered) and fact.index is not None:
        unsettled = [place for place, _ in lab.session.state.joined() if place.mismatched]
        settles = any(fact.index in place.mismatched for place in unsettled)
        assert settles or not unsettled, "an x-ray was shown before the one that went wrong was settled"
    if isinstance(fact, facts.ShowingOrdered):
        assert fact.showing > lab.last_showing, "a showing's number was used twice"
        lab.last_showing = fact.showing
    if isinstance(fact, facts.PhaseChanged):
        assert fact.code != "index_mismatch", fact
    if isinstance(fact, facts.PhaseChanged) and fact.phase in ("finishing", "finished"):
        assert not lab.session.state.unfilled(), "it ends without a set that nobody agreed to do without"
        assert not lab.session.state.held_up(), "it ends without what a paused phone has still to take"
    if isinstance(fact, facts.PhaseChanged) and (fact.phase, fact.code) == ("running", facts.BY_ITSELF):
        _check_own_start(lab)
    if isinstance(fact, facts.ConditionsStated):
        lab.conditions.append((fact.at, fact.conditions["room"]))
    if isinstance(fact, facts.PlaceGiven):
        assert lab.set_at_first.setdefault(fact.phone, fact.set) == fact.set, "a device came to another set"
    if isinstance(fact, facts.PhotoNoted):
        lab.notes[(fact.set, fact.index, fact.attempt)] = fact.note
    if isinstance(fact, facts.CaptureOrdered):
        assert lab.plan.has_phones, "a photo was asked for while a presenter turns the x-rays"
        assert lab.session.state.phase == "running", "a photo was asked for outside of running"
        phone = lab.session.state.devices[fact.phone]
        assert not phone.paused, "a paused phone was asked for a photo"
        assert len(phone.under_way) < 2
        assert phone.unjudged < 4
        assert fact.index in lab.plan.members, "an x-ray outside the sample was asked for"
        assert all(index in lab.session.state.passed_over for index in fact.skipped)
    _count_tries(lab, fact)


def _check_own_start(lab: Lab) -> None:
    """A session starts by itself only from aiming, and only while all is as it was."""
    if lab.plan.capture != "automatic":  # a person frames each photo
        return
    assert (lab.shadow.by_itself, lab.shadow.phase) == (True, "aiming"), "a person had taken over"
    live = lab.session.live
    assert live.connected(lab.session.state.display)
    for _, phone in lab.session.state.working():
        assert live.links[phone.device].ready
        assert live.framed[phone.device].code == "", f"{phone.device} has moved"


def _count_tries(lab: Lab, fact: Fact) -> None:
    """However things go wrong, an x-ray is not asked for again and again without a person's word."""
    if lab.plan.by_person:  # who gives it with every photo
        return
    if isinstance(fact, facts.CaptureOrdered):
        tries = lab.tries[(fact.set, fact.index)] = lab.tries.get((fact.set, fact.index), 0) + 1
        assert tries <= 1 + lab.plan.settings.max_automatic_retakes + lab.restarts, fact
    elif isinstance(fact, facts.RetakeListed) and fact.code in ("operator", "revoked"):
        lab.tries.pop((fact.set, fact.index), None)
    elif isinstance(fact, facts.PhoneResumed):
        name = lab.session.set_of(fact.phone)
        lab.tries = {key: tries for key, tries in lab.tries.items() if key[0] != name}
    elif isinstance(fact, facts.ServerRestarted):
        lab.restarts += 1
    elif isinstance(fact, facts.PhaseChanged) and fact.code in (facts.BY_A_PERSON, facts.BACK):
        lab.tries.clear()
        lab.restarts = 0


def check_capture(lab: Lab, command: commands.Capture) -> None:
    ordered = [f for f in lab.journal if isinstance(f, facts.CaptureOrdered) and f.phone == command.phone]
    newest = ordered[-1]
    careful = any(command.index in place.mismatched for place in lab.session.state.places.values())
    assert careful or command.care is None
    assert 1 <= command.attempt <= MOST_ATTEMPTS, "an attempt that no message can name"
    assert (newest.index, newest.attempt, newest.showing) == (
        command.index,
        command.attempt,
        command.showing,
    )
    place = lab.session.state.place_of(command.phone)
    assert place is not None
    assert place.outstanding is not None


def check(lab: Lab) -> None:
    state = lab.session.state
    assert lab.shadow == state, "the journal tells another story"
    for kept in lab.archive.values():
        if kept.folder == "accepted":
            photo = kept.photo
            assert photo.pixels == photo.index, f"{photo} is filed under the wrong x-ray"
            assert photo.steady, f"the monitor changed during {photo}"
            unmeasured = photo.veiled and lab.plan.settings.verification != "off"
            assert not unmeasured, f"something lay over the x-ray during {photo}"
            assert not photo.source or lab.plan.settings.verification != "off", "a file that nobody looked at"
    for place in state.places.values():
        assert not [k for k, p in place.photos.items() if p.before == k[0]], "an x-ray was its own rival"
        standing = [k for k, p in place.photos.items() if p.state == "accepted"]
        assert len(standing) == len({index for index, _ in standing}), "an x-ray has two photos"
        check_figures(lab, place.set)
    for (name, index, attempt), note in lab.notes.items():
        assert state.places[name].photos[(index, attempt)].note == note, "a note was lost"
    for name, kept in lab.archive.items():
        assert name.startswith(f"{lab.set_at_first[kept.device]}-"), (
            "a photo went to another set than its phone's"
        )
    for phone, index, attempt in lab.acknowledged:
        name = f"{lab.session.set_of(phone)}-{index}-{attempt}"
        assert lab.archive[name].photo.sha256 == lab.acknowledged[(phone, index, attempt)].sha256


def check_figures(lab: Lab, set_name: str) -> None:
    place = lab.session.state.places[set_name]
    letters = place.letters.decode()
    assert {chr(letter): n for letter, n in place.counts.items() if n} == {
        letter: letters.count(letter) for letter in set(letters)
    }
    for index in range(lab.plan.first, lab.plan.last + 1):
        photo, letter = place.current(index), letters[index - lab.plan.first]
        state = photo.state if photo is not None else "none"
        expected = {"none": ".k", "captured": "u", "pending": "sS", "accepted": "aA"}.get(state, "r.k")
        assert letter in expected, (index, letter, state)
    assert place.rejected == sum(photo.state == "rejected" for photo in place.photos.values())
