"""The name of this server in its network, and the network of a container."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address
from pathlib import Path

from webapp.doctor.check_result import CheckResult, ok, warn
from webapp.integrity.verify import server_runs
from webapp.local_name.asking import who_has
from webapp.local_name.interfaces import announced_in
from webapp.reach import hosts_for_others
from webapp.settings import Settings

CONTAINER_MARKS = (Path("/.dockerenv"), Path("/run/.containerenv"))
"""Files that Docker and Podman put into containers."""


def check_name(settings: Settings) -> Iterator[CheckResult]:
    """Yield what is to be said of the name, and of a container."""
    yield from _name(settings)
    if any(mark.exists() for mark in CONTAINER_MARKS) and not settings.names:
        yield warn(
            "container",
            "this is a container; unless it shares its machine's network, phones cannot open its addresses",
            "Start it with --network host, or name the machine's address with --names (CHEXPHOTO_NAMES).",
        )


def _name(settings: Settings) -> Iterator[CheckResult]:
    name, interfaces = settings.local_host, announced_in(hosts_for_others(settings))
    if name is None:
        yield ok("name", "none is announced in the network")
    elif not interfaces:
        yield ok("name", f"{name} is not announced: this server is in no network of IPv4")
    else:
        own = {interface.ip for interface in interfaces}
        yield _holder(name, who_has(name, interfaces), own, server_runs(settings.data_root))


def _holder(name: str, found: set[IPv4Address], own: set[IPv4Address], running: bool) -> CheckResult:
    if others := found - own:
        where = ", ".join(map(str, sorted(others)))
        return warn(
            "name",
            f"another machine, {where}, is called {name}",
            "Choose another name with --local-name; phones that open it reach that machine.",
        )
    if running and not found:
        return warn(
            "name",
            f"{name} does not answer; codes lead to addresses, which work without it",
            "Allow UDP port 5353 in the firewall. Some access points keep multicast from phones.",
        )
    return ok("name", f"{name} leads here" if found else f"{name} is free")
