"""The journal: durable, append-only, one photo per attempt; devices, invitations, data sets."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from capture import facts
from capture.errors import CaptureError, DeviceRevoked, DiskFull
from capture.plan import MAX_TITLE, CaptureSettings, SessionPlan
from capture.storage import DatasetRow, Storage

PLAN = SessionPlan("s1", "Test", "demo", "ab" * 32, 1, 10, ("nokia10k",), {"room": "B12"})


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/lab.db"


@pytest.fixture
def storage(url: str):
    storage = Storage(url)
    storage.sessions.create(PLAN, 1.0)
    yield storage
    storage.close()


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
def test_no_new_session_breaks_a_rule_of_names_and_limits(storage: Storage, change: dict[str, Any]) -> None:
    with pytest.raises(CaptureError) as refused:
        storage.sessions.create(replace(PLAN, session="s2", **change), 1.0)
    assert refused.value.code == "plan_invalid"
    assert [row.plan.session for row in storage.sessions.all()] == ["s1"]


def test_a_session_that_was_made_under_older_rules_still_opens(
    storage: Storage, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = replace(PLAN, session="s2", sets=("con", "Left.1"), title="x" * 300)
    with monkeypatch.context() as older:
        older.setattr(SessionPlan, "check_new", lambda _: None)
        storage.sessions.create(old, 1.0)
    storage.close()
    again = Storage(url)
    row = again.sessions.get("s2")
    again.close()
    assert row is not None
    assert row.plan == old


def test_gives_back_facts_in_order_and_equal(storage: Storage) -> None:
    written = [
        taken(1),
        facts.CaptureOrdered(3.0, "p1", "nokia10k", 4, 1, 9, (2, 3)),
        facts.PhaseChanged(4.0, "paused", "operator", "", 3, "Mittag – 12:00"),
    ]
    first = storage.journal.append("s1", written[:2])
    second = storage.journal.append("s1", written[2:])
    assert [row.fact for row in storage.journal.facts("s1")] == written
    assert [row.seq for row in storage.journal.facts("s1")] == first + second == sorted(first + second)
    assert [row.fact for row in storage.journal.facts("s1", after=first[0], limit=1)] == written[1:2]
    assert [row.fact for row in storage.journal.recent_facts("s1", 2)] == written[1:]


def test_keeps_what_was_appended_when_opened_again(storage: Storage, url: str) -> None:
    storage.journal.append("s1", [taken(1)])
    again = Storage(url)
    assert [row.fact for row in again.journal.facts("s1")] == [taken(1)]
    assert again.sessions.get("s1") == storage.sessions.get("s1")
    assert again.sessions.get("s1").plan == PLAN
    again.close()


def test_refuses_a_second_photo_for_one_attempt_and_writes_nothing_of_that_batch(storage: Storage) -> None:
    storage.journal.append("s1", [taken(1)])
    with pytest.raises(CaptureError) as refusal:
        storage.journal.append("s1", [taken(2), taken(1)])
    assert refusal.value.code == "journal_conflict"
    assert [photo.index for photo in storage.photos.find(states=("captured",))] == [1]
    assert len(storage.journal.facts("s1")) == 1


def test_follows_a_photo_from_capture_to_verdict(storage: Storage) -> None:
    storage.journal.append("s1", [taken(1), taken(2), taken(3), taken(4)])
    assert storage.photos.find() == []
    storage.journal.append(
        "s1", [stored(1), stored(2), judged(1, "accepted"), judged(2, "rejected"), stored(4)]
    )
    storage.journal.append("s1", [facts.PhotoLost(5.0, "p1", "nokia10k", 3, 1, "lost")])
    assert {photo.index: photo.state for photo in storage.photos.find()} == {
        4: "pending",
        3: "lost",
        2: "rejected",
        1: "accepted",
    }
    photo = storage.photos.get("s1", "nokia10k", 1, 1)
    assert photo is not None
    assert (photo.name, photo.kept_at, photo.device) == ("1.jpg", 3.0, "p1")
    assert photo.measures == {"sharp": 1.5}
    assert photo.camera == {"settings": {"iso": [1, 2]}}
    assert storage.photos.get("s1", "nokia10k", 1, 2) is None


def test_counts_the_places_taken_the_states_and_the_retakes(storage: Storage) -> None:
    storage.journal.append("s1", [taken(1), taken(2), taken(3), taken(4), stored(1), stored(2), stored(4)])
    storage.journal.append("s1", [judged(1, "accepted"), judged(2, "rejected")])
    storage.journal.append("s1", [taken(2, 2), stored(2, 2), judged(2, "accepted", 2)])
    storage.journal.append("s1", [facts.PhotoLost(5.0, "p1", "nokia10k", 3, 1, "lost")])
    counts = storage.photos.counts("s1")
    assert (counts.taken, counts.retaken) == (3, 1)
    assert counts.states == {"accepted": 2, "rejected": 1, "pending": 1, "lost": 1}
    assert storage.photos.counts("another").taken == 0


def test_pages_photos_newest_first(storage: Storage) -> None:
    for index in range(1, 6):
        storage.journal.append("s1", [taken(index), stored(index)])
    page = storage.photos.find("s1", "nokia10k", limit=2)
    assert [photo.index for photo in page] == [5, 4]
    assert [photo.index for photo in storage.photos.find(before=page[-1].id)] == [3, 2, 1]
    assert storage.photos.find("s1", "iphone1k") == []


def test_writes_the_facts_of_several_sessions_in_one_transaction_or_none(storage: Storage) -> None:
    other = SessionPlan("s2", "", "demo", "ab" * 32, 1, 10, ("nokia10k",))
    storage.sessions.create(other, 2.0)
    numbers = storage.journal.append_many([("s1", [taken(1)]), ("s2", [taken(1), taken(2)]), ("s1", [])])
    assert [len(batch) for batch in numbers] == [1, 2, 0]
    with pytest.raises(CaptureError):
        storage.journal.append_many([("s1", [taken(3)]), ("s2", [taken(2)])])
    assert len(storage.journal.facts("s1")) == 1
    assert [row.plan.session for row in storage.sessions.all()] == ["s2", "s1"]


def test_refuses_facts_of_a_session_it_does_not_know(storage: Storage) -> None:
    with pytest.raises(CaptureError):
        storage.journal.append("nobody", [taken(1)])


def test_knows_each_sessions_phase_and_times(storage: Storage) -> None:
    for at, phase in [(5.0, "running"), (6.0, "paused"), (7.0, "running"), (8.0, "finished")]:
        storage.journal.append("s1", [facts.PhaseChanged(at, phase)])
    row = storage.sessions.get("s1")
    assert (row.phase, row.started_at, row.ended_at) == ("finished", 5.0, 8.0)
    storage.journal.append("s1", [facts.PhaseChanged(9.0, "running")])
    assert storage.sessions.get("s1").ended_at is None
    with pytest.raises(CaptureError) as refusal:
        storage.sessions.create(PLAN, 10.0)
    assert refusal.value.code == "session_known"


def test_tells_which_indices_each_set_has(storage: Storage) -> None:
    for index in (1, 2, 3, 7):
        storage.journal.append("s1", [taken(index), stored(index)])
    storage.journal.append("s1", [judged(7, "accepted"), judged(3, "rejected")])
    assert storage.photos.coverage("demo") == {"nokia10k": [(1, 2), (7, 7)]}
    assert storage.photos.coverage("other") == {}


def test_takes_facts_from_many_threads(storage: Storage) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: storage.journal.append("s1", [facts.IndexSkipped(1.0, n, "x")]), range(40)))
    assert sorted(row.fact.index for row in storage.journal.facts("s1")) == list(range(40))


def test_a_full_disk_is_said_and_loses_nothing(storage: Storage, url: str) -> None:
    storage.journal.append("s1", [taken(1)])
    pages = sqlite3.connect(url.removeprefix("sqlite:///")).execute("PRAGMA page_count").fetchone()[0]
    from sqlalchemy import event

    limit = f"PRAGMA max_page_count={pages}"
    event.listen(storage._database._engine, "connect", lambda db, _: db.execute(limit).close())
    storage._database._engine.dispose()  # kept connections have no such limit
    with pytest.raises(DiskFull):
        storage.journal.append("s1", [facts.IndexSkipped(1.0, n, "x" * 4000) for n in range(20)])
    assert [row.fact for row in storage.journal.facts("s1")] == [taken(1)]
    with storage._database.reading() as connection:  # room again, on the connection that failed
        connection.exec_driver_sql("PRAGMA max_page_count=1000000")
    storage.journal.append("s1", [facts.IndexSkipped(1.0, 7, "x")])
    assert len(storage.journal.facts("s1")) == 2


def test_transactions_one_after_the_other_use_one_connection(storage: Storage) -> None:
    def opened() -> object:
        with storage._database.reading() as connection:
            return connection.connection.driver_connection

    assert opened() is opened()


def test_transactions_at_once_have_connections_of_their_own_of_which_few_are_kept(storage: Storage) -> None:
    from capture.storage.engine import MOST_KEPT

    with ExitStack() as stack:
        opened = [stack.enter_context(storage._database.reading()) for _ in range(MOST_KEPT + 2)]
        assert len({id(one.connection.driver_connection) for one in opened}) == MOST_KEPT + 2
    assert storage._database._engine.pool.status() == f"{MOST_KEPT} connections kept"
    storage.close()
    assert storage._database._engine.pool.status() == "0 connections kept"


def test_commits_are_synced_and_foreign_keys_hold(storage: Storage) -> None:
    with storage._database.reading() as connection:
        values = [
            connection.exec_driver_sql(f"PRAGMA {p}").scalar()
            for p in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert values == ["wal", 2, 1]


class TestDevices:
    def test_a_credential_opens_its_own_session_in_its_own_role_only(self, storage: Storage) -> None:
        mine = storage.devices.enrol("s1", "phone", "Pixel 7a", 1.0)
        row = storage.devices.authenticate(mine.token, "s1", "phone")
        assert (row.device, row.name, row.role) == (mine.device, "Pixel 7a", "phone")
        other = storage.devices.enrol("s1", "phone", "iPhone", 2.0)
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
                storage.devices.authenticate(token, session, role)
            assert refusal.value.code == "credential_unknown"

    def test_a_revoked_credential_is_refused(self, storage: Storage) -> None:
        mine = storage.devices.enrol("s1", "phone", "Pixel 7a", 1.0)
        storage.devices.revoke(mine.device, 5.0)
        storage.devices.revoke(mine.device, 6.0)
        with pytest.raises(DeviceRevoked):
            storage.devices.authenticate(mine.token, "s1", "phone")
        assert [row.revoked_at for row in storage.devices.of_session("s1")] == [5.0]

    def test_the_secret_itself_is_nowhere_in_the_database(self, storage: Storage, url: str) -> None:
        token = storage.devices.enrol("s1", "phone", "Pixel 7a", 1.0).token
        storage.close()
        assert token.partition(".")[2].encode() not in Path(url.removeprefix("sqlite:///")).read_bytes()


class TestInvitations:
    def test_a_code_opens_its_session_however_it_is_typed(self, storage: Storage) -> None:
        invitation = storage.invitations.invite("s1", "phone", 10.0, 60.0)
        typed = f" {invitation.code[:3].lower()}-{invitation.code[3:]} "
        assert storage.invitations.redeem(typed, 69.0) == invitation
        assert storage.invitations.current("s1", "phone") == invitation
        assert storage.invitations.current("s1", "display") is None
        assert len(invitation.code) == 6
        assert not set(invitation.code) & set("IO01")

    def test_a_code_expires_and_a_new_one_replaces_the_old(self, storage: Storage) -> None:
        old = storage.invitations.invite("s1", "phone", 10.0, 60.0)
        with pytest.raises(CaptureError) as refusal:
            storage.invitations.redeem(old.code, 70.0)
        assert refusal.value.code == "code_expired"
        new = storage.invitations.invite("s1", "phone", 20.0, 60.0)
        with pytest.raises(CaptureError) as refusal:
            storage.invitations.redeem(old.code, 30.0)
        assert refusal.value.code == "code_unknown"
        assert storage.invitations.redeem(new.code, 30.0) == new


def test_remembers_data_sets(storage: Storage) -> None:
    row = DatasetRow("demo", "Demo", "/d/train.csv", "/d", "cd" * 32, 24, {"train": 24}, ("Path", "Sex"), 1.0)
    storage.datasets.add(row)
    assert storage.datasets.all() == [row]
    assert storage.datasets.get("demo") == row
    assert storage.datasets.get("none") is None
    with pytest.raises(CaptureError) as refusal:
        storage.datasets.add(row)
    assert refusal.value.code == "dataset_known"
