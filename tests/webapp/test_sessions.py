"""Sessions as the operator handles them."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from flask_openapi3 import OpenAPI
from PIL import Image

from capture.archive import Archive
from dataset.images import probe_image, read_image
from tests.waiting import wait_until
from tests.webapp.clients import HOST
from tests.webapp.devices import Phone
from tests.webapp.shape import assert_error
from tests.webapp.station import Station
from webapp.container import Services
from webapp.sessions.session_service import usual_title
from webapp.sessions.snapshots import AT_ONCE


@pytest.fixture
def station(app: OpenAPI, tmp_path: Path) -> Station:
    return Station(app, tmp_path / "data")


def test_a_new_session_waits_and_says_for_what(station: Station) -> None:
    snapshot = station.snapshot()
    assert snapshot["phase"] == "waiting"
    assert snapshot["dataset"] == {"id": station.dataset, "name": "Lab", "xrays": 4}
    assert snapshot["can"]["start"] is False
    assert snapshot["waits_for"]
    refused = station.operator.post(f"/api/v1/sessions/{station.session}/start")
    assert assert_error(refused, 409)["message"] == snapshot["can"]["start_why"]


def test_a_session_takes_the_servers_settings_unless_it_has_its_own(station: Station) -> None:
    usual = station.post("/sessions", dataset=station.dataset, first=1, last=1, sets=["a"])
    assert (usual["settings"]["settle_ms"], usual["settings"]["thumbnail"]) == (200, True)
    own = station.post(
        "/sessions", dataset=station.dataset, first=1, last=1, sets=["b"], settings={"settle_ms": 0}
    )
    assert own["settings"]["settle_ms"] == 0
    assert own["settings"]["fresh_frames"] == usual["settings"]["fresh_frames"]


@pytest.mark.parametrize("policy", [None, "flag", "off"])
def test_photos_are_verified_strictly_unless_the_session_says_otherwise(
    station: Station, policy: str | None
) -> None:
    chosen = {} if policy is None else {"verification": policy}
    made = station.post("/sessions", dataset=station.dataset, first=1, last=1, sets=["a"], settings=chosen)
    assert made["settings"]["verification"] == (policy or "strict")


def test_an_unknown_policy_is_refused(station: Station) -> None:
    body = {"dataset": station.dataset, "first": 1, "last": 1, "sets": ["a"]}
    answer = station.operator.post("/api/v1/sessions", json=body | {"settings": {"verification": "lax"}})
    fields = assert_error(answer, 422, "invalid")["details"]["fields"]
    assert [fault["field"] for fault in fields] == ["settings.verification"]


def test_conditions_and_title_are_kept(station: Station) -> None:
    conditions = {"room": "B 12", "notes": "Ränder abgeklebt"}
    made = station.post(
        "/sessions",
        dataset=station.dataset,
        first=2,
        last=3,
        sets=["a"],
        title="Morning",
        conditions=conditions,
    )
    assert made["title"] == "Morning"
    assert made["conditions"]["room"] == "B 12"
    assert made["conditions"]["notes"] == "Ränder abgeklebt"
    newest, *_ = station.operator.get("/api/v1/sessions").json["sessions"]
    assert newest["title"] == "Morning"


def test_a_condition_that_nobody_stated_is_not_noted(station: Station) -> None:
    made = station.post("/sessions", dataset=station.dataset, first=1, last=1, sets=["a"])
    assert len(made["conditions"]) == 9
    assert set(made["conditions"].values()) == {""}


def test_a_session_without_a_title_is_called_after_its_sets_xrays_and_time(station: Station) -> None:
    made = station.post("/sessions", dataset=station.dataset, first=2, last=4, sets=["left", "right"])
    assert re.fullmatch(r"left, right: 2 to 4, \d{1,2} \w{3} \d{4}, \d\d:\d\d", made["title"])


def test_a_title_names_the_first_of_many_sets_only() -> None:
    title = usual_title([f"phone{n}" for n in range(1, 33)], 5, 5, 1e9)
    assert title.startswith("phone1, phone2, phone3 and 29 more: 5, ")
    assert len(title) < 100


def test_a_long_list_lets_others_have_their_turn(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    turns: list[float] = []
    monkeypatch.setattr("webapp.sessions.snapshots.sleep", turns.append)
    for _ in range(2 * AT_ONCE):
        station.new_session(last=1, overlap=True)
    assert len(station.operator.get("/api/v1/sessions").json["sessions"]) == 2 * AT_ONCE + 1
    assert turns == [0, 0]


def test_the_list_comes_in_pages(station: Station) -> None:
    made = [station.session] + [station.new_session(last=1, overlap=True) for _ in range(6)]
    station.operator.post(f"/api/v1/sessions/{made[2]}/abort")
    pages: list[list[str]] = []
    query = {"limit": "3"}
    while query.get("after", "") is not None:
        page = station.operator.get("/api/v1/sessions", query_string=query).json
        pages.append([line["session"] for line in page["sessions"]])
        query["after"] = page["next"]
    assert [len(page) for page in pages] == [3, 3, 1]
    listed = station.operator.get("/api/v1/sessions").json
    whole = [line["session"] for line in listed["sessions"]]
    assert [session for page in pages for session in page] == whole
    assert (set(whole), listed["next"]) == (set(made), None)
    ended = station.operator.get("/api/v1/sessions?ended=true").json["sessions"]
    assert [line["session"] for line in ended] == [made[2]]
    unended = station.operator.get("/api/v1/sessions?ended=false&limit=6").json
    assert ({line["session"] for line in unended["sessions"]}, unended["next"]) == ({*made} - {made[2]}, None)


@pytest.mark.parametrize("query", ["limit=0", "limit=501", "after=../..", "ended=perhaps", "page=2"])
def test_the_list_refuses_another_page(station: Station, query: str) -> None:
    assert_error(station.operator.get(f"/api/v1/sessions?{query}"), 422)


def test_the_list_has_no_page_after_a_session_that_is_none(station: Station) -> None:
    assert_error(station.operator.get("/api/v1/sessions?after=aaaaaaaa"), 404, "session_unknown")


def test_the_list_says_which_sessions_are_piles_of_loose_photos(station: Station) -> None:
    pile = station.post("/loose", dataset=station.dataset, set="iphone1k")["id"]
    listed = station.operator.get("/api/v1/sessions").json["sessions"]
    assert {line["session"]: line["loose"] for line in listed} == {pile: True, station.session: False}


@pytest.mark.parametrize(
    "change",
    [
        {"first": 0},
        {"first": 3, "last": 2},
        {"sets": ["a", "a"]},
        {"sets": ["UPPER"]},
        {"sets": ["con"]},
        {"settings": {"settle_ms": -1}},
        {"settings": {"fresh_frames": 61}},
        {"settings": {"max_automatic_retakes": 21}},
        {"conditions": {"unknown": "x"}},
        {"surprise": 1},
    ],
)
def test_a_session_that_makes_no_sense_is_refused(station: Station, change: dict[str, Any]) -> None:
    body = {"dataset": station.dataset, "first": 1, "last": 2, "sets": ["a"], **change}
    assert_error(station.operator.post("/api/v1/sessions", json=body), 422, "invalid")


def test_a_subset_outside_the_csv_and_an_unknown_data_set_are_refused(station: Station) -> None:
    body = {"dataset": station.dataset, "first": 1, "last": 5, "sets": ["a"]}
    assert_error(station.operator.post("/api/v1/sessions", json=body), 422, "subset_outside")
    body["dataset"] = "nosuchdd"
    assert_error(station.operator.post("/api/v1/sessions", json=body), 404, "dataset_unknown")


def test_xrays_a_set_already_has_are_taken_again_on_purpose_only(station: Station) -> None:
    station.open()
    station.photograph(1)
    station.photograph(2)
    again = {"dataset": station.dataset, "first": 2, "last": 4, "sets": ["pixel10k"]}
    error = assert_error(station.operator.post("/api/v1/sessions", json=again), 409, "overlap")
    assert error["details"]["sets"] == {"pixel10k": [[2, 2]]}
    assert "pixel10k already has photos of 2." in error["message"]
    warnings = station.operator.post(
        f"/api/v1/datasets/{station.dataset}/checks", json={"first": 2, "last": 4, "sets": ["pixel10k"]}
    ).json["warnings"]
    assert [warning["code"] for warning in warnings] == ["overlap", "featureless_xrays"]
    assert station.operator.post("/api/v1/sessions", json={**again, "overlap": True}).status_code == 201
    assert station.operator.post("/api/v1/sessions", json={**again, "sets": ["other"]}).status_code == 201
    assert station.operator.get(f"/api/v1/datasets/{station.dataset}/coverage").json == {
        "sets": {"pixel10k": [[1, 2]]}
    }


def test_a_csv_that_changed_since_stops_start_and_resume(station: Station) -> None:
    station.open()
    station.photograph(1)
    station.act("pause")
    station.csv.write_text(
        station.csv.read_text() + "Lab-v1.0/train/patient00009/study1/view1_frontal.jpg,Male,\n"
    )
    refused = station.operator.post(f"/api/v1/sessions/{station.session}/resume")
    assert_error(refused, 409, "csv_changed")
    assert station.snapshot()["phase"] == "paused"


def test_a_csv_that_changes_meanwhile_pauses_the_session(
    app: OpenAPI, station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.sessions.ticker.CSV_CHECK_TICKS", 1)
    station.open()
    station.photograph(1)
    station.csv.write_text(station.csv.read_text() + "\n")
    assert station.wait_for_phase("paused")["reason"]["code"] == "csv_changed"


def test_pause_blanks_the_display_and_resume_goes_on(station: Station) -> None:
    station.open()
    station.display.show_next(1)
    station.phone.upload(station.phone.shoot(1))
    station.display.show_next(2)
    station.act("pause")
    station.phone.upload(station.phone.shoot(2))
    station.display.show_next(None)
    assert station.snapshot()["phase"] == "paused"
    assert station.act("resume")["phase"] == "running"
    station.photograph(3)


def test_an_aborted_session_keeps_everything_and_can_be_resumed(station: Station) -> None:
    station.open()
    station.photograph(1)
    assert station.act("abort")["phase"] == "aborted"
    assert len(station.operator.get(f"/api/v1/sessions/{station.session}/photos").json["photos"]) == 1
    assert station.act("resume")["phase"] == "running"


def test_a_retake_photographs_the_xray_again_under_a_new_attempt(station: Station) -> None:
    station.open()
    station.photograph(1)
    station.display.show_next(2)
    station.act("retakes", index=1, detail="glare")
    station.phone.upload(station.phone.shoot(2))
    station.display.show_next(1)
    station.phone.upload(station.phone.shoot(1, attempt=2))
    station.photograph(3)
    strip = station.operator.get(f"/api/v1/sessions/{station.session}/strip").json
    assert (strip["first"], strip["last"]) == (1, 4)
    assert strip["sets"]["pixel10k"][0] in "SA"
    rejected = wait_until(lambda: station.photos("rejected"), "the photo that was replaced")
    assert [(photo["index"], photo["attempt"], photo["code"]) for photo in rejected] == [(1, 1, "operator")]


def test_a_skipped_xray_is_never_shown(station: Station) -> None:
    station.act("skips", index=2, detail="not a chest")
    station.open()
    station.photograph(1)
    station.photograph(3)
    assert station.snapshot()["skips"] == [{"index": 2, "reason": "not a chest", "kept": []}]
    assert_error(
        station.operator.post(f"/api/v1/sessions/{station.session}/skips", json={"index": 3}), 422, "invalid"
    )
    outside = station.operator.post(
        f"/api/v1/sessions/{station.session}/skips", json={"index": 9, "detail": "x"}
    )
    assert_error(outside, 422, "index_outside")


def test_a_phone_can_be_put_in_anothers_place(app: OpenAPI, station: Station) -> None:
    station.open()
    station.photograph(1)
    spare = Phone(app, station.code("phone"), "Spare")
    assert spare.hello()["resume_point"] is None
    url = f"/api/v1/sessions/{station.session}/devices/{station.phone.id}/replace"
    assert station.operator.post(url, json={"with": spare.id}).status_code == 200
    spare.next("say_hello")
    assert spare.hello()["set"] == "pixel10k"
    assert spare.ready() == {"ok": True}
    states = {phone["name"]: phone["state"] for phone in station.snapshot()["phones"]}
    assert states == {"Phone of pixel10k": "dropped", "Spare": "active"}


def test_the_log_speaks_in_sentences_oldest_first(station: Station) -> None:
    station.open()
    station.photograph(1)
    rows = station.operator.get(f"/api/v1/sessions/{station.session}/events").json["events"]
    assert [row["seq"] for row in rows] == sorted(row["seq"] for row in rows)
    assert all(row["message"][0].isupper() or row["message"][0].isdigit() for row in rows)
    middle = rows[len(rows) // 2]["seq"]
    later = station.operator.get(f"/api/v1/sessions/{station.session}/events?after={middle}").json["events"]
    assert later[: len(rows)] == [row for row in rows if row["seq"] > middle][: len(later)]


def test_pages_of_the_log_hold_every_line_once_however_many_facts_say_nothing(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.sessions.log_pages.FACTS", 4)
    station.open()
    for index in (1, 2, 3, 4):
        station.photograph(index)
    url = f"/api/v1/sessions/{station.session}/events"
    whole = station.operator.get(f"{url}?limit=1000&after=0").json["events"]
    assert len(whole) > 8
    assert whole[-1]["seq"] > len(whole), "facts that make no line lie between"
    paged: list[dict[str, Any]] = []
    while len(page := station.operator.get(f"{url}?limit=3&after={_last(paged)}").json["events"]) == 3:
        paged += page
    assert paged + page == whole
    assert station.operator.get(f"{url}?limit=5").json["events"] == whole[-5:]


def test_the_log_is_filtered_by_every_property_and_paged_backwards(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.sessions.log_pages.FACTS", 4)
    station.open()
    for index in (1, 2, 3, 4):
        station.photograph(index)
    url = f"/api/v1/sessions/{station.session}/events"
    whole = station.operator.get(f"{url}?limit=1000&after=0").json["events"]
    phone = station.phone.id
    filters = {
        "kind=photo": lambda row: row["kind"] == "photo",
        "kind=photo&kind=phase": lambda row: row["kind"] in ("photo", "phase"),
        "level=info": lambda row: row["level"] == "info",
        f"device={phone}": lambda row: row["device"] == phone,
        "index=3": lambda row: row["index"] == 3,
        "text=STORED": lambda row: "stored" in row["message"].lower(),
        "kind=photo&index=2": lambda row: (row["kind"], row["index"]) == ("photo", 2),
    }
    for query, wanted in filters.items():
        expected = [row for row in whole if wanted(row)]
        assert 0 < len(expected) < len(whole), query
        assert station.operator.get(f"{url}?limit=1000&after=0&{query}").json["events"] == expected
        assert station.operator.get(f"{url}?limit=2&{query}").json["events"] == expected[-2:]
        lines = station.operator.get(f"{url}.jsonl?{query}").text.splitlines()
        assert [json.loads(line)["seq"] for line in lines] == [row["seq"] for row in expected]
    back: list[dict[str, Any]] = []
    before = ""
    while page := station.operator.get(f"{url}?limit=3{before}").json["events"]:
        back = page + back
        before = f"&before={page[0]['seq']}"
    assert back == whole


@pytest.mark.parametrize("query", ["kind=joy", "level=9", "index=0", "before=0"])
def test_a_filter_that_means_nothing_is_refused(station: Station, query: str) -> None:
    assert_error(station.operator.get(f"/api/v1/sessions/{station.session}/events?{query}"), 422)


def test_the_log_as_a_file_has_every_line_and_no_formula(station: Station) -> None:
    station.open()
    station.photograph(1)
    station.operator.post(
        f"/api/v1/sessions/{station.session}/skips", json={"index": 3, "detail": "=HYPERLINK(1)"}
    )
    url = f"/api/v1/sessions/{station.session}/events"
    whole = station.operator.get(f"{url}?limit=1000&after=0").json["events"]
    answer = station.operator.get(f"{url}.csv")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="events-{station.session}.csv"'
    rows = list(csv.DictReader(answer.text.splitlines()))
    assert [int(row["seq"]) for row in rows] == [row["seq"] for row in whole]
    assert "Phone of pixel10k" in {row["device_name"] for row in rows}
    assert all(row["at"].endswith("+00:00") for row in rows)
    german = station.operator.get(f"{url}.csv", headers={"Accept-Language": "de"}).text
    assert german != answer.text


def test_a_note_on_a_photo_is_kept_changed_removed_and_survives_a_replay(
    station: Station, lab: Services
) -> None:
    station.open()
    station.photograph(1)
    photos = f"/api/v1/sessions/{station.session}/photos"
    (photo,) = station.operator.get(photos).json["photos"]
    assert photo["note"] == ""
    url = f"{photo['url']}/note"
    events = f"/api/v1/sessions/{station.session}/events?text=note&limit=1000"
    for note in ("a pacemaker", "a pacemaker", " two ", ""):
        assert station.operator.put(url, json={"note": note}).json["note"] == note.strip()
        (photo,) = station.operator.get(photos).json["photos"]
        assert photo["note"] == note.strip()
        session = lab.store.replay(station.session)
        assert session.state.places["pixel10k"].photos[1, 1].note == note.strip()
    said = [row["message"] for row in station.operator.get(events).json["events"]]
    assert [message.partition(":")[2] for message in said] == [" a pacemaker", " two", ""]


def test_a_note_on_no_photo_or_a_long_one_is_refused(station: Station) -> None:
    station.open()
    station.photograph(1)
    photos = f"/api/v1/sessions/{station.session}/photos"
    for place in ("pixel10k/2/1", "nothing/1/1", "pixel10k/1/2"):
        refused = station.operator.put(f"{photos}/{place}/note", json={"note": "x"})
        assert assert_error(refused, 404)["code"] == "photo_unknown"
    assert_error(station.operator.put(f"{photos}/pixel10k/1/1/note", json={"note": "x" * 501}), 422)


def _last(rows: list[dict[str, Any]]) -> int:
    return int(rows[-1]["seq"]) if rows else 0


def test_photos_are_listed_newest_first_a_page_at_a_time(station: Station) -> None:
    station.open()
    for index in (1, 2, 3):
        station.photograph(index)
    url = f"/api/v1/sessions/{station.session}/photos?limit=2"
    first = station.operator.get(url).json["photos"]
    assert [photo["index"] for photo in first] == [3, 2]
    rest = station.operator.get(f"{url}&before={first[-1]['id']}").json["photos"]
    assert [photo["index"] for photo in rest] == [1]
    assert rest[0]["xray_path"] == "Lab-v1.0/train/patient00001/study1/view1_frontal.jpg"
    picture = station.operator.get(rest[0]["url"])
    assert (picture.status_code, picture.mimetype) == (200, "image/jpeg")
    small = station.operator.get(rest[0]["thumbnail"])
    assert (small.status_code, small.mimetype) == (200, "image/jpeg")
    assert_error(
        station.operator.get(f"/api/v1/sessions/{station.session}/photos/pixel10k/4/1"), 404, "photo_unknown"
    )


@pytest.mark.parametrize("asked", ["url", "thumbnail", "picture"])
def test_a_photo_that_is_judged_while_somebody_looks_at_it_is_shown(
    station: Station, lab: Services, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    station.open()
    station.photograph(1)
    [photo] = station.operator.get(f"/api/v1/sessions/{station.session}/photos").json["photos"]
    shutil.rmtree(lab.settings.data_root / "cache", ignore_errors=True)
    find, found = Archive.find, list[Path | None]()

    def found_before_it_is_moved(archive: Archive, *name: str) -> Path | None:
        found.append(find(archive, *name))
        if len(found) == 1:
            archive.file(*name, to="accepted")
            return found[0]
        return found[-1]

    monkeypatch.setattr(Archive, "find", found_before_it_is_moved)
    answer = station.operator.get(photo.get(asked) or f"{photo['url']}/picture")
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert len(set(found)) == 2


def test_the_display_gets_the_xray_itself_with_a_validator(station: Station, tmp_path: Path) -> None:
    url = f"/api/v1/sessions/{station.session}/xrays/1/picture"
    answer = station.operator.get(url)
    assert (
        answer.data
        == (tmp_path / "data" / "Lab-v1.0/train/patient00001/study1/view1_frontal.jpg").read_bytes()
    )
    assert not answer.headers["ETag"].startswith("W/")
    assert answer.headers["Cache-Control"] == "no-store"
    assert station.operator.get(url, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert_error(
        station.operator.get(f"/api/v1/sessions/{station.session}/xrays/5/picture"), 404, "xray_unknown"
    )


def test_the_display_gets_no_word_of_a_profile_that_browsers_would_follow(
    station: Station, lab: Services, tmp_path: Path
) -> None:
    grey = np.add.outer(np.arange(60), np.arange(90)).astype(np.uint8)
    file = tmp_path / "profiled.jpg"
    Image.fromarray(grey).save(file, "JPEG", icc_profile=b"any profile")
    shown, media_type = lab.pictures.xray(file)
    assert media_type == "image/png"
    assert np.array_equal(read_image(shown), read_image(file))
    assert lab.pictures.photo(file, "pixel10k", station.session) == (file, "image/jpeg")


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_photo_that_not_every_browser_turns_is_turned_before_it_is_shown(
    station: Station, lab: Services, tmp_path: Path, kind: str
) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    file = tmp_path / f"turned.{kind.lower()}"
    Image.fromarray(np.add.outer(np.arange(60), np.arange(90)).astype(np.uint8)).save(file, kind, exif=exif)
    shown, media_type = lab.pictures.photo(file, "pixel10k", station.session)
    header = probe_image(shown)
    assert (media_type, header.orientation, header.width, header.height) == ("image/png", 1, 60, 90)


def test_a_console_that_watches_is_told_of_everything(app: OpenAPI, station: Station) -> None:
    cookie = station.operator.get_cookie("__Host-operator", domain="lab.test")
    assert cookie is not None
    headers = {"Cookie": f"__Host-operator={cookie.value}", "Host": HOST}
    console = app.extensions["socketio"].test_client(app, namespace="/operator", headers=headers)
    answer = console.emit("watch", {"session": station.session}, namespace="/operator", callback=True)
    assert answer["ok"] is True
    assert answer["snapshot"]["session"] == station.session
    station.open()
    station.photograph(1)
    heard: list[tuple[str, Any]] = []

    def look() -> bool:
        heard.extend((packet["name"], packet["args"][0]) for packet in console.get_received("/operator"))
        accepted = [data for name, data in heard if name == "photo" and data["state"] == "accepted"]
        stored = [data for name, data in heard if name == "snapshot" and data["progress"]["stored"] == 1]
        return bool(accepted and stored)

    station.display.show_next(2)
    wait_until(look, "photo and snapshot")
    assert {name for name, _ in heard} == {"event", "photo", "snapshot"}
    unknown = console.emit("watch", {"session": "nosuchss"}, namespace="/operator", callback=True)
    assert unknown["error"]["code"] == "session_unknown"


def test_a_set_without_a_phone_is_agreed_to_at_the_start(station: Station) -> None:
    station.sets = ("pixel10k", "right")
    station.session = station.new_session()
    station.sets = ("pixel10k",)
    station.bring_devices()
    snapshot = station.snapshot()
    assert (snapshot["can"]["start"], snapshot["sets_without_phone"]) == (True, ["right"])
    url = f"/api/v1/sessions/{station.session}/start"
    error = assert_error(station.operator.post(url), 409, "not_ready")
    assert (error["message"], error["details"]["sets_without_phone"]) == (
        "right has no phone yet.",
        ["right"],
    )
    assert_error(station.operator.post(url, json={"without": ["left"]}), 422, "set_unknown")
    assert station.act("start", without=["right"])["progress"]["missing"] == 8
