"""Named cameras and screens as data: ranges of physical numbers, each with its source or marked an estimate.

A profile is a TOML file in this folder. Its tables are named after the parameter classes they fill (`sensor`,
`lens`, `screen`, ...), and every entry is a table with `value`, `range` (drawn evenly) or `choices`, and with
`source` (a public specification) or `estimate = true`. Nothing else is accepted, so that no number gets in
without saying where it is from.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

import numpy as np

from ..errors import ParameterError, nearest

PHONES = ("nokia6", "iphone8", "oneplus6", "budget_phone", "webcam")
MONITORS = ("monitor_1080p_24in", "ultrawide_2560x1080", "laptop_matte", "laptop_glossy")
LIGHT_BOXES = ("light_box_tubes", "light_box_led")

_INTERNAL = ("film", "level_1", "level_2", "level_3", "level_4")

Value = float | int | str | bool


@dataclass(frozen=True)
class Quantity:
    """One number of a profile.

    Attributes:
        choices: What it may be, if it is one of several.
        low: Smallest value.
        high: Largest value.
        source: The public specification it is from; empty for an estimate.
        estimate: Whether it is an estimate.
    """

    choices: tuple[Value, ...] = ()
    low: float = 0.0
    high: float = 0.0
    source: str = ""
    estimate: bool = False

    def draw(self, rng: np.random.Generator) -> Value:
        """Draw a value: evenly from the range or among the choices; whole numbers stay whole."""
        if len(self.choices) == 1:
            return self.choices[0]
        if self.choices:
            return self.choices[int(rng.integers(len(self.choices)))]
        return float(rng.uniform(self.low, self.high))


Drawn = dict[str, Any]  # numbers, ranges or texts: whatever a profile's file says of its entries


@dataclass(frozen=True)
class Profile:
    """A named set of quantities.

    Attributes:
        name: Its name.
        summary: What it stands for, for people.
        tables: Quantities by table and entry.
    """

    name: str
    summary: str
    tables: Mapping[str, Mapping[str, Quantity]]

    def draw(self, table: str, rng: np.random.Generator) -> Drawn:
        """Draw a value for every entry of a table; the result is empty if the profile lacks the table."""
        return {entry: quantity.draw(rng) for entry, quantity in self.tables.get(table, {}).items()}


def names() -> tuple[str, ...]:
    """Return the names of all profiles."""
    return (*PHONES, *MONITORS, *LIGHT_BOXES)


@cache
def load(name: str) -> Profile:
    """Load a profile by name.

    Raises:
        ParameterError: there is none of that name (the message suggests one), or its file is not as described.
    """
    if name not in (*names(), *_INTERNAL):
        raise ParameterError(f"unknown profile {name!r}{nearest(name, names())}")
    text = resources.files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return parse(name, text)


def parse(name: str, text: str) -> Profile:
    """Parse a profile from its TOML text.

    Raises:
        ParameterError: naming the entry that lacks its value or says not where it is from.
    """
    data = tomllib.loads(text)
    summary = str(data.pop("summary", ""))
    tables = {
        table: MappingProxyType(
            {entry: _quantity(f"{name}: {table}.{entry}", raw) for entry, raw in rows.items()}
        )
        for table, rows in data.items()
    }
    return Profile(name, summary, MappingProxyType(tables))


def _quantity(where: str, raw: Mapping[str, Any]) -> Quantity:
    source, estimate = str(raw.get("source", "")), bool(raw.get("estimate", False))
    if bool(source) == estimate:
        raise ParameterError(f"{where}: has to have either a source or estimate = true")
    if "value" in raw:
        return Quantity((raw["value"],), source=source, estimate=estimate)
    if raw.get("choices"):
        return Quantity(tuple(raw["choices"]), source=source, estimate=estimate)
    if "range" in raw and len(raw["range"]) == 2 and raw["range"][0] <= raw["range"][1]:
        low, high = raw["range"]
        return Quantity((), float(low), float(high), source, estimate)
    raise ParameterError(f"{where}: has to have a value, a range of two numbers, low first, or choices")
