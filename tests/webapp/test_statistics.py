"""Statistics over REST and of studies: what was photographed, by which device, under which conditions."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask_openapi3 import OpenAPI

from tests.webapp.shape import assert_error
from tests.webapp.test_studies import Group
from webapp.cli.main import cli


@pytest.fixture
def group(app: OpenAPI, tmp_path: Path) -> Group:
    """A group that has photographed two of the four x-rays of its study."""
    group = Group(app, tmp_path / "xrays").begin()
    group.start(subset=1)
    group.photograph_all(1, 2)
    return group


def told(group: Group, of: str, **query: Any) -> Any:
    answer = group.operator.get(f"/api/v1/{of}/statistics", query_string=query)
    assert answer.status_code == 200, answer.json
    return answer.json


def test_a_data_set_is_counted(group: Group) -> None:
    found = told(group, f"datasets/{group.dataset}", blank="apart")
    assert (found["unit"], found["blank"]) == ("studies", "apart")
    assert sum(part["images"] for part in found["parts"] if part["set"] == "") == 4
    labels = found["parts"][0]["observations"][0]["labels"]
    assert [label["label"] for label in labels] == ["positive", "uncertain", "negative", "blank"]
    assert told(group, f"datasets/{group.dataset}", unit="images")["unit"] == "images"


def test_a_study_is_counted_by_its_accepted_photos(group: Group, settings: Any) -> None:
    (part,) = told(group, f"studies/{group.study}")["parts"]
    assert (part["set"], part["images"]) == ("natural/pixel10k", 2)
    assert part["facts"]["capture"] == {"automatic": 2}
    assert part["facts"]["room"] == {"A": 2}
    assert sum(part["facts"]["device"].values()) == 2
    options = ["stats", "--study", "The paper", "--data-root", str(settings.data_root), "--format", "json"]
    done = CliRunner().invoke(cli, options)
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["parts"] == [part]


def test_what_readers_found_is_part_of_a_studys_statistics(group: Group) -> None:
    for index, choice in ((1, {"choice": "usable"}), (2, {"choice": "unusable", "reasons": ["glare"]})):
        body = {"reader": "Dr. Lind", "set": "pixel10k", "index": index, "attempt": 1, **choice}
        group.post(f"/sessions/{group.session}/reviews", **body)
    (fitness,) = told(group, f"studies/{group.study}")["fitness"]
    assert (fitness["set"], fitness["read"], fitness["fit"], fitness["share"]) == ("pixel10k", 2, 1, 0.5)
    assert fitness["interval"] == pytest.approx([0.0945, 0.9055], abs=1e-4)


@pytest.mark.parametrize(
    ("format_", "begins"),
    [
        ("text", "Patients, studies and images"),
        ("markdown", "**Patients"),
        ("latex", "% Needs"),
        ("csv", "table,split,set"),
        ("json", "{"),
        ("svg", "<svg"),
    ],
)
def test_statistics_come_as_files(group: Group, format_: str, begins: str) -> None:
    for of in (f"datasets/{group.dataset}", f"studies/{group.study}"):
        answer = group.operator.get(f"/api/v1/{of}/statistics/file?format={format_}")
        assert answer.status_code == 200
        assert answer.text.startswith(begins)


def test_what_cannot_be_counted_is_told(app: OpenAPI, tmp_path: Path) -> None:
    group = Group(app, tmp_path / "xrays").begin()
    empty = group.operator.get(f"/api/v1/studies/{group.study}/statistics")
    assert_error(empty, 422, "export_impossible")
    assert "has no accepted photos yet" in empty.json["error"]["message"]
    assert_error(group.operator.get("/api/v1/datasets/nosuchds/statistics"), 404, "dataset_unknown")
    assert_error(group.operator.get("/api/v1/studies/nosuchss/statistics"), 404, "study_unknown")
    wrong = group.operator.get(f"/api/v1/studies/{group.study}/statistics/file?format=pdf")
    assert_error(wrong, 422, "invalid")


def test_the_csv_has_a_line_for_each_count(group: Group) -> None:
    text = group.operator.get(f"/api/v1/studies/{group.study}/statistics/file?format=csv").text
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["table"] for row in rows} >= {"sizes", "observations", "device", "room_light"}
    assert [row["count"] for row in rows if row["row"] == "images"] == ["2"]
