"""One station: a data set, a session over it, a display and phones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from flask_openapi3 import OpenAPI

from tests.waiting import wait_until
from tests.webapp.clients import operator_client
from tests.webapp.devices import Display, Phone
from tests.webapp.xrays import make_dataset


class Station:
    """A session on its way, with its devices.

    Its x-rays and photos are stripes of a few pixels, so that nothing is compared unless a test brings better ones.
    """

    verification = "off"
    phone_kind = Phone

    def __init__(
        self, app: OpenAPI, folder: Path, count: int = 4, sets: tuple[str, ...] = ("pixel10k",)
    ) -> None:
        self.app = app
        self.csv = make_dataset(folder, count)
        self.operator: FlaskClient = operator_client(app)
        self.dataset = self.post("/datasets", name="Lab", csv=str(self.csv), data_dir=str(folder))["id"]
        self.sets = sets
        self.count = count
        self.session = self.new_session()
        self.display: Display
        self.phones: list[Phone] = []

    def new_session(self, **changes: Any) -> str:
        body = {"dataset": self.dataset, "first": 1, "last": self.count, "sets": list(self.sets)}
        body["settings"] = {"thumbnail": False, "verification": self.verification}
        return self.post("/sessions", **{**body, **changes})["session"]

    def post(self, path: str, **body: Any) -> Any:
        answer = self.operator.post(f"/api/v1{path}", json=body)
        assert answer.status_code in (200, 201), answer.json
        return answer.json

    def act(self, what: str, **body: Any) -> Any:
        return self.post(f"/sessions/{self.session}/{what}", **body)

    def snapshot(self) -> Any:
        return self.operator.get(f"/api/v1/sessions/{self.session}").json

    def code(self, role: str) -> str:
        return self.operator.get(f"/api/v1/sessions/{self.session}/invitations").json[role]["code"]

    def open(self) -> Station:
        """Bring in a display and a phone for each set, and start."""
        self.bring_devices()
        self.act("start")
        return self

    def bring_devices(self) -> None:
        """Bring in a display and a phone for each set."""
        self.display = Display(self.app, self.code("display"))
        assert self.display.hello()["ok"]
        self.phones = [
            self.phone_kind(self.app, self.code("phone"), f"Phone of {name}").come() for name in self.sets
        ]

    @property
    def phone(self) -> Phone:
        return self.phones[0]

    def photograph(self, index: int) -> None:
        """Have an x-ray shown, photographed by every phone, and the photos uploaded."""
        self.display.show_next(index)
        for phone in self.phones:
            phone.upload(phone.shoot(index))

    def wait_for_phase(self, phase: str) -> Any:
        return wait_until(lambda: (seen := self.snapshot())["phase"] == phase and seen, f"phase {phase}")

    def photos(self, state: str) -> list[Any]:
        answer = self.operator.get(f"/api/v1/sessions/{self.session}/photos?state={state}&limit=500")
        return answer.json["photos"]
