"""Forms say and keep the truth: nothing is noted that nobody stated, and what is wrong is said at its field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from dataset.names import EXPORT_NAME, SET
from tests.pages import accessibility
from tests.pages.conftest import Complaints
from tests.pages.lab_server import LabServer
from tests.waiting import wait_until

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
USUAL = {"settle_ms": 350, "fresh_frames": 7, "max_automatic_retakes": 1, "verification": "flag"}
CONDITIONS = (
    "Room",
    "Room light",
    "Window blinds",
    "Tripod position",
    "Monitor colour",
    "Screen finish",
    "Cursor",
)
REVIEWED = re.compile(r"/api/v1/reviews/sessions(\?|$)")
COVERED = """() => [...document.querySelectorAll("#main input, #main select")].filter((field) => {
  if (!field.checkVisibility()) return false;
  field.scrollIntoView({ block: "end" });
  const { left, right, top, bottom } = field.getBoundingClientRect();
  const there = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  return there !== field && !field.labels[0]?.contains(there);
}).map((field) => field.id)"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, csv: Path) -> Iterator[LabServer]:
    """A lab of its own, with settings that are not the usual ones."""
    lab = LabServer(tmp_path_factory.mktemp("forms") / "root", csv, **USUAL).start()
    yield lab
    lab.stop()


@pytest.fixture
def form(operator: Page, server: LabServer) -> Page:
    operator.goto(f"{server.url}/sessions/new")
    expect(operator.get_by_label("Phone 1 fills")).to_be_visible()
    return operator


def sessions(server: LabServer) -> list[dict[str, Any]]:
    return list(server.call("GET", "/sessions")["sessions"])


def create(form: Page, name: str) -> None:
    """Make a session of one x-ray with the set ``name``, everything else as the form proposes it."""
    form.get_by_label("To", exact=True).fill("1")
    form.get_by_label("From", exact=True).fill("1")
    form.get_by_label("Phone 1 fills").fill(name)
    button = form.get_by_role("button", name="Create session")
    expect(button).to_be_enabled()
    button.click()
    form.wait_for_url(re.compile(r"/sessions/[a-z0-9]{8,}$"))


def test_a_condition_is_noted_only_when_a_person_says_so(form: Page, server: LabServer) -> None:
    for label in CONDITIONS:
        expect(form.get_by_label(label, exact=True)).to_have_value("")
    expect(form.get_by_label("Phone orientation")).to_have_count(0)
    expect(form.get_by_role("button", name="Same as last time")).to_have_count(0)
    create(form, "untouched")
    session = sessions(server)[0]["session"]
    assert set(server.call("GET", f"/sessions/{session}")["conditions"].values()) == {""}

    form.goto(f"{server.url}/sessions/new")
    form.get_by_label("Room", exact=True).fill("Reading room B")
    form.get_by_label("Window blinds").select_option("Half open")
    form.get_by_label("Notes").fill("only today")
    create(form, "stated")

    form.goto(f"{server.url}/sessions/new")
    same = form.get_by_role("button", name="Same as last time")
    expect(form.get_by_text("Room: Reading room B; Window blinds: Half open")).to_be_visible()
    for label in CONDITIONS:
        expect(form.get_by_label(label, exact=True)).to_have_value("")
    same.click()
    expect(form.get_by_label("Room", exact=True)).to_have_value("Reading room B")
    expect(form.get_by_label("Window blinds")).to_have_value("Half open")
    expect(form.get_by_label("Room light")).to_have_value("")
    expect(form.get_by_label("Notes")).to_have_value("")
    form.get_by_label("Window blinds").select_option("Open")
    expect(form.get_by_text("was Half open")).to_be_visible()
    expect(form.get_by_role("button", name="Create session")).to_be_enabled()
    accessibility.check(form)


