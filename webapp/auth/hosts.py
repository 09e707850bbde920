"""Names by which browsers may call this server.

A page of another site can have its own name lead here (DNS rebinding), and its scripts are then of the same origin as
this server's. They cannot change what their browser says in ``Host``, so that only names count that nobody outside
this network can own. An address is no name that leads elsewhere first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from webapp.errors import ApiError
from webapp.tls.addresses import host_names, is_address

HOST = re.compile(r"([A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(:[0-9]{1,5})?")
NOBODYS = ("localhost", "local", "lan", "home.arpa", "internal", "test")
"""Endings that no public name has (RFC 6761, 6762, 8375, and ICANN's of 2024)."""


class KnownHosts:
    """The names and addresses that a request may be sent to.

    Args:
        names: Those that the operator gave this server.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(name.lower() for name in (*host_names(), *names))

    def check(self, host: str) -> None:
        """Refuse a ``Host`` header that is none, or another server's.

        Raises:
            ApiError: ``bad_request``, ``host_unknown``.
        """
        if not (found := HOST.fullmatch(host)):
            raise ApiError("bad_request", "The name of the server in this request is none.")
        name = found[1].strip("[]").rstrip(".").lower()
        ending = any(name == one or name.endswith(f".{one}") for one in NOBODYS)
        if not (is_address(name) or name in self._names or ending):
            raise ApiError(
                "host_unknown",
                f"This server does not know itself as {name}. Open it by its address, "
                f"or start it with --names {name}.",
            )
