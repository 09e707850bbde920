"""Studies through the REST API: planned, started subset by subset, seen in the coverage, exported at once."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask_openapi3 import OpenAPI

from capture import facts
from capture.reviews import NewReview, PhotoKey
from tests.webapp.station import Station
from webapp.cli.main import cli

SET = {"name": "pixel10k", "first": 1, "last": 4, "subset_size": 2}


class Group(Station):
    """A group with a study of four x-rays in two subsets."""

    study = ""

    def begin(self) -> Group:
        values = {"room_light": ["On", "Off"], "room": ["A"]}
        self.study = self.post("/studies", name="The paper", dataset=self.dataset, sets=[SET])["id"]
        subsets = self.post(
            f"/studies/{self.study}/plan", first=1, last=4, subset_size=2, values=values, seed=3
        )["subsets"]
        self.change(sets=[{**SET, "subsets": subsets}])
        return self

    def change(self, status: int = 200, **body: Any) -> Any:
        answer = self.operator.patch(f"/api/v1/studies/{self.study}", json=body)
        assert answer.status_code == status, answer.json
        return answer.json

    def coverage(self) -> Any:
        return self.operator.get(f"/api/v1/studies/{self.study}/coverage").json

    def start(self, status: int = 201, **body: Any) -> Any:
        answer = self.operator.post(
            f"/api/v1/studies/{self.study}/sessions", json={"sets": ["pixel10k"], **body}
        )
        assert answer.status_code == status, answer.json
        if status < 300:
            self.session = answer.json["session"]
        return answer.json

    def photograph_all(self, *indices: int) -> None:
        self.open()
        for index in indices:
            self.photograph(index)
        self.display.show_next(None)
        self.wait_for_phase("finished")


@pytest.fixture
def group(app: OpenAPI, tmp_path: Path) -> Group:
    return Group(app, tmp_path / "xrays").begin()


def test_a_study_is_planned_by_proposal_and_edited_by_a_person(group: Group) -> None:
    study = group.operator.get(f"/api/v1/studies/{group.study}").json
    subsets = study["sets"][0]["subsets"]
    assert [(s["first"], s["last"]) for s in subsets] == [(1, 2), (3, 4)]
    assert {s["conditions"]["room_light"] for s in subsets} == {"On", "Off"}
    assert [s["conditions"]["room"] for s in subsets] == ["A", "A"]
    subsets[1]["conditions"]["room"] = "B"
    changed = group.change(sets=[{**SET, "subsets": subsets}], edits=study["edits"])
    assert changed["sets"][0]["subsets"][1]["conditions"]["room"] == "B"
    refused = group.change(409, name="Late", edits=study["edits"])
    assert refused["error"]["code"] == "study_changed"
    overlapping = [{"first": 1, "last": 3}, {"first": 3, "last": 4}]
    refused = group.change(422, sets=[{**SET, "subsets": overlapping}])
    assert "Subset 2 of pixel10k overlaps" in refused["error"]["message"]


def test_a_sample_is_read_or_drawn_for_a_study(group: Group) -> None:
    path = f"/studies/{group.study}/sample"
    assert group.post(path, csv="index\n4\n1\n") == {"indices": [1, 4]}
    drawn = group.post(path, count=2, seed=1)["indices"]
    assert len(drawn) == 2
    answer = group.operator.post(f"/api/v1{path}", json={"csv": "5\n"})
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "sample_invalid")
    answer = group.operator.post(f"/api/v1{path}", json={})
    assert answer.status_code == 422


def test_subsets_are_started_filled_and_seen_in_the_coverage(group: Group) -> None:
    before = group.coverage()["sets"][0]
    assert (before["letters"], [s["state"] for s in before["subsets"]]) == ("....", ["free", "free"])
    made = group.start(subset=2)
    assert (made["first"], made["last"]) == (3, 4)
    planned = before["subsets"][1]["conditions"]
    assert made["conditions"]["room_light"] == planned["room_light"]
    assert group.start(200, subset=2)["session"] == made["session"]
    assert group.coverage()["sets"][0]["subsets"][1]["state"] == "open"
    group.photograph_all(3, 4)
    after = group.coverage()
    [covered] = after["sets"]
    assert covered["letters"] == "..aa"
    assert (covered["stored"], covered["missing"], covered["xrays"]) == (2, 2, 4)
    assert [s["state"] for s in covered["subsets"]] == ["free", "complete"]
    assert covered["subsets"][1]["sessions"] == [made["session"]]
    lights = {row["value"]: row for row in after["conditions"] if row["condition"] == "room_light"}
    assert {value: (row["planned"], row["stored"]) for value, row in lights.items()} == {
        planned["room_light"]: (2, 2),
        before["subsets"][0]["conditions"]["room_light"]: (2, 0),
    }
    assert group.start(409, subset=2)["error"]["code"] == "overlap"
    assert group.start(subset=2, overlap=True)["first"] == 3
    assert group.start(404, subset=3)["error"]["code"] == "subset_unknown"


def judge(group: Group, index: int, verdict: str, attempt: int = 1) -> None:
    """Have the photo of an ended session judged again."""
    row = group.app.extensions["services"].storage.photos.get(group.session, "pixel10k", index, attempt)
    given = facts.VerdictGiven(
        2000.0, "pixel10k", index, attempt, row.name, verdict, "operator", "Glare over the left lung."
    )
    group.app.extensions["services"].storage.journal.append(group.session, [given])


def test_refused_x_rays_and_unusable_ones_are_retaken_in_a_session_of_their_own(group: Group) -> None:
    first = group.start(subset=1)["session"]
    group.photograph_all(1, 2)
    group.start(subset=2)
    group.photograph_all(3, 4)
    group.session = first
    judge(group, 1, "rejected")
    storage = group.app.extensions["services"].storage
    last = storage.sessions.all(group.study)[0].plan.session
    storage.reviews.add(NewReview(PhotoKey(last, "pixel10k", 4, 1), "Okafor", "unusable", ("blur",)), 5.0)
    storage.reviews.add(NewReview(PhotoKey(last, "pixel10k", 3, 1), "Okafor", "usable"), 6.0)
    coverage = group.coverage()
    [covered] = coverage["sets"]
    assert (covered["letters"], covered["refused"], covered["reviewed"]) == ("raaa", 1, 2)
    assert [s["state"] for s in covered["subsets"]] == ["retake", "complete"]
    assert [(r["index"], r["why"], r["detail"]) for r in coverage["retakes"]] == [
        (1, "refused", "Glare over the left lung."),
        (4, "unusable", coverage["retakes"][1]["detail"]),
    ]
    made = group.start(retakes=True)
    assert (made["first"], made["last"], made["total"]) == (1, 4, 2)
    group.photograph_all(1, 4)
    [covered] = group.coverage()["sets"]
    assert (covered["letters"], covered["retaken"]) == ("AaaA", 2)
    assert group.coverage()["retakes"] == []
    assert group.start(409, retakes=True)["error"]["code"] == "nothing_to_take"


def test_a_subset_that_was_left_early_goes_on_with_what_it_lacks(group: Group) -> None:
    group.start(subset=1)
    group.open()
    group.photograph(1)
    group.act("abort")
    group.wait_for_phase("aborted")
    assert group.coverage()["sets"][0]["subsets"][0]["state"] == "begun"
    made = group.start(subset=1)
    assert (made["first"], made["last"]) == (2, 2)


def test_a_skipped_x_ray_is_not_missing_and_is_not_offered_again(group: Group) -> None:
    group.start(subset=1)
    group.open()
    group.act("skips", index=2, detail="a name is burned into it")
    group.photograph(1)
    group.display.show_next(None)
    group.wait_for_phase("finished")
    [covered] = group.coverage()["sets"]
    first = covered["subsets"][0]
    assert covered["letters"].startswith("ak")
    assert (first["stored"], first["skipped"], first["missing"]) == (1, 1, 0)
    assert first["state"] == "complete"
    assert group.coverage()["retakes"] == []
    group.act("retakes", index=2, detail="it can be read after all")
    assert group.coverage()["sets"][0]["subsets"][0]["missing"] == 1


def test_sessions_of_the_form_belong_to_the_oldest_study_of_their_data_set(group: Group) -> None:
    studies = group.operator.get("/api/v1/studies").json["studies"]
    # The station's own session, made before the study, began a study of the data set's name.
    assert [study["name"] for study in studies] == ["The paper", "Lab"]
    assert [study["sessions"] for study in studies] == [0, 1]
    group.new_session(study=group.study, overlap=True)
    assert len(group.coverage()["sessions"]) == 1
    answer = group.operator.get("/api/v1/studies/nowhere12")
    assert (answer.status_code, answer.json["error"]["code"]) == (404, "study_unknown")


def exported(data: bytes) -> dict[str, dict[str, str]]:
    """The manifest of an exported zip, by x-ray."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        name = next(name for name in archive.namelist() if name.endswith("manifest.csv"))
        rows = csv.DictReader(io.StringIO(archive.read(name).decode()))
        return {row["index"]: row for row in rows}


