"""Comparison of the journal with what is derived from it, by deriving it again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, insert

from capture.errors import SessionUnreadable
from capture.facts import Fact
from capture.session import Session
from capture.shapes import PhotoState
from capture.storage import PhotoRow, SessionRow, Storage, schema
from capture.storage.engine import open_engine
from webapp.integrity.findings import RootFinding

Tell = Callable[[int], None]
Key = tuple[str, int, int]


_EVERY_STATE: tuple[PhotoState, ...] = ("captured", "pending", "accepted", "rejected", "lost")


def compare_with_journal(storage: Storage, tell: Tell) -> Iterator[RootFinding]:
    """Yield where the tables of photos and sessions, or a session's state, are not what the journal says.

    Args:
        storage: The database.
        tell: Called with the number of facts that were read.
    """
    with TemporaryDirectory(prefix="chexphoto-journal-") as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'again.db'}")
        with closing(Storage(engine)) as again:
            for row in storage.sessions.all():
                yield from _of_session(storage, again, engine, row, tell)


def _of_session(
    storage: Storage, again: Storage, engine: Engine, row: SessionRow, tell: Tell
) -> Iterator[RootFinding]:
    session = row.plan.session
    where = f"session {session} ({row.plan.title})"
    try:
        if row.unknown:
            raise SessionUnreadable(f"the setting {', '.join(map(repr, row.unknown))}")
        facts = [entry.fact for entry in storage.journal.facts(session)]
    except SessionUnreadable as error:
        yield RootFinding("session_unreadable", where, error.message)
        return
    _derive(again, engine, row, facts)
    tell(len(facts))
    derived = again.sessions.get(session)
    assert derived is not None
    if differing := _differing(_times(derived), _times(row)):
        yield RootFinding("journal_differs", where, f"the list of sessions differs in {differing}")
    kept = _by_key(storage.photos.find(session=session, states=_EVERY_STATE))
    yield from _photos(where, _by_key(again.photos.find(session=session, states=_EVERY_STATE)), kept)
    yield from _state(where, row, facts, kept)


def _derive(again: Storage, engine: Engine, row: SessionRow, facts: list[Fact]) -> None:
    """Write a session's facts into an empty database, which derives its tables from them as the server does."""
    plan = row.plan
    # Not `sessions.create`: the plan of an old session need not be allowed for a new one.
    values = {"id": plan.session, "dataset": plan.dataset, "plan": plan.to_json()}
    with engine.execution_options(writes=True).begin() as connection:
        begun = {"created_at": row.created_at, "phase": "waiting"}
        connection.execute(insert(schema.sessions), values | begun)
    again.journal.append(plan.session, facts)


def _times(row: SessionRow) -> dict[str, object]:
    return {"phase": row.phase, "started_at": row.started_at, "ended_at": row.ended_at}


def _by_key(rows: list[PhotoRow]) -> dict[Key, PhotoRow]:
    return {(row.set, row.index, row.attempt): row for row in rows}


def _photos(where: str, again: dict[Key, PhotoRow], kept: dict[Key, PhotoRow]) -> Iterator[RootFinding]:
    for key in sorted(again.keys() | kept.keys()):
        if key not in kept:
            differing = "everything: the photo is missing in it"
        elif key not in again:
            differing = "everything: the journal does not have the photo"
        else:
            # The row's own number counts over all sessions, so it may differ.
            differing = _differing(asdict(replace(again[key], id=kept[key].id)), asdict(kept[key]))
        if differing:
            yield RootFinding(
                "journal_differs", _photo(where, key), f"the table of photos differs in {differing}"
            )


def _differing(again: Mapping[str, object], kept: Mapping[str, object]) -> str:
    return ", ".join(name for name in again if again[name] != kept[name])


def _state(
    where: str, row: SessionRow, facts: list[Fact], kept: dict[Key, PhotoRow]
) -> Iterator[RootFinding]:
    """Compare with the state machine, which is what a restarted server goes on with."""
    try:
        state = Session.replay(row.plan, facts, row.created_at).state
    except Exception as error:  # whatever a damaged journal makes of it: that is what is to be reported
        yield RootFinding(
            "journal_differs", where, f"the session cannot be restored from its journal ({error!r})"
        )
        return
    if state.phase != row.phase:
        yield RootFinding(
            "journal_differs", where, f"its journal ends {state.phase}, the list says {row.phase}"
        )
    for (set_name, index, attempt), photo in kept.items():
        place = state.places.get(set_name)
        known = None if place is None else place.photos.get((index, attempt))
        if known is None or known.state != photo.state:
            says = "nothing" if known is None else known.state
            what = f"the restored session says {says} of it, the table of photos {photo.state}"
            yield RootFinding("journal_differs", _photo(where, (set_name, index, attempt)), what)


def _photo(where: str, key: Key) -> str:
    return f"{where}, {key[0]}, x-ray {key[1]:,}, attempt {key[2]}"
