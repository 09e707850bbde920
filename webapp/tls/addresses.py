"""Addresses and names by which a phone on the same network could reach this machine.

Asked of the machine itself, not by sending anything: the network of a lab often has no way out.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TypeVar

import psutil

T = TypeVar("T")
Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

LOOPBACK: tuple[Address, ...] = (IPv4Address("127.0.0.1"), IPv6Address("::1"))
PRIVATE: tuple[Network, ...] = tuple(
    ip_network(text)
    for text in (
        "127.0.0.0/8",
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "100.64.0.0/10",
        "169.254.0.0/16",
        "::1/128",
        "fc00::/7",
    )
)
"""Networks that are nobody's on the internet: RFC 1918, 3927, 4193, 6598 and loopback."""
VIRTUAL = ("docker", "br-", "veth", "virbr", "vmnet", "vboxnet", "lxc", "cni")


@dataclass(frozen=True)
class Reach:
    """Addresses and host names of a server, each once, likeliest first."""

    addresses: tuple[Address, ...]
    names: tuple[str, ...]

    def covers(self, other: Reach) -> bool:
        """Return whether ``other`` is a subset."""
        return set(other.addresses) <= set(self.addresses) and set(other.names) <= set(self.names)


def machine_reach(further: Iterable[str] = ()) -> Reach:
    """Return all current addresses and names of this machine, with ``further`` ones."""
    given = tuple(further)
    addresses = tuple(ip_address(text) for text in given if is_address(text))
    names = tuple(text.lower() for text in given if not is_address(text))
    return Reach(_once(LOOPBACK + lan_addresses() + addresses), _once(host_names() + names))


def lan_addresses() -> tuple[Address, ...]:
    """Return addresses for phones, likeliest first: IPv4 before IPv6, real interfaces before virtual ones.

    A public IPv6 address counts only where there is nothing else: it changes daily, and nobody types it.
    """
    found = _interface_addresses()
    lasting = tuple(address for address in found if address.version == 4 or is_private(address))
    return lasting or found


def is_private(address: Address) -> bool:
    """Return whether ``address`` is in one of the `PRIVATE` networks."""
    return any(address.version == network.version and address in network for network in PRIVATE)


def is_address(text: str) -> bool:
    """Return whether ``text`` is an IP address, not a host name."""
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def host_names() -> tuple[str, ...]:
    """Return the names of this machine, including its multicast DNS name."""
    own = socket.gethostname().rstrip(".").lower()
    if not own or not own.isascii() or is_address(own):
        return ("localhost",)
    short = own.partition(".")[0]
    return _once(("localhost", own, short, f"{short}.local"))


def _interface_addresses() -> tuple[Address, ...]:
    up = {name for name, state in psutil.net_if_stats().items() if state.isup}
    ranked = [
        (address.version, name.startswith(VIRTUAL), address)
        for name, entries in psutil.net_if_addrs().items()
        for entry in entries
        if name in up and entry.family in (socket.AF_INET, socket.AF_INET6)
        if _is_usable(address := ip_address(entry.address.partition("%")[0]))
    ]
    return _once(tuple(address for _, _, address in sorted(ranked, key=lambda one: one[:2])))


def _is_usable(address: Address) -> bool:
    # A link-local IPv6 address needs a zone, which browsers do not accept in a URL.
    zoned = address.version == 6 and address.is_link_local
    return not (zoned or address.is_loopback or address.is_unspecified)


def _once(values: tuple[T, ...]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))
