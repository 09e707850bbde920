"""The report tells a session truly, looks the same without a network, and lets nothing out that it should not."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from flask_openapi3 import OpenAPI

from capture.facts import ConnectionLost, PhaseChanged, RetakeListed
from capture.storage import JournalRow
from matching.limits import LIMITS, Limit
from tests.no_decoding import forbid_decoding
from tests.webapp.sample_session import FIRST, KNOCK, SETS, STALE, bare, small_pictures, told_session
from tests.webapp.shape import assert_error
from tests.webapp.station import Station
from webapp.cli.report import report as command
from webapp.report.event_log import MOST_LINES, condensed_log
from webapp.report.figures import figures_of, sets_of
from webapp.report.flagged_photos import photos_to_look_at
from webapp.report.measurements import EVERY_LIMIT, Point, measured, points
from webapp.report.page import photos_shown, render
from webapp.report.scatter import limits_drawn, scatter_plot
from webapp.report.source import Source
from webapp.report.spans import seconds_in, spans_of
from webapp.report.style import style_source
from webapp.report.svg import Scale, tag, ticks
from webapp.report.timeline import TimeAxis, timeline
from webapp.report.words import bytes_text, duration, value_text, verdicts

LINKS = re.compile(r"""(?:src|href|action)=["'](?!data:|#)|url\(|@import|https?://""")


@pytest.fixture(scope="module")
def source() -> Source:
    return told_session()


@pytest.fixture(scope="module")
def page(source: Source) -> str:
    return render(source, small_pictures(source), UTC)


def spans(source: Source):
    return spans_of((entry.fact for entry in source.facts), source.at)


