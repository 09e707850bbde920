"""A lab with one holder of every credential there is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from flask.testing import FlaskClient
from flask_openapi3 import OpenAPI
from flask_socketio.test_client import SocketIOTestClient

from tests.webapp.challenge import Challenge
from tests.webapp.clients import HOST, TOKEN, client, operator_client
from tests.webapp.devices import Device, Display, Phone
from tests.webapp.station import Station
from webapp.auth.participant import COOKIE

BEARER = {"Authorization": f"Bearer {TOKEN}"}
NOBODYS = (
    "nobody",
    "phone of another session",
    "display of another session",
    "revoked phone",
    "revoked display",
    "participant of another challenge",
    "revoked participant",
)
"""Credentials that open what no credential opens, and nothing more."""
OWN = ("phone", "display")
ELSEWHERE = "participant of another challenge"
"""At a door that belongs to no challenge, it is a participant like all others."""


class Holders:
    """Clients by the name of their credential, and the session that the devices among them belong to."""

    def __init__(self, app: OpenAPI, folder: Path) -> None:
        self.app = app
        self.station = Station(app, folder, sets=("pixel10k", "nokia10k"))
        code = self.station.code
        self.phone, self.display = Phone(app, code("phone")), Display(app, code("display"))
        revoked: list[Device] = [Phone(app, code("phone")), Display(app, code("display"))]
        for device in revoked:
            self.station.act(f"devices/{device.id}/revoke")
        self.other = self.station.new_session(sets=["other"])
        codes = self.station.operator.get(f"/api/v1/sessions/{self.other}/invitations").json
        strange: list[Device] = [Phone(app, codes["phone"]["code"]), Display(app, codes["display"]["code"])]
        devices = (self.phone, self.display, *strange, *revoked)
        names = (*OWN, *NOBODYS[1:5])
        challenge = Challenge(app, self.station.operator, folder / "withheld")
        other = Challenge(app, self.station.operator, folder / "withheld elsewhere")
        self.challenge = challenge.id
        teams = (challenge.participant(), other.participant(), challenge.participant("Left"))
        self._tokens = dict(zip(("participant", *NOBODYS[5:]), (team.token for team in teams), strict=True))
        challenge.revoke(teams[2])
        self.headers: dict[str, Mapping[str, str]] = {"operator's token": BEARER}
        self.browsers: dict[str, FlaskClient] = {
            "nobody": client(app),
            **{name: device.browser for name, device in zip(names, devices, strict=True)},
            **{name: client(app) for name in self._tokens},
            "operator's token": client(app),
            "script's token": client(app),
            "transforms token": client(app),
            "reader": client(app),
        }
        self._link = self._secret("reviewer")
        self.sign_in()
        for name, scope in (("script's token", "operator"), ("transforms token", "transforms")):
            self.headers[name] = {"Authorization": f"Bearer {self._secret(scope)}"}

    def _secret(self, scope: str) -> str:
        secret: str = self.station.post("/credentials", scope=scope, name=f"{scope} of the walk")["secret"]
        return secret

    def sign_in(self) -> None:
        """Sign the operator, a reader and the participants in."""
        for name, token in self._tokens.items():
            self.browsers[name].set_cookie(COOKIE, token, domain=HOST.partition(":")[0], secure=True)
        self.browsers["operator"] = operator_client(self.app)
        signed_in = self.browsers["reader"].post("/api/v1/sign-in", json={"token": self._link})
        assert signed_in.status_code == 204

    def places(self, holder: str) -> dict[str, str]:
        """Return what to put into addresses for a holder.

        Only devices and participants are asked about what exists: an operator's request must change nothing.
        """
        if "participant" in holder:
            return {"challenge": self.challenge}
        if holder not in (*OWN, *NOBODYS):
            return {}
        device = self.display if "display" in holder else self.phone
        return {"session": self.station.session, "dataset": self.station.dataset, "device": device.id}

    def connect(self, holder: str, namespace: str) -> SocketIOTestClient:
        """Return a connection, admitted or not, of a holder to a namespace, for the devices' session."""
        browser = self.browsers[holder]
        cookies = "; ".join(f"{cookie.key}={cookie.value}" for cookie in browser._cookies.values())
        headers = {"Host": HOST, "Cookie": cookies, **self.headers.get(holder, {})}
        socketio = self.app.extensions["socketio"]
        connection: SocketIOTestClient = socketio.test_client(
            self.app, namespace=namespace, auth={"session": self.station.session}, headers=headers
        )
        return connection
