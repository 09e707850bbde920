"""The display page fetches the next x-ray ahead; a refusal that came then is no fault once the x-ray is to be shown."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Route

from tests.pages.closed_loop import make_session
from tests.pages.handheld import QUICK, Handheld
from tests.pages.lab_server import LabServer

pytestmark = pytest.mark.browser
COUNT = 4
AHEAD = 3
REFUSAL = {"error": {"code": "forbidden", "message": "Not now.", "details": {}}}
"""As the server answers where a session is aborted while the picture is on its way."""


@pytest.fixture
def lab(browser: Browser, server: LabServer) -> Iterator[Handheld]:
    held = Handheld(browser, server, make_session(server, COUNT, name="ahead", **QUICK))
    yield held
    held.close()


@pytest.mark.parametrize("while_awaited", [False, True])
def test_an_xray_that_was_refused_ahead_is_asked_for_again_when_it_is_shown(
    lab: Handheld, while_awaited: bool
) -> None:
    asked: list[Route] = []

    def refuse_first(route: Route) -> None:
        asked.append(route)
        if len(asked) > 1:
            route.continue_()
        elif not while_awaited:
            route.fulfill(status=403, json=REFUSAL)

    lab.display.route(f"**/xrays/{AHEAD}/picture", refuse_first)
    lab.start()
    if while_awaited:
        lab.until(lambda view: bool(view["display"]["index"] == AHEAD))
        asked[0].fulfill(status=403, json=REFUSAL)
    assert lab.until_phase("finished")["progress"]["stored"] == COUNT
    assert len(asked) == 2
