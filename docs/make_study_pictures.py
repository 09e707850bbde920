"""Make the pictures of the guide to studies, films, work by hand and presenters: real pages, with drawn x-rays.

``python -m docs.make_study_pictures`` fills a data root with some sessions of a study, opens its pages, and writes
``docs/images/study*.png``, ``overview.png``, ``phone-by-hand.png``, ``phone-film.png`` and ``presenter.png``.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

from flask_openapi3 import OpenAPI
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from dataset.phantoms import make_demo_dataset
from docs.page_pictures import DESK, MONITOR, Studio, opened, save, take_pictures, write
from tests.pages.closed_loop import SIGN_IN
from tests.pages.lab_server import TOKEN, LabServer
from tests.pages.light_box import LightBox
from tests.pages.photographed import Seeing, tilted, xrays_of
from tests.waiting import wait_until
from tests.webapp.clients import operator_client
from tests.webapp.devices import Display
from tests.webapp.pixels import InlinePixels
from webapp.app import close_app, create_app
from webapp.settings import Settings

COUNT = 60
SUBSET = 10
GAP = 16
STATIONS = 7
API = "/api/v1"
CONDITIONS = [
    {"room": "B 12", "room_light": "Off", "tripod_position": "1.1 m, straight"},
    {"room": "B 12", "room_light": "On", "tripod_position": "0.8 m, left"},
    {"room": "B 13", "room_light": "Off", "tripod_position": "0.8 m, left"},
    {"room": "B 13", "room_light": "On", "tripod_position": "1.1 m, straight"},
    {"room": "B 12", "room_light": "Off", "tripod_position": "0.8 m, left"},
    {"room": "B 13", "room_light": "On", "tripod_position": "1.1 m, straight"},
]


class StudyAtWork:
    """A study whose first subset is complete, whose second was left early, and whose third needs a retake."""

    def __init__(self, app: OpenAPI, table: Path) -> None:
        self._app = app
        self._operator = operator_client(app, TOKEN)
        self._shots = {index: tilted(index, xray) for index, xray in enumerate(xrays_of(table, COUNT), 1)}
        (dataset,) = self._operator.get(f"{API}/datasets").json["datasets"]
        planned = [
            {"first": number * SUBSET + 1, "last": (number + 1) * SUBSET, "conditions": conditions}
            for number, conditions in enumerate(CONDITIONS)
        ]
        sets = [
            {"name": "nokia10k", "first": 1, "last": COUNT, "subset_size": SUBSET, "subsets": planned},
            {
                "name": "films",
                "first": 1,
                "last": COUNT,
                "indices": list(range(3, COUNT, 6)),
                "capture": "film",
            },
        ]
        made = self._post("/studies", name="CheXphoto again", dataset=dataset["id"], sets=sets)
        self.id = str(made["id"])
        self._photograph(1, until=10)
        self._photograph(2, until=15)
        session = self._photograph(3, until=30)
        self._post(f"/sessions/{session}/retakes", index=24, detail="somebody walked by")

    def _post(self, path: str, **body: Any) -> Any:
        answer = self._operator.post(API + path, json=body)
        assert answer.status_code < 300, answer.json
        return answer.json

    def _photograph(self, subset: int, until: int) -> str:
        session = str(self._post(f"/studies/{self.id}/sessions", sets=["nokia10k"], subset=subset)["session"])
        codes = self._operator.get(f"{API}/sessions/{session}/invitations").json
        display = Display(self._app, codes["display"]["code"])
        display.hello()
        phone = Seeing(self._app, codes["phone"]["code"], self._shots).come()
        self._post(f"/sessions/{session}/start")
        last = subset * SUBSET
        for index in range(last - SUBSET + 1, until + 1):
            display.show_next(index)
            phone.upload(phone.shoot(index))
        display.show_next(until + 1 if until < last else None)
        wait_until(lambda: self._stored(session) == until - last + SUBSET, "all verdicts")
        if until < last:
            self._post(f"/sessions/{session}/abort", detail="the room is needed")
        return session

    def _stored(self, session: str) -> int:
        progress = self._operator.get(f"{API}/sessions/{session}").json["progress"]
        return int(progress["accepted"])


def make_study(root: Path, table: Path) -> str:
    """Fill a new data root with a study; returns its id."""
    settings = Settings(
        data_root=root,
        csv=table,
        operator_token=TOKEN,
        async_mode="threading",
        disk_reserve_mb=0,
        workers=1,
        verification="off",
    )
    app = create_app(settings, pixels=InlinePixels(), with_demo=False)
    try:
        return StudyAtWork(app, table).id
    finally:
        close_app(app)


def take_study(page: Page, url: str, study: str) -> None:
    """Take the pictures of a study: its coverage, the plan of a set, and what an export says first."""
    page.goto(f"{url}/studies/{study}")
    page.get_by_role("button", name="Subset 3,").click()
    page.get_by_role("img", name="Photo of x-ray 24").wait_for()
    page.wait_for_timeout(800)
    save(page, "study")
    page.get_by_role("button", name="Plan a set").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name of the set").fill("iphone1k")
    dialog.get_by_label("X-rays in a subset").fill("20")
    dialog.get_by_label("Room", exact=True).fill("B 12, B 13")
    page.wait_for_timeout(800)
    save(page, "study-plan")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Export data set").click()
    dialog.get_by_text("of 60 x-rays").wait_for()
    page.wait_for_timeout(300)
    save(page, "study-export")


def take_overview(page: Page, server: LabServer, study: str) -> None:
    """Take the picture of all stations: those of the pictures before, and one that has yet to be connected."""
    server.call("POST", f"/studies/{study}/sessions", {"sets": ["nokia10k"], "subset": 4})
    page.goto(f"{server.url}/overview")
    page.locator(".station").nth(STATIONS - 1).wait_for()
    page.wait_for_timeout(1500)
    save(page, "overview")


def take_films(server: LabServer, light_box: LightBox, xrays: list[Path]) -> None:
    """Take the phone's page in a session of films: the film that is asked for, and one that was another."""
    session = _session(server, capture="film", sets=["window"], settings={"thumbnail": True})
    phone = light_box.join(server, session, "Pixel 7a")
    light_box.put_up(xrays[0])
    _start(server, session)
    phone.get_by_text("Put up film 1").wait_for()
    phone.wait_for_timeout(500)
    asked = phone.screenshot()
    _press_until(phone, "Put up film 2")
    _press_until(phone, "2 was not accepted")
    _save_beside("phone-film", asked, phone)


