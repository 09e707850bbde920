"""The data set comes out with its labels, by REST and by command, and is refused rather than wrong."""

from __future__ import annotations

import csv
import io
import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask_openapi3 import OpenAPI

from tests.webapp.devices import wait_for
from tests.webapp.shape import assert_error
from tests.webapp.station import Station
from webapp.cli.export import export

SETS = ("nokia10k", "pixel10k")


@pytest.fixture
def station(app: OpenAPI, tmp_path: Path) -> Station:
    """A station with two finished photos a set."""
    station = Station(app, tmp_path / "data", count=2, sets=SETS).open()
    for index in (1, 2):
        station.photograph(index)
    station.display.show_next(None)
    station.wait_for_phase("finished")
    wait_for(lambda: len(station.photos("accepted")) == 4, "all verdicts")
    return station


def command(*arguments: object) -> Result:
    return CliRunner().invoke(export, [str(argument) for argument in arguments])


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


def test_a_check_tells_what_an_export_would_hold(station: Station) -> None:
    answer = station.operator.get(f"/api/v1/export/check?session={station.session}")
    assert answer.json == {
        "photos": 4,
        "sets": {"nokia10k": 2, "pixel10k": 2},
        "splits": {"train": 4},
        "problems": [],
    }


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
    assert not (tmp_path / "ours.zip.part").exists()


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
