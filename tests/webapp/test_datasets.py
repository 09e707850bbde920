"""Data sets and subsets: what is refused, why, and all at once."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.waiting import PATIENCE_S, wait_until
from tests.webapp.clients import operator_client
from tests.webapp.pixels import InlinePixels
from tests.webapp.shape import assert_error
from tests.webapp.xrays import make_dataset, xray_path
from webapp.app import close_app, create_app
from webapp.container import Services
from webapp.datasets.demo_dataset import DemoDataset
from webapp.settings import Settings
from webapp.workers import WorkersClosed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_dataset(tmp_path / "data", 6)
    return tmp_path / "data"


def register(operator: FlaskClient, folder: Path, name: str = "Lab") -> Any:
    csv = folder / "Lab-v1.0" / "train.csv"
    return operator.post("/api/v1/datasets", json={"name": name, "csv": str(csv), "data_dir": str(folder)})


def check(operator: FlaskClient, dataset: str, first: int = 1, last: int = 6, **more: Any) -> Any:
    body = {"first": first, "last": last, "sets": ["pixel10k"], **more}
    return operator.post(f"/api/v1/datasets/{dataset}/checks", json=body)


def test_a_registered_data_set_is_listed_with_its_digest_and_splits(
    operator: FlaskClient, folder: Path
) -> None:
    answer = register(operator, folder)
    assert answer.status_code == 201
    assert answer.json["xrays"] == 6
    assert answer.json["splits"] == {"train": 6}
    assert len(answer.json["sha256"]) == 64
    known = dict(answer.json)
    assert known.pop("warnings") == []
    assert operator.get("/api/v1/datasets").json["datasets"] == [known]
    assert operator.get(f"/api/v1/datasets/{known['id']}").json == known


def test_paths_that_no_export_can_take_are_said_at_registration_and_by_the_check(
    operator: FlaskClient, folder: Path
) -> None:
    path = "mimic-cxr-jpg-2.1.0/files/p10/p10000032/s50414267/x.jpg"
    (folder / path).parent.mkdir(parents=True)
    (folder / path).write_bytes((folder / xray_path(1)).read_bytes())
    csv = folder / "Lab-v1.0" / "train.csv"
    csv.write_text(f"Path\n{path}\n{xray_path(1)}\n")
    registered = register(operator, folder).json
    [said] = registered["warnings"]
    assert said["code"] == "paths_unfit"
    assert path in said["message"]
    assert "chexphoto number-patients" in said["message"]
    assert said in check(operator, registered["id"], 1, 1).json["warnings"]
    assert said not in check(operator, registered["id"], 2, 2).json["warnings"]


def test_the_same_csv_again_is_the_same_data_set(operator: FlaskClient, folder: Path) -> None:
    assert register(operator, folder).json["id"] == register(operator, folder, "Again").json["id"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("File,Sex\na/b.jpg,Male\n", "csv_unusable"),
        ("", "csv_unusable"),
        ("Path\n", "csv_unusable"),
        ("Path\na/b.jpg\na/b.jpg\n", "csv_unusable"),
        ("Path\n/etc/passwd\n", "csv_unusable"),
        ("Path\n../secret.jpg\n", "csv_unusable"),
        ("Path,Sex\na/b.jpg,Male\n,Female\n", "csv_unusable"),
        ("Path\nnowhere/at/all.jpg\n", "folder_unusable"),
    ],
)
def test_an_unusable_csv_is_refused(operator: FlaskClient, folder: Path, text: str, code: str) -> None:
    (folder / "Lab-v1.0" / "train.csv").write_text(text)
    assert_error(register(operator, folder), 422, code)
    assert operator.get("/api/v1/datasets").json["datasets"] == []


def test_every_bad_path_of_a_csv_is_listed_at_once(operator: FlaskClient, folder: Path) -> None:
    (folder / "Lab-v1.0" / "train.csv").write_text(
        f"Path\n{xray_path(1)}\n../a.jpg\n/b.jpg\n{xray_path(1)}\n"
    )
    error = assert_error(register(operator, folder), 422, "csv_unusable")
    assert len(error["details"]["problems"]) == 3


def test_a_missing_csv_or_folder_is_refused(operator: FlaskClient, tmp_path: Path, folder: Path) -> None:
    body = {"name": "x", "csv": str(tmp_path / "no.csv"), "data_dir": str(folder)}
    assert_error(operator.post("/api/v1/datasets", json=body), 422, "csv_unusable")
    body = {"name": "x", "csv": str(folder / "Lab-v1.0" / "train.csv"), "data_dir": str(tmp_path / "no")}
    assert_error(operator.post("/api/v1/datasets", json=body), 422, "folder_unusable")


def test_a_good_subset_has_no_problems_and_says_what_it_means(operator: FlaskClient, folder: Path) -> None:
    answer = check(operator, register(operator, folder).json["id"], sets=["a", "b"])
    assert answer.status_code == 200
    assert answer.json["problems"] == []
    assert answer.json["photos"] == 12


@pytest.mark.parametrize(("first", "last"), [(1, 7), (7, 7), (0, 3), (4, 3)])
def test_a_subset_outside_the_csv_is_refused(
    operator: FlaskClient, folder: Path, first: int, last: int
) -> None:
    assert_error(check(operator, register(operator, folder).json["id"], first, last), 422)


@pytest.mark.parametrize("sets", [[], ["Pixel"], ["../up"], ["a", "a"], ["x" * 33], [""], ["-a"]])
def test_set_names_that_are_no_folder_names_are_refused(
    operator: FlaskClient, folder: Path, sets: list[str]
) -> None:
    assert_error(check(operator, register(operator, folder).json["id"], sets=sets), 422, "invalid")


def test_unreadable_xrays_are_listed_all_at_once_before_a_session(
    operator: FlaskClient, folder: Path
) -> None:
    dataset = register(operator, folder).json["id"]
    (folder / xray_path(2)).write_bytes((folder / xray_path(2)).read_bytes()[:200])
    (folder / xray_path(4)).unlink()
    (folder / xray_path(5)).write_text("no image")
    listed = check(operator, dataset).json["problems"]
    assert [problem["index"] for problem in listed] == [2, 4, 5]
    assert all(problem["reason"] and problem["path"] for problem in listed)
    made = operator.post("/api/v1/sessions", json={"dataset": dataset, "first": 1, "last": 6, "sets": ["a"]})
    assert assert_error(made, 422, "xrays_unreadable")["details"]["problems"] == listed
    assert operator.get("/api/v1/sessions").json["sessions"] == []


def test_a_file_that_was_good_is_looked_at_again_once_it_changed(operator: FlaskClient, folder: Path) -> None:
    dataset = register(operator, folder).json["id"]
    assert check(operator, dataset).json["problems"] == []
    (folder / xray_path(3)).write_bytes(b"damaged meanwhile")
    assert [problem["index"] for problem in check(operator, dataset).json["problems"]] == [3]


def test_symbolic_links_are_not_followed_unless_allowed(
    operator: FlaskClient, folder: Path, tmp_path: Path
) -> None:
    dataset = register(operator, folder).json["id"]
    outside = tmp_path / "outside.jpg"
    (folder / xray_path(1)).rename(outside)
    (folder / xray_path(1)).symlink_to(outside)
    problems = check(operator, dataset).json["problems"]
    assert [problem["index"] for problem in problems] == [1]
    assert "symbolic link" in problems[0]["reason"]
    assert_error(operator.get(f"/api/v1/datasets/{dataset}/xrays/1/thumbnail"), 422, "folder_unusable")


def test_a_csv_that_changed_is_shown_as_such_and_used_no_more(operator: FlaskClient, folder: Path) -> None:
    dataset = register(operator, folder).json["id"]
    csv = folder / "Lab-v1.0" / "train.csv"
    csv.write_text(csv.read_text() + f"{xray_path(7)},Male,\n")
    os.utime(csv, ns=(1, 1))
    assert operator.get(f"/api/v1/datasets/{dataset}").json["changed"] is True
    assert_error(check(operator, dataset), 409, "csv_changed")


def test_thumbnails_are_small_jpegs_made_once(operator: FlaskClient, folder: Path) -> None:
    dataset = register(operator, folder).json["id"]
    first = operator.get(f"/api/v1/datasets/{dataset}/xrays/2/thumbnail")
    assert (first.status_code, first.mimetype) == (200, "image/jpeg")
    assert first.data[:2] == b"\xff\xd8"
    assert len(first.data) <= 20_000
    again = operator.get(
        f"/api/v1/datasets/{dataset}/xrays/2/thumbnail", headers={"If-None-Match": first.headers["ETag"]}
    )
    assert again.status_code == 304
    assert_error(operator.get(f"/api/v1/datasets/{dataset}/xrays/7/thumbnail"), 422, "subset_outside")


def test_the_demo_is_named_as_being_prepared_while_it_is_drawn(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn, draw = threading.Event(), InlinePixels.draw_demo

    def draw_late(self: InlinePixels, folder: Path) -> Path:
        assert drawn.wait(PATIENCE_S)
        return draw(self, folder)

    monkeypatch.setattr(InlinePixels, "draw_demo", draw_late)
    app = create_app(settings, pixels=InlinePixels())
    operator = operator_client(app)
    try:
        listed = operator.get("/api/v1/datasets").json
        assert (listed["datasets"], listed["preparing"]) == ([], ["Demo (drawn x-rays)"])
        drawn.set()
        listed = wait_until(
            lambda: (seen := operator.get("/api/v1/datasets").json)["datasets"] and seen, "the demo"
        )
        assert [row["name"] for row in listed["datasets"]] == ["Demo (drawn x-rays)"]
        wait_until(lambda: operator.get("/api/v1/datasets").json["preparing"] == [], "the end of drawing")
    finally:
        drawn.set()
        close_app(app)


SECRET = "a token that opens everything"


def refused(operator: FlaskClient, csv: str, data_dir: str) -> dict[str, Any]:
    answer = operator.post("/api/v1/datasets", json={"name": "Lab", "csv": csv, "data_dir": data_dir})
    error: dict[str, Any] = assert_error(answer, 422)
    return error


def test_nothing_of_a_file_that_is_no_table_of_x_rays_is_told(
    operator: FlaskClient, folder: Path, tmp_path: Path
) -> None:
    told = []
    for text in (SECRET, f"{SECRET},{SECRET}\na,b\n", f'"{SECRET}', f"x\n{SECRET}", f"{SECRET}\xff"):
        (tmp_path / "file").write_bytes(text.encode("latin-1"))
        told.append(refused(operator, str(tmp_path / "file"), str(folder)))
    assert len(told) == 5
    assert SECRET not in str(told)
    assert "no column 'Path'" in told[0]["message"]


def test_a_column_that_is_nearly_named_path_is_hinted_at(
    operator: FlaskClient, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("path,Sex\na/b.jpg,Male\n")
    assert "capitals or blanks" in refused(operator, str(tmp_path / "file"), str(folder))["message"]


@pytest.mark.parametrize(
    ("csv", "reason"),
    [
        ("/dev/zero", "belongs to the system"),
        ("/proc/self/environ", "belongs to the system"),
        ("/sys/kernel/profiling", "belongs to the system"),
        ("~nosuchuser/train.csv", "no place"),
        ("/data/train\x00.csv", "no place"),
    ],
)
def test_what_is_no_file_of_a_data_set_is_refused(
    operator: FlaskClient, folder: Path, csv: str, reason: str
) -> None:
    assert reason in refused(operator, csv, str(folder))["message"]


def test_a_pipe_is_refused_and_nobody_waits_for_it(
    operator: FlaskClient, folder: Path, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    assert "a pipe or a device" in refused(operator, str(tmp_path / "pipe.csv"), str(folder))["message"]


@pytest.mark.parametrize("data_dir", ["~nosuchuser", "/data\x00"])
def test_a_folder_that_cannot_be_is_refused(operator: FlaskClient, folder: Path, data_dir: str) -> None:
    csv = str(folder / "Lab-v1.0" / "train.csv")
    assert "no place" in refused(operator, csv, data_dir)["message"]


def test_the_servers_own_folder_holds_no_data_sets(
    operator: FlaskClient, folder: Path, settings: Settings, tmp_path: Path
) -> None:
    own = settings.data_root / "secrets" / "operator-token"
    own.parent.mkdir(exist_ok=True)
    own.write_text(SECRET)
    (tmp_path / "link.csv").symlink_to(own)
    for csv in (own, tmp_path / "link.csv"):
        assert "server's own folder" in refused(operator, str(csv), str(folder))["message"]
    csv = str(folder / "Lab-v1.0" / "train.csv")
    assert "server's own folder" in refused(operator, csv, str(settings.data_root))["message"]


def test_a_table_that_is_far_too_large_is_refused(
    operator: FlaskClient, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dataset.chexpert.MAX_BYTES", 1_000_000)
    with (tmp_path / "large.csv").open("wb") as file:
        file.truncate(2_000_000)
    assert "larger than" in refused(operator, str(tmp_path / "large.csv"), str(folder))["message"]


def test_a_demo_whose_drawing_the_servers_stop_cut_short_is_no_fault_and_leaves_nothing(
    lab: Services, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    demo = tmp_path / "root" / "demo"
    unfinished = demo / ".CheXphoto-Demo-v1.0-abc"

    def cut_short(folder: Path) -> Path:
        assert not unfinished.exists()
        raise WorkersClosed("The server is shutting down.")

    unfinished.mkdir(parents=True)
    DemoDataset(lab.datasets, cut_short, tmp_path / "root").offer()
    assert lab.datasets.preparing == []
    assert [record for record in caplog.records if record.levelname in ("WARNING", "ERROR")] == []
