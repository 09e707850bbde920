"""A challenge for tests: a small withheld set, its participants, their programs and predictions."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from textwrap import dedent
from typing import Any

from flask.testing import FlaskClient
from flask_openapi3 import OpenAPI

from dataset.scoring.predictions import COMPETITION
from tests.waiting import wait_until
from tests.webapp.clients import client
from tests.webapp.xrays import jpeg

NAME, PHOTOS = "Secret-v1.0", "SecretPhoto-v1.0"
STUDIES = 8
COMMAND = "python src/predict.py input.csv output.csv"
PROGRAM = f"""
import csv, sys
from pathlib import Path
COLUMNS = {COMPETITION!r}
with open(sys.argv[1]) as given, open(sys.argv[2], "w", newline="") as made:
    writer = csv.writer(made)
    writer.writerow(["Study", *COLUMNS])
    for row in csv.DictReader(given):
        brightness = Path(row["Path"]).read_bytes()[-40:].count(0)
        writer.writerow([row["Path"].rpartition("/")[0], *[0.5 + brightness / 100] * len(COLUMNS)])
"""


def study(name: str, number: int) -> str:
    return f"{name}/valid/patient{number:05d}/study1"


def is_positive(number: int) -> bool:
    return number % 2 == 0


def make_set(folder: Path, name: str = NAME) -> Path:
    """Write x-rays with labels, which hang together with nothing that can be seen; return the CSV."""
    table = folder / name / "valid.csv"
    table.parent.mkdir(parents=True)
    with table.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Path", *COMPETITION])
        for number in range(1, STUDIES + 1):
            path = f"{study(name, number)}/view1_frontal.jpg"
            (folder / path).parent.mkdir(parents=True)
            (folder / path).write_bytes(jpeg(number * 9 + len(name)))
            writer.writerow([path, *[f"{float(is_positive(number))}"] * len(COMPETITION)])
    return table


def predictions(*names: str, good: bool = True) -> bytes:
    """Return predictions for whole parts: all right, or all wrong."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["Study", *COMPETITION])
    for name in names:
        for number in range(1, STUDIES + 1):
            writer.writerow([study(name, number), *[0.9 if is_positive(number) == good else 0.1] * 5])
    return text.getvalue().encode()


def archive(program: str = PROGRAM, **files: bytes) -> bytes:
    """Return a zip with a program."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as opened:
        opened.writestr("src/predict.py", program)
        for name, content in files.items():
            opened.writestr(name, content)
    return data.getvalue()


class Challenge:
    """A declared challenge and whoever takes part."""

    def __init__(self, app: OpenAPI, operator: FlaskClient, folder: Path, **more: Any) -> None:
        self.app, self.operator = app, operator
        body = {
            "name": "Test",
            "csv": str(make_set(folder / "clean")),
            "data_dir": str(folder / "clean"),
            "photos_csv": str(make_set(folder / "photos", PHOTOS)),
            "photos_dir": str(folder / "photos"),
            "daily": 10,
        }
        self.id = self.declare({**body, **more})

    def declare(self, body: dict[str, Any]) -> str:
        answer = self.operator.post("/api/v1/challenges", json=body)
        assert answer.status_code == 201, answer.json
        challenge: str = answer.json["id"]
        address = f"/api/v1/challenges/{challenge}"
        wait_until(lambda: self.operator.get(address).json["state"] != "preparing", "the set to be copied")
        assert self.operator.get(address).json["state"] == "open", self.operator.get(address).json
        return challenge

    def token(self, name: str = "Team") -> tuple[str, str]:
        """Return a new participant's id and token."""
        answer = self.operator.post(f"/api/v1/challenges/{self.id}/participants", json={"name": name})
        assert answer.status_code == 201, answer.json
        return answer.json["id"], answer.json["token"]

    def revoke(self, team: Team) -> None:
        address = f"/api/v1/challenges/{self.id}/participants/{team.id}/revoke"
        assert self.operator.post(address).json["revoked"]

    def participant(self, name: str = "Team") -> Team:
        """Return a new participant."""
        return Team(self, *self.token(name))


class Team:
    """A participant with its browser."""

    def __init__(self, challenge: Challenge, participant: str, token: str) -> None:
        self.challenge, self.id, self.token = challenge, participant, token
        self.browser = client(challenge.app)
        assert self.browser.post("/api/v1/challenges/sign-in", json={"token": token}).status_code == 204

    def get(self, what: str = "") -> Any:
        return self.browser.get(f"/api/v1/challenges/{self.challenge.id}{what}")

    def send(self, kind: str, data: bytes, model: str = "model", **query: str) -> Any:
        return self.browser.post(
            f"/api/v1/challenges/{self.challenge.id}/{kind}",
            data=data,
            query_string={"model": model, **query},
            content_type="application/octet-stream",
        )

    def predict(self, data: bytes, model: str = "model") -> Any:
        return self.ended(self.send("predictions", data, model))

    def run(self, program: str = PROGRAM, command: str = COMMAND, **files: bytes) -> Any:
        return self.ended(self.send("programs", archive(dedent(program), **files), command=command))

    def ended(self, answer: Any) -> Any:
        """Return a submission once it has ended."""
        assert answer.status_code == 202, answer.json
        address = f"/submissions/{answer.json['id']}"
        return wait_until(
            lambda: (found := self.get(address).json)["state"] in ("done", "failed") and found,
            "the submission to end",
        )
