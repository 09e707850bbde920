"""Claims a name on the networks of this machine, and tells whoever asks which address it has."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from ipaddress import IPv4Address, IPv4Interface

from webapp.allowance import Allowance
from webapp.local_name.packets import Packet, PacketError, announcement, answer, query, read_packet

log = logging.getLogger(__name__)

GROUP, PORT = "224.0.0.251", 5353
PROBES, PROBE_S = 3, 0.25
LOOK_EVERY_S, HEAR_S = 10.0, 1.0
CLAIM_AGAIN_S = 60.0
ANSWERS_A_SECOND, ANSWERS_AT_ONCE = 20, 40
LARGEST = 9000


class LocalName:
    """The name that this server has on its network while no other machine has it."""

    def __init__(self) -> None:
        self.held: str | None = None


class Responder:
    """Holds one name.

    Args:
        name: Such as ``chexphoto.local``.
        state: Told whether the name is held.
        interfaces: Returns the present addresses of this machine with their networks.
        port: That of multicast DNS; another one in tests.
        claim_again_s: Time in s after which a name is claimed again that another machine had.
    """

    def __init__(
        self,
        name: str,
        state: LocalName,
        interfaces: Callable[[], Sequence[IPv4Interface]],
        port: int = PORT,
        claim_again_s: float = CLAIM_AGAIN_S,
    ) -> None:
        self._name, self._state, self._interfaces = name, state, interfaces
        self._port, self._claim_again_s = port, claim_again_s
        self._known: tuple[IPv4Interface, ...] = ()
        self._rival: IPv4Address | None = None
        self._told: set[IPv4Address] = set()
        self._looked_at = self._beaten_at = float("-inf")
        self._allowance = Allowance(ANSWERS_A_SECOND, ANSWERS_AT_ONCE)

    def serve(self, is_over: Callable[[], bool]) -> None:
        """Claim the name and answer until it is over; without multicast, do nothing."""
        try:
            with _listening(self._port) as end:
                while not is_over():
                    self._look_around(end)
                    self._hear(end, HEAR_S)
                if self._state.held:
                    self._announce(end, lifetime_s=0)  # nobody shall remember it
        except OSError as error:
            log.info("%s is not announced: %s", self._name, error.strerror or error)
        self._state.held = None

    def _look_around(self, end: socket.socket) -> None:
        now = time.monotonic()
        if now - self._looked_at >= LOOK_EVERY_S:
            self._looked_at = now
            present = tuple(self._interfaces())
            if present != self._known:
                self._join(end, present)
                self._claim(end)
        if self._rival and now - self._beaten_at >= self._claim_again_s:
            self._claim(end)

    def _join(self, end: socket.socket, present: tuple[IPv4Interface, ...]) -> None:
        for interface in set(present) - set(self._known):
            with suppress(OSError):  # it is a member already, or the network has no multicast
                membership = socket.inet_aton(GROUP) + interface.ip.packed
                end.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, membership)
        self._known = present

    def _claim(self, end: socket.socket) -> None:
        """Ask who has the name; take it if nobody answers."""
        self._rival = None
        for _ in range(PROBES):
            for interface in self._known:
                self._send_to_all(end, query(self._name), interface.ip)
            self._hear(end, PROBE_S)
        if self._known and self._rival is None:
            self._state.held = self._name
            self._announce(end)

    def _announce(self, end: socket.socket, **lifetime: int) -> None:
        for interface in self._known:
            self._send_to_all(end, announcement(self._name, interface.ip, **lifetime), interface.ip)

    def _hear(self, end: socket.socket, seconds: float) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            end.settimeout(left)
            try:
                data, (host, port) = end.recvfrom(LARGEST)
                self._take(end, read_packet(data), IPv4Address(host), port)
            except TimeoutError:
                return
            except (PacketError, ConnectionError):
                continue

    def _take(self, end: socket.socket, packet: Packet, host: IPv4Address, port: int) -> None:
        # Nobody from beyond these networks is answered (RFC 6762, 11).
        near = next((interface for interface in self._known if host in interface.network), None)
        if near is None:
            return
        for name, address in packet.addresses:
            if name == self._name:
                self._compare(end, address, near)
        asked = next((one for one in packet.questions if one.name == self._name), None)
        if asked is None or not self._state.held:
            return
        time.sleep(self._allowance.take())
        if port == self._port and not asked.unicast:
            self._send_to_all(end, announcement(self._name, near.ip), near.ip)
        elif port == self._port:
            _send(end, announcement(self._name, near.ip), (str(host), port))
        else:
            _send(end, answer(packet, asked, near.ip), (str(host), port))

    def _compare(self, end: socket.socket, other: IPv4Address, near: IPv4Interface) -> None:
        """Give way to another machine of this name, unless this one has it, and the lower address.

        Two that claimed it at the same moment both have it, and one of them has to keep it.
        """
        if other in {interface.ip for interface in self._known}:
            return
        if self._state.held and near.ip < other:
            time.sleep(self._allowance.take())
            self._send_to_all(end, announcement(self._name, near.ip), near.ip)
            return
        if other not in self._told:
            log.warning("Another machine, %s, is called %s; choose another --local-name.", other, self._name)
            self._told.add(other)
        self._rival, self._beaten_at, self._state.held = other, time.monotonic(), None

    def _send_to_all(self, end: socket.socket, data: bytes, by: IPv4Address) -> None:
        with suppress(OSError):  # the interface has gone; the present ones are looked for soon
            end.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, by.packed)
            end.sendto(data, (GROUP, self._port))


def _send(end: socket.socket, data: bytes, to: tuple[str, int]) -> None:
    with suppress(OSError):  # as above
        end.sendto(data, to)


def _listening(port: int) -> socket.socket:
    """Return a socket for packets of the group, beside the system's own resolver."""
    end = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        end.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if port_too := getattr(socket, "SO_REUSEPORT", None):
            end.setsockopt(socket.SOL_SOCKET, port_too, 1)
        end.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 255)
        end.bind(("", port))
    except OSError:
        end.close()
        raise
    return end