class Words(HTMLParser):
    """The words of a page as a reader sees them, style sheet left out, and its tags."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self._said: list[str] = []
        self.feed(page)
        self.text = " ".join(" ".join(self._said).split())

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        if self.tags[-1:] != ["style"]:
            self._said.append(data)


# --- figures -------------------------------------------------------------------------------------------------


def test_time_is_cut_into_running_and_pauses(source: Source) -> None:
    found = spans(source)
    assert [span.phase for span in found] == [
        "running",
        "paused",
        "running",
        "paused",
        "running",
        "finishing",
    ]
    assert all(earlier.end == later.start for earlier, later in pairwise(found))
    assert seconds_in(found, "paused") == pytest.approx(95 + 2730)


def test_a_session_that_has_not_ended_lasts_until_now() -> None:
    facts = [PhaseChanged(10, "paused"), PhaseChanged(20, "aiming"), PhaseChanged(25, "running")]
    assert [(span.phase, span.seconds) for span in spans_of(facts, 60)] == [("aiming", 5), ("running", 35)]
    assert spans_of(facts[:1], 60) == []


def test_the_figures_are_those_of_the_story(source: Source) -> None:
    photos = [measured(photo) for photo in source.photos]
    figures = figures_of(source, photos, spans(source), skips=1)
    assert (figures.total, figures.accepted, figures.skipped, figures.missing) == (480, 478, 1, 0)
    assert (figures.rejected, figures.retaken, figures.lost, figures.pending) == (1, 1, 0, 0)
    assert figures.reasons == figures.retake_reasons == {"wrong_xray": 1}
    assert figures.verdicts == {"verified": 478, "wrong": 1}
    assert figures.rate == pytest.approx(60 * 479 / figures.running_s)
    nokia, pixel = sets_of(source, photos)
    assert (nokia.accepted, nokia.phones, pixel.rejected) == (239, ("Nokia 6.1",), 1)
    assert nokia.tilt is not None
    assert pixel.tilt is not None
    assert nokia.tilt < pixel.tilt


def test_the_story_has_a_sentence_for_what_went_wrong_and_one_for_each_run(source: Source) -> None:
    told = [line.message for line in condensed_log(source, spans(source)).lines]
    for words in (
        "Nokia 6.1 joined as a phone.",
        "5,041 is skipped: a burnt-in label covers it.",
        "The photo of 5,119 was rejected: it shows x-ray 5,118. 5,119 will be taken again for pixel10k.",
        "Pixel 7a lost its connection.",
        "The server was restarted. None lost.",
        "Finished. Every photo is stored and judged.",
    ):
        assert told.count(words) == 1, words
    assert sum(line.startswith("Ran for") for line in told) == 3
    assert any("x-rays 5,001 to 5,084" in line for line in told)
    assert not any("stored from" in line or "is connected" in line for line in told)


def test_what_is_said_again_and_again_is_said_once(source: Source) -> None:
    facts = [
        entry for entry in source.facts for _ in range(6 if isinstance(entry.fact, ConnectionLost) else 1)
    ]
    story = condensed_log(replace(source, facts=tuple(facts)), spans(source))
    lost = [line for line in story.lines if "lost its connection" in line.message]
    assert [line.times for line in lost] == [6]


def test_that_everybody_leaves_at_the_end_is_not_worth_telling(source: Source) -> None:
    left = ConnectionLost(source.at, "pb", 1)
    story = condensed_log(replace(source, facts=(*source.facts, JournalRow(9999, left))), spans(source))
    assert story.lines[-1].message.startswith("Finished")


def test_a_long_story_says_how_much_of_it_is_left_out(source: Source) -> None:
    again = [
        JournalRow(0, RetakeListed(source.row.created_at, "pixel10k", FIRST + n % 7, "operator"))
        for n in range(300)
    ]
    story = condensed_log(replace(source, facts=(*source.facts[:10], *again)), [])
    assert len(story.lines) == MOST_LINES
    assert story.untold > 90


def test_the_photos_to_look_at_are_the_worst_first(source: Source) -> None:
    worst = photos_to_look_at([measured(photo) for photo in source.photos], most=5)
    assert (worst[0].photo.index, worst[0].photo.state) == (FIRST + STALE, "rejected")
    assert all(one.warnings for one in worst[1:])
    assert [photo.id for photo in photos_shown(source)][:5] == [one.photo.id for one in worst]


def test_flagged_photos_are_counted_and_come_right_after_those_set_aside(source: Source) -> None:
    flagged = replace(source.photos[9], measures={**source.photos[9].measures, "flag": "not_verified"})
    told = replace(source, photos=(*source.photos[:9], flagged, *source.photos[10:]))
    assert [photo.id for photo in photos_shown(told)][1] == flagged.id
    text = Words(render(told, small_pictures(told), UTC)).text
    assert "flagged 1 to look at" in text
    assert "Flagged: it is uncertain whether it shows its x-ray." in text


def test_of_photos_that_were_not_compared_some_are_shown_from_first_to_last(source: Source) -> None:
    unknown = [measured(replace(photo, measures={}, state="accepted")) for photo in source.photos]
    indices = [one.photo.index for one in photos_to_look_at(unknown, most=4)]
    assert indices[0] == FIRST
    assert indices == sorted(indices)
    assert indices[-1] > FIRST + 170
    assert photos_to_look_at([]) == []


def test_measures_that_are_not_numbers_are_left_out(source: Source) -> None:
    odd = source.photos[0]
    for value in (None, "x", True, float("nan")):
        photo = type(odd)(
            **{name: getattr(odd, name) for name in odd.__slots__}
            | {"measures": {"quality": {"tilt": value}}}
        )
        assert points([measured(photo)], EVERY_LIMIT["tilt"]) == []


# --- drawings ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 10, [0, 5, 10]),
        (0.31, 0.94, [0.4, 0.6, 0.8]),
        (-3, 4, [-2, 0, 2, 4]),
        (5, 5, [5]),
        (0, 72, [0, 20, 40, 60]),
    ],
)
def test_ticks_are_round_numbers_within_the_range(low: float, high: float, expected: list[float]) -> None:
    assert ticks(low, high, 3) == expected


def test_a_scale_goes_from_end_to_end_also_downwards() -> None:
    up = Scale(0, 10, 100, 20)
    assert [up(0), up(5), up(10)] == [100, 60, 20]
    assert Scale(3, 3, 0, 10)(3) == 5


def test_text_in_drawings_is_escaped() -> None:
    assert tag("text", "<b>", x=1.50, class_='"') == '<text x="1.5" class="&#34;">&lt;b&gt;</text>'


def test_a_long_pause_is_drawn_short_and_time_never_goes_back(source: Source) -> None:
    axis = TimeAxis.over(spans(source), 0, 1000)
    places = [axis(source.row.created_at + seconds) for seconds in range(0, 4200, 7)]
    assert places == sorted(places)
    assert (places[0], places[-1]) == (0, 1000)
    lunch = next(span for span in axis.spans if span.seconds > 2000)
    assert axis.is_shortened(lunch)
    assert axis(lunch.end) - axis(lunch.start) < 150


@pytest.mark.parametrize("width", [1040, 400])
def test_the_timeline_is_a_well_formed_picture_with_its_marks(source: Source, width: int) -> None:
    root = ElementTree.fromstring(timeline(source, spans(source), UTC, width, 200))
    assert root.get("aria-label") == "479 photos from 10:00:00 to 10:54:15, with 2 pauses"
    titles = [element.text for element in root.iter("title")]
    assert "5,119 rejected: it shows x-ray 5,118" in titles
    assert "The server was restarted" in titles
    assert "Paused for 45 min 30 s" in titles
    for bar in root.iter("rect"):
        assert 0 <= float(bar.get("x", -1)) <= width
        assert float(bar.get("height", -1)) >= 0


def test_a_measure_is_drawn_with_its_limits_and_every_photo(source: Source) -> None:
    limit = LIMITS["tilt"]
    found = points([measured(photo) for photo in source.photos], limit)
    root = ElementTree.fromstring(scatter_plot(found, limit, source.plan))
    drawn = {path.get("class"): path.get("d", "").count("M") for path in root.iter("path")}
    assert drawn == {"dots set0 good": 239 - 14, "dots set1 good": 240, "dots set0 warn": 14}
    assert [line.get("class") for line in root.iter("line") if "limit" in line.get("class", "")] == [
        "limit warn"
    ]
    assert "14 with a warning" in root.get("aria-label", "")
    assert {point.photo.index for point in found if point.judgement == "warn"} == set(
        range(FIRST + KNOCK, FIRST + KNOCK + 14)
    )


@pytest.mark.parametrize("value", [0.0, 1.0, -3.0, 1e6])
def test_values_that_are_all_the_same_can_be_drawn(source: Source, value: float) -> None:
    for limit in EVERY_LIMIT.values():
        one = Point(source.photos[0], value, limit.judge(value))
        ElementTree.fromstring(scatter_plot([one, one], limit, source.plan))


def test_a_limit_of_either_sign_is_drawn_on_both_sides() -> None:
    limit = Limit("roll", "degrees", "beyond", 4.0, None, "turn", "", "")
    assert limits_drawn(limit) == [("warn", 4.0), ("warn", -4.0)]


# --- words ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.4, "0 s"),
        (59.6, "1 min"),
        (95, "1 min 35 s"),
        (3600, "1 h"),
        (5400, "1 h 30 min"),
        (90000, "1 d 1 h"),
    ],
)
def test_durations_are_said_as_people_say_them(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_values_carry_their_unit() -> None:
    assert value_text(4.04, LIMITS["tilt"]) == "4.0°"
    assert [value_text(value, LIMITS["glare"]) for value in (0.00466, 0.02, 0.998)] == [
        "0.47 %",
        "2 %",
        "99.8 %",
    ]
    assert value_text(0.7191, EVERY_LIMIT["score"]) == "0.72"
    assert [bytes_text(size) for size in (900, 4_200_000)] == ["900 bytes", "4.2 MB"]
    assert verdicts({"verified": 1, "wrong": 2}) == "1 photo shows its x-ray, 2 show something else"
    assert verdicts({"": 7}) == "7 photos were not compared"
    assert verdicts({}) == "no photos were compared"


# --- the page ------------------------------------------------------------------------------------------------


def test_the_page_needs_nothing_but_itself(page: str) -> None:
    words = Words(page)
    assert not {"script", "iframe", "form"} & set(words.tags)
    # No icon, so that a browser asks the server for none, which the page's own policy forbids.
    assert (words.tags.count("link"), page.count('<link rel="icon" href="data:,">')) == (1, 1)
    assert [match for match in LINKS.findall(page) if match] == []
    assert "style=" not in page
    assert f"style-src {style_source()}" in page.replace("&#39;", "'")


def test_the_page_tells_what_matters(page: str) -> None:
    text = Words(page).text
    for words in (
        "Morning run",
        "x-rays 5,001 to 5,240, 18 December 2025, 10:00:00 to 10:54:15",
        "478 of 480 photos accepted",
        "1 photo was rejected and did not enter the data set",
        "478 photos show their x-rays, 1 shows something else.",
        "14 photos with a warning.",
        "Rejected. It shows x-ray 5,118.",
        "B 12, reading room",
        "9f" * 32,
    ):
        assert words in text, words


def test_pictures_can_be_left_out(source: Source) -> None:
    page = render(source, None, UTC)
    assert "data:image" not in page
    assert "Look at these first" not in page


def test_words_from_outside_cannot_become_markup(source: Source) -> None:
    told = told_session(220)
    evil = replace(told.plan, title="<script>alert(1)</script>", conditions={"room": "<img src=x>"})
    row = replace(told.row, plan=evil)
    page = render(replace(told, row=row, dataset=None), None, UTC)
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page


def test_a_condition_that_nobody_noted_is_called_so(source: Source) -> None:
    told = told_session(220)
    plan = replace(told.plan, conditions={"room": "B 12", "room_light": ""})
    text = Words(render(replace(told, row=replace(told.row, plan=plan), dataset=None), None, UTC)).text
    assert text.count("not noted") == 1


def test_a_session_before_its_start_has_a_report_too(source: Source) -> None:
    text = Words(render(bare(source), {}, UTC)).text
    assert "Nothing has been photographed yet." in text
    assert "were not compared with their x-rays" in text


def test_photos_that_no_run_took_are_reported_as_such(source: Source) -> None:
    facts = tuple(entry for entry in source.facts if not isinstance(entry.fact, PhaseChanged))
    text = Words(render(replace(source, facts=facts), {}, UTC)).text
    assert "478 photos accepted, taken outside of any run of this session." in text
    assert "photos a minute" not in text
    assert "missing" not in text


def test_photos_without_pictures_or_measures_do_not_hinder(source: Source) -> None:
    assert "picture is not there" in Words(render(source, {}, UTC)).text


# --- from a server, and by command ---------------------------------------------------------------------------


@pytest.fixture
def station(app: OpenAPI, tmp_path: Path) -> Station:
    station = Station(app, tmp_path / "data", count=2, sets=tuple(SETS)).open()
    for index in (1, 2):
        station.photograph(index)
    station.display.show_next(None)
    station.wait_for_phase("finished")
    return station


def test_the_operator_gets_the_report_under_a_policy_of_its_own(station: Station, stranger) -> None:
    address = f"/api/v1/sessions/{station.session}/report"
    answer = station.operator.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert "4 of 4 photos accepted" in Words(answer.text).text
    assert answer.text.count("data:image/jpeg") == 8
    policy = dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))
    assert (policy["default-src"], policy["style-src"]) == ("'none'", style_source())
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert "data:image/jpeg" not in station.operator.get(f"{address}?pictures=false").text
    assert_error(stranger.get(address), 401, "credential_missing")
    assert_error(station.operator.get("/api/v1/sessions/nosuchss/report"), 404, "session_unknown")


def test_the_command_writes_the_same_report_without_a_server(station: Station, tmp_path: Path) -> None:
    arguments = [station.session, "--data-root", str(tmp_path / "root"), "--out", str(tmp_path / "r.html")]
    with pytest.MonkeyPatch.context() as patch:
        forbid_decoding(patch)
        done = CliRunner().invoke(command, arguments)
    assert done.exit_code == 0, done.output
    page = (tmp_path / "r.html").read_text()
    served = station.operator.get(f"/api/v1/sessions/{station.session}/report").text
    made = re.compile(r"<dt>made</dt>.*")
    assert made.sub("", page) == made.sub("", served)
    again = CliRunner().invoke(command, arguments)
    assert "exists already" in str(again.exception)
    assert CliRunner().invoke(command, [*arguments, "--force", "--no-pictures"]).exit_code == 0
    assert "data:image" not in (tmp_path / "r.html").read_text()


def test_the_command_refuses_what_it_cannot_report_on(station: Station, tmp_path: Path) -> None:
    for arguments, words in (
        ([station.session, "--data-root", str(tmp_path)], "no data root"),
        (["nosuchss", "--data-root", str(tmp_path / "root")], "There is no session nosuchss"),
    ):
        refused = CliRunner().invoke(command, [*arguments, "--out", str(tmp_path / "x.html")])
        assert words in str(refused.exception)
        assert not (tmp_path / "x.html").exists()
