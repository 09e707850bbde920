"""Timeouts: commands are repeated, and silence leads to a pause."""

from __future__ import annotations

from capture import events, facts
from capture.commands import AskHello
from capture.handlers import standstill
from capture.handlers.capture_requests import invalidate_unconfirmed, send_capture, void
from capture.handlers.context import Transaction
from capture.handlers.phases import pause
from capture.handlers.photos import judge_again
from capture.handlers.presenter import turn_by_itself
from capture.handlers.scheduler import awaited, usable
from capture.handlers.showings import send_showing
from capture.state.place import CaptureRequest, Place
from capture.state.session_state import Asked, Device


def tick(tx: Transaction, _event: events.Tick) -> None:
    """Handle the passing of time, about once a second."""
    for place, request in list(tx.state.outstanding()):
        _watch_capture(tx, place, request)
    _repeat_showing(tx)
    turn_by_itself(tx)
    for _, phone in tx.state.active():
        _repeat_ask_hello(tx, phone)
    if tx.state.phase == "running":
        _watch_phones(tx)
    if tx.state.phase == "running":
        _watch_display(tx)
    if tx.state.phase in ("running", "finishing"):
        standstill.watch(tx)


def restarted(tx: Transaction, _event: events.Restarted) -> None:
    """Handle a restart: nobody is connected, nothing is shown, no capture is outstanding."""
    tx.live.links.clear()
    tx.live.since = tx.at
    tx.apply(facts.ServerRestarted(tx.at))
    for place, request in list(tx.state.outstanding()):
        void(tx, place, request, "restart")
    invalidate_unconfirmed(tx)
    judge_again(tx)
    if tx.state.phase == "aiming":
        pause(tx, "restart")


def _watch_capture(tx: Transaction, place: Place, request: CaptureRequest) -> None:
    settings = tx.state.plan.settings
    asked = tx.live.asked.setdefault(place.set, Asked(request, tx.live.since))
    link = tx.live.links.get(request.phone)
    if tx.state.plan.by_person:
        overdue = False  # a person takes the time that it takes
    elif asked.received_at is not None:
        overdue = tx.at - asked.received_at >= settings.capture_timeout_s
    else:
        since = max(request.at, link.since if link is not None and link.connection is not None else 0.0)
        overdue = tx.at - since >= settings.silent_after_s
    if overdue:
        void(tx, place, request, "silent")
        pause(tx, "phone_silent", request.phone, request.index)
    elif _to_repeat(tx, asked, request):
        send_capture(tx, place)


def _to_repeat(tx: Transaction, asked: Asked, request: CaptureRequest) -> bool:
    waited = tx.at - asked.sent_at >= tx.state.plan.settings.command_repeat_s
    running = tx.state.phase == "running"
    return (
        running and waited and asked.received_at is None and usable(tx.live, tx.state.devices[request.phone])
    )


def _repeat_showing(tx: Transaction) -> None:
    showing = tx.state.showing
    waited = tx.at - tx.live.show_sent_at >= tx.state.plan.settings.command_repeat_s
    if showing.status == "ordered" and waited and tx.live.connected(showing.display):
        send_showing(tx)


def _repeat_ask_hello(tx: Transaction, phone: Device) -> None:
    link = tx.live.links.get(phone.device)
    if link is None or link.connection is None or link.placed:
        return
    if tx.at - link.asked_hello_at >= tx.state.plan.settings.command_repeat_s:
        link.asked_hello_at = tx.at
        tx.emit(AskHello(phone.device, link.connection))


def _watch_phones(tx: Transaction) -> None:
    if tx.state.plan.by_person:
        return
    patience = tx.state.plan.settings.silent_after_s
    for phone in awaited(tx.state):
        if not usable(tx.live, phone) and tx.at - tx.live.silent_since(phone.device) >= patience:
            # A phone that has not said otherwise since it is connected again is silent, not unready.
            unready = tx.live.connected(phone.device) and not phone.ready
            code = "phone_not_ready" if unready else "phone_silent"
            pause(tx, code, phone.device, detail=phone.code if unready else "")
            return


def _watch_display(tx: Transaction) -> None:
    state, patience = tx.state, tx.state.plan.settings.silent_after_s
    if not state.plan.has_display:
        return
    if tx.live.connected(state.display):
        silent = state.showing.status == "ordered" and tx.at - tx.live.show_asked_at >= patience
    else:
        silent = tx.at - tx.live.silent_since(state.display or "") >= patience
    if silent:
        pause(tx, "display_silent", state.display or "")
