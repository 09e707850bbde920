"""Every route there is, walked while the files that it may open are gone or spoiled: none ends in a fault of its own.

Routes come from the app's own map.  One that changes something must say here what it is sent, so that no new one is
forgotten.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask_openapi3 import OpenAPI
from werkzeug.test import TestResponse

from tests.webapp.devices import content_digest
from tests.webapp.routes import PLACES, Route, api_routes
from tests.webapp.shape import assert_error
from tests.webapp.station import Station
from tests.webapp.xrays import jpeg
from webapp.container import Services

ONCE = "/api/v1"
SESSION = f"{ONCE}/sessions/<string:session>"
PILE = f"{ONCE}/loose/<string:pile>"
LAST = ("abort", "revoke", "devices", "sign-out", "DELETE")
"""What ends things is asked last, so that all before has something to work on."""
FAULTS: dict[str, tuple[Callable[[Path], object], ...]] = {
    "gone": (Path.unlink,),
    "no image": (lambda file: file.write_bytes(b"hello, this is no image"),),
    "a folder": (Path.unlink, Path.mkdir),
}
ABOUT_XRAYS = {
    f"POST {ONCE}/datasets/<string:dataset>/checks",
    f"POST {ONCE}/sessions",
    f"GET {ONCE}/datasets/<string:dataset>/xrays/<int:index>/thumbnail",
    f"GET {SESSION}/xrays/<int:index>/picture",
    f"GET {SESSION}/xrays/<int:index>/thumbnail",
}
ABOUT_A_FILE = {"xray_unreadable", "xrays_unreadable", "image_unreadable"}


class Everything:
    """A station with a photo, a pile with another, an uploaded image and a study; every route can be asked for them."""

    def __init__(self, app: OpenAPI, folder: Path) -> None:
        self.app = app
        self.folder = folder
        self.station = Station(app, folder).open()
        self.station.photograph(1)
        (photo,) = self.get(f"sessions/{self.station.session}/photos")["photos"]
        pile = self.station.post("/loose", dataset=self.station.dataset, set="loose")["id"]
        data = jpeg(200, (96, 128))
        headers = {"Content-Digest": content_digest(data), "Content-Type": "application/octet-stream"}
        address = f"{ONCE}/loose/{pile}/photos?name=a.jpg"
        assert self.station.operator.post(address, data=data, headers=headers).status_code == 201
        planned = {"name": "planned", "first": 1, "last": 4, "subsets": [{"first": 1, "last": 4}]}
        dataset = self.station.dataset
        study = self.station.post("/studies", name="Study", dataset=dataset, sets=[planned])["id"]
        found = {"session": self.station.session, "dataset": dataset, "pile": pile, "study": study}
        self.places = {**PLACES, **found, "image": photo["sha256"], "device": self.station.phone.id}

    def get(self, path: str) -> Any:
        return self.station.operator.get(f"{ONCE}/{path}").json

    def bodies(self) -> dict[str, dict[str, Any]]:
        """What each route that changes something is sent; those that are sent nothing are there too."""
        dataset = self.station.dataset
        subset = {"first": 1, "last": 4, "sets": ["new"]}
        csv = {"csv": str(self.station.csv), "data_dir": str(self.folder)}
        offered = dict.fromkeys(("secure", "frame_callbacks", "wake_lock", "storage", "web_socket"), True)
        selftest = {"browser": "Firefox 140", "cameras": [], **offered}
        once: dict[str, dict[str, Any]] = {
            "challenges": {"name": "A", "dataset": dataset},
            "challenges/sign-in": {"token": "wrong"},
            "challenges/sign-out": {},
            "challenges/<string:challenge>/participants": {"name": "A"},
            **{
                f"challenges/<string:challenge>/{what}": {}
                for what in ("close", "predictions", "programs", "participants/<string:participant>/revoke")
            },
            "credentials": {"name": "A", "scope": "transforms"},
            "credentials/<string:credential>": {},
            "datasets": {"name": "Again", **csv},
            "datasets/<string:dataset>/checks": subset,
            "evaluations": {},
            "images": {"dataset": dataset, "index": 1},
            "images/<string:image>": {},
            "jobs": {"dataset": dataset, "pipelines": ["blur"], "name": "Made"},
            **{f"jobs/<string:job>/{what}": {} for what in ("cancel", "resume")},
            "join": {"code": "AAAAAA", "role": "phone"},
            "loose": {"dataset": dataset, "set": "loose", "title": "Another"},
            "releases": {"name": "Ours-v1.0", "sessions": [self.station.session]},
            **{f"releases/<string:release>/{what}": {} for what in ("cancel", "check", "resume")},
            "review-samples": {"name": "A", "folder": str(self.folder), "dataset": dataset},
            "review-samples/<string:sample>/reviews": {"reader": "A", "number": 1, "choice": "usable"},
            "reviews/undo": {"reader": "A"},
            "selftests": selftest,
            "selftests/bytes": {},
            "server/address": {"address": "192.0.2.1"},
            "sessions": {"dataset": dataset, **subset},
            "sign-in": {"token": "wrong"},
            "sign-out": {},
            "studies": {"name": "Another", "dataset": dataset},
            "studies/<string:study>": {"name": "Renamed"},
            "studies/<string:study>/plan": {"first": 1, "last": 4},
            "studies/<string:study>/sample": {"count": 2},
            "studies/<string:study>/sessions": {"sets": ["planned"], "subset": 1},
            "transforms/<string:pipeline>": {},
            "variants": {"image": self.places["image"], "pipeline": "blur"},
        }
        session: dict[str, dict[str, Any]] = {
            **{
                what: {}
                for what in (
                    "aim",
                    "start",
                    "pause",
                    "resume",
                    "abort",
                    "copies-as-one",
                    "invitations",
                    "shutter",
                    "conditions",
                    "next",
                    "loose",
                )
            },
            "retakes": {"indices": [1]},
            "skips": {"indices": [2]},
            "reviews": {"reader": "A", "set": "pixel10k", "index": 1, "attempt": 1, "verdict": "good"},
            "phones/<string:device>/aim": {},
            "phones/<string:device>/photos/<int:index>/<int:attempt>": {},
            "devices/<string:device>": {},
            **{
                f"devices/<string:device>/{what}": {}
                for what in ("move", "pause", "replace", "resume", "revoke", "swap")
            },
            "photos/<string:set>/<int:index>/<int:attempt>/note": {"note": "Blinds half open."},
        }
        pile: dict[str, dict[str, Any]] = {
            **{f"preparing/{what}": {} for what in ("stop", "resume")},
            "copies-as-one": {},
            "photos": {},
            "photos/<int:photo>/assignment": {"index": 1, "person": "A"},
            "photos/<int:photo>/left-out": {"person": "A"},
        }
        return {
            **{f"{ONCE}/{rule}": body for rule, body in once.items()},
            **{f"{SESSION}/{rule}": body for rule, body in session.items()},
            **{f"{PILE}/{rule}": body for rule, body in pile.items()},
        }

    def walk(self) -> Iterator[tuple[Route, TestResponse]]:
        """Ask every route for what there is."""
        bodies = self.bodies()
        every = api_routes(self.app, self.places)
        for route in sorted(every, key=lambda route: any(word in str(route) for word in LAST)):
            body = None if route.method == "GET" else bodies[route.rule]
            answer = self.station.operator.open(route.path, method=route.method, json=body)
            answer.get_data()
            yield route, answer


@pytest.fixture
def everything(app: OpenAPI, tmp_path: Path) -> Everything:
    return Everything(app, tmp_path / "data")


def refused(everything: Everything) -> set[str]:
    """The routes that said something about a file, once every one has answered as it should."""
    about = set()
    for route, answer in everything.walk():
        assert answer.status_code < 500, (str(route), answer.status_code, answer.get_data(as_text=True))
        if answer.status_code >= 400:
            said = assert_error(answer, answer.status_code)
            assert "Errno" not in said["message"], (str(route), said)
            about |= {str(route)} if said["code"] in ABOUT_A_FILE else set()
    return about


def test_every_route_that_changes_something_is_sent_something_here(everything: Everything) -> None:
    changing = {route.rule for route in api_routes(everything.app) if route.method != "GET"}
    missing = sorted(changing - set(everything.bodies()))
    assert missing == [], "say in `bodies` what these are sent"


@pytest.mark.parametrize("fault", FAULTS)
def test_no_route_fails_for_files_that_are_spoiled(everything: Everything, lab: Services, fault: str) -> None:
    root = lab.settings.data_root
    files = [
        *everything.folder.rglob("*.jpg"),
        *(root / "photos").rglob("*.jpg"),
        *(root / "loose").rglob("*.jpg"),
    ]
    assert len(files) == 6
    for file in files:
        for step in FAULTS[fault]:
            step(file)
    shutil.rmtree(root / "cache", ignore_errors=True)
    assert refused(everything) >= ABOUT_XRAYS


@pytest.mark.parametrize("left", [True, False], ids=["the CSV", "everything"])
def test_no_route_fails_without_the_data_set(everything: Everything, left: bool) -> None:
    if left:
        everything.station.csv.unlink()
        wish = {"first": 1, "last": 4, "sets": ["new"]}
        checks = f"{ONCE}/datasets/{everything.station.dataset}/checks"
        said = assert_error(everything.station.operator.post(checks, json=wish), 409, "csv_changed")
        assert f"{everything.station.csv} is gone" in said["message"]
    else:
        shutil.rmtree(everything.folder)
    refused(everything)
