"""Every page fits phones and desks in every engine, can be used with a thumb, and complains of nothing."""

from __future__ import annotations

import pytest

from tests.engines.layout import LAYOUT
from tests.engines.tab import CEILING_S, Tab
from tests.engines.walk import Engine
from tests.pages.closed_loop import make_session
from tests.pages.lab_server import TOKEN, LabServer
from tests.waiting import wait_until

pytestmark = pytest.mark.browser
DOORS = ("/sign-in", "/trust", "/help", "/selftest", "/nothing-here")
PAGES = (
    f"/?token={TOKEN}",
    "/sessions/new",
    "/overview",
    "/studies",
    "/statistics",
    "/releases",
    "/transforms",
    "/review",
    "/loose",
    "/challenge",
    "/access",
)
ZOOMED = (640, 400)
"""A desk's 1280 x 800 px at 200 %."""
SIZES = ((1280, 800), ZOOMED, (390, 844), (320, 640))
TOLERANCE = 20
"""WebKit's narrowest window is 334 px wide."""
LEAST_TARGETS = 200
"""Of all pages in one size."""
DRAWN = 'return (document.querySelector("main")?.innerText.trim() ?? "") !== "";'


def test_every_page_fits_its_window_and_a_thumb(engine: Engine, server: LabServer) -> None:
    session = make_session(server, 2, name="pages", verification="off")
    codes = server.call("GET", f"/sessions/{session}/invitations")
    tab = engine.tab("anybody", narrow=True)
    tab.show()
    targets = [look(tab, server.url + path) for path in (*DOORS, *PAGES, f"/sessions/{session}")]
    assert sum(targets) > len(SIZES) * LEAST_TARGETS
    for role, heading in (("display", "Connect the phones"), ("phone", "No camera was found")):
        tab.open(f"{server.url}/join?code={codes[role]['code']}")
        assert look_here(tab) > 0
        tab.press("Join")
        tab.expect(heading)
        look_here(tab)
        tab.leave()
    tab.close()


def look(tab: Tab, url: str) -> int:
    """Open a page, look at it in every size, and return how many targets were seen."""
    tab.open(url)
    tab.wait(lambda: tab.evaluate(DRAWN), url)
    targets = look_here(tab)
    tab.leave()
    return targets


def look_here(tab: Tab) -> int:
    """Look at the page that is open in every size, and return how many targets were seen."""
    return sum(look_at_size(tab, *size) for size in SIZES)


def look_at_size(tab: Tab, width: int, height: int) -> int:
    """Give the page a size, wait until it lies well in it, and return how many targets were seen."""
    seen: tuple[int, int, int, list[str]] = (0, 0, 0, [])

    def well() -> bool:
        nonlocal seen
        seen = tab.evaluate(LAYOUT)
        fits = width <= seen[0] <= width + TOLERANCE and height <= seen[1] <= height + TOLERANCE
        return fits and not seen[3]

    tab.resize(width, height)
    place = tab.evaluate("return location.pathname;")
    # Not at once: a page moves while its parts arrive.
    wait_until(well, lambda: f"{place} to fit {width} x {height}: {seen}", CEILING_S)
    return seen[2]
