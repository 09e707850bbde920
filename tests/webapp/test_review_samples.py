"""Readers look at images that no session has: drawn from a synthetic set, shuffled, and judged by level."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask_openapi3 import OpenAPI
from werkzeug.test import TestResponse

from dataset.chexpert import read_table
from dataset.errors import SubsetError
from dataset.statistics import wilson
from dataset.statistics.image_sample import draw_images
from tests.webapp.clients import client, operator_client
from tests.webapp.shape import assert_error
from tests.webapp.xrays import NAME, make_dataset
from webapp.cli.main import cli
from webapp.container import Services
from webapp.settings import Settings

XRAYS = 6
PIPELINE = "contrast_up"
LEVELS = (1, 2, 3)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """X-rays, and a synthetic set of each level beside them."""
    folder = tmp_path_factory.mktemp("source")
    csv_file = make_dataset(folder, XRAYS)
    levels = ["--levels", ",".join(map(str, LEVELS))]
    out = ["--out", str(folder / "made"), "--name", "Ours-v1.0", "--workers", "1"]
    done = CliRunner().invoke(
        cli, ["synthesize", "--csv", str(csv_file), "--pipeline", PIPELINE, *levels, *out]
    )
    assert done.exit_code == 0, done.output
    return folder


class Readers:
    """An operator who lets readers look at samples."""

    def __init__(self, app: OpenAPI, source: Path) -> None:
        self.client = operator_client(app)
        self.made = source / "made" / "Ours-v1.0"
        self.csv = source / NAME / "train.csv"
        registered = self.post("/datasets", name="drawn", csv=str(self.csv), data_dir=str(source))
        self.dataset = registered.json["id"]
        self.sample = ""

    def post(self, path: str, **body: Any) -> TestResponse:
        return self.client.post(f"/api/v1{path}", json=body)

    def get(self, path: str, **query: Any) -> TestResponse:
        return self.client.get(f"/api/v1{path}", query_string=query)

    def draw(self, **more: Any) -> TestResponse:
        body = {"name": "By level", "folder": str(self.made), "dataset": self.dataset, "each": 4, "seed": 3}
        drawn = self.post("/review-samples", **{**body, **more})
        self.sample = drawn.json.get("id", "")
        return drawn

    def queue(self, reader: str = "Dr. Okafor", **query: Any) -> Any:
        answer = self.get("/reviews", session=self.sample, reader=reader, limit=100, **query)
        assert answer.status_code == 200, answer.json
        return answer.json

    def say(
        self, number: int, choice: str = "usable", reader: str = "Dr. Okafor", **more: Any
    ) -> TestResponse:
        return self.post(
            f"/review-samples/{self.sample}/reviews", number=number, reader=reader, choice=choice, **more
        )


@pytest.fixture
def readers(app: OpenAPI, source: Path) -> Readers:
    return Readers(app, source)


def test_so_many_images_of_each_level_are_drawn_and_shuffled(readers: Readers, lab: Services) -> None:
    drawn = readers.draw()
    assert drawn.status_code == 201, drawn.json
    assert drawn.json["images"] == 4 * len(LEVELS)
    assert [of["level"] for of in drawn.json["fitness"]] == list(LEVELS)
    assert all((of["pipeline"], of["images"], of["read"]) == (PIPELINE, 4, 0) for of in drawn.json["fitness"])
    kept = lab.review_samples.get(readers.sample)
    assert Counter(image.level for image in kept.images) == dict.fromkeys(LEVELS, 4)
    assert [image.level for image in kept.images] != sorted(image.level or 0 for image in kept.images)
    again = lab.review_samples.get(readers.draw().json["id"])
    assert again.images == kept.images
    more = lab.review_samples.get(readers.draw(each=5).json["id"])
    assert set(kept.images) < set(more.images)
    other = lab.review_samples.get(readers.draw(seed=4).json["id"])
    assert other.images != kept.images
    listed = readers.get("/review-samples").json["samples"]
    assert len(listed) == 4


def test_a_reader_sees_each_image_beside_its_x_ray_and_not_how_it_was_made(
    readers: Readers, lab: Services
) -> None:
    readers.draw()
    found = readers.queue()
    assert (found["total"], found["unread"]) == (12, 0)
    assert PIPELINE not in str(found)
    table = read_table(readers.csv)
    for photo, image in zip(found["photos"], lab.review_samples.get(readers.sample).images, strict=True):
        assert photo["kind"] == "image"
        shown = readers.get(photo["picture"].removeprefix("/api/v1"))
        assert shown.data == (readers.made.parent / image.path).read_bytes()
        assert readers.get(photo["xray"].removeprefix("/api/v1")).status_code == 200
        assert table.path(image.xray).split("/")[-3:-1] == image.path.split("/")[-3:-1]


def test_the_share_found_fit_is_told_by_level_with_its_interval(
    readers: Readers, lab: Services, settings: Settings
) -> None:
    readers.draw()
    for number, image in enumerate(lab.review_samples.get(readers.sample).images, start=1):
        if image.level == 3:
            assert readers.say(number, "unusable", reasons=["too_dark"]).status_code == 201
        elif image.level == 2:
            readers.say(number)
            readers.say(
                number,
                *(("unusable",) if number % 2 else ("usable",)),
                reader="Dr. Lind",
                **({"reasons": ["blur"]} if number % 2 else {}),
            )
    odd = sum(
        image.level == 2 and number % 2 == 1
        for number, image in enumerate(lab.review_samples.get(readers.sample).images, start=1)
    )
    told = {of["level"]: of for of in readers.get(f"/review-samples/{readers.sample}").json["fitness"]}
    assert (told[1]["read"], told[1]["share"], told[1]["interval"]) == (0, None, None)
    assert (told[2]["read"], told[2]["fit"]) == (4, 4 - odd)
    assert (told[3]["read"], told[3]["share"]) == (4, 0.0)
    assert told[3]["interval"] == pytest.approx(wilson(0, 4))
    rows = list(
        csv.DictReader(io.StringIO(readers.get(f"/review-samples/{readers.sample}/fitness.csv").text))
    )
    assert [(row["level"], row["read"], row["fit"]) for row in rows] == [
        ("1", "0", "0"),
        ("2", "4", str(4 - odd)),
        ("3", "4", "0"),
    ]
    options = ["--review-sample", "By level", "--data-root", str(settings.data_root)]
    done = CliRunner().invoke(cli, ["stats", *options])
    assert done.exit_code == 0, done.output
    assert "Fit for diagnosis" in done.output
    assert f"synthetic/{PIPELINE}-3" in done.output


def test_answers_are_replaced_undone_and_compared_as_those_about_photos(readers: Readers) -> None:
    readers.draw(each=1)
    for number in (1, 2, 3):
        readers.say(number)
        readers.say(number, "unusable", reader="Dr. Lind", reasons=["glare"])
    undone = readers.post("/reviews/undo", reader="Dr. Lind", sessions=[readers.sample])
    assert undone.json["index"] == 3
    assert readers.queue("Dr. Lind")["unread"] == 2
    (pair,) = readers.get("/reviews/agreement", session=readers.sample).json["pairs"]
    assert (pair["both"], pair["first_only"]) == (2, 2)
    history = readers.get(f"/review-samples/{readers.sample}/reviews").json["reviews"]
    assert [row["undone"] for row in history] == [False] * 5 + [True, False]


def test_a_reader_with_a_link_judges_images_and_learns_nothing_else(readers: Readers, app: OpenAPI) -> None:
    readers.draw(each=1)
    secret = readers.post("/credentials", scope="reviewer", name="Dr. Lind").json["secret"]
    operators, readers.client = readers.client, client(app)
    assert readers.post("/sign-in", token=secret).status_code == 204
    (first, *_) = readers.queue("Dr. Lind")["photos"]
    for address in (first["picture"], first["xray"]):
        assert readers.get(address.removeprefix("/api/v1")).status_code == 200
    assert readers.say(1, reader="Dr. Lind").status_code == 201
    assert_error(readers.say(1, reader="Dr. Okafor"), 403, "forbidden")
    assert [one["id"] for one in readers.get("/review-samples").json["samples"]] == [readers.sample]
    for closed in (f"/{readers.sample}", f"/{readers.sample}/fitness.csv", f"/{readers.sample}/reviews"):
        assert readers.get(f"/review-samples{closed}").status_code == 403, closed
    readers.client = operators
    assert readers.get(f"/review-samples/{readers.sample}/reviews").json["reviews"][0]["reader"] == "dr_lind"


def test_an_image_that_has_changed_since_it_was_drawn_is_not_shown(
    readers: Readers, lab: Services, tmp_path: Path
) -> None:
    readers.draw(each=1)
    image = lab.review_samples.get(readers.sample).images[0]
    file = readers.made.parent / image.path
    bytes_ = file.read_bytes()
    file.write_bytes(bytes_ + b"\0")
    try:
        shown = readers.get(f"/review-samples/{readers.sample}/images/1/picture")
        assert_error(shown, 409, "image_changed")
    finally:
        file.write_bytes(bytes_)


def test_what_makes_no_sample_is_refused(readers: Readers, settings: Settings, source: Path) -> None:
    assert_error(readers.draw(folder=str(settings.data_root)), 422, "folder_unusable")
    assert_error(readers.draw(folder="/no/such"), 422, "folder_unusable")
    assert_error(readers.draw(folder=str(source / "made")), 422, "csv_unusable")
    assert_error(readers.draw(dataset="nosuchds"), 404, "dataset_unknown")
    unknown = readers.draw(sets=["synthetic/none"])
    assert_error(unknown, 422, "subset_outside")
    assert f"it has synthetic/{PIPELINE}-1" in unknown.json["error"]["message"]
    readers.sample = "nosuchss"
    assert_error(readers.get("/review-samples/nosuchss"), 404, "sample_unknown")
    assert_error(readers.say(1), 404, "sample_unknown")
    readers.draw(each=1)
    assert_error(readers.say(9), 404, "photo_unknown")


def test_images_of_other_x_rays_are_named(source: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("Path\nCheXpert-v1.0/train/patient99999/study1/view1_frontal.jpg\n")
    with pytest.raises(SubsetError, match="show no x-ray of other"):
        draw_images(source / "made" / "Ours-v1.0", read_table(other), 2)
