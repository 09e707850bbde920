"""The journal: durable, append-only, one photo per attempt; devices, invitations, data sets."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from capture import facts
from capture.errors import CaptureError, DeviceRevoked, DiskFull
from capture.journal import DatasetRow, Journal
from capture.plan import MAX_TITLE, CaptureSettings, SessionPlan

PLAN = SessionPlan("s1", "Test", "demo", "ab" * 32, 1, 10, ("nokia10k",), {"room": "B12"})


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/lab.db"


@pytest.fixture
def journal(url: str):
    journal = Journal(url)
    journal.create_session(PLAN, 1.0)
    yield journal
    journal.close()


def taken(index: int, attempt: int = 1, at: float = 2.0, void: str = "") -> facts.PhotoTaken:
    return facts.PhotoTaken(
        at, "p1", "nokia10k", index, attempt, 7, f"{index:064x}", 5, void, {"settings": {"iso": [1, 2]}}
    )


def stored(index: int, attempt: int = 1, at: float = 3.0) -> facts.PhotoStored:
    return facts.PhotoStored(at, "p1", "nokia10k", index, attempt, f"{index:064x}", 5, f"{index}.jpg")


def judged(index: int, verdict: facts.Verdict, attempt: int = 1) -> facts.VerdictGiven:
    return facts.VerdictGiven(
        4.0, "nokia10k", index, attempt, f"{index}.jpg", verdict, "", "", {"sharp": 1.5}
    )


@pytest.mark.parametrize(
    "change",
    [
        {"sets": ("Nokia10k",)},
        {"sets": ("good", "con")},
        {"title": "x" * (MAX_TITLE + 1)},
        {"settings": CaptureSettings(fresh_frames=61)},
        {"settings": CaptureSettings(command_repeat_s=0)},
    ],
)
def test_no_new_session_breaks_a_rule_of_names_and_limits(journal: Journal, change: dict[str, Any]) -> None:
    with pytest.raises(CaptureError) as refused:
        journal.create_session(replace(PLAN, session="s2", **change), 1.0)
    assert refused.value.code == "plan_invalid"
    assert [row.plan.session for row in journal.sessions()] == ["s1"]


def test_a_session_that_was_made_under_older_rules_still_opens(
    journal: Journal, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = replace(PLAN, session="s2", sets=("con", "Left.1"), title="x" * 300)
    with monkeypatch.context() as older:
        older.setattr(SessionPlan, "check_new", lambda _: None)
        journal.create_session(old, 1.0)
    journal.close()
    again = Journal(url)
    row = again.session("s2")
    again.close()
    assert row is not None
    assert row.plan == old


def test_gives_back_facts_in_order_and_equal(journal: Journal) -> None:
    written = [
        taken(1),
        facts.CaptureOrdered(3.0, "p1", "nokia10k", 4, 1, 9, (2, 3)),
        facts.PhaseChanged(4.0, "paused", "operator", "", 3, "Mittag – 12:00"),
    ]
    first = journal.append("s1", written[:2])
    second = journal.append("s1", written[2:])
    assert [row.fact for row in journal.facts("s1")] == written
    assert [row.seq for row in journal.facts("s1")] == first + second == sorted(first + second)
    assert [row.fact for row in journal.facts("s1", after=first[0], limit=1)] == written[1:2]
    assert [row.fact for row in journal.recent_facts("s1", 2)] == written[1:]


def test_keeps_what_was_appended_when_opened_again(journal: Journal, url: str) -> None:
    journal.append("s1", [taken(1)])
    again = Journal(url)
    assert [row.fact for row in again.facts("s1")] == [taken(1)]
    assert again.session("s1") == journal.session("s1")
    assert again.session("s1").plan == PLAN
    again.close()


def test_refuses_a_second_photo_for_one_attempt_and_writes_nothing_of_that_batch(journal: Journal) -> None:
    journal.append("s1", [taken(1)])
    with pytest.raises(CaptureError) as refusal:
        journal.append("s1", [taken(2), taken(1)])
    assert refusal.value.code == "journal_conflict"
    assert [photo.index for photo in journal.photos(states=("captured",))] == [1]
    assert len(journal.facts("s1")) == 1


def test_follows_a_photo_from_capture_to_verdict(journal: Journal) -> None:
    journal.append("s1", [taken(1), taken(2), taken(3), taken(4)])
    assert journal.photos() == []
    journal.append("s1", [stored(1), stored(2), judged(1, "accepted"), judged(2, "rejected"), stored(4)])
    journal.append("s1", [facts.PhotoLost(5.0, "p1", "nokia10k", 3, 1, "lost")])
    assert {photo.index: photo.state for photo in journal.photos()} == {
        4: "pending",
        3: "lost",
        2: "rejected",
        1: "accepted",
    }
    photo = journal.photo("s1", "nokia10k", 1, 1)
    assert photo is not None
    assert (photo.name, photo.kept_at, photo.device) == ("1.jpg", 3.0, "p1")
    assert photo.measures == {"sharp": 1.5}
    assert photo.camera == {"settings": {"iso": [1, 2]}}
    assert journal.photo("s1", "nokia10k", 1, 2) is None


def test_pages_photos_newest_first(journal: Journal) -> None:
    for index in range(1, 6):
        journal.append("s1", [taken(index), stored(index)])
    page = journal.photos("s1", "nokia10k", limit=2)
    assert [photo.index for photo in page] == [5, 4]
    assert [photo.index for photo in journal.photos(before=page[-1].id)] == [3, 2, 1]
    assert journal.photos("s1", "iphone1k") == []


def test_writes_the_facts_of_several_sessions_in_one_transaction_or_none(journal: Journal) -> None:
    other = SessionPlan("s2", "", "demo", "ab" * 32, 1, 10, ("nokia10k",))
    journal.create_session(other, 2.0)
    numbers = journal.append_many([("s1", [taken(1)]), ("s2", [taken(1), taken(2)]), ("s1", [])])
    assert [len(batch) for batch in numbers] == [1, 2, 0]
    with pytest.raises(CaptureError):
        journal.append_many([("s1", [taken(3)]), ("s2", [taken(2)])])
    assert len(journal.facts("s1")) == 1
    assert [row.plan.session for row in journal.sessions()] == ["s2", "s1"]


def test_refuses_facts_of_a_session_it_does_not_know(journal: Journal) -> None:
    with pytest.raises(CaptureError):
        journal.append("nobody", [taken(1)])


def test_knows_each_sessions_phase_and_times(journal: Journal) -> None:
    for at, phase in [(5.0, "running"), (6.0, "paused"), (7.0, "running"), (8.0, "finished")]:
        journal.append("s1", [facts.PhaseChanged(at, phase)])
    row = journal.session("s1")
    assert (row.phase, row.started_at, row.ended_at) == ("finished", 5.0, 8.0)
    journal.append("s1", [facts.PhaseChanged(9.0, "running")])
    assert journal.session("s1").ended_at is None
    with pytest.raises(CaptureError) as refusal:
        journal.create_session(PLAN, 10.0)
    assert refusal.value.code == "session_known"


def test_tells_which_indices_each_set_has(journal: Journal) -> None:
    for index in (1, 2, 3, 7):
        journal.append("s1", [taken(index), stored(index)])
    journal.append("s1", [judged(7, "accepted"), judged(3, "rejected")])
    assert journal.coverage("demo") == {"nokia10k": [(1, 2), (7, 7)]}
    assert journal.coverage("other") == {}


def test_takes_facts_from_many_threads(journal: Journal) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: journal.append("s1", [facts.IndexSkipped(1.0, n, "x")]), range(40)))
    assert sorted(row.fact.index for row in journal.facts("s1")) == list(range(40))


def test_a_full_disk_is_said_and_loses_nothing(journal: Journal, url: str) -> None:
    journal.append("s1", [taken(1)])
    pages = sqlite3.connect(url.removeprefix("sqlite:///")).execute("PRAGMA page_count").fetchone()[0]
    from sqlalchemy import event

    limit = f"PRAGMA max_page_count={pages}"
    event.listen(journal._database._engine, "connect", lambda db, _: db.execute(limit).close())
    with pytest.raises(DiskFull):
        journal.append("s1", [facts.IndexSkipped(1.0, n, "x" * 4000) for n in range(20)])
    assert [row.fact for row in journal.facts("s1")] == [taken(1)]


def test_commits_are_synced_and_foreign_keys_hold(journal: Journal) -> None:
    with journal._database.reading() as connection:
        values = [
            connection.exec_driver_sql(f"PRAGMA {p}").scalar()
            for p in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert values == ["wal", 2, 1]


class TestDevices:
    def test_a_credential_opens_its_own_session_in_its_own_role_only(self, journal: Journal) -> None:
        mine = journal.devices.enrol("s1", "phone", "Pixel 7a", 1.0)
        row = journal.devices.authenticate(mine.token, "s1", "phone")
        assert (row.device, row.name, row.role) == (mine.device, "Pixel 7a", "phone")
        other = journal.devices.enrol("s1", "phone", "iPhone", 2.0)
        swapped = f"{mine.device}.{other.token.partition('.')[2]}"
        for token, session, role in [
            (mine.token, "s2", "phone"),
            (mine.token, "s1", "display"),
            (swapped, "s1", "phone"),
            ("", "s1", "phone"),
            ("nobody.", "s1", "phone"),
            (mine.token + "x", "s1", "phone"),
        ]:
            with pytest.raises(CaptureError) as refusal:
                journal.devices.authenticate(token, session, role)
            assert refusal.value.code == "credential_unknown"

    def test_a_revoked_credential_is_refused(self, journal: Journal) -> None:
        mine = journal.devices.enrol("s1", "phone", "Pixel 7a", 1.0)
        journal.devices.revoke(mine.device, 5.0)
        journal.devices.revoke(mine.device, 6.0)
        with pytest.raises(DeviceRevoked):
            journal.devices.authenticate(mine.token, "s1", "phone")
        assert [row.revoked_at for row in journal.devices.of_session("s1")] == [5.0]

    def test_the_secret_itself_is_nowhere_in_the_database(self, journal: Journal, url: str) -> None:
        token = journal.devices.enrol("s1", "phone", "Pixel 7a", 1.0).token
        journal.close()
        assert token.partition(".")[2].encode() not in Path(url.removeprefix("sqlite:///")).read_bytes()


class TestInvitations:
    def test_a_code_opens_its_session_however_it_is_typed(self, journal: Journal) -> None:
        invitation = journal.invitations.invite("s1", "phone", 10.0, 60.0)
        typed = f" {invitation.code[:3].lower()}-{invitation.code[3:]} "
        assert journal.invitations.redeem(typed, 69.0) == invitation
        assert journal.invitations.current("s1", "phone") == invitation
        assert journal.invitations.current("s1", "display") is None
        assert len(invitation.code) == 6
        assert not set(invitation.code) & set("IO01")

    def test_a_code_expires_and_a_new_one_replaces_the_old(self, journal: Journal) -> None:
        old = journal.invitations.invite("s1", "phone", 10.0, 60.0)
        with pytest.raises(CaptureError) as refusal:
            journal.invitations.redeem(old.code, 70.0)
        assert refusal.value.code == "code_expired"
        new = journal.invitations.invite("s1", "phone", 20.0, 60.0)
        with pytest.raises(CaptureError) as refusal:
            journal.invitations.redeem(old.code, 30.0)
        assert refusal.value.code == "code_unknown"
        assert journal.invitations.redeem(new.code, 30.0) == new


def test_remembers_data_sets(journal: Journal) -> None:
    row = DatasetRow("demo", "Demo", "/d/train.csv", "/d", "cd" * 32, 24, {"train": 24}, ("Path", "Sex"), 1.0)
    journal.datasets.add(row)
    assert journal.datasets.all() == [row]
    assert journal.datasets.get("demo") == row
    assert journal.datasets.get("none") is None
    with pytest.raises(CaptureError) as refusal:
        journal.datasets.add(row)
    assert refusal.value.code == "dataset_known"
