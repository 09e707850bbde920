"""Sessions that follow another one: they aim and start without a person, where everything is as it was.

A person is asked as soon as something is not: the session then stays where it is, and only a person starts it.
"""

from __future__ import annotations

from capture.facts import BY_ITSELF, PhaseChanged
from capture.handlers.context import Transaction
from capture.handlers.phases import blocking_reasons, first_missing, run
from capture.phone_events import PhoneFramed
from capture.state.session_state import Device, Framed, Live, State

PATIENCE_S = 8.0
PATIENCE_FRAMES = 5
"""How long, and for how many frames at least, a phone may see something else: the first ones show what was on the
display before, and on a busy server few frames are looked at in that time.
"""


def framed(tx: Transaction, event: PhoneFramed) -> None:
    """Note how a phone is framed, for a session that aims by itself."""
    phone = tx.state.devices.get(event.phone)
    if tx.state.phase == "aiming" and tx.state.by_itself and phone is not None and not phone.removed:
        before = tx.live.framed.get(event.phone)
        since, frames = (tx.at, 0) if before is None else (before.since, before.frames)
        tx.live.framed[event.phone] = Framed(event.code, since, frames + 1)


def aim_by_itself(tx: Transaction) -> None:
    """Begin to aim once the display and every set's phone are ready."""
    if not _may_go_on(tx.state, tx.live):
        return
    plan = tx.state.plan
    if plan.settings.verification == "off" or plan.capture != "automatic":  # a person frames each photo
        run(tx, BY_ITSELF)
        return
    tx.live.framed.clear()
    tx.apply(PhaseChanged(tx.at, "aiming", BY_ITSELF, index=first_missing(tx.state)))


def start_by_itself(tx: Transaction) -> None:
    """Start once every phone is framed as before; ask a person where one is not."""
    state, live = tx.state, tx.live
    if not _may_go_on(state, live):
        return
    for _, phone in state.working():
        seen = live.framed.get(phone.device)
        if seen is not None and seen.code and _is_lasting(seen, tx.at):
            tx.apply(PhaseChanged(tx.at, "aiming", seen.code, phone.device, state.showing.index))
            return
    if not unframed_phones(state, live):
        run(tx, BY_ITSELF)


def unframed_phones(state: State, live: Live) -> list[Device]:
    """Return the phones that have not been found to be framed as before."""
    seen = live.framed
    return [phone for _, phone in state.working() if phone.device not in seen or seen[phone.device].code]


def _is_lasting(seen: Framed, at: float) -> bool:
    return at - seen.since >= PATIENCE_S and seen.frames >= PATIENCE_FRAMES


def _may_go_on(state: State, live: Live) -> bool:
    return state.by_itself and not state.unfilled() and not blocking_reasons(state, live)
