"""The data set comes out with its labels, by REST and by command, and is refused rather than wrong."""

from __future__ import annotations

import csv
import io
import shutil
import time
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result
from flask_openapi3 import OpenAPI

from capture.facts import VerdictGiven
from dataset.images import encode_image, probe_image, read_image
from tests.waiting import wait_until
from tests.webapp.shape import assert_error
from tests.webapp.station import Station
from tests.webapp.xrays import xray_path
from webapp.cli.export import export

SETS = ("nokia10k", "pixel10k")
MEASURES: dict[str, Any] = {
    "format": "jpeg",
    "width": 64,
    "match": {"verdict": "verified", "code": "", "score": 0.91, "reasons": []},
    "homography": [1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0],
    "corners": [[0, 0], [64, 0], [64, 48], [0, 48]],
    "quality": {"tilt": 4.5},
    "warnings": ["tilt", "glare"],
    "rejections": [],
    "sentence": "Turn 3° left",
    "flag": "not_verified",
}


@pytest.fixture
def station(app: OpenAPI, tmp_path: Path) -> Station:
    """A station with two finished photos a set."""
    station = Station(app, tmp_path / "data", count=2, sets=SETS).open()
    for index in (1, 2):
        station.photograph(index)
    station.display.show_next(None)
    station.wait_for_phase("finished")
    wait_until(lambda: len(station.photos("accepted")) == 4, "all verdicts")
    return station


def command(*arguments: object) -> Result:
    return CliRunner().invoke(export, [str(argument) for argument in arguments])


def judge_again(station: Station, **measures: Any) -> None:
    """Journal measures for the photos of x-ray 1 in ``pixel10k``, as the check of its pixels would."""
    photo = next(
        photo for photo in station.photos("accepted") if (photo["set"], photo["index"]) == ("pixel10k", 1)
    )
    verdict = VerdictGiven(time.time(), "pixel10k", 1, 1, photo["name"], "accepted", measures=measures)
    station.app.extensions["services"].store.append(station.session, [verdict])


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_zip_is_a_chexphoto_data_set_with_labels(station: Station) -> None:
    answer = station.operator.get(f"/api/v1/export?session={station.session}&name=Ours-v1.0")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="Ours-v1.0.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert archive.testzip() is None
        names = set(archive.namelist())
        table = rows(archive.read("Ours-v1.0/train/natural/pixel10k.csv").decode())
        manifest = rows(archive.read("Ours-v1.0/manifest.csv").decode())
        photo = archive.read("Ours-v1.0/train/natural/pixel10k/patient00002/study1/view1_frontal.jpg")
    assert {row["Path"] for row in table} <= names
    assert {row["Edema"] for row in table} == {"1.0"}
    kept = station.operator.get(f"/api/v1/sessions/{station.session}/photos/pixel10k/2/1").data
    assert len(photo) == len(kept)
    assert {row["device"] for row in manifest} == {f"Phone of {name}" for name in SETS}
    assert all(row["session"] == station.session and row["taken_at"].startswith("20") for row in manifest)
    for condition in ("room_light", "window_blinds", "cursor", "screen_finish", "phone_orientation"):
        assert {row[condition] for row in manifest} == {""}, "nobody noted it"


def test_a_check_tells_what_an_export_would_hold(station: Station) -> None:
    answer = station.operator.get(f"/api/v1/export/check?session={station.session}")
    assert answer.json == {
        "photos": 4,
        "rectified": 0,
        "sets": {"nokia10k": 2, "pixel10k": 2},
        "splits": {"train": 4},
        "problems": [],
    }


def test_measures_become_columns_of_the_manifest(station: Station) -> None:
    judge_again(station, **MEASURES, display={"brightness": 0.8, "cursor_x": None, "size": 0.9})
    answer = station.operator.get(f"/api/v1/export?session={station.session}&name=Ours")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        manifest = rows(archive.read("Ours/manifest.csv").decode())
    known = next(row for row in manifest if (row["set"], row["index"]) == ("pixel10k", "1"))
    expected = {
        "display_brightness": "0.8",
        "display_cursor_x": "",
        "display_size": "0.9",
        "match_verdict": "verified",
        "match_score": "0.91",
        "match_reasons": "",
        "quality_tilt": "4.5",
        "quality_warnings": "tilt glare",
        "quality_advice": "Turn 3° left",
        "flag": "not_verified",
        "quality_rejections": "",
        "measured_width": "64",
        "bottom_right_x": "64",
        "h11": "1.0",
        "h23": "0.0",
    }
    assert {column: known[column] for column in expected} == expected
    assert "measured_homography" not in known
    assert [row["h11"] for row in manifest if row is not known] == ["", "", ""]


