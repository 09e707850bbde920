"""The walk of every door: each route and each message of a socket, tried with every credential there is.

``python -m tests.webapp.walk`` prints who got in, as the two tables of ``docs/security.md``; with ``--write`` it puts
them there. They are the specification: a route that is new, or opens to somebody else, fails the tests until a person
has written it down.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from flask import g, request_finished
from flask_openapi3 import OpenAPI

from tests.webapp.clients import TOKEN
from tests.webapp.holders import ELSEWHERE, NOBODYS, Holders
from tests.webapp.pixels import InlinePixels
from tests.webapp.routes import PLACES, Route, routes
from webapp.app import close_app, create_app
from webapp.settings import Settings

PAGE = Path(__file__).parents[2] / "docs" / "security.md"
REFUSALS = {"credential_missing", "credential_unknown", "credential_revoked", "forbidden", "session_unknown"}
_SHOT = {"index": 1, "attempt": 1, "showing": 1}
SAMPLES: Mapping[str, Mapping[str, Any]] = {
    "hello": {"protocol": 1},
    "unable": {"code": "storage_failed"},
    "ready": {"ready": False},
    "received": _SHOT,
    "captured": {**_SHOT, "sha256": "0" * 64, "size": 1},
    "failed": _SHOT,
    "mismatch": _SHOT,
    "spoiled": {"index": 1, "attempt": 1},
    "next": {"index": 1},
    "retake": {"index": 1},
    "skip": {"index": 1, "detail": "torn"},
    "conditions": {"conditions": {}},
    "pause": {},
    "go_on": {},
    "shutter": {},
    "shown": {"showing": 1},
    "show_failed": {"showing": 1},
    "turn": {"showing": 1, "step": "next"},
    "broken": {"showing": 1},
    "status": {},
    "watch": {"session": "ssssssss", "challenge": "cccccccc"},
    "overview": {},
}
"""A well-formed message of every kind; a new kind needs one."""
Table = list[tuple[str, ...]]


def walk_routes(holders: Holders) -> Table:
    """Return a row for every route: its address, its methods, and whom it admits."""
    admitted: dict[tuple[str, str], list[str]] = defaultdict(list)
    for holder in holders.browsers:
        for route in routes(holders.app, PLACES | holders.places(holder)):
            if holder == ELSEWHERE and "<string:challenge>" not in route.rule:
                continue
            admitted[route.rule, route.method] += [holder] if admits(holders, holder, route) else []
    methods: dict[tuple[str, str], list[str]] = defaultdict(list)
    for (rule, method), who in admitted.items():
        methods[rule, described(who)].append(method)
    return sorted((f"`{rule}`", ", ".join(sorted(used)), who) for (rule, who), used in methods.items())


def admits(holders: Holders, holder: str, route: Route) -> bool:
    """Return whether a route lets a holder past its guard, whatever it says then."""
    passed: list[bool] = []

    def note(_sender: object, **_: object) -> None:
        passed.append("caller" in g)

    headers = {"Accept": "application/json", **holders.headers.get(holder, {})}
    body = None if route.method == "GET" else {}
    with request_finished.connected_to(note, holders.app):
        answer = holders.browsers[holder].open(route.path, method=route.method, json=body, headers=headers)
    if route.path.endswith("/sign-out"):
        holders.sign_in()
    admitted = passed == [True]
    assert answer.status_code < 500, (route, holder, answer.status_code)
    assert admitted or answer.json["error"]["code"] in REFUSALS, (route, holder, answer.json)
    return admitted


def walk_messages(holders: Holders) -> Table:
    """Return a row for every message of every namespace: whom it admits, and whether an older page's is refused."""
    rows: Table = []
    for namespace, events in messages(holders.app):
        names = [name for name in holders.browsers if name != ELSEWHERE]
        connected = [name for name in names if _is_admitted(holders, name, namespace)]
        # The older page of a device: another page has said hello since.
        older = holders.connect(connected[0], namespace)
        generation = _say(older, namespace, "hello", 1).get("generation", 1)
        _say(holders.connect(connected[0], namespace), namespace, "hello", 1)
        for event in events:
            code = _say(older, namespace, event, generation).get("error", {}).get("code", "")
            assert code != "invalid", f"SAMPLES has no well-formed message {event!r}"
            rows.append(
                (f"`{namespace}`", f"`{event}`", described(connected), "yes" if code == "superseded" else "")
            )
    return rows


def messages(app: OpenAPI) -> Iterator[tuple[str, list[str]]]:
    """Yield every namespace with its messages, in their order."""
    for name, namespace in sorted(app.extensions["socketio"].server.namespace_handlers.items()):
        methods = (name.removeprefix("on_") for name in dir(namespace) if name.startswith("on_"))
        yield name, sorted(set(methods) - {"connect", "disconnect"})


def _is_admitted(holders: Holders, holder: str, namespace: str) -> bool:
    connection = holders.connect(holder, namespace)
    admitted: bool = connection.is_connected(namespace)
    if admitted:
        connection.disconnect(namespace)
    return admitted


def _say(connection: Any, namespace: str, event: str, generation: int) -> dict[str, Any]:
    said = {"generation": generation, **SAMPLES.get(event, {})}
    answer: dict[str, Any] = connection.emit(event, said, namespace=namespace, callback=True)
    return answer


def described(admitted: Sequence[str]) -> str:
    """Return whom a door admits, in the words of the tables; never one credential that opens nothing of its own."""
    if "nobody" in admitted:
        return "everybody"
    if strangers := sorted(set(admitted) & set(NOBODYS)):
        return ", ".join(strangers)
    signed_in = {"operator", "operator's token"} & set(admitted)
    if len(signed_in) == 1:
        return f"only {signed_in.pop()}"  # cookie and token are to open the same
    others = [name for name in admitted if name not in ("operator", "operator's token", "script's token")]
    operator = ["operator" if "script's token" in admitted else "operator, no script"] if signed_in else []
    return ", ".join(operator + others) or "nobody"


def as_text(head: Sequence[str], rows: Table) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def tables(app: OpenAPI, folder: Path) -> dict[str, str]:
    """Return the two tables by name, from a walk of ``app``."""
    holders = Holders(app, folder)
    return {
        "routes": as_text(("address", "methods", "admits"), walk_routes(holders)),
        "messages": as_text(
            ("namespace", "message", "admits", "refused to an older page"), walk_messages(holders)
        ),
    }


def in_page(text: str, name: str) -> str:
    """Return the table called ``name`` of a page."""
    return _place(name).search(text)[2]  # type: ignore[index]


def with_tables(text: str, made: Mapping[str, str]) -> str:
    """Return a page with its tables replaced."""
    for name, table in made.items():
        text = _place(name).sub(lambda found, table=table: f"{found[1]}{table}{found[3]}", text)  # type: ignore[misc]
    return text


def _place(name: str) -> re.Pattern[str]:
    return re.compile(rf"(<!-- {name}: [^\n]* -->\n\n)((?:\|[^\n]*\n)*)(\n<!-- end -->)")


def main() -> None:
    """Walk, and print or write the tables."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        settings = Settings(
            data_root=root / "root",
            operator_token=TOKEN,
            async_mode="threading",
            disk_reserve_mb=0,
            workers=1,
        )
        app = create_app(settings, pixels=InlinePixels(), with_demo=False)
        made = tables(app, root / "xrays")
        close_app(app)
    if "--write" in sys.argv[1:]:
        PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8"), made), encoding="utf-8")
    else:
        print("\n".join(made.values()), end="")


if __name__ == "__main__":
    main()
