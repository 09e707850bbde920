"""Reviews by REST: what a reader goes through, what is kept of a choice, and what nobody is shown."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask_openapi3 import OpenAPI
from werkzeug.test import TestResponse

from capture.facts import VerdictGiven
from capture.storage import SessionRow
from tests.waiting import wait_until
from tests.webapp.pixels import InlinePixels
from tests.webapp.shape import assert_error
from tests.webapp.station import Station
from webapp.allowance import Allowances
from webapp.app import close_app, create_app
from webapp.cli.export import export
from webapp.container import Services
from webapp.sessions.snapshots import Snapshots
from webapp.settings import Settings
from webapp.shapes.session import SessionLine

COUNT = 4


@pytest.fixture
def station(app: OpenAPI, tmp_path: Path) -> Station:
    """A station with four finished photos."""
    station = Station(app, tmp_path / "data", count=COUNT).open()
    for index in range(1, COUNT + 1):
        station.photograph(index)
    station.display.show_next(None)
    station.wait_for_phase("finished")
    wait_until(lambda: len(station.photos("accepted")) == COUNT, "all verdicts")
    return station


def queue(station: Station, reader: str = "Dr. Okafor", **query: Any) -> Any:
    asked = {"session": station.session, "reader": reader, **query}
    answer = station.operator.get("/api/v1/reviews", query_string=asked)
    assert answer.status_code == 200, answer.json
    return answer.json


def say(
    station: Station, index: int, choice: str = "usable", reader: str = "Dr. Okafor", **more: Any
) -> TestResponse:
    body = {"reader": reader, "set": "pixel10k", "index": index, "attempt": 1, "choice": choice, **more}
    return station.operator.post(f"/api/v1/sessions/{station.session}/reviews", json=body)


def undo(station: Station, reader: str = "Dr. Okafor") -> TestResponse:
    return station.operator.post(
        "/api/v1/reviews/undo", json={"reader": reader, "sessions": [station.session]}
    )


def agreement(station: Station) -> Any:
    answer = station.operator.get(f"/api/v1/reviews/agreement?session={station.session}")
    assert answer.status_code == 200, answer.json
    return answer.json


def test_a_reader_chooses_among_sessions_with_accepted_photos(station: Station) -> None:
    station.new_session(sets=["other"])
    [line] = station.operator.get("/api/v1/reviews/sessions").json["sessions"]
    assert (line["session"], line["sets"], line["accepted"]) == (station.session, ["pixel10k"], COUNT)


def test_sessions_without_photos_take_no_time_of_the_list_of_readable_ones(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[str] = []
    summarise = Snapshots._summary

    def summary(self: Snapshots, row: SessionRow, *, loose: bool) -> SessionLine:
        looked_at.append(row.plan.session)
        return summarise(self, row, loose=loose)

    monkeypatch.setattr(Snapshots, "_summary", summary)
    for _ in range(5):
        station.new_session(last=1, overlap=True)
    listed = station.operator.get("/api/v1/reviews/sessions").json["sessions"]
    assert [line["session"] for line in listed] == looked_at == [station.session]


def test_a_reader_cannot_fill_the_disk_with_choices(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    reviews = station.app.extensions["services"].review_service
    monkeypatch.setattr(reviews, "_allowances", Allowances(0.001, 3.0))
    assert [say(station, 1).status_code for _ in range(3)] == [201] * 3
    assert_error(say(station, 1), 429, "too_many_tries")
    assert_error(undo(station), 429, "too_many_tries")
    assert say(station, 1, reader="Dr. Li").status_code == 201
    history = station.operator.get(f"/api/v1/sessions/{station.session}/reviews").json["reviews"]
    assert len(history) == 4


def test_a_reader_goes_on_at_the_first_photo_that_is_not_read(station: Station) -> None:
    begun = queue(station)
    assert (begun["total"], begun["read"], begun["unread"], begun["start"]) == (COUNT, 0, 0, 0)
    assert [photo["index"] for photo in begun["photos"]] == [1, 2, 3, 4]
    assert begun["reader"] == {"reader": "dr_okafor", "name": "Dr. Okafor", "place": 1}
    assert say(station, 1).status_code == 201
    assert say(station, 2, "unusable", reasons=["blur"]).status_code == 201
    later = queue(station, reader="dr okafor", limit=1)
    assert (later["read"], later["usable"], later["unread"], later["start"]) == (2, 1, 2, 2)
    assert [photo["position"] for photo in later["photos"]] == [2]
    back = queue(station, start=1, limit=1)["photos"][0]
    assert (back["mine"]["choice"], back["mine"]["reasons"]) == ("unusable", ["blur"])
    for index in (3, 4):
        say(station, index)
    assert queue(station)["unread"] is None


def test_pictures_of_a_queued_photo_can_be_fetched(station: Station) -> None:
    photo = queue(station)["photos"][0]
    for address in (photo["picture"], photo["thumbnail"], photo["xray"]):
        assert station.operator.get(address).status_code == 200, address


def test_a_photo_that_browsers_cannot_show_is_shown_as_a_png(
    station: Station, lab: Services, tmp_path: Path
) -> None:
    heic = Path(__file__).parents[1] / "dataset" / "files" / "turned.heic"
    shown, media_type = lab.pictures.photo(heic, "pixel10k", station.session)
    assert (shown.suffix, media_type) == (".png", "image/png")
    jpeg = tmp_path / "a.jpg"
    jpeg.write_bytes(station.operator.get(queue(station)["photos"][0]["url"]).data)
    assert lab.pictures.photo(jpeg, "pixel10k", station.session) == (jpeg, "image/jpeg")


def test_the_second_reader_is_not_shown_what_the_first_said(station: Station) -> None:
    say(station, 1, "unusable", reasons=["glare"], note="upper right")
    second = queue(station, reader="Dr. Lind")
    assert second["reader"]["place"] == 2
    assert all(photo["mine"] is None for photo in second["photos"])
    assert "upper right" not in str(second)
    assert "unusable" not in str(second)


def test_disagreements_are_named_once_both_have_read_everything(station: Station) -> None:
    for index in range(1, COUNT + 1):
        say(station, index)
        if index < COUNT:
            say(
                station,
                index,
                *(["unusable"] if index == 2 else ["usable"]),
                reader="Dr. Lind",
                **({"reasons": ["glare"]} if index == 2 else {}),
            )
    (pair,) = agreement(station)["pairs"]
    assert (pair["both"], pair["agreed"], pair["first_only"]) == (3, 2, 1)
    assert pair["disagreements"] is None
    say(station, 4, "unusable", reader="Dr. Lind", reasons=["too_dark"])
    told = agreement(station)
    (pair,) = told["pairs"]
    assert pair["readers"] == ["dr_okafor", "dr_lind"]
    assert [(found["index"], found["choices"]) for found in pair["disagreements"]] == [
        (2, ["usable", "unusable"]),
        (4, ["usable", "unusable"]),
    ]
    assert pair["kappa"] == pytest.approx(0.0)
    assert [reader["unusable"] for reader in told["readers"]] == [0, 2]
    assert told["readers"][1]["reasons"]["glare"] == 1


def test_kappa_is_null_where_it_does_not_exist(station: Station) -> None:
    assert agreement(station) == {"photos": COUNT, "readers": [], "pairs": []}
    for reader in ("A", "B"):
        say(station, 1, reader=reader)
    (pair,) = agreement(station)["pairs"]
    assert (pair["both"], pair["agreed"], pair["kappa"], pair["interval"]) == (1, 1, None, None)


def test_undo_takes_back_the_newest_choice_and_the_history_keeps_both(station: Station) -> None:
    say(station, 1)
    say(station, 1, "unusable", reasons=["cut_off"])
    say(station, 3, reader="Dr. Lind")
    assert undo(station).json["choice"] == "unusable"
    assert queue(station)["photos"][0]["mine"] is None  # begins at the first unread one, x-ray 2
    assert queue(station, start=0)["photos"][0]["mine"]["choice"] == "usable"
    assert undo(station).json["index"] == 1
    assert_error(undo(station), 409, "nothing_to_undo")
    history = station.operator.get(f"/api/v1/sessions/{station.session}/reviews").json["reviews"]
    assert [(row["reader"], row["choice"], row["undone"], row["undoes"] is not None) for row in history] == [
        ("dr_okafor", "usable", True, False),
        ("dr_okafor", "unusable", True, False),
        ("dr_lind", "usable", False, False),
        ("dr_okafor", "unusable", False, True),
        ("dr_okafor", "usable", False, True),
    ]


def test_a_note_is_one_line_of_a_table(station: Station) -> None:
    said = say(station, 1, note="  a hair\n on the\x00 screen ")
    assert said.json["note"] == "a hair on the screen"


def test_what_makes_no_sense_is_refused_and_nothing_is_kept(station: Station) -> None:
    assert_error(say(station, 1, "unusable"), 422, "reason_missing")
    assert_error(say(station, 1, "usable", reasons=["blur"]), 422, "reason_not_wanted")
    assert_error(say(station, 1, "unusable", reasons=["other"], note=" "), 422, "note_missing")
    assert_error(say(station, 1, "unusable", reasons=["ugly"]), 422, "invalid")
    assert_error(say(station, 1, reader="..."), 422, "invalid")
    assert_error(say(station, 9), 404, "photo_unknown")
    assert_error(station.operator.get("/api/v1/reviews?session=nosuchss&reader=A"), 404, "session_unknown")
    assert_error(station.operator.get("/api/v1/reviews/agreement?session=nosuchss"), 404, "session_unknown")
    assert_error(station.operator.get("/api/v1/reviews?reader=A"), 422, "invalid")
    assert station.operator.get(f"/api/v1/sessions/{station.session}/reviews").json == {"reviews": []}


def test_flagged_photos_come_first_or_alone(station: Station, lab: Services) -> None:
    photo = station.photos("accepted")[1]
    measures = {"match": {"verdict": "doubtful"}, "warnings": ["glare"]}
    fact = VerdictGiven(9e9, photo["set"], photo["index"], 1, photo["name"], "accepted", "", "", measures)
    lab.storage.journal.append(station.session, [fact])
    only = queue(station, which="flagged")
    assert [(found["index"], found["flagged"]) for found in only["photos"]] == [(photo["index"], True)]
    assert only["photos"][0]["measures"]["warnings"] == ["glare"]
    first = [found["index"] for found in queue(station, order="flagged")["photos"]]
    assert first == [photo["index"], *(index for index in (1, 2, 3, 4) if index != photo["index"])]


def test_several_sessions_are_read_as_one(station: Station) -> None:
    other = station.new_session(sets=["empty"])
    asked = {"session": [other, station.session], "reader": "A"}
    answer = station.operator.get("/api/v1/reviews", query_string=asked).json
    assert answer["total"] == COUNT


def test_reviews_outlive_the_server(station: Station, app: OpenAPI, settings: Settings) -> None:
    say(station, 1)
    close_app(app)
    again = create_app(settings, pixels=InlinePixels(), with_demo=False)
    try:
        history = again.extensions["services"].review_service.history(station.session)
    finally:
        close_app(again)
    assert [row["index"] for row in history] == [1]


def manifest(data: bytes, name: str = "Read-v1.0") -> dict[int, dict[str, str]]:
    """Return the rows of an exported zip's manifest by index."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        rows = csv.DictReader(io.StringIO(archive.read(f"{name}/manifest.csv").decode()))
        return {int(row["index"]): row for row in rows}


