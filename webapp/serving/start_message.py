"""What the server says in the terminal once it can be reached."""

from __future__ import annotations

from importlib.metadata import version
from ipaddress import ip_address

from webapp.settings import Settings
from webapp.tls.addresses import Address, is_address, lan_addresses

WIDTH = 12


def start_message(settings: Settings, token: str, fingerprint: str, port: int) -> str:
    """Return the lines that tell the operator where to go."""
    own, others = _origins(settings, port)
    rows = [("Open", f"{own}/?token={token}")]
    rows += [
        ("" if number else "From others", f"{other}/?token={token}") for number, other in enumerate(others)
    ]
    if others:
        rows.append(("Phones", f"scan a session's QR code, or type {others[0]}/join"))
        rows.append(("No warnings", f"{others[0]}/trust tells how a phone comes to trust this server"))
    rows.append(("Authority", f"SHA-256 {fingerprint}"))
    rows.append(("Data", str(settings.data_root)))
    rows.append(("Stop", "Ctrl-C; sessions go on where they were at the next start"))
    lines = [f"  {name:<{WIDTH}} {text}" for name, text in rows]
    warning = (
        []
        if others
        else ["", "  No other machine can reach this server: there is no network, or --host is local."]
    )
    return "\n".join([f"CheXphoto Lab {version('chexphoto-lab')}", "", *lines, *warning, ""])


def _origins(settings: Settings, port: int) -> tuple[str, list[str]]:
    """Return how this machine reaches the server, and how others do, likeliest first."""
    host = settings.host
    if is_address(host) and not ip_address(host).is_unspecified:
        address = ip_address(host)
        return _origin(host, port), [] if address.is_loopback else [_origin(host, port)]
    if not is_address(host):
        return _origin(host, port), [] if host == "localhost" else [_origin(host, port)]
    reachable = [one for one in lan_addresses() if _listens(ip_address(host), one)]
    return _origin("localhost", port), [_origin(str(one), port) for one in reachable]


def _listens(bound: Address, address: Address) -> bool:
    return bound.version == 6 or address.version == 4


def _origin(host: str, port: int) -> str:
    name = f"[{host}]" if ":" in host else host
    return f"https://{name}" if port == 443 else f"https://{name}:{port}"