def test_the_form_begins_with_the_servers_own_settings(form: Page, server: LabServer) -> None:
    usual = server.call("GET", "/server")["settings"]
    expect(form.get_by_label("Pause before each photo")).to_have_value(str(USUAL["settle_ms"]))
    expect(form.get_by_label("New camera frames needed")).to_have_value(str(USUAL["fresh_frames"]))
    expect(form.get_by_label("Automatic retakes")).to_have_value(str(USUAL["max_automatic_retakes"]))
    expect(form.get_by_label("Check of every photo")).to_have_value("flag")
    assert {name: usual[name] for name in USUAL} == USUAL
    form.get_by_label("New camera frames needed").fill("9")
    create(form, "own")
    session = sessions(server)[0]["session"]
    made = server.call("GET", f"/sessions/{session}")["settings"]
    assert {name: made[name] for name in USUAL} == USUAL | {"fresh_frames": 9}
    form.goto(f"{server.url}/sessions/new")
    expect(form.get_by_label("New camera frames needed")).to_have_value(str(USUAL["fresh_frames"]))


NUMBERS = {
    "Pause before each photo": "A whole number, 0–10,000.",
    "New camera frames needed": "A whole number, 0–60.",
    "Automatic retakes": "A whole number, 0–20.",
    "From": "A whole number, 1–30.",
    "To": "A whole number, 1–30.",
}


def test_a_number_that_is_missing_or_not_allowed_is_an_error_at_its_field(form: Page) -> None:
    button = form.get_by_role("button", name="Create session")
    expect(button).to_be_enabled()
    for label, allowed in NUMBERS.items():
        field = form.get_by_label(label, exact=label in ("From", "To"))
        good = field.input_value()
        for wrong in ("", "99999", "1.5"):
            field.fill(wrong)
            expect(field).to_have_attribute("aria-invalid", "true")
            expect(field.locator("xpath=..").get_by_text(allowed)).to_be_visible()
            expect(button).to_be_disabled()
            expect(form.get_by_role("status").get_by_text("Correct the marked fields.")).to_be_visible()
        field.fill(good)
        expect(field).not_to_have_attribute("aria-invalid", "true")
        expect(button).to_be_enabled()


def test_a_set_is_lower_case_and_its_rule_is_said_at_the_field(form: Page) -> None:
    field = form.get_by_label("Phone 1 fills")
    field.fill("")
    field.press_sequentially("Nokia10K")
    expect(field).to_have_value("nokia10k")
    expect(form.get_by_role("button", name="Create session")).to_be_enabled()
    expect(form.get_by_text("A set is what one phone photographs")).to_be_visible()
    for wrong in ("iphone.1k", "", "x" * 36, "two words"):
        field.fill(wrong)
        expect(form.locator(".set-field").get_by_text(SET.sentence)).to_be_visible()
    field.fill("COM1")
    expect(form.locator(".set-field").get_by_text("Windows keeps the name com1 for itself.")).to_be_visible()
    expect(form.get_by_role("button", name="Create session")).to_be_disabled()
    accessibility.check(form)


def test_what_only_the_server_refuses_is_said_at_its_field(form: Page, complaints: Complaints) -> None:
    complaints.expected.append("422")
    expect(form.get_by_role("button", name="Create session")).to_be_enabled()
    fault = {"field": "conditions.room", "message": "Room is too long: 500 characters at most."}
    error = {"code": "invalid", "message": fault["message"], "details": {"fields": [fault]}}
    form.route("**/api/v1/sessions", lambda route: route.fulfill(status=422, json={"error": error}))
    form.get_by_role("button", name="Create session").click()
    room = form.get_by_label("Room", exact=True)
    expect(room).to_have_attribute("aria-invalid", "true")
    expect(room.locator("xpath=..").get_by_text(fault["message"])).to_be_visible()


def test_space_on_an_empty_place_of_the_form_makes_nothing(form: Page, server: LabServer) -> None:
    expect(form.get_by_role("button", name="Create session")).to_be_enabled()
    before = len(sessions(server))
    form.locator("#main").click(position={"x": 2, "y": 2})
    form.keyboard.press("Space")
    form.get_by_label("Room", exact=True).fill("still here")
    expect(form.get_by_role("button", name="Create session")).to_be_enabled()
    assert form.url.endswith("/sessions/new")
    assert len(sessions(server)) == before


