"""Asks a network who has a name."""

from __future__ import annotations

import socket
import time
from collections.abc import Sequence
from contextlib import closing, suppress
from ipaddress import IPv4Address, IPv4Interface

from webapp.local_name.packets import PacketError, one_query, read_packet
from webapp.local_name.responder import GROUP, PORT

WAIT_S = 1.5


def who_has(
    name: str, interfaces: Sequence[IPv4Interface], port: int = PORT, wait_s: float = WAIT_S
) -> set[IPv4Address]:
    """Return the addresses of all that answer to a name, from a port of its own: nothing else is disturbed."""
    found: set[IPv4Address] = set()
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as end:
        until = time.monotonic() + wait_s
        while (left := until - time.monotonic()) > 0:
            for interface in interfaces:
                with suppress(OSError):  # a network without multicast
                    end.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, interface.ip.packed)
                    end.sendto(one_query(name), (GROUP, port))
            end.settimeout(min(left, wait_s / 3))
            with suppress(TimeoutError, PacketError, ConnectionError):
                while True:
                    packet = read_packet(end.recv(9000))
                    found |= {address for told, address in packet.addresses if told == name}
    return found
