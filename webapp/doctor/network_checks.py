"""The port, the addresses that phones can reach, and the pages as a phone opens them."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import requests

from webapp.doctor.check_result import CheckResult, bad, ok, warn
from webapp.integrity.verify import server_runs
from webapp.reach import hosts_for_others, origin, why_unreachable
from webapp.serving.port import PortError, listen
from webapp.settings import Settings
from webapp.tls.addresses import VIRTUAL, is_address
from webapp.tls.store import AUTHORITY_PUBLIC_FILE
from webapp.virtual.network.web import Trust, is_distrust

PATIENCE_S = 5.0
PHONE_PAGE = "/join"
"""What a phone opens first; the camera is on the page behind it, at the same address."""


def check_network(settings: Settings) -> Iterator[CheckResult]:
    """Yield what is to be said of the port, the addresses and the pages."""
    running = server_runs(settings.data_root)
    yield _port(settings, running)
    yield from _addresses(settings)
    yield from _pages(settings, running)
    for host in hosts_for_others(settings)[: bool(settings.port)]:
        page = f"{origin(host, settings.port)}/selftest"
        yield ok("phones", f"only a phone can tell what its browser offers: open {page} on each")


def _port(settings: Settings, running: bool) -> CheckResult:
    if settings.port == 0:
        return ok("port", "any free one")
    if running:
        host = "127.0.0.1" if settings.host in ("0.0.0.0", "::", "localhost") else settings.host
        try:
            socket.create_connection((host, settings.port), PATIENCE_S).close()
        except OSError:
            return warn(
                "port",
                f"a server has the data root open, and nothing listens on port {settings.port}",
                "Give this command the same --host and --port as the server.",
            )
        return ok("port", f"{settings.port}, in use")
    try:
        listen(settings.host, settings.port).close()
    except PortError as error:
        return bad("port", f"{settings.port}", str(error))
    return ok("port", f"{settings.port} is free")


def _addresses(settings: Settings) -> Iterator[CheckResult]:
    hosts = hosts_for_others(settings)
    real = [host for host in hosts if not _is_virtual(host)]
    if not hosts:
        yield bad("addresses", "no phone can reach this machine", why_unreachable(settings))
    elif not real:
        yield warn(
            "addresses",
            f"only addresses of containers or virtual machines: {', '.join(hosts)}",
            "Connect this machine to the phones' Wi-Fi, or name the address that leads here with --names.",
        )
    else:
        yield ok("addresses", f"phones can use {', '.join(real)}, if they are in the same network")


def _is_virtual(host: str) -> bool:
    if not is_address(host):
        return False
    owners = [
        name
        for name, entries in psutil.net_if_addrs().items()
        if any(entry.address.partition("%")[0] == host for entry in entries)
    ]
    return bool(owners) and all(name.startswith(VIRTUAL) for name in owners)


def _pages(settings: Settings, running: bool) -> Iterator[CheckResult]:
    """Open the phones' page at every address, trusting what a phone trusts that has the authority."""
    if not running:
        yield ok("pages by network", "not tried: no server is running on this data root")
        return
    authority = settings.data_root / "tls" / AUTHORITY_PUBLIC_FILE
    for host in hosts_for_others(settings) or ("localhost",):
        address = origin(host, settings.port) + PHONE_PAGE
        if problem := _problem(address, authority):
            yield bad(
                "pages by network",
                f"{address}: {problem}",
                "Give this command the same options as the server. Allow the port in the firewall.",
            )
        else:
            yield ok("pages by network", f"{address} opens, and its certificate is right")


def _problem(address: str, authority: Path) -> str:
    try:
        with closing(Trust(authority, patience_s=PATIENCE_S).open()) as web:
            status = web.get(address).status_code
    except requests.ConnectionError as error:
        if is_distrust(error):
            return "its certificate is not of this data root's authority, or not for this address"
        return "no connection"
    except (requests.RequestException, OSError) as error:
        return type(error).__name__
    return "" if status == 200 else f"status {status}"