def test_a_photo_that_was_taken_sideways_is_told_of_as_it_is_exported(station: Station) -> None:
    turned = {"turn": 90, "height": 48, "homography": [0.0, -1.0, 64.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0]}
    corners = [[64, 0], [64, 48], [0, 48], [0, 0]]
    judge_again(station, **{**MEASURES, **turned, "corners": corners})
    answer = station.operator.get(f"/api/v1/export?session={station.session}&name=Ours")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        manifest = rows(archive.read("Ours/manifest.csv").decode())
    known = next(row for row in manifest if (row["set"], row["index"]) == ("pixel10k", "1"))
    expected = {"made": "encoded", "measured_turn": "90", "top_left_x": "0.0", "top_left_y": "0.0"}
    assert {column: known[column] for column in expected} == expected
    assert (known["bottom_right_x"], known["bottom_right_y"]) == ("48.0", "64.0")
    assert [float(known[name]) for name in ("h11", "h12", "h21", "h22")] == [1, 0, 0, 1]


def test_rectified_pictures_come_with_the_zip_and_what_has_none_is_listed(station: Station) -> None:
    judge_again(station, **MEASURES)
    asked = f"session={station.session}&name=Ours&rectified=true&rectified_side=32"
    checked = station.operator.get(f"/api/v1/export/check?{asked}").json
    assert (checked["photos"], checked["rectified"]) == (4, 1)
    (problem,) = checked["problems"]
    assert (problem["code"], problem["details"]) == ("left_out", {"indices": [1, 2]})
    assert "3 photos" in problem["message"]
    answer = station.operator.get(f"/api/v1/export?{asked}")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        picture = archive.read("Ours/train/natural/pixel10k-rectified/patient00001/study1/view1_frontal.jpg")
        assert len(rows(archive.read("Ours/left_out.csv").decode())) == 3
        assert len(rows(archive.read("Ours/train.csv").decode())) == 4
    header = probe_image(picture)
    assert (header.width, header.height) == (32, 24)
    too_small = station.operator.get(f"/api/v1/export?{asked.replace('=32', '=3')}")
    assert_error(too_small, 422, "invalid")


def test_the_command_adds_rectified_pictures_boxes_and_masks(station: Station, tmp_path: Path) -> None:
    judge_again(station, **MEASURES)
    xray = xray_path(1)
    (tmp_path / "boxes.csv").write_text(f"Path,x_min,y_min,x_max,y_max,label\n{xray},4,8,32,40,Edema\n")
    mask = (tmp_path / "masks" / xray).with_suffix(".png")
    mask.parent.mkdir(parents=True)
    mask.write_bytes(encode_image(np.eye(48, 64, dtype=np.uint8), "png"))
    common = ("--session", station.session, "--data-root", tmp_path / "root", "--name", "Ours")
    added = ("--rectified", "--boxes", tmp_path / "boxes.csv", "--masks", tmp_path / "masks")
    done = command(*common, *added, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert "4 photos of 2 sets, 1 rectified" in done.output
    assert "left out: the rectified pictures of 3 photos (1, 2, 2)" in done.output
    out = tmp_path / "out" / "Ours"
    (box,) = rows((out / "boxes.csv").read_text())
    assert box["Path"] == "Ours/train/natural/pixel10k/patient00001/study1/view1_frontal.jpg"
    assert [box[name] for name in ("top_left_x", "bottom_right_y", "x_max")] == ["4.0", "40.0", "32.0"]
    beside = out / "train/natural/pixel10k/patient00001/study1/view1_frontal.mask.png"
    assert (read_image(beside) == np.eye(48, 64)).all()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--rectified-side", "100"], "--rectified-side needs --rectified"),
        (["--boxes", "no.csv"], "no.csv cannot be read"),
        (["--masks", "no"], "there is no folder no"),
    ],
)
def test_the_command_refuses_additions_that_it_cannot_make(
    station: Station, tmp_path: Path, arguments: list[str], words: str
) -> None:
    common = ("--session", station.session, "--data-root", tmp_path / "root", "--out", tmp_path / "out")
    refused = command(*common, *arguments)
    assert refused.exit_code != 0
    assert words in f"{refused.output} {refused.exception}"
    assert not (tmp_path / "out").exists()


