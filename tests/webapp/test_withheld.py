"""Nothing of a withheld set leaves the server: every door and message is tried for it with every credential."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from flask_openapi3 import OpenAPI

from tests.webapp.challenge import NAME, PHOTOS, Challenge, Team, predictions
from tests.webapp.clients import HOST, client
from tests.webapp.devices import Display, Phone
from tests.webapp.routes import PLACES, routes
from tests.webapp.station import Station
from tests.webapp.walk import PAGE, in_page, messages

NUMBERS = ("1", "2", "3")
ANY = {"Accept": "*/*"}


class Withheld:
    """A challenge over a registered data set, and everybody who might get at it."""

    def __init__(self, app: OpenAPI, folder: Path) -> None:
        self.app = app
        self.station = Station(app, folder / "other x-rays")
        operator = self.station.operator
        self.challenge = Challenge(app, operator, folder / "withheld")
        self.folder = folder / "withheld"
        csv = self.folder / "clean" / NAME / "valid.csv"
        registered = {"name": "Registered", "csv": str(csv), "data_dir": str(self.folder / "clean")}
        self.dataset = operator.post("/api/v1/datasets", json=registered).json["id"]
        again = self.challenge.declare({"name": "Of a data set", "dataset": self.dataset})
        phone, display = (
            kind(app, self.station.code(role)) for kind, role in ((Phone, "phone"), (Display, "display"))
        )
        team, left = self.challenge.participant(), self.challenge.participant("Left")
        self.submission = team.predict(predictions(NAME, PHOTOS))["id"]
        self.challenge.revoke(left)
        self.places = PLACES | {
            "challenge": self.challenge.id,
            "dataset": self.dataset,
            "submission": self.submission,
        }
        self.other_places = self.places | {"challenge": again}
        self.own_places = self.places | {"session": self.station.session, "device": phone.id}
        self.browsers: dict[str, FlaskClient] = {
            "nobody": client(app),
            "phone": phone.browser,
            "display": display.browser,
            "participant": team.browser,
            "revoked participant": left.browser,
        }
        self.secrets = self._secrets()

    def _secrets(self) -> list[bytes]:
        """Return what may not come out: bytes of pictures, and paths beside which a label would stand."""
        pictures = [file.read_bytes() for file in self.folder.rglob("*.jpg")]
        assert len(pictures) == 16
        paths = [b"patient00005", b"patient00006", b"truth.json"]
        return [
            *paths,
            *(data[-60:] for data in pictures),
            *(base64.b64encode(data[-60:]) for data in pictures),
        ]

    def found_in(self, data: bytes) -> list[bytes]:
        return [secret for secret in self.secrets if secret in data]


@pytest.fixture
def withheld(app: OpenAPI, tmp_path: Path) -> Withheld:
    return Withheld(app, tmp_path)


def addresses(withheld: Withheld) -> Iterator[tuple[str, str, str]]:
    """Yield each route with addresses of the withheld set, of its challenge, and of a session that is there."""
    for places in (withheld.places, withheld.other_places, withheld.own_places):
        for number in NUMBERS:
            for route in routes(withheld.app, places | {"index": number}):
                if not route.path.endswith("/sign-out"):
                    yield route.rule, route.method, route.path


def test_no_route_gives_anything_of_it_to_anybody_but_the_operator(withheld: Withheld) -> None:
    asked: dict[str, set[tuple[str, str]]] = {name: set() for name in withheld.browsers}
    tried = sorted(set(addresses(withheld)))
    for name, browser in withheld.browsers.items():
        for rule, method, path in tried:
            answer = browser.open(path, method=method, json=None if method == "GET" else {}, headers=ANY)
            told = answer.get_data() + str(answer.headers).encode()
            assert not withheld.found_in(told), (name, method, path, withheld.found_in(told))
            assert answer.status_code < 500, (name, method, path)
            asked[name].add((rule, method))
    # Every route of the table that a person has looked at was tried, with every credential.
    rows = [line.split("|")[1:3] for line in in_page(PAGE.read_text(), "routes").splitlines()[2:]]
    table = {
        (rule.strip().strip("`"), method.strip())
        for rule, methods in rows
        for method in methods.split(",")
        if "sign-out" not in rule
    }
    assert len(table) > 100
    for name, routes_asked in asked.items():
        assert routes_asked == table, (name, "a new route belongs into the table of docs/security.md")


def test_the_search_finds_it_where_it_is(withheld: Withheld) -> None:
    """The operator may see the x-rays of a data set, which shows that the search above would find them."""
    operator = withheld.station.operator
    picture = operator.get(f"/api/v1/datasets/{withheld.dataset}/xrays/1/thumbnail")
    assert picture.status_code == 200
    assert withheld.found_in((withheld.folder / "clean" / NAME / "valid.csv").read_bytes())
    assert withheld.found_in(next(withheld.folder.rglob("*.jpg")).read_bytes())


def test_no_socket_says_anything_of_it(withheld: Withheld) -> None:
    socketio = withheld.app.extensions["socketio"]
    said = {
        "session": withheld.station.session,
        "challenge": withheld.challenge.id,
        "protocol": 1,
        "generation": 1,
    }
    heard = 0
    for browser in withheld.browsers.values():
        cookies = "; ".join(f"{cookie.key}={cookie.value}" for cookie in browser._cookies.values())
        for namespace, events in messages(withheld.app):
            connection = socketio.test_client(
                withheld.app, namespace=namespace, auth=said, headers={"Host": HOST, "Cookie": cookies}
            )
            if not connection.is_connected(namespace):
                continue
            answers = [connection.emit(event, said, namespace=namespace, callback=True) for event in events]
            told = json.dumps([answers, connection.get_received(namespace)], default=str).encode()
            assert not withheld.found_in(told), (namespace, told[:500])
            heard += len(answers)
    assert heard > 15


@pytest.mark.usefixtures("sandbox")
def test_neither_logs_nor_refusals_name_it(
    withheld: Withheld, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    team: Team = withheld.challenge.participant("Curious")
    ended = [
        team.predict(predictions(NAME).replace(b"patient00004", b"patient04444")),
        team.predict(b"\n".join(predictions(NAME).splitlines()[:3])),
        team.run(
            "print(open('input.csv').read() * 9)\nopen('output.csv', 'w').write(open('input.csv').read())"
        ),
    ]
    assert [each["state"] for each in ended] == ["failed"] * 3
    told = json.dumps(ended[:2]).encode() + caplog.text.encode() + "".join(capfd.readouterr()).encode()
    assert not withheld.found_in(told), withheld.found_in(told)
    # A program may print what it sees; no more of it than the log has room for comes back.
    assert sum(len(ended[2][part]) for part in ("log", "message")) < 400
