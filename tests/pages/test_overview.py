"""The overview of all stations: every state, at every size, live, and when the server is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.pages import accessibility
from tests.pages.closed_loop import SIGN_IN, make_session
from tests.pages.conftest import Complaints
from tests.pages.lab_server import LabServer

pytestmark = pytest.mark.browser
SIZES = ((1280, 800), (1440, 900), (1920, 1080), (3840, 2160))
DRAW = """
async (stations) => {
  const { Board } = await import('/static/overview/board.js');
  const board = new Board();
  document.querySelector('#main').replaceChildren(board.element);
  window.drawBoard = (stations) => board.update(stations, false);
  window.drawBoard(stations);
}
"""
FITS = """
() => {
  const part = (node) => [...node.querySelectorAll('.station-number, .station-index, .station-lines, .state')];
  const inside = (outer, inner) =>
    inner.left >= outer.left - 1 && inner.right <= outer.right + 1 &&
    inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;
  const tiles = [...document.querySelectorAll('.station')];
  const wrong = tiles.flatMap((tile) => {
    const own = tile.getBoundingClientRect();
    const screen = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
    const whole = (one) => inside(own, one.getBoundingClientRect()) && one.scrollWidth <= one.clientWidth + 1;
    const cut = part(tile).filter((one) => !whole(one));
    return [...(inside(screen, own) ? [] : [`${tile.textContent} is off the screen`]),
            ...cut.map((one) => `${one.className} of "${tile.textContent}" is cut off`)];
  });
  const numbers = [...document.querySelectorAll('.station-index')];
  const sizes = numbers.map((one) => parseFloat(getComputedStyle(one).fontSize));
  return { tiles: tiles.length, wrong, size: Math.min(...sizes) };
}
"""


def station(number: int, **changes: Any) -> dict[str, Any]:
    """Return the tile of a running session."""
    usual = {
        "session": f"session{number}",
        "title": f"Station {number}",
        "sets": ["nokia10k"],
        "follows": "",
        "created_at": float(number),
        "ended_at": None,
        "capture": "automatic",
        "phase": "running",
        "reason": None,
        "ready": False,
        "lacks": None,
        "index": 10_490 + number,
        "stored": 346,
        "total": 500,
        "seconds_left": 240,
        "need": None,
        "thumbnail": None,
        "code": None,
    }
    return usual | changes


def need(code: str) -> dict[str, Any]:
    return {"code": code, "device": "Nokia 6.1 of Dr Kowalska", "index": 10_507, "photos": 2}


def room(count: int) -> list[dict[str, Any]]:
    """Return so many stations, in every state in turn."""
    states: list[dict[str, Any]] = [
        {},
        {"phase": "paused", "reason": "wrong_xray", "need": need("wrong_xray")},
        {"need": need("phone_silent")},
        {"phase": "finished", "index": 1, "stored": 500, "ended_at": 1e9, "seconds_left": None},
        {"phase": "waiting", "ready": True, "index": 1, "stored": 0, "seconds_left": None},
        {
            "phase": "waiting",
            "lacks": "phone",
            "code": "R4D8XW",
            "index": 1,
            "stored": 0,
            "seconds_left": None,
        },
        {"phase": "paused", "reason": "operator"},
        {"phase": "aborted", "reason": "operator", "ended_at": 1e9, "seconds_left": None},
        {"phase": "paused", "reason": "restart", "need": need("a_code_of_tomorrow")},
        {"sets": ["nokia10k", "iphone1k", "a-set-with-a-long-name"]},
    ]
    return [station(number + 1, **states[number % len(states)]) for number in range(count)]


@pytest.fixture
def own_server(tmp_path: Path, csv: Path) -> Iterator[LabServer]:
    """A server whose only stations are those of the test."""
    lab = LabServer(tmp_path / "root", csv).start()
    yield lab
    lab.stop()


@pytest.mark.parametrize("count", [1, 2, 5, 10, 20])
def test_all_stations_fit_on_one_screen_with_large_numbers(
    operator: Page, server: LabServer, count: int
) -> None:
    operator.goto(f"{server.url}/overview")
    operator.evaluate(DRAW, room(count))
    for width, height in SIZES:
        operator.set_viewport_size({"width": width, "height": height})
        seen = operator.evaluate(FITS)
        assert (seen["tiles"], seen["wrong"]) == (count, []), (width, height)
        # The code to type is smaller than the numbers, and twenty tiles are the most that a small screen shows.
        least = 40 if count > 5 else 44
        assert seen["size"] >= least * (0.6 if count == 20 else 0.85) * height / 900, (width, height)


def test_every_state_is_accessible_and_fits_a_phone_in_one_column(operator: Page, server: LabServer) -> None:
    operator.goto(f"{server.url}/overview")
    operator.evaluate(DRAW, room(10))
    accessibility.check(operator)
    operator.set_viewport_size({"width": 390, "height": 844})
    lefts = operator.locator(".station").evaluate_all("all => new Set(all.map(one => one.offsetLeft)).size")
    assert lefts == 1
    wrong = [text for text in operator.evaluate(FITS)["wrong"] if "off the screen" not in text]
    assert wrong == []
    assert "Photo is not 10,507" in operator.locator(".station").nth(1).inner_text()
    assert operator.locator(".station").nth(8).inner_text().splitlines()[-1] == "Open its console"


def test_stations_appear_change_and_are_greyed_when_the_server_is_lost(
    context: BrowserContext, own_server: LabServer, complaints: Complaints
) -> None:
    complaints.expected += ["net::ERR", "WebSocket"]
    page = context.new_page()
    page.goto(own_server.url + SIGN_IN)
    page.get_by_role("link", name="Overview").click()
    expect(page.get_by_role("heading", name="No session today")).to_be_visible()
    accessibility.check(page)

    first = make_session(own_server, 3, name="first", verification="off")
    expect(page.locator(".station")).to_have_count(1)
    make_session(own_server, 3, name="second", verification="off")
    expect(page.locator(".station")).to_have_count(2)
    expect(page.locator(".station-number")).to_have_text(["1", "2"])
    code = own_server.call("GET", f"/sessions/{first}/invitations")["display"]["code"]
    expect(page.locator(".station").first).to_contain_text(f"{code[:3]}-{code[3:]}")
    expect(page.locator(".overview-call")).to_have_text("2 stations, nothing to do")

    own_server.call("POST", f"/sessions/{first}/abort")
    expect(page.locator(".station").first).to_contain_text("Aborted")
    expect(page.locator(".station-number")).to_have_text(["1", "2"])

    page.keyboard.press("p")
    expect(page.get_by_role("button", name="Pictures shown")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Pictures shown").click()
    expect(page.get_by_role("button", name="Pictures hidden")).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("f")
    page.wait_for_function("document.fullscreenElement !== null")
    page.get_by_role("button", name="Full screen").click()
    page.wait_for_function("document.fullscreenElement === null")

    own_server.kill()
    expect(page.locator(".overview-call")).to_contain_text("Last seen")
    expect(page.locator("body")).to_have_class("stale")
    accessibility.check(page)
    own_server.start()
    expect(page.locator(".overview-call")).to_have_text("2 stations, nothing to do")

    page.locator(".station").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/sessions/{first}")
