"""The console's log is whole, however long it was before somebody looked, and whatever happens meanwhile."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.pages.closed_loop import make_session
from tests.pages.lab_server import LabServer

pytestmark = pytest.mark.browser

PAGE = 200


def test_a_long_log_has_no_holes_though_more_is_said_while_it_is_read(
    operator: Page, server: LabServer
) -> None:
    session = make_session(server, 30, name="log", verification="off")
    for turn in range(4):
        for index in range(1, 31):
            server.call("POST", f"/sessions/{session}/skips", {"index": index, "detail": f"round {turn}"})
            server.call("POST", f"/sessions/{session}/retakes", {"index": index})
    asked: list[str] = []

    def answered_late(route: Route) -> None:
        answer = route.fetch()
        if not asked:
            server.call("POST", f"/sessions/{session}/skips", {"index": 7, "detail": "meanwhile"})
        asked.append(route.request.url)
        route.fulfill(response=answer)

    operator.route("**/events?*", answered_late)
    operator.goto(f"{server.url}/sessions/{session}")
    expect(operator.get_by_text("meanwhile")).to_have_count(1)
    told = server.call("GET", f"/sessions/{session}/events?after=0&limit=1000")["events"]
    assert len(told) > PAGE
    assert len(asked) > 1, "the log took more than one page"
    expect(operator.get_by_role("log").get_by_role("listitem")).to_have_count(len(told))
