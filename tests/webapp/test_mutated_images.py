"""Damaged files of every type cost one request each: none hangs, none is answered with a 5xx, nothing grows.

``make fuzz`` throws 20,000 of them, these tests 200.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from dataset.errors import ImageError
from dataset.images import read_image
from tests.fuzz.seeds import read_seeds
from tests.fuzz.throwing import MOST_GROWTH_MB, OPAQUE, CountedWorkers, throw
from tests.fuzz.whole import REFUSED, whole_images
from tests.tiers import examples
from tests.waiting import wait_until
from tests.webapp.clients import operator_client
from tests.webapp.shape import assert_error
from webapp.app import close_app, create_app
from webapp.settings import Settings

COUNT = examples(200)
IDENTITY = "/api/v1/transforms/identity?width=32&format=png"


@pytest.fixture
def workers(settings: Settings) -> CountedWorkers:
    return CountedWorkers(settings.model_copy(update={"worker_time_limit_s": 20, "workers": 1}))


@pytest.fixture
def operator(settings: Settings, workers: CountedWorkers) -> Iterator[FlaskClient]:
    app = create_app(settings, pixels=workers, with_demo=False)
    yield operator_client(app)
    close_app(app)


@pytest.mark.parametrize("name", whole_images())
def test_a_whole_file_of_each_type_is_read(name: str) -> None:
    if name in REFUSED:
        with pytest.raises(ImageError):
            read_image(whole_images()[name])
    else:
        assert min(read_image(whole_images()[name]).shape[:2]) >= 44


def test_no_damaged_file_hangs_or_breaks_anything(operator: FlaskClient, workers: CountedWorkers) -> None:
    totals = throw(operator, workers, COUNT)
    assert totals.faults == []
    assert sum(answers.total() for answers in totals.answers.values()) == COUNT
    assert totals.of("picture") > COUNT / 20
    assert totals.of("refused") > COUNT / 5
    assert totals.growth_mb < MOST_GROWTH_MB


def test_seeds_cover_every_decoder() -> None:
    kinds = {name.removeprefix("seed-").split("-")[0] for name, _ in read_seeds()}
    assert kinds == {"jpeg", "png", "tiff", "webp", "heic", "dicom"}


def jpeg_with_a_byte_too_many() -> bytes:
    """A DICOM whose JPEG has a byte between two of its parts: GDCM throws where nothing catches it."""
    whole = whole_images()["dicom-jpeg-baseline"]
    scan = whole.index(b"\xff\xda", whole.index(b"\xff\xd8\xff"))
    return whole[:scan] + b"\x00" + whole[scan:]


def test_a_file_that_ends_the_decoder_costs_one_answer_and_the_second_time_not_even_a_process(
    operator: FlaskClient, workers: CountedWorkers
) -> None:
    before = wait_until(lambda: workers.pids, "a worker", 60)
    first = operator.post(IDENTITY, data=jpeg_with_a_byte_too_many(), headers=OPAQUE)
    error = assert_error(first, 422, "image_unreadable")
    assert "crashes" in error["message"]
    after = wait_until(lambda: [pid for pid in workers.pids if pid not in before], "another worker", 60)
    second = operator.post(IDENTITY, data=jpeg_with_a_byte_too_many(), headers=OPAQUE)
    assert second.json == first.json
    assert workers.pids == after
    assert operator.post(IDENTITY, data=whole_images()["jpeg"], headers=OPAQUE).status_code == 200
