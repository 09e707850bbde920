"""X-rays that content cannot tell apart, treated as one because a person said so."""

from __future__ import annotations

from capture import facts
from capture.events import TreatAsOne
from capture.facts import TreatedAsOne
from capture.plan import SessionPlan
from capture.session import Session
from capture.state.fact_kinds import fact_from_json
from capture.views import snapshot

PLAN = SessionPlan("s1", "", "demo", "ab" * 32, 1, 10, ("nokia10k",))


def treated(*groups: tuple[int, ...]) -> tuple[Session, list[facts.Fact]]:
    session = Session(PLAN, 0.0)
    return session, [fact for group in groups for fact in session.handle(TreatAsOne(1.0, (group,))).facts]


def test_an_xray_knows_its_copies_and_no_others() -> None:
    session, _ = treated((2, 7), (3, 4))
    assert session.copies(2) == {7}
    assert session.copies(7) == {2}
    assert session.copies(1) == frozenset()
    assert snapshot(session, 1.0)["copies"] == [[2, 7], [3, 4]]


def test_groups_that_share_an_xray_are_one() -> None:
    session, _ = treated((2, 7), (7, 9))
    assert session.copies(2) == {7, 9}
    assert snapshot(session, 1.0)["copies"] == [[2, 7, 9]]


def test_what_is_known_is_not_noted_again() -> None:
    _, noted = treated((2, 7, 9), (9, 2), (2, 7, 9))
    assert noted == [TreatedAsOne(1.0, (2, 7, 9))]


def test_the_journal_gives_them_back() -> None:
    session, noted = treated((2, 7), (7, 9))
    again = Session.replay(PLAN, [fact_from_json(fact.to_json()) for fact in noted], 0.0)
    assert again.state == session.state
    assert again.copies(9) == {2, 7}
