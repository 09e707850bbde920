"""Timeouts: commands are repeated, and silence leads to a pause."""

from __future__ import annotations

from capture import events, facts
from capture.commands import AskHello
from capture.handlers import standstill
from capture.handlers.advance import awaited, usable
from capture.handlers.captures import doubt, send_capture, void
from capture.handlers.phases import pause
from capture.handlers.photos import judge_again
from capture.handlers.showings import send_showing
from capture.handlers.turn import Turn
from capture.state.place import Order, Place
from capture.state.session_state import Asked, Device


def tick(turn: Turn, _event: events.Tick) -> None:
    """Handle the passing of time, about once a second."""
    for place, order in list(turn.state.outstanding()):
        _watch_capture(turn, place, order)
    _repeat_showing(turn)
    for _, phone in turn.state.active():
        _repeat_ask_hello(turn, phone)
    if turn.state.phase == "running":
        _watch_phones(turn)
    if turn.state.phase == "running":
        _watch_display(turn)
    if turn.state.phase in ("running", "finishing"):
        standstill.watch(turn)


def restarted(turn: Turn, _event: events.Restarted) -> None:
    """Handle a restart: nobody is connected, nothing is shown, no capture is outstanding."""
    turn.live.links.clear()
    turn.live.since = turn.at
    turn.record(facts.ServerRestarted(turn.at))
    for place, order in list(turn.state.outstanding()):
        void(turn, place, order, "restart")
    doubt(turn)
    judge_again(turn)
    if turn.state.phase == "aiming":
        pause(turn, "restart")


def _watch_capture(turn: Turn, place: Place, order: Order) -> None:
    settings = turn.state.plan.settings
    asked = turn.live.asked.setdefault(place.set, Asked(order, turn.live.since))
    link = turn.live.links.get(order.phone)
    if asked.received_at is not None:
        overdue = turn.at - asked.received_at >= settings.capture_timeout_s
    else:
        since = max(order.at, link.since if link is not None and link.connection is not None else 0.0)
        overdue = turn.at - since >= settings.silent_after_s
    if overdue:
        void(turn, place, order, "silent")
        pause(turn, "phone_silent", order.phone, order.index)
    elif _to_repeat(turn, asked, order):
        send_capture(turn, place)


def _to_repeat(turn: Turn, asked: Asked, order: Order) -> bool:
    waited = turn.at - asked.sent_at >= turn.state.plan.settings.command_repeat_s
    running = turn.state.phase == "running"
    return (
        running
        and waited
        and asked.received_at is None
        and usable(turn.live, turn.state.devices[order.phone])
    )


def _repeat_showing(turn: Turn) -> None:
    showing = turn.state.showing
    waited = turn.at - turn.live.show_sent_at >= turn.state.plan.settings.command_repeat_s
    if showing.status == "ordered" and waited and turn.live.connected(showing.display):
        send_showing(turn)


def _repeat_ask_hello(turn: Turn, phone: Device) -> None:
    link = turn.live.links.get(phone.device)
    if link is None or link.connection is None or link.placed:
        return
    if turn.at - link.asked_hello_at >= turn.state.plan.settings.command_repeat_s:
        link.asked_hello_at = turn.at
        turn.send(AskHello(phone.device, link.connection))


def _watch_phones(turn: Turn) -> None:
    patience = turn.state.plan.settings.silent_after_s
    for phone in awaited(turn.state):
        if not usable(turn.live, phone) and turn.at - turn.live.silent_since(phone.device) >= patience:
            # A phone that has not said otherwise since it is connected again is silent, not unready.
            unready = turn.live.connected(phone.device) and not phone.ready
            code = "phone_not_ready" if unready else "phone_silent"
            pause(turn, code, phone.device, detail=phone.code if unready else "")
            return


def _watch_display(turn: Turn) -> None:
    state, patience = turn.state, turn.state.plan.settings.silent_after_s
    if turn.live.connected(state.display):
        silent = state.showing.status == "ordered" and turn.at - turn.live.show_asked_at >= patience
    else:
        silent = turn.at - turn.live.silent_since(state.display or "") >= patience
    if silent:
        pause(turn, "display_silent", state.display or "")
