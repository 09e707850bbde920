"""Sessions: creation, start, pause, retakes, skips, and the log."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol, cast

from flask import Response
from flask_openapi3 import OpenAPI

from capture import events, views
from capture.by_person import events as wishes
from capture.shapes import LogRow, Strip
from webapp.api.blueprint import OPERATOR, add_resource, answer, binary, errors, resource, services_of
from webapp.api.paths import SessionPath
from webapp.languages import language
from webapp.sessions import xray_routes
from webapp.sessions.log_files import csv_lines, json_lines
from webapp.sessions.log_pages import LogFilter, every_row, newest_rows, rows_after
from webapp.sessions.models import (
    Agreed,
    Conditions,
    EventsQuery,
    LogQuery,
    NewRetake,
    NewSession,
    NewSkip,
    SessionsQuery,
)
from webapp.sessions.session_registry import Sessions
from webapp.sessions.session_runner import LiveSession
from webapp.sessions.session_service import SessionService
from webapp.sessions.snapshots import Snapshots
from webapp.shapes.session import LogPage, SessionLines, SessionSnapshot
from webapp.storage.session_store import SessionStore

api = resource("sessions", "Runs over a subset of x-rays on one display.", abp_security=OPERATOR)
LogWriter = Callable[[Iterable[LogRow], Mapping[str, str], str], Iterator[str]]
CHANGED = {200: answer(SessionSnapshot), **errors(409, 507)}


class SessionNeeds(xray_routes.XrayNeeds, Protocol):
    """The services that these routes call."""

    session_service: SessionService
    sessions: Sessions
    snapshots: Snapshots
    store: SessionStore


def register(app: OpenAPI, services: SessionNeeds) -> None:
    """Add the routes to an application."""
    add_resource(app, api, services)
    xray_routes.register(app, services)


def services() -> SessionNeeds:
    """Return the services for the present request."""
    return cast(SessionNeeds, services_of(api.name))


@api.get("/sessions", responses={200: answer(SessionLines)})
def list_sessions(query: SessionsQuery) -> SessionLines:
    """List the sessions, newest first, a page at a time."""
    return services().snapshots.page(query.limit, query.after or "", ended=query.ended)


@api.post("/sessions", responses={201: answer(SessionSnapshot), **errors(409, 503, 507)})
def create_session(body: NewSession) -> tuple[SessionSnapshot, int]:
    """Make a session; every x-ray of its subset must be readable."""
    return _snapshot(services().session_service.create(body)), 201


@api.get("/sessions/<string:session>", responses={200: answer(SessionSnapshot)})
def read_session(path: SessionPath) -> SessionSnapshot:
    """Read a session's snapshot."""
    return services().snapshots.of(path.session)


@api.post("/sessions/<string:session>/aim", responses=CHANGED)
def aim_session(path: SessionPath) -> SessionSnapshot:
    """Show the first x-ray for phones to be aimed at, before the start; pausing ends it."""
    return _snapshot(services().session_service.aim(path.session))


@api.post("/sessions/<string:session>/start", responses=CHANGED)
def start_session(path: SessionPath, body: Agreed) -> SessionSnapshot:
    """Start; a display and every phone must be ready, and every set have a phone or be agreed to go without."""
    return _snapshot(services().session_service.start(path.session, body.without))


@api.post("/sessions/<string:session>/pause", responses=CHANGED)
def pause_session(path: SessionPath) -> SessionSnapshot:
    """Pause after the outstanding captures."""
    live = services().sessions.get(path.session)
    live.deliver(events.Pause)
    return _snapshot(live)


@api.post("/sessions/<string:session>/resume", responses=CHANGED)
def resume_session(path: SessionPath, body: Agreed) -> SessionSnapshot:
    """Resume at the lowest missing x-ray; also after an abort."""
    return _snapshot(services().session_service.resume(path.session, body.without))


@api.post("/sessions/<string:session>/abort", responses=CHANGED)
def abort_session(path: SessionPath) -> SessionSnapshot:
    """End the session now; what is stored stays, and it can be resumed."""
    live = services().sessions.get(path.session)
    live.deliver(events.Abort)
    return _snapshot(live)