def test_a_pile_of_loose_photos_does_not_change_what_the_next_session_proposes(
    form: Page, server: LabServer
) -> None:
    create(form, "captured")
    server.call("POST", "/loose", {"dataset": server.dataset(), "set": "galaxy1k"})
    assert sessions(server)[0]["loose"]
    form.goto(f"{server.url}/sessions/new")
    expect(form.get_by_label("Phone 1 fills")).to_have_value("captured")


def test_checking_ends_when_the_check_has_failed_and_says_why(form: Page, complaints: Complaints) -> None:
    complaints.expected.append("ERR_FAILED")
    button = form.get_by_role("button", name="Create session")
    expect(button).to_be_enabled()
    form.route("**/checks", lambda route: route.abort())
    form.get_by_label("To", exact=True).fill("3")
    expect(form.locator(".obstacle")).to_contain_text("The server does not answer")
    expect(form.get_by_text("Checking…")).to_have_count(0)
    expect(button).to_be_disabled()
    accessibility.check(form)
    form.unroute("**/checks")
    form.get_by_role("button", name="Check again").click()
    expect(button).to_be_enabled()
    expect(form.get_by_role("button", name="Check again")).to_be_hidden()


def test_a_subset_without_one_good_xray_lists_them_and_can_be_checked_again(
    form: Page, complaints: Complaints
) -> None:
    complaints.expected.append("422")
    problems = [{"index": 2, "path": "a/2.png", "reason": "there is no such file"}]
    error = {"code": "xrays_unreadable", "message": "No.", "details": {"problems": problems}}
    form.route("**/checks", lambda route: route.fulfill(status=422, json={"error": error}))
    form.reload()
    expect(form.locator(".problem-list")).to_contain_text("there is no such file")
    expect(form.get_by_role("button", name="Create session")).to_be_disabled()
    accessibility.check(form)
    form.unroute("**/checks")
    form.get_by_role("button", name="Check again").click()
    expect(form.get_by_role("button", name="Create session")).to_be_enabled()


def test_what_is_typed_takes_the_place_of_a_range_that_is_proposed_late(
    operator: Page, server: LabServer
) -> None:
    held: list[Route] = []
    operator.route("**/coverage", lambda route: held.append(route))
    operator.goto(f"{server.url}/sessions/new")
    field = operator.get_by_label("To", exact=True)
    field.focus()
    wait_until(lambda: held, lambda: "no coverage asked for", pause=lambda: operator.wait_for_timeout(20))
    expect(field).to_have_value("")
    held[0].continue_()
    expect(field).not_to_have_value("")
    operator.keyboard.type("3")
    expect(field).to_have_value("3")


def test_a_long_check_says_how_far_it_is_and_ends_when_nobody_waits_for_it(
    operator: Page, server: LabServer
) -> None:
    def larger(route: Route) -> None:
        datasets = server.call("GET", "/datasets")["datasets"]
        route.fulfill(json={"datasets": [dataset | {"xrays": 300} for dataset in datasets]})

    asked: list[tuple[int, int]] = []
    held: list[Route] = []

    def hold(route: Route) -> None:
        body = route.request.post_data_json
        asked.append((body["first"], body["last"]))
        held.append(route)

    answer = {
        "problems": [],
        "warnings": [],
        "photos": 300,
        "bytes_estimate": 1,
        "seconds_estimate": 1,
        "free_bytes": 9,
    }
    operator.route("**/api/v1/datasets", larger)
    operator.route("**/checks", hold)
    operator.goto(f"{server.url}/sessions/new")
    operator.get_by_label("To", exact=True).fill("300")
    operator.get_by_label("From", exact=True).fill("1")
    expect(operator.locator(".obstacle")).to_have_text("Checking… 0 of 300")
    held[-1].fulfill(json=answer)
    expect(operator.locator(".obstacle")).to_have_text(
        re.compile(r"^Checking… 128 of 300, \d+\s(s|min) left$")
    )
    operator.get_by_label("To", exact=True).fill("2")
    expect(operator.locator(".obstacle")).to_have_text("Checking…")
    wait_until(lambda: asked[-1] == (1, 2), lambda: str(asked), pause=lambda: operator.wait_for_timeout(20))
    held[-1].fulfill(json=answer)
    expect(operator.get_by_role("button", name="Create session")).to_be_enabled()
    assert asked[-3:] == [(1, 128), (129, 256), (1, 2)]


