"""The x-rays between the first and the last of a session that no phone is asked to photograph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PassedOver:
    """X-rays outside a sample, and those that the operator skips; the skips may change meanwhile."""

    excluded: frozenset[int]
    skips: Mapping[int, str]

    def __contains__(self, index: object) -> bool:
        return index in self.excluded or index in self.skips
