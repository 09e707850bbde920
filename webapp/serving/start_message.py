"""The server's message in the terminal once it is reachable."""

from __future__ import annotations

import os
import sys
import textwrap
from importlib.metadata import version
from ipaddress import ip_address

from webapp.reach import hosts_for_others, origin, why_unreachable
from webapp.settings import Settings
from webapp.tls.addresses import is_address

WIDTH = 12
TEXT_WIDTH = 100


def start_message(settings: Settings, token: str, fingerprint: str, port: int) -> str:
    """Return the lines that tell the operator where to go."""
    own, others = _origins(settings, port)
    sign_in = "/sign-in" if _is_kept() else f"/?token={token}"
    rows = [("Open", f"{own}{sign_in}")]
    rows += [("From others", f"{other}{sign_in}") for other in others if other != own]
    if _is_kept():
        rows.append(
            ("Token", f"in {settings.data_root / 'secrets' / 'operator-token'}, unless you chose one")
        )
    if others:
        rows.append(("Phones", f"scan a session's QR code, or type {others[0]}/join"))
        rows.append(("No warnings", f"{others[0]}/trust tells how a phone comes to trust this server"))
    rows.append(("Authority", f"SHA-256 {fingerprint}"))
    rows.append(("Data", str(settings.data_root)))
    rows.append(("Stop", "Ctrl-C; sessions go on where they were at the next start"))
    lines = [f"  {name:<{WIDTH}} {text}" for name, text in rows]
    warning = [] if others else ["", *_wrapped(f"No phone can join. {why_unreachable(settings)}")]
    return "\n".join([f"CheXphoto Lab {version('chexphoto-lab')}", "", *lines, *warning, ""])


def _is_kept() -> bool:
    """Return whether what is printed goes to the journal of systemd, which others may read for years."""
    try:
        state = os.fstat(sys.stdout.fileno())
    except (OSError, ValueError):
        return False
    return os.environ.get("JOURNAL_STREAM") == f"{state.st_dev}:{state.st_ino}"


def _origins(settings: Settings, port: int) -> tuple[str, list[str]]:
    """Return the addresses for this machine and for others, likeliest first."""
    others = [origin(host, port) for host in hosts_for_others(settings)]
    host = settings.host
    everywhere = is_address(host) and ip_address(host).is_unspecified
    own = origin("localhost" if everywhere else host, port)
    return own, others


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, TEXT_WIDTH, initial_indent="  ", subsequent_indent="  ")