def test_on_a_phone_the_disabled_button_covers_no_field_and_its_reason_is_beside_it(form: Page) -> None:
    for size in (PHONE, {"width": 360, "height": 640}):
        form.set_viewport_size(size)
        form.get_by_label("New camera frames needed").fill("")
        button = form.get_by_role("button", name="Create session")
        expect(button).to_be_disabled()
        assert form.evaluate(COVERED) == []
        reason = form.locator(".obstacle")
        expect(reason).to_have_text("Correct the marked fields.")
        button.scroll_into_view_if_needed()
        above, below = reason.bounding_box(), button.bounding_box()
        assert above
        assert below
        assert 0 <= below["y"] - above["y"] - above["height"] < 40
        assert form.evaluate("document.documentElement.scrollWidth <= innerWidth")
        form.get_by_label("New camera frames needed").fill("5")
        expect(button).to_be_enabled()
        accessibility.check(form)


def test_no_choice_of_the_form_is_cut_off(form: Page) -> None:
    for width in (1280, 1100, 390, 360):
        form.set_viewport_size({"width": width, "height": 800})
        cut = form.evaluate(
            """() => [...document.querySelectorAll("#main select")].filter((select) => {
              if (!select.checkVisibility()) return false;
              const style = getComputedStyle(select);
              const context = document.createElement("canvas").getContext("2d");
              context.font = style.font;
              const room = select.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
              return context.measureText(select.selectedOptions[0].text).width > room;
            }).map(({ id }) => id)"""
        )
        assert cut == [], width


def test_a_pile_is_begun_under_the_same_rule(
    operator: Page, server: LabServer, complaints: Complaints
) -> None:
    operator.goto(f"{server.url}/loose")
    field = operator.get_by_label("Set", exact=True)
    expect(field).to_have_value("")
    operator.get_by_role("button", name="Begin").click()
    expect(operator.get_by_text(SET.sentence)).to_be_visible()
    assert operator.url.endswith("/loose")
    field.press_sequentially("NUL")
    expect(operator.get_by_text("Windows keeps the name nul for itself.")).to_be_visible()
    field.fill("")
    field.press_sequentially("Galaxy2K")
    accessibility.check(operator)
    operator.get_by_role("button", name="Begin").click()
    operator.wait_for_url("**/loose/*")
    expect(operator.get_by_text("galaxy2k").first).to_be_visible()


def test_the_pages_and_the_command_line_call_an_export_alike(server: LabServer) -> None:
    assert server.call("GET", "/server")["rules"]["export_name"] == EXPORT_NAME


def test_an_xray_that_the_data_set_does_not_have_is_said_on_the_transforms_page(
    operator: Page, server: LabServer
) -> None:
    operator.goto(f"{server.url}/transforms")
    field = operator.get_by_label("X-ray", exact=True)
    for wrong in ("99", "", "0"):
        field.fill(wrong)
        field.blur()
        expect(field.locator("xpath=..").get_by_text("A whole number, 1–30.")).to_be_visible()
    field.fill("2")
    field.blur()
    expect(field).not_to_have_attribute("aria-invalid", "true")
    expect(operator.locator("#source-name")).to_contain_text(", 2")
    for label in ("Seed", "From x-ray"):
        other = operator.get_by_label(label, exact=True)
        other.fill("")
        other.blur()
        expect(other).to_have_attribute("aria-invalid", "true")


def test_a_session_with_the_same_title_is_told_apart_in_the_review(operator: Page, server: LabServer) -> None:
    lines = [line | {"title": "Morning", "accepted": 1} for line in sessions(server)[-2:]]
    assert len(lines) == 2
    operator.route(REVIEWED, lambda route: route.fulfill(json={"sessions": lines, "next": None}))
    operator.goto(f"{server.url}/review")
    for line in lines:
        row = operator.get_by_label(re.compile(rf"Morning.*{line['sets'][0]}: x-rays 1, \d+ \w+, \d\d:\d\d"))
        expect(row).to_have_count(1)
    accessibility.check(operator)
