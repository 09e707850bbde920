"""Detection of loops that have stopped turning, and of where they are stuck.

It runs in a real thread, also under eventlet: when the event loop itself is stuck, no green thread can notice.  Time
is counted in its own looks, not in seconds, so that a computer that slept, or a process that was stopped, is not taken
for a stuck one.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from types import FrameType

from webapp.offload import RealThreads
from webapp.runtime.threads import Threads, Ticker

log = logging.getLogger(__name__)
CHECK_S = 1.0
PATIENCE = 5
MOST_STACKS = 12
MOST_FRAMES = 20


class Pulse:
    """One watched loop; call `beat` from its thread in every iteration."""

    def __init__(self, name: str, real: RealThreads) -> None:
        self.name = name
        self.turns = 0
        self.seen = 0
        self.missed = 0
        self.where: Callable[[], FrameType | None] = lambda: None
        self._real = real

    def beat(self) -> None:
        """Record one iteration."""
        if not self.turns:
            # Only the watched thread itself can tell which thread it is.
            self.where = self._real.whereabouts()
        self.turns += 1

    def look(self) -> int:
        """Return the number of consecutive looks without an iteration."""
        # A loop that has not begun yet is not stuck.
        self.missed = self.missed + 1 if self.turns == self.seen and self.turns else 0
        self.seen = self.turns
        return self.missed


class Watchdog:
    """Watches pulses.

    Args:
        real: How to reach threads that no loop can stop.
        say: Takes the one record of what stands still; called on the watchdog's own thread.
        check_s: How often to look.
        patience: After how many looks without a turn something counts as stuck.
    """

    def __init__(
        self,
        real: RealThreads,
        say: Callable[[str], None] | None = None,
        check_s: float | None = None,
        patience: int = PATIENCE,
    ) -> None:
        self._real = real
        self._say = say or real.logger(log)
        self._check_s = CHECK_S if check_s is None else check_s
        self._patience = patience
        self._pulses: list[Pulse] = []
        self._closed = real.event()

    def pulse(self, name: str) -> Pulse:
        """Watch another loop, from its first iteration on."""
        pulse = Pulse(name, self._real)
        self._pulses.append(pulse)
        return pulse

    def start(self, threads: Threads) -> None:
        """Start watching, the event loop included."""
        # Twice as often as it is looked at, so that a tick that is a little late is not a missed one.
        loop = Ticker(self.pulse("loop").beat, self._check_s / 2)
        threads.start("loop", loop.run, loop.close)
        self._real.start("watchdog", self._run)

    def close(self) -> None:
        """Stop watching."""
        self._closed.set()

    def stuck(self) -> dict[str, float]:
        """Return the stuck loops, with the approximate seconds."""
        return {
            pulse.name: pulse.missed * self._check_s
            for pulse in self._pulses
            if pulse.missed >= self._patience
        }

    def _run(self) -> None:
        while not self._closed.wait(self._check_s):
            # Equal, not at least: one record when something gets stuck, not one a second from then on.
            news = [pulse for pulse in list(self._pulses) if pulse.look() == self._patience]
            if news:
                self._say(self._account(news))

    def _account(self, stuck: list[Pulse]) -> str:
        names = " and ".join(
            f"The {pulse.name}" if pulse is stuck[0] else f"the {pulse.name}" for pulse in stuck
        )
        seconds = self._patience * self._check_s
        parts = [f"{names} did not turn for {seconds:g} s. Where it stands:"]
        parts += [_stack(pulse.where()) for pulse in stuck]
        others = Counter(_stack(frame) for frame in self._real.frames())
        parts += ["What else goes on:"]
        parts += [f"{count} x\n{stack}" for stack, count in others.most_common(MOST_STACKS)]
        return "\n".join(parts)


def _stack(frame: FrameType | None) -> str:
    """Return a thread's stack, innermost frame first."""
    lines: list[str] = []
    while frame is not None and len(lines) < MOST_FRAMES:
        lines.append(f"  {frame.f_code.co_filename}:{frame.f_lineno} in {frame.f_code.co_name}")
        frame = frame.f_back
    return "\n".join(lines) or "  (nowhere)"
