"""The figures of `docs/architecture.md` that must not grow again."""

from __future__ import annotations

from tests.architecture.figures import loose_dictionaries, repeated_classes
from tests.architecture.sources import modules

MOST_LOOSE = 20


def test_no_class_name_stands_for_two_things() -> None:
    assert len(modules()) > 300
    assert repeated_classes() == {}


def test_json_that_is_looked_into_has_a_shape() -> None:
    assert 0 < loose_dictionaries() <= MOST_LOOSE
