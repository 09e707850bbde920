"""Displays that follow ``docs/protocol.md`` to the letter, and a monitor that knows what it really shows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from capture.state.layouts import Layout

if TYPE_CHECKING:
    from tests.capture.simulated_lab import Lab

GOOD = Layout((1920, 1080), (420, 0, 1080, 1080), (2048, 2048))
COVERED = replace(GOOD, covered_by="div#toast")


@dataclass
class Monitor:
    """What is to be seen on the screen: the page in ``front``; ``before`` is what was seen last before it changed.

    ``changes`` are the steps at which it changed; ``veiled``: something lies over its picture until its page has
    measured it.
    """

    front: str = ""
    before: int | None = None
    veiled: bool = False

    shows: int | None = None
    changes: list[int] = field(default_factory=list)

    def paint(self, index: int | None, step: int) -> None:
        self.before = self.shows
        self.shows = index
        self.changes.append(step)


@dataclass
class DisplayTab:
    connection: str
    locked: bool = True
    generation: int | None = None
    newest: int = 0
    waiting: tuple[int, int | None] | None = None
    painted: int | None = None
    stood: bool = False
    whole: int | None = None
    layout: Layout | None = None
    replaced: Layout | None = None


class SimulatedDisplay:
    """A display: its pages; only the newest is in front and seen."""

    def __init__(self, lab: Lab, device: str) -> None:
        self.lab = lab
        self.device = device
        self.tabs: list[DisplayTab] = []

    @property
    def tab(self) -> DisplayTab | None:
        return self.tabs[-1] if self.tabs else None

    def open(self) -> None:
        """Open a page in front of any other."""
        for display in self.lab.displays:
            display.cover()
        self.tabs.append(DisplayTab(self.lab.connect(self.device)))
        self.lab.monitor.front = self.tabs[-1].connection
        self.lab.monitor.paint(None, self.lab.step)
        self._hello(self.tabs[-1])

    def close(self) -> None:
        for tab in self.tabs:
            self._close(tab)
        self.tabs.clear()

    def _close(self, tab: DisplayTab) -> None:
        self.lab.disconnect(tab.connection)
        if tab.connection == self.lab.monitor.front:
            behind = [other for display in self.lab.displays for other in display.tabs if other is not tab]
            self.lab.monitor.front = behind[-1].connection if behind else ""
            self.lab.monitor.paint(None, self.lab.step)

    def cover(self) -> None:
        """Something gets in front of the picture."""
        if self.tab is not None and self.tab.connection == self.lab.monitor.front:
            self.lab.monitor.paint(None, self.lab.step)
        for tab in self.tabs:
            if tab.painted is not None and tab.stood:
                tab.stood = False
                self._say(tab, "broken", showing=tab.painted)

    def paint(self) -> None:
        """Paint what was asked for last."""
        tab = self.tab
        if tab is None or tab.waiting is None or tab.connection != self.lab.monitor.front:
            return
        (number, index), tab.waiting = tab.waiting, None
        measured = COVERED if self.lab.monitor.veiled else GOOD
        tab.whole = tab.painted if tab.stood else None
        tab.replaced = measured if tab.layout and tab.whole else None
        tab.painted, tab.stood = number, True
        tab.layout = None if index is None else measured
        self.lab.monitor.veiled = False
        self.lab.monitor.paint(index, self.lab.step)
        self._shown(tab)

    def press(self) -> None:
        """Somebody presses a key at it, or a presenter remote."""
        if self.tab is not None:
            self._say(self.tab, "shutter")

    def turn(self, step: str = "next") -> None:
        """A presenter wants another picture instead of the one on the screen."""
        if self.tab is not None and self.tab.painted is not None:
            self._say(self.tab, "turn", showing=self.tab.painted, step=step)

    def fail(self) -> None:
        """The picture cannot be decoded."""
        tab = self.tab
        if tab is not None and tab.waiting is not None:
            number, tab.waiting = tab.waiting[0], None
            self._say(tab, "show_failed", showing=number)

    def pump(self) -> None:
        tab = self.tab
        if tab is not None and tab.generation is None:
            self._hello(tab)

    def _hello(self, tab: DisplayTab) -> None:
        self.lab.to_server(tab.connection, "hello")

    def _shown(self, tab: DisplayTab) -> None:
        self._say(tab, "shown", showing=tab.painted, whole=tab.whole, layout=tab.layout, stood=tab.replaced)

    def _say(self, tab: DisplayTab, kind: str, **body: Any) -> None:
        if tab.generation is not None:
            self.lab.to_server(tab.connection, kind, generation=tab.generation, **body)

    def hear(self, connection: str, kind: str, body: dict[str, Any]) -> None:
        tab = next((tab for tab in self.tabs if tab.connection == connection), None)
        if tab is None:
            return
        if kind == "welcome":
            if tab.generation is None or body["generation"] > tab.generation:
                tab.generation = body["generation"]
        elif kind in ("superseded", "farewell", "refused"):
            self.tabs.remove(tab)
            self._close(tab)
        elif kind == "show" and body["generation"] == tab.generation:
            self._hear_show(tab, body)

    def _hear_show(self, tab: DisplayTab, body: dict[str, Any]) -> None:
        if body["showing"] > tab.newest:
            tab.newest = body["showing"]
            tab.waiting = (body["showing"], body["index"])
        elif body["showing"] == tab.newest and tab.painted == tab.newest and tab.stood:
            self._shown(tab)
