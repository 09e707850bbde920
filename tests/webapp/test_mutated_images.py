"""Damaged files of every type cost one request each: no process dies of one, none hangs, and no answer is a 5xx.

200 of them by default; ``FUZZ=2000`` (``make fuzz``) takes all.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from dataset.images import read_image
from tests.waiting import wait_until
from tests.webapp.clients import operator_client
from tests.webapp.mutated_images import mutated_images, whole_images
from tests.webapp.shape import assert_error
from webapp.app import close_app, create_app
from webapp.pixels.worker_pixels import WorkerPixels
from webapp.settings import Settings

COUNT = int(os.environ.get("FUZZ", "200"))
REFUSALS = {"image_type": 415, "image_unreadable": 422}
OPAQUE = {"Content-Type": "application/octet-stream"}


class Workers(WorkerPixels):
    """Real workers that can be counted."""

    @property
    def pids(self) -> list[int]:
        return self._pool.pids


@pytest.fixture
def workers(settings: Settings) -> Workers:
    return Workers(settings.model_copy(update={"worker_time_limit_s": 20}))


@pytest.fixture
def operator(settings: Settings, workers: Workers) -> Iterator[FlaskClient]:
    app = create_app(settings, pixels=workers, with_demo=False)
    yield operator_client(app)
    close_app(app)


@pytest.mark.parametrize("name", whole_images())
def test_a_whole_file_of_each_type_is_transformed(name: str) -> None:
    assert min(read_image(whole_images()[name]).shape[:2]) >= 44


def test_no_damaged_file_kills_hangs_or_breaks_anything(operator: FlaskClient, workers: Workers) -> None:
    before = wait_until(lambda: workers.pids, "a worker", 60)
    answers: Counter[int] = Counter()
    for name, data in mutated_images(COUNT):
        answer = operator.post("/api/v1/transforms/identity?width=32&format=png", data=data, headers=OPAQUE)
        answers[answer.status_code] += 1
        if answer.status_code == 200:
            assert read_image(answer.data).shape[1] <= 32, name
        else:
            error = assert_error(answer, REFUSALS.get(answer.json["error"]["code"], 0))
            assert len(error["message"]) > 15, name
        assert workers.pids == before, f"a worker died of {name}"
    assert answers[200] > COUNT / 20
    assert answers[422] > COUNT / 5