def test_an_export_tells_what_readers_said(station: Station) -> None:
    say(station, 1)
    say(station, 2, "unusable", reasons=["glare", "blur"], note="left lung")
    say(station, 2, reader="Dr. Lind")
    url = f"/api/v1/export?session={station.session}&name=Read-v1.0"
    rows = manifest(station.operator.get(url).data)
    assert [rows[index]["review"] for index in (1, 2, 3, 4)] == ["usable", "disagreed", "", ""]
    assert rows[2]["review_reasons_dr_okafor"] == "glare blur"
    assert rows[2]["review_note_dr_okafor"] == "left lung"
    assert (rows[2]["review_dr_lind"], rows[1]["review_dr_lind"]) == ("usable", "")


def test_an_export_may_take_only_what_every_reader_calls_usable(station: Station, settings: Settings) -> None:
    say(station, 1)
    say(station, 2)
    say(station, 2, "unusable", reader="Dr. Lind", reasons=["blur"])
    say(station, 3, "unusable", reasons=["glare"])
    query = f"session={station.session}&name=Read-v1.0&usable_only=true"
    assert station.operator.get(f"/api/v1/export/check?{query}").json["photos"] == 1
    assert list(manifest(station.operator.get(f"/api/v1/export?{query}").data)) == [1]
    root, zipped = settings.data_root, settings.data_root / "usable.zip"
    options = ["--usable-only", "--name", "Read-v1.0", "--zip", str(zipped), "--data-root", str(root)]
    done = CliRunner().invoke(export, ["--session", station.session, *options])
    assert done.exit_code == 0, done.output
    assert list(manifest(zipped.read_bytes())) == [1]
    undo(station)
    undo(station)
    undo(station)
    nothing = station.operator.get(f"/api/v1/export?{query}")
    assert_error(nothing, 422, "export_impossible")


def test_a_bare_folder_has_no_reviews_to_choose_by(tmp_path: Path) -> None:
    options = ["--from-photos", str(tmp_path), "--out", str(tmp_path / "out"), "--usable-only"]
    done = CliRunner().invoke(export, options)
    assert done.exit_code == 2
    assert "--usable-only needs --session" in done.output