@api.post("/sessions/<string:session>/shutter", responses=CHANGED)
def press_shutter(path: SessionPath) -> SessionSnapshot:
    """By hand: have the phones take the photo that they were asked for; or go on, where the x-ray waits for that."""
    live = services().sessions.get(path.session)
    live.deliver(wishes.PressShutter)
    return _snapshot(live)


@api.post("/sessions/<string:session>/conditions", responses=CHANGED)
def state_conditions(path: SessionPath, body: Conditions) -> SessionSnapshot:
    """State the conditions of every photo from now on, changed or not."""
    live = services().sessions.get(path.session)
    live.deliver(lambda at: wishes.StateConditions(at, body.model_dump()))
    return _snapshot(live)


@api.post("/sessions/<string:session>/retakes", responses=CHANGED)
def retake_xray(path: SessionPath, body: NewRetake) -> SessionSnapshot:
    """Photograph an x-ray again, in one set or in all."""
    live = services().sessions.get(path.session)
    live.deliver(lambda at: events.Retake(at, body.index, body.set, body.detail))
    return _snapshot(live)


@api.post("/sessions/<string:session>/skips", responses=CHANGED)
def skip_xray(path: SessionPath, body: NewSkip) -> SessionSnapshot:
    """Exclude an x-ray, for a reason."""
    live = services().sessions.get(path.session)
    live.deliver(lambda at: events.Skip(at, body.index, body.detail))
    return _snapshot(live)


@api.post("/sessions/<string:session>/copies-as-one", responses=CHANGED)
def treat_copies_as_one(path: SessionPath) -> SessionSnapshot:
    """Treat the x-rays of the session that content cannot tell apart as one, from now on."""
    return _snapshot(services().session_service.treat_copies_as_one(path.session))


@api.get("/sessions/<string:session>/strip", responses={200: answer(Strip)})
def read_strip(path: SessionPath) -> Strip:
    """Read the state of every x-ray, one letter each."""
    return services().sessions.get(path.session).look(lambda machine, _: views.strip(machine))


@api.get("/sessions/<string:session>/events", responses={200: answer(LogPage)})
def list_events(path: SessionPath, query: EventsQuery) -> LogPage:
    """Read the session's log: what came after a row, or before one, or the newest rows; filtered if asked for."""
    live, store = services().sessions.get(path.session), services().store
    if query.after is None:
        return {"events": newest_rows(store, live, query.limit, _wanted(query), query.before)}
    return {"events": rows_after(store, live, query.after, query.limit, _wanted(query))}


@api.get(
    "/sessions/<string:session>/events.csv",
    responses={
        200: binary(
            "text/csv", "One line for each row; cells that begin like a formula have a ' before them."
        )
    },
)
def download_events_csv(path: SessionPath, query: LogQuery) -> Response:
    """Return the session's log as a CSV, filtered if asked for."""
    return _log_file(path, query, csv_lines, "csv", "text/csv")


@api.get(
    "/sessions/<string:session>/events.jsonl",
    responses={200: binary("application/x-ndjson", "One JSON object a line.")},
)
def download_events_jsonl(path: SessionPath, query: LogQuery) -> Response:
    """Return the session's log as JSON Lines, filtered if asked for."""
    return _log_file(path, query, json_lines, "jsonl", "application/x-ndjson")


def _log_file(path: SessionPath, query: LogQuery, write: LogWriter, suffix: str, media_type: str) -> Response:
    live = services().sessions.get(path.session)
    names = live.look(lambda machine, _: {name: d.name for name, d in machine.state.devices.items()})
    rows = every_row(services().store, live, _wanted(query))
    response = Response(write(rows, names, language()), content_type=f"{media_type}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="events-{path.session}.{suffix}"'
    return response


def _wanted(query: LogQuery) -> LogFilter:
    return LogFilter(query.kind, query.level, query.device, query.index, query.text.strip(), language())


def _snapshot(live: LiveSession) -> SessionSnapshot:
    return services().snapshots.of(live.id)