def test_a_study_is_exported_at_once_and_only_complete_unless_meant(group: Group, tmp_path: Path) -> None:
    query = {"study": group.study, "name": "Whole"}
    empty = group.operator.get("/api/v1/export", query_string={**query, "allow_incomplete": True})
    assert (empty.status_code, empty.json["error"]["code"]) == (422, "export_impossible")
    group.start(subset=1)
    group.photograph_all(1, 2)
    refused = group.operator.get("/api/v1/export", query_string=query)
    assert (refused.status_code, refused.json["error"]["code"]) == (409, "study_incomplete")
    assert "pixel10k: 2 missing, of 4 x-rays." in refused.json["error"]["message"]
    check = group.operator.get("/api/v1/export/check", query_string=query).json
    assert [problem["code"] for problem in check["problems"]] == ["study_incomplete"]
    part = group.operator.get("/api/v1/export", query_string={**query, "allow_incomplete": True})
    assert sorted(exported(part.data)) == ["1", "2"]
    group.start(subset=2)
    group.photograph_all(3, 4)
    newest = group.start(subset=2, overlap=True)["session"]
    group.photograph_all(3, 4)
    assert group.operator.get("/api/v1/export/check", query_string=query).json["problems"] == []
    whole = exported(group.operator.get("/api/v1/export", query_string=query).data)
    assert sorted(whole) == ["1", "2", "3", "4"]
    assert [whole[index]["session"] for index in ("3", "4")] == [newest, newest]
    neither = group.operator.get("/api/v1/export", query_string={"name": "Whole"})
    assert neither.status_code == 422


