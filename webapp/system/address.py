"""Addresses at which phones reach this server, whatever name the operator's browser uses."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address
from typing import Protocol, cast
from urllib.parse import urlsplit

from flask import request

from webapp.api.blueprint import services_of
from webapp.local_name.responder import LocalName
from webapp.reach import hosts_for_others, is_local, origin, why_unreachable
from webapp.settings import Settings
from webapp.system.phone_address import PhoneAddress
from webapp.tls.addresses import Address, lan_addresses


class AddressNeeds(Protocol):
    """The services that addresses depend on."""

    local_name: LocalName
    phone_address: PhoneAddress
    settings: Settings


def addresses_for_others() -> list[str]:
    """Return the addresses of this server for other machines, preferred one first; empty if there is none."""
    return [origin(host, _port()) for host in reachable_hosts()]


def address_for_others() -> str:
    """Return the preferred address for other machines; this browser's own where there is none."""
    return next(iter(addresses_for_others()), f"https://{request.host}")


def advice() -> str:
    """Return why phones cannot connect and what to do; empty where they can."""
    return "" if reachable_hosts() else why_unreachable(services().settings)


def reachable_hosts() -> list[str]:
    """Return hosts that others can reach: the operator's choice, then the one in use, then the rest.

    The name of this network comes last even if it is in use: not every phone knows such names.
    """
    used = urlsplit(f"//{request.host}").hostname or ""
    hosts = hosts_for_others(services().settings)
    if _comes_from_elsewhere() and not is_local(used):
        hosts = (*hosts, used)
    name, chosen = services().local_name.held, services().phone_address.host
    if hosts and name:
        hosts = (*(host for host in hosts if host != name), name)
    preferred = (host for host in (chosen, used) if host in hosts and (host == chosen or host != name))
    return list(dict.fromkeys((*preferred, *hosts)))


def _comes_from_elsewhere() -> bool:
    """Return whether this request comes from another machine, so that its host name is reachable.

    On this machine a name proves nothing: its own host name usually leads to loopback.
    """
    try:
        sender: Address = ip_address(request.remote_addr or "")
    except ValueError:
        return False
    # A server on `::` sees IPv4 senders in this form.
    if isinstance(sender, IPv6Address) and sender.ipv4_mapped is not None:
        sender = sender.ipv4_mapped
    return not sender.is_loopback and sender not in lan_addresses()


def _port() -> int:
    return urlsplit(f"//{request.host}").port or 443


def services() -> AddressNeeds:
    """Return the services for the present request."""
    return cast(AddressNeeds, services_of("server"))
