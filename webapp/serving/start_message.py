"""The server's message in the terminal once it is reachable."""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Callable, Sequence
from importlib.metadata import version
from ipaddress import ip_address
from pathlib import Path

from dataset.files import write_atomically
from webapp.reach import hosts_for_others, origin, sign_in_address, why_unreachable
from webapp.settings import Settings
from webapp.tls.addresses import is_address

WIDTH = 12
TEXT_WIDTH = 100


def start_message(settings: Settings, new_code: Callable[[], str], fingerprint: str, port: int) -> str:
    """Return the lines that tell the operator where to go."""
    own, others = origins(settings, port)
    code = "" if _is_kept() else new_code()
    rows = ways_in([own, *others], code)
    rows.append(
        ("Sign in", "once, by that address; " * bool(code) + "`chexphoto sign-in` here prints a new one")
    )
    if others:
        if settings.local_host:
            name = origin(settings.local_host, port)
            rows.append(("By name", f"{name}, unless the log tells that another machine has this name"))
        rows.append(("Phones", f"scan a session's QR code, or type {others[0]}/join"))
        rows.append(("No warnings", f"{others[0]}/trust tells how a phone comes to trust this server"))
    rows.append(("Authority", f"SHA-256 {fingerprint}"))
    rows.append(("Data", str(settings.data_root)))
    rows.append(("Stop", "Ctrl-C; sessions go on where they were at the next start"))
    lines = [f"  {name:<{WIDTH}} {text}" for name, text in rows]
    warning = [] if others else ["", *_wrapped(f"No phone can join. {why_unreachable(settings)}")]
    return "\n".join([f"CheXphoto Lab {version('chexphoto-lab')}", "", *lines, *warning, ""])


def note_origins(settings: Settings, port: int) -> None:
    """Keep the addresses of this server for ``chexphoto sign-in``, which knows neither options nor a chosen port."""
    own, others = origins(settings, port)
    write_atomically(origins_file(settings.data_root), "\n".join(dict.fromkeys([own, *others])), private=True)


def origins_file(data_root: Path) -> Path:
    """Return where the addresses of a data root's server are kept."""
    return data_root / "secrets" / "origins"


def _is_kept() -> bool:
    """Return whether what is printed goes to the journal of systemd, which others may read for years."""
    try:
        state = os.fstat(sys.stdout.fileno())
    except (OSError, ValueError):
        return False
    return os.environ.get("JOURNAL_STREAM") == f"{state.st_dev}:{state.st_ino}"


def ways_in(origins: Sequence[str], code: str) -> list[tuple[str, str]]:
    """Return rows with the addresses at which the operator signs in, by a code that is good once."""
    own, *others = dict.fromkeys(sign_in_address(origin, code) for origin in origins)
    return [("Open", own), *(("From others", other) for other in others)]


def origins(settings: Settings, port: int) -> tuple[str, list[str]]:
    """Return the addresses for this machine and for others, likeliest first."""
    others = [origin(host, port) for host in hosts_for_others(settings)]
    host = settings.host
    everywhere = is_address(host) and ip_address(host).is_unspecified
    own = origin("localhost" if everywhere else host, port)
    return own, others


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, TEXT_WIDTH, initial_indent="  ", subsequent_indent="  ")