def take_by_hand(browser: Browser, server: LabServer, light_box: LightBox, xrays: list[Path]) -> None:
    """Take the phone's page by hand: the shutter with what to vary, and a photo that was not accepted."""
    session = _session(server, capture="by_hand", sets=["iphone1k"])
    display = opened(browser, f"{server.url}/join?code={_code(server, session, 'display')}", MONITOR)
    display.get_by_role("button", name="Join", exact=True).click()
    display.wait_for_url("**/display/*")
    phone = light_box.join(server, session, "Pixel 7a")
    light_box.put_up(xrays[0])
    _start(server, session)
    expect(phone.get_by_role("button", name="Take the photo")).to_be_enabled()
    phone.wait_for_timeout(500)
    asked = phone.screenshot()
    _press_until(phone, "photos stored")
    expect(phone.locator(".last-photo")).to_contain_text("Accepted", timeout=60_000)
    _press_until(phone, "2 was not accepted")
    _save_beside("phone-by-hand", asked, phone)


def take_presenter(browser: Browser, server: LabServer) -> None:
    """Take the display of a presented session."""
    session = _session(server, capture="presenter", sets=["mirrorless"])
    page = opened(browser, f"{server.url}/join?code={_code(server, session, 'display')}", MONITOR)
    page.get_by_role("button", name="Join", exact=True).click()
    _start(server, session)
    page.locator(".stage-number").wait_for()
    page.wait_for_timeout(800)
    save(page, "presenter")


def _session(server: LabServer, **wish: Any) -> str:
    subset = {"dataset": server.dataset(), "first": 1, "last": 20}
    return str(server.call("POST", "/sessions", {**subset, **wish})["session"])


def _code(server: LabServer, session: str, role: str) -> str:
    return str(server.call("GET", f"/sessions/{session}/invitations")[role]["code"])


def _start(server: LabServer, session: str) -> None:
    wait_until(lambda: server.call("GET", f"/sessions/{session}")["can"]["start"], "the devices")
    server.call("POST", f"/sessions/{session}/start")


def _press_until(phone: Page, words: str) -> None:
    phone.get_by_role("button", name="Take the photo").click()
    phone.get_by_text(words).first.wait_for(timeout=60_000)


def _save_beside(name: str, first: bytes, phone: Page) -> None:
    """Save two screenshots of a phone beside each other."""
    phone.wait_for_timeout(500)
    left, right = (Image.open(io.BytesIO(shot)).convert("RGB") for shot in (first, phone.screenshot()))
    both = Image.new("RGB", (left.width + GAP + right.width, left.height))
    both.paste(left, (0, 0))
    both.paste(right, (left.width + GAP, 0))
    write(both, name)


def take(studio: Studio) -> None:
    """Take all pictures."""
    csv = make_demo_dataset(studio.home / "xrays", count=COUNT)
    study = make_study(studio.root, csv)
    xrays = [csv.parent.parent / row.split(",")[0] for row in csv.read_text().splitlines()[1:]]
    with studio.server(csv) as server:
        light_box = LightBox(studio.playwright, studio.chromium)
        try:
            operator = opened(studio.browser, server.url + SIGN_IN, DESK)
            take_study(operator, server.url, study)
            take_presenter(studio.browser, server)
            take_films(server, light_box, xrays)
            take_by_hand(studio.browser, server, light_box, xrays)
            take_overview(operator, server, study)
        finally:
            light_box.close()


if __name__ == "__main__":
    sys.exit(take_pictures(take))