def test_the_command_exports_a_study_by_its_name(group: Group, settings: Any, tmp_path: Path) -> None:
    def run(*more: str) -> Any:
        base = ["export", "--data-root", str(settings.data_root), "--zip", str(tmp_path / "out.zip")]
        return CliRunner().invoke(cli, [*base, *more])

    group.start(subset=1)
    group.photograph_all(1, 2)
    refused = run("--study", "The paper")
    assert refused.exit_code != 0
    assert "pixel10k: 2 missing, of 4 x-rays." in refused.output
    unknown = run("--study", "Nothing")
    assert group.study in unknown.output
    done = run("--study", "The paper", "--allow-incomplete")
    assert done.exit_code == 0, done.output
    assert sorted(exported((tmp_path / "out.zip").read_bytes())) == ["1", "2"]
    assert "needs --study" in run("--session", group.session, "--allow-incomplete").output


def test_the_next_subset_is_the_one_that_the_study_has_planned(group: Group) -> None:
    subsets = [{"first": 1, "last": 1}, {"first": 2, "last": 4}]
    group.change(sets=[{**SET, "subsets": subsets}])
    group.start(subset=1)
    group.photograph_all(1)
    following = group.act("next")
    assert (following["first"], following["last"]) == (2, 4)


def test_the_next_subset_of_a_sample_has_only_its_x_rays(group: Group) -> None:
    subsets = [{"first": 1, "last": 1}, {"first": 2, "last": 4}]
    sample = {"name": "pixel10k", "first": 1, "last": 4, "indices": [1, 2, 4], "subsets": subsets}
    group.change(sets=[sample])
    group.start(subset=1)
    group.photograph_all(1)
    following = group.act("next")
    assert (following["first"], following["last"], following["total"]) == (2, 4, 2)


def test_a_session_of_retakes_leaves_what_lies_between_free(group: Group) -> None:
    group.change(sets=[SET])
    group.new_session(study=group.study, first=1, last=4, indices=[1, 4])
    group.start(subset=1, overlap=True)
    group.photograph_all(1, 2)
    following = group.act("next")
    assert (following["first"], following["last"]) == (3, 3)
