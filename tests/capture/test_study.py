"""Studies: what may be planned, what the server proposes, and how old sessions become one."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capture.errors import CaptureError
from capture.plan import SessionPlan
from capture.storage import Storage, upgrade
from capture.storage.engine import open_engine
from capture.storage.upgrade import Revisions
from capture.study.samples import read_sample
from capture.study.study import PlannedSubset, Study, StudySet
from capture.study.subsets import (
    USUAL_VALUES,
    assign_conditions,
    propose_subsets,
    subset_sizes,
)

PLAN = SessionPlan("s1", "Test", "demo", "ab" * 32, 1, 10, ("nokia10k",))


@given(xrays=st.integers(1, 12_000), size=st.integers(1, 600))
def test_subsets_are_full_and_none_is_a_handful(xrays: int, size: int) -> None:
    sizes = subset_sizes(xrays, size)
    assert sum(sizes) == xrays
    assert all(1 <= one <= size for one in sizes)
    assert sizes[:-2] == [size] * len(sizes[:-2])
    assert len(sizes) == 1 or 2 * min(sizes) >= size


@given(
    members=st.sets(st.integers(1, 5000), min_size=1, max_size=600).map(sorted),
    size=st.integers(1, 500),
    seed=st.integers(0, 9),
)
def test_proposed_subsets_hold_every_x_ray_once_and_in_order(
    members: list[int], size: int, seed: int
) -> None:
    subsets = propose_subsets(members, size, USUAL_VALUES, seed)
    of_study = StudySet("nokia10k", members[0], members[-1], tuple(members), subsets=subsets)
    of_study.check(5000)
    assert [index for subset in subsets for index in of_study.xrays_of(subset)] == members


@given(
    subsets=st.integers(0, 60),
    values=st.dictionaries(
        st.sampled_from(list(USUAL_VALUES)), st.lists(st.text(min_size=1), max_size=5, unique=True)
    ),
    seed=st.integers(0, 2**31),
)
def test_every_value_of_a_condition_is_planned_equally_often(
    subsets: int, values: dict[str, list[str]], seed: int
) -> None:
    conditions = assign_conditions(subsets, values, seed)
    assert conditions == assign_conditions(subsets, values, seed)
    assert len(conditions) == subsets
    for name, chosen in values.items():
        counts = Counter(planned[name] for planned in conditions if name in planned)
        assert sum(counts.values()) == (subsets if chosen else 0)
        often = [counts[value] for value in chosen]
        assert max(often, default=0) - min(often, default=0) <= 1


def test_conditions_do_not_go_hand_in_hand() -> None:
    conditions = assign_conditions(40, USUAL_VALUES, 1)
    pairs = Counter((planned["room_light"], planned["cursor"]) for planned in conditions)
    assert len(pairs) == 4
    assert min(pairs.values()) >= 3


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda: StudySet("a", 3, 2), "no range of x-rays"),
        (lambda: StudySet("a", 1, 9, (3, 2)), "not in order"),
        (lambda: StudySet("a", 1, 9, ()), "empty"),
        (lambda: StudySet("A b", 1, 9).check(9), "cannot name a set"),
        (lambda: StudySet("a", 1, 10).check(9), "the data set has 9"),
        (
            lambda: StudySet("a", 1, 9, subsets=(PlannedSubset(1, 5), PlannedSubset(5, 9))).check(9),
            "Subset 2 of a overlaps",
        ),
        (lambda: StudySet("a", 1, 9, (1, 9), subsets=(PlannedSubset(2, 8),)).check(9), "holds none"),
        (lambda: Study("x", " ", "demo", 1.0).check(9), "needs a name"),
        (
            lambda: Study("x", "A", "demo", 1.0, (StudySet("a", 1, 9), StudySet("a", 2, 9))).check(9),
            "the same name",
        ),
    ],
)
def test_a_plan_that_cannot_be_is_refused_in_words(change: object, words: str) -> None:
    with pytest.raises(CaptureError, match=words) as refused:
        change()  # type: ignore[operator]
    assert refused.value.code == "study_invalid"


def test_a_sample_is_read_from_indices_or_paths() -> None:
    paths = {"a/view1.jpg": 7, "b/view1.jpg": 2}
    assert read_sample("3\n1\n3\n", 9, paths.get) == (1, 3)
    assert read_sample("\ufeffPath,Sex\na/view1.jpg,F\nb/view1.jpg,M\n", 9, paths.get) == (2, 7)
    assert read_sample("name,index\nx,4\n", 9, paths.get) == (4,)
    with pytest.raises(CaptureError, match=r"line 2 \(10\), line 3 \(c/view1.jpg\)"):
        read_sample("1\n10\nc/view1.jpg\n", 9, paths.get)
    with pytest.raises(CaptureError, match="names no x-ray"):
        read_sample("index\n", 9, paths.get)


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    return Storage(f"sqlite:///{tmp_path / 'lab.db'}")


def test_a_study_is_kept_as_it_was_planned_and_not_overwritten_by_an_older_page(storage: Storage) -> None:
    sets = (
        StudySet("nokia10k", 1, 9, subsets=(PlannedSubset(1, 4, {"room": "B"}), PlannedSubset(5, 9))),
        StudySet("iphone1k", 2, 8, (2, 5, 8), "by_hand", 250),
    )
    study = Study("abcdefgh", "The study", "demo", 5.0, sets)
    storage.studies.add(study)
    assert storage.studies.get("abcdefgh") == study
    changed = storage.studies.change(study)
    assert changed.edits == 1
    with pytest.raises(CaptureError) as refused:
        storage.studies.change(study)
    assert refused.value.code == "study_changed"
    with pytest.raises(CaptureError) as unknown:
        storage.studies.get("nowhere1")
    assert unknown.value.code == "study_unknown"


def test_a_session_without_a_study_joins_the_oldest_of_its_data_set(storage: Storage) -> None:
    first = storage.studies.take_in(PLAN, "newstudy", 1.0)
    assert first.study == "newstudy"
    storage.studies.add(Study("later123", "Later", "demo", 2.0))
    again = storage.studies.take_in(PLAN, "another1", 3.0)
    assert again.study == "newstudy"
    assert [of_study.name for of_study in storage.studies.get("newstudy").sets] == ["nokia10k"]
    storage.studies.add(Study("other123", "Other", "chexpert", 2.0))
    with pytest.raises(CaptureError, match="another data set"):
        storage.studies.take_in(SessionPlan.from_json({**PLAN.to_json(), "study": "other123"}), "x", 4.0)


def test_sessions_made_before_there_were_studies_become_one_study_of_each_data_set(tmp_path: Path) -> None:
    file = tmp_path / "lab.db"
    engine = open_engine(f"sqlite:///{file}")
    upgrade._migrate(engine, Revisions(("0001", "0002")))
    engine.dispose()
    made = [("demo", ["a"]), ("demo", ["b", "a"]), ("other", ["a"])]
    with closing(sqlite3.connect(file)) as database, database:
        for number, (dataset, sets) in enumerate(made, start=1):
            plan = SessionPlan(f"s{number}", "", dataset, "ab" * 32, 1, 10 * number, tuple(sets)).to_json()
            old = json.dumps(
                {name: value for name, value in plan.items() if name not in ("study", "indices")}
            )
            row = (f"s{number}", dataset, old, float(number), "finished")
            database.execute(
                "INSERT INTO sessions (id, dataset, plan, created_at, phase) VALUES (?, ?, ?, ?, ?)", row
            )
    storage = Storage(f"sqlite:///{file}")
    demo, other = storage.studies.all()
    assert [(s.name, s.first, s.last) for s in demo.sets] == [("a", 1, 20), ("b", 1, 20)]
    assert [(s.name, s.last) for s in other.sets] == [("a", 30)]
    assert {row.plan.session: row.plan.study for row in storage.sessions.all()} == {
        "s1": demo.id,
        "s2": demo.id,
        "s3": other.id,
    }
    assert {row.plan.session for row in storage.sessions.all(demo.id)} == {"s1", "s2"}


def test_a_plan_over_a_sample_says_what_belongs_to_it() -> None:
    plan = SessionPlan("s1", "", "demo", "ab" * 32, 2, 9, ("a",), study="abcdefgh", indices=(2, 4, 5, 9))
    assert SessionPlan.from_json(plan.to_json()) == plan
    assert plan.xrays == 4
    assert [index for index in range(12) if plan.covers(index)] == [2, 4, 5, 9]
    assert [plan.count_beyond(index) for index in (1, 2, 3, 9)] == [4, 3, 3, 0]
    assert plan.neighbours(4) == [2, 5]
    assert plan.neighbours(2, 2) == [4, 5]
    for indices in ((), (2, 9, 4), (4, 9), (2, 2, 9)):
        with pytest.raises(CaptureError, match="sample"):
            SessionPlan("s1", "", "demo", "ab" * 32, 2, 9, ("a",), indices=indices)
