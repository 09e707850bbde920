"""Unpacking a recorded laboratory, and all that the present code says of it."""

from __future__ import annotations

import json
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from flask_openapi3 import OpenAPI

from tests.webapp.clients import TOKEN, operator_client
from tests.webapp.pixels import InlinePixels
from webapp.app import close_app, create_app
from webapp.settings import Settings

PLACE = "{folder}"
"""Stands in the recorded database for the folder that the laboratory is unpacked in."""
LISTS = ("devices", "invitations", "reviews", "loose_photos")


def unpack(recorded: Path, folder: Path) -> None:
    """Unpack ``lab.tar.xz`` into an empty folder, and tell the database where that is."""
    with tarfile.open(recorded / "lab.tar.xz") as archive:
        archive.extractall(folder, filter="data")
    with closing(sqlite3.connect(folder / "root" / "lab.db")) as database, database:
        for column in ("csv", "data_dir"):
            database.execute(f"UPDATE datasets SET {column} = replace({column}, ?, ?)", (PLACE, str(folder)))


def settings_for(folder: Path) -> Settings:
    return Settings(
        data_root=folder / "root",
        operator_token=TOKEN,
        async_mode="threading",
        disk_reserve_mb=0,
        workers=1,
    )


@contextmanager
def opened(settings: Settings) -> Iterator[OpenAPI]:
    """A server on a data root."""
    app = create_app(settings, pixels=InlinePixels(), with_demo=False)
    try:
        yield app
    finally:
        close_app(app)


def states_of(recorded: Path, folder: Path) -> dict[str, Any]:
    """Unpack a laboratory into ``folder`` and return what its database holds and what a server says of it."""
    unpack(recorded, folder)
    held = journal_of(folder / "root" / "lab.db")
    with opened(settings_for(folder)) as app:
        said = said_of(operator_client(app))
    return json.loads(json.dumps({**held, **said}).replace(str(folder), PLACE))


def journal_of(file: Path) -> dict[str, Any]:
    """The rows that no version may lose, as they stand in the database."""
    with closing(sqlite3.connect(file)) as database:
        database.row_factory = sqlite3.Row
        rows = {
            name: [dict(row) for row in database.execute(f"SELECT * FROM {name} ORDER BY 1")]
            for name in LISTS
        }
        facts = [
            [session, json.loads(body)]
            for session, body in database.execute("SELECT session, body FROM facts ORDER BY seq")
        ]
    return {"rows": rows, "facts": facts}


def said_of(operator: FlaskClient) -> dict[str, Any]:
    """What the REST API says of every session."""
    listed = read(operator, "sessions")["sessions"]
    ids = [line["session"] for line in listed]
    piles = [line["session"] for line in listed if line["loose"]]
    return {
        "datasets": read(operator, "datasets"),
        "listed": listed,
        "sessions": {session: read(operator, f"sessions/{session}") for session in ids},
        "strips": {session: read(operator, f"sessions/{session}/strip") for session in ids},
        "photos": {session: read(operator, f"sessions/{session}/photos?limit=500") for session in ids},
        "agreement": {
            session: read(operator, f"reviews/agreement?session={session}")
            for session in ids
            if session not in piles
        },
        "piles": {session: read(operator, f"loose/{session}") for session in piles},
    }


def read(operator: FlaskClient, path: str) -> Any:
    answer = operator.get(f"/api/v1/{path}")
    assert answer.status_code == 200, (path, answer.json)
    return answer.json
