"""The type of JSON values that are written or passed on without being looked into.

What is looked into has a shape of its own (a dataclass or a TypedDict).  Containers are read-only here, so that lists
and dictionaries of narrower types fit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
JsonObject: TypeAlias = Mapping[str, Json]
