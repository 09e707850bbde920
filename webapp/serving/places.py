"""Limits on the number of connections, by owner.

Strangers share few places, counted by the network address they come from; whoever has shown a credential is counted
by that. Where a group is full, its newest member gets in and its oldest one goes: a device that has just come needs
only a moment to show its credential, and nobody can keep the places taken.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from webapp.allowance import Allowance, Allowances, network_of

STRANGERS = 512
OF_ONE_DEVICE = 32
OF_THE_OPERATOR = 256


class ConnectionPlace:
    """One connection; ``busy`` while it handles a request.

    Args:
        address: Its network address.
        cut: Ends it.
        handshakes: The allowance of new connections of its address.
        requests: The allowance of requests of its address, as long as it is unknown.
    """

    def __init__(
        self, address: str, cut: Callable[[], None], handshakes: Allowance, requests: Allowance
    ) -> None:
        self.address, self.cut = address, cut
        self._handshakes, self._requests = handshakes, requests
        self.known = ""
        self.busy = True

    def handshake_early_by(self) -> float:
        """Return by how many seconds this connection comes too early; its owner is still unknown."""
        return self._handshakes.take()

    def early_by(self) -> float:
        """Return by how many seconds the next request comes too early; 0 for known clients."""
        return 0.0 if self.known else self._requests.take()


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
        # Half as many handshakes as requests: they cost most, and three hundred at once would all have their turn
        # before anybody else.
        self._handshakes = Allowances(per_address / 2, per_address / 2)
        self._requests = Allowances(per_address, per_address * 2)

    def take(self, address: str, cut: Callable[[], None]) -> ConnectionPlace:
        """Register a new connection; ``cut`` ends it if its place is needed."""
        network = network_of(address)
        with self._mutex:
            place = ConnectionPlace(network, cut, self._handshakes.of(network), self._requests.of(network))
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


def _cut(places: list[ConnectionPlace]) -> None:
    for place in places:
        place.cut()
