"""Rate limiting by token buckets, and the network address that counts as one client."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address


class Allowance:
    """Grants ``rate`` pieces a second, and up to ``burst`` of them at once after a rest.

    Args:
        rate: Pieces granted a second.
        burst: Pieces that may be saved up.
        clock: Monotonic seconds.
    """

    def __init__(self, rate: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._saved, self._at = burst, clock()

    def take(self) -> float:
        """Use one piece up; return by how many seconds it came too early, 0 where it was granted.

        A piece that came too early counts all the same, so that whoever waits as told keeps exactly to the rate.
        """
        now = self._clock()
        saved = min(self._burst, self._saved + (now - self._at) * self._rate) - 1
        self._saved = max(-self._burst, saved)  # whoever stops is soon forgiven
        self._at = now
        return max(0.0, -self._saved / self._rate)


class Allowances:
    """The allowance of each of many; of more than ``most``, the one that has rested longest is forgotten.

    Args:
        rate: Pieces granted a second, to each.
        burst: Pieces that each may save up.
        most: How many are remembered.
    """

    def __init__(self, rate: float, burst: float, most: int = 4096) -> None:
        self._rate, self._burst, self._most = rate, burst, most
        self._of: OrderedDict[str, Allowance] = OrderedDict()

    def of(self, who: str) -> Allowance:
        """Return the allowance of one of them."""
        allowance = self._of.setdefault(who, Allowance(self._rate, self._burst))
        self._of.move_to_end(who)
        if len(self._of) > self._most:
            self._of.popitem(last=False)
        return allowance


def network_of(address: str) -> str:
    """Return the network that counts as one client: an IPv6 host may use any address of its /64."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped) if found.ipv4_mapped else str(int(found) >> 64)
    return str(found)
