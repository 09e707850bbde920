"""The tick of the sessions' clock, which also notices a CSV that changed under a session."""

from __future__ import annotations

from capture.events import Pause, Tick
from capture.facts import ENDED
from webapp.datasets.dataset_registry import Datasets
from webapp.realtime.broadcast import Broadcast
from webapp.runtime.watchdog import Pulse
from webapp.sessions.session_registry import Sessions
from webapp.sessions.session_runner import LiveSession

TICK_S = 1.0
CSV_CHECK_TICKS = 10


class SessionTicker:
    """Lets time pass for every session that is at work."""

    def __init__(self, sessions: Sessions, datasets: Datasets, broadcast: Broadcast, pulse: Pulse) -> None:
        self._sessions = sessions
        self._datasets = datasets
        self._broadcast = broadcast
        self._pulse = pulse
        self._ticks = 0

    def tick(self) -> None:
        """Deliver one tick to each session; call it every `TICK_S` seconds."""
        self._ticks += 1
        self._pulse.beat()
        for live in self._sessions.at_work():
            self._pulse.beat()
            phase = live.machine.state.phase
            if phase in ENDED:
                continue
            live.deliver(Tick)
            if phase in ("aiming", "running"):
                self._broadcast.touch(live.id)
            # After an outage a paused session resumes by itself, and nobody would look at the CSV before.
            if phase in ("aiming", "running", "paused") and self._ticks % CSV_CHECK_TICKS == 0:
                self.check_csv(live)

    def check_csv(self, live: LiveSession) -> None:
        """Stop a session whose CSV has changed since it began, before its next index means another x-ray."""
        going_on = live.machine.state.phase in ("aiming", "running", "paused", "finishing")
        if going_on and self._datasets.has_changed(self._datasets.row(live.plan.dataset)):
            live.deliver(lambda at: Pause(at, code="csv_changed"))