def test_nothing_to_export_an_unknown_session_and_a_changed_csv_are_said_plainly(station: Station) -> None:
    empty = station.new_session(sets=["empty"])
    assert_error(station.operator.get(f"/api/v1/export?session={empty}"), 422, "export_impossible")
    checked = station.operator.get(f"/api/v1/export/check?session={empty}").json
    assert (checked["photos"], [problem["code"] for problem in checked["problems"]]) == (
        0,
        ["export_impossible"],
    )
    assert_error(station.operator.get("/api/v1/export?session=nosuchss"), 404, "session_unknown")
    assert_error(station.operator.get("/api/v1/export"), 422, "invalid")
    assert_error(station.operator.get(f"/api/v1/export?session={station.session}&name=../up"), 422, "invalid")
    station.csv.write_text(station.csv.read_text() + "\n")
    assert_error(station.operator.get(f"/api/v1/export?session={station.session}"), 409, "csv_changed")


def test_the_command_writes_the_same_photos_without_a_server(station: Station, tmp_path: Path) -> None:
    done = command("--session", station.session, "--data-root", tmp_path / "root", "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert "4 photos of 2 sets" in done.output
    answer = station.operator.get(f"/api/v1/export?session={station.session}")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        for name in archive.namelist():
            assert (tmp_path / "out" / name).read_bytes() == archive.read(name), name


def test_the_command_writes_a_zip_that_is_whole_or_not_there(station: Station, tmp_path: Path) -> None:
    arguments = (
        "--session",
        station.session,
        "--data-root",
        tmp_path / "root",
        "--zip",
        tmp_path / "ours.zip",
    )
    assert command(*arguments).exit_code == 0
    assert zipfile.is_zipfile(tmp_path / "ours.zip")
    again = command(*arguments)
    assert "exists already" in str(again.exception)
    assert list(tmp_path.rglob("*.part")) == []


def test_a_bare_folder_of_photos_and_the_csv_are_enough(station: Station, tmp_path: Path) -> None:
    photos = tmp_path / "pixel10k"
    shutil.copytree(tmp_path / "root" / "photos" / "pixel10k" / station.session, photos)
    (photos / "000009__01__Lab-v1.0__train__nobody.jpg").write_bytes(b"x")
    done = command("--from-photos", photos, "--csv", station.csv, "--out", tmp_path / "out", "--name", "Bare")
    assert done.exit_code == 0, done.output
    assert "left out: 000009__01" in done.output
    table = rows((tmp_path / "out" / "Bare" / "train.csv").read_text())
    assert [row["Path"].split("/")[4] for row in table] == ["patient00001", "patient00002"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--session", "x"], "where to write"),
        (["--out", "o"], "what to export"),
        (["--out", "o", "--zip", "z", "--session", "x"], "where to write"),
        (["--out", "o", "--session", "x", "--from-photos", "p"], "what to export"),
        (["--out", "o", "--from-photos", "p"], "--csv"),
        (["--out", "o", "--from-photos", "p", "--csv", "c", "--rectified"], "--rectified needs --session"),
        (["--out", "o", "--from-photos", "p", "--csv", "c", "--usable-only"], "holds no reviews"),
    ],
)
def test_the_command_says_what_it_needs(arguments: list[str], words: str) -> None:
    refused = command(*arguments)
    assert refused.exit_code == 2
    assert words in refused.output


def test_the_command_refuses_a_folder_that_is_no_data_root_and_an_unknown_session(
    station: Station, tmp_path: Path
) -> None:
    elsewhere = command("--session", station.session, "--data-root", tmp_path, "--out", tmp_path / "out")
    assert "no data root" in str(elsewhere.exception)
    unknown = command("--session", "nosuchss", "--data-root", tmp_path / "root", "--out", tmp_path / "out")
    assert "There is no session nosuchss" in str(unknown.exception)
