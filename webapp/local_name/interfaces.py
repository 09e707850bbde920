"""The networks in which the name is announced."""

from __future__ import annotations

import socket
from collections.abc import Collection
from ipaddress import IPv4Interface

import psutil

from webapp.tls.addresses import VIRTUAL


def announced_in(hosts: Collection[str]) -> tuple[IPv4Interface, ...]:
    """Return those of the addresses of IPv4 that are this machine's, with their networks; not virtual machines'."""
    return tuple(
        IPv4Interface(f"{entry.address}/{entry.netmask}")
        for name, entries in psutil.net_if_addrs().items()
        if not name.startswith(VIRTUAL)
        for entry in entries
        if entry.family == socket.AF_INET and entry.netmask and entry.address in hosts
    )
