"""Limits on the number of connections, by owner.

Strangers share few places, counted by the network address they come from; whoever has shown a credential is counted
by that. Where a group is full, its newest member gets in and its oldest one goes: a device that has just come needs
only a moment to show its credential, and nobody can keep the places taken.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

from webapp.allowance import Allowance, network_of

STRANGERS = 512
OF_ONE_DEVICE = 32
OF_THE_OPERATOR = 256
REMEMBERED_ADDRESSES = 4096


class RequestPace:
    """Request rate for unknown clients per address: ``rate`` a second, half as many new connections.

    Handshakes are the dearest thing that a stranger can ask for, and three hundred at once would all get their turn
    before anybody else.
    """

    def __init__(self, rate: float) -> None:
        self.handshakes = Allowance(rate / 2, rate / 2)
        self.requests = Allowance(rate, rate * 2)


class ConnectionPlace:
    """One connection; ``busy`` while it handles a request."""

    def __init__(self, address: str, cut: Callable[[], None], pace: RequestPace) -> None:
        self.address, self.cut, self._pace = address, cut, pace
        self.known = ""
        self.busy = True

    def handshake_early_by(self) -> float:
        """Return by how many seconds this connection comes too early; its owner is still unknown."""
        return self._pace.handshakes.take()

    def early_by(self) -> float:
        """Return by how many seconds the next request comes too early; 0 for known clients."""
        return 0.0 if self.known else self._pace.requests.take()


class Places:
    """All connections of a server.

    Args:
        per_address: How many a network address may have of those that have shown no credential.
    """

    def __init__(self, per_address: int) -> None:
        self._per_address = per_address
        self._mutex = threading.Lock()
        self._strangers: dict[ConnectionPlace, None] = {}
        self._groups: dict[str, dict[ConnectionPlace, None]] = {}
        self._paces: OrderedDict[str, RequestPace] = OrderedDict()

    def take(self, address: str, cut: Callable[[], None]) -> ConnectionPlace:
        """Register a new connection; ``cut`` ends it if its place is needed."""
        network = network_of(address)
        with self._mutex:
            place = ConnectionPlace(network, cut, self._pace(network))
            self._strangers[place] = None
            leaving = self._enter(network, place, self._per_address)
            leaving += self._vacate(self._strangers, STRANGERS)
        _cut(leaving)
        return place

    def know(self, place: ConnectionPlace, who: str) -> None:
        """Attribute a connection to a device or the operator from now on."""
        if place.known:
            return
        with self._mutex:
            self._forget(place)
            place.known = who
            leaving = self._enter(who, place, OF_THE_OPERATOR if who == "operator" else OF_ONE_DEVICE)
        _cut(leaving)

    def leave(self, place: ConnectionPlace) -> None:
        """Remove a connection that has ended."""
        with self._mutex:
            self._forget(place)

    def _enter(self, group: str, place: ConnectionPlace, most: int) -> list[ConnectionPlace]:
        members = self._groups.setdefault(group, {})
        members[place] = None
        return self._vacate(members, most)

    def _vacate(self, members: dict[ConnectionPlace, None], most: int) -> list[ConnectionPlace]:
        """Evict connections: the oldest, but of one device's connections the oldest idle ones.

        A stranger is idle before its first request, when it must not go, and busy with a body that never ends.
        """
        too_many = max(0, len(members) - most)
        in_turn = sorted(members, key=lambda place: bool(place.known) and place.busy) if too_many else []
        leaving = in_turn[:too_many]
        for place in leaving:
            self._forget(place)
        return leaving

    def _forget(self, place: ConnectionPlace) -> None:
        self._strangers.pop(place, None)
        group = place.known or place.address
        members = self._groups.get(group, {})
        members.pop(place, None)
        if not members:
            self._groups.pop(group, None)

    def _pace(self, network: str) -> RequestPace:
        pace = self._paces.setdefault(network, RequestPace(self._per_address))
        self._paces.move_to_end(network)
        if len(self._paces) > REMEMBERED_ADDRESSES:
            self._paces.popitem(last=False)
        return pace


def _cut(places: list[ConnectionPlace]) -> None:
    for place in places:
        place.cut()
