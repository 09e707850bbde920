"""Reviews: an append-only history, the choices in force, and the readers' agreement."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capture.errors import CaptureError
from capture.plan import SessionPlan
from capture.reviews import (
    REASONS,
    Choice,
    NewReview,
    PhotoKey,
    Reason,
    Review,
    in_force,
    is_flagged,
    manifest_facts,
    reader_key,
    summary,
)
from capture.reviews.agreement import ReaderAgreement, agreement, disagreements
from capture.storage import Storage

PLAN = SessionPlan("s1", "Test", "demo", "ab" * 32, 1, 10, ("nokia10k",), {})
CHOICES: tuple[Choice, ...] = ("usable", "unusable")
COUNTS = st.integers(min_value=0, max_value=200)
TABLES = st.builds(ReaderAgreement, COUNTS, COUNTS, COUNTS, COUNTS)


def key(index: int, session: str = "s1") -> PhotoKey:
    return PhotoKey(session, "nokia10k", index, 1)


def usable(index: int, name: str = "Dr. Okafor") -> NewReview:
    return NewReview(key(index), name, "usable")


def unusable(index: int, name: str = "Dr. Okafor", *reasons: Reason, note: str = "") -> NewReview:
    return NewReview(key(index), name, "unusable", reasons or ("glare",), note)


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    storage = Storage(f"sqlite:///{tmp_path}/lab.db")
    storage.sessions.create(PLAN, 1.0)
    yield storage
    storage.close()


def held(storage: Storage, reader: str = "dr_okafor") -> dict[int, Choice]:
    choices = in_force(storage.reviews.of_sessions(["s1"])).get(reader, {})
    return {photo.index: review.choice for photo, review in choices.items()}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Dr. Okafor", "dr_okafor"),
        ("  dr   okafor ", "dr_okafor"),
        ("DR-OKAFOR!", "dr_okafor"),
        ("Müller 2", "müller_2"),
        ("Mu\u0308ller 2", "müller_2"),
        ("李医生", "李医生"),
    ],
)
def test_a_reader_is_known_whatever_way_the_name_is_typed(name: str, expected: str) -> None:
    assert reader_key(name) == expected


@pytest.mark.parametrize("name", ["", "  ", "...", "x" * 61, "a\nb", "a\x00"])
def test_a_name_that_names_nobody_is_refused(name: str) -> None:
    with pytest.raises(CaptureError) as refused:
        usable(1, name)
    assert refused.value.code == "reader_name"


def test_a_choice_and_its_reasons_must_fit() -> None:
    with pytest.raises(CaptureError, match="has no reason"):
        NewReview(key(1), "A", "usable", ("glare",))
    with pytest.raises(CaptureError, match="Say why"):
        NewReview(key(1), "A", "unusable")
    with pytest.raises(CaptureError, match="in a note"):
        NewReview(key(1), "A", "unusable", ("other",), "  ")
    assert NewReview(key(1), "A", "unusable", ("glare", "other"), "a reflected face").reasons


def test_the_newest_choice_of_a_photo_holds_and_the_history_keeps_all(storage: Storage) -> None:
    storage.reviews.add(usable(1), 2.0)
    storage.reviews.add(unusable(1, "dr okafor", "blur", "glare", note="left"), 3.0)
    storage.reviews.add(usable(1, "Second"), 4.0)
    history = storage.reviews.of_sessions(["s1"])
    assert [(row.reader, row.choice, row.at) for row in history] == [
        ("dr_okafor", "usable", 2.0),
        ("dr_okafor", "unusable", 3.0),
        ("second", "usable", 4.0),
    ]
    newest = in_force(history)["dr_okafor"][key(1)]
    assert (newest.reasons, newest.note, newest.name) == (("blur", "glare"), "left", "dr okafor")
    assert list(in_force(history)) == ["dr_okafor", "second"]


def test_undoing_brings_back_what_was_said_before_step_by_step(storage: Storage) -> None:
    storage.reviews.add(usable(1), 2.0)
    storage.reviews.add(usable(2), 3.0)
    storage.reviews.add(unusable(1), 4.0)
    storage.reviews.add(usable(9, "Somebody else"), 5.0)
    assert storage.reviews.undo(["s1"], "Dr. Okafor", 6.0).photo == key(1)
    assert held(storage) == {1: "usable", 2: "usable"}
    assert storage.reviews.undo(["s1"], "Dr. Okafor", 7.0).photo == key(2)
    assert storage.reviews.undo(["s1"], "Dr. Okafor", 8.0).photo == key(1)
    assert held(storage) == {}
    assert held(storage, "somebody_else") == {9: "usable"}
    with pytest.raises(CaptureError) as refused:
        storage.reviews.undo(["s1"], "Dr. Okafor", 9.0)
    assert refused.value.code == "nothing_to_undo"
    assert len(storage.reviews.of_sessions(["s1"])) == 7


def test_a_choice_is_taken_back_once(storage: Storage) -> None:
    first = storage.reviews.add(usable(1), 2.0)
    storage.reviews.undo(["s1"], "Dr. Okafor", 3.0)
    with pytest.raises(CaptureError, match="no choice of yours"):
        storage.reviews.undo(["s1"], "Dr. Okafor", 3.5)
    again = storage.reviews.add(unusable(1), 4.0)
    assert held(storage) == {1: "unusable"}
    assert again.id > first.id


def test_the_manifest_tells_what_each_reader_said_and_what_all_say_together() -> None:
    rows = [
        Review(1, key(1), "okafor", "Okafor", 1.0, "usable"),
        Review(2, key(1), "lind", "Lind", 2.0, "unusable", ("glare", "other"), "hair"),
        Review(3, key(2), "okafor", "Okafor", 3.0, "usable"),
    ]
    choices = in_force(rows)
    assert manifest_facts(choices, key(1)) == {
        "review": "disagreed",
        "review_okafor": "usable",
        "review_reasons_okafor": "",
        "review_note_okafor": "",
        "review_lind": "unusable",
        "review_reasons_lind": "glare other",
        "review_note_lind": "hair",
    }
    assert manifest_facts(choices, key(2))["review"] == "usable"
    assert manifest_facts(choices, key(3)) == {}
    assert summary([]) is None


@pytest.mark.parametrize(
    ("measures", "flagged"),
    [
        ({}, False),
        ({"format": "jpeg", "match": {"verdict": "verified"}, "warnings": []}, False),
        ({"match": {"verdict": "doubtful"}}, True),
        ({"match": {"verdict": "verified"}, "warnings": ["glare"]}, True),
        ({"rejections": ["blurred"]}, True),
        ({"flag": "few_features"}, True),
    ],
)
def test_a_photo_is_flagged_when_its_measures_ask_for_a_look(measures: dict[str, Any], flagged: bool) -> None:
    assert is_flagged(measures) is flagged


def test_kappa_is_that_of_a_table_worked_out_by_hand() -> None:
    # 50 photos: agreed 35/50 = 0.7; by chance 25/50 * 30/50 + 25/50 * 20/50 = 0.5; (0.7 - 0.5) / 0.5 = 0.4.
    found = ReaderAgreement(usable=20, first_only=5, second_only=10, unusable=15)
    assert (found.both, found.agreed) == (50, 35)
    assert found.by_chance == pytest.approx(0.5)
    assert found.kappa == pytest.approx(0.4)
    # Standard error 0.127 by Fleiss, Cohen and Everitt; the spread of 20,000 drawn tables of it is the same.
    low, high = found.interval or (0.0, 0.0)
    assert low == pytest.approx(0.151, abs=0.001)
    assert high == pytest.approx(0.649, abs=0.001)


@pytest.mark.parametrize("table", [(0, 0, 0, 0), (12, 0, 0, 0), (0, 0, 0, 7)])
def test_kappa_is_undefined_where_both_always_say_the_same(table: tuple[int, int, int, int]) -> None:
    found = ReaderAgreement(*table)
    assert found.kappa is None
    assert found.interval is None
    assert found.agreed == found.both


@pytest.mark.parametrize(("table", "kappa"), [((9, 0, 0, 3), 1.0), ((7, 1, 0, 0), 0.0), ((0, 0, 4, 9), 0.0)])
def test_there_is_no_interval_where_the_error_is_zero_and_says_nothing(
    table: tuple[int, int, int, int], kappa: float
) -> None:
    found = ReaderAgreement(*table)
    assert found.kappa == pytest.approx(kappa)
    assert found.interval is None


@given(TABLES)
def test_kappa_stays_within_its_bounds_and_does_not_depend_on_who_is_first(table: ReaderAgreement) -> None:
    turned = ReaderAgreement(table.usable, table.second_only, table.first_only, table.unusable)
    if table.kappa is None:
        assert turned.kappa is None
        return
    assert -1 <= table.kappa <= 1
    assert turned.kappa == pytest.approx(table.kappa)
    if table.interval is not None:
        low, high = table.interval
        assert -1 <= low <= table.kappa + 1e-12
        assert table.kappa - 1e-12 <= high <= 1
    assert (table.kappa == pytest.approx(1)) == (table.agreed == table.both)


@given(TABLES, st.integers(min_value=2, max_value=5))
def test_more_photos_of_the_same_kind_leave_kappa_and_narrow_its_interval(
    table: ReaderAgreement, n: int
) -> None:
    more = ReaderAgreement(n * table.usable, n * table.first_only, n * table.second_only, n * table.unusable)
    if table.kappa is None or more.kappa is None:
        assert table.kappa == more.kappa
        return
    assert more.kappa == pytest.approx(table.kappa)
    if table.interval is not None and more.interval is not None:
        assert more.interval[1] - more.interval[0] <= table.interval[1] - table.interval[0] + 1e-9


@given(COUNTS.filter(bool), COUNTS.filter(bool))
def test_readers_who_choose_by_chance_have_a_kappa_of_zero(first: int, second: int) -> None:
    independent = ReaderAgreement(first * second, first * second, first * second, first * second)
    assert math.isclose(independent.kappa or 0.0, 0.0, abs_tol=1e-12)


@given(st.dictionaries(st.integers(0, 30), st.sampled_from(CHOICES)), st.data())
def test_agreement_and_disagreements_count_what_both_have_read(
    first: dict[int, Choice], data: st.DataObject
) -> None:
    second = data.draw(st.dictionaries(st.integers(0, 30), st.sampled_from(CHOICES)))
    both = [photo for photo in first if photo in second]
    found = agreement((first[photo], second[photo]) for photo in both)
    assert found.both == len(both)
    different = disagreements(first, second)
    assert found.both - found.agreed == len(different)
    assert all(first[photo] != second[photo] for photo in different)


def test_reasons_are_numbered_as_the_keys_are() -> None:
    assert dict(enumerate(REASONS, 1)) == {
        1: "glare",
        2: "blur",
        3: "cut_off",
        4: "too_dark",
        5: "not_this_xray",
        6: "other",
    }
