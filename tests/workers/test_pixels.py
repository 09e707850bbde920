"""The tasks that the server gives its workers, through the pool, on real files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from dataset.errors import ImageError
from webapp.tasks import TASKS
from webapp.workers import WorkerPool
from webapp.workers.process import Tasks


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    pool = WorkerPool(1)
    yield pool
    pool.close()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.jpg"
    pixels = np.random.default_rng(7).integers(0, 255, (300, 400, 3), dtype=np.uint8)
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.fromarray(pixels).save(path, exif=exif, quality=90)
    return path


def test_a_whole_photo_is_described_and_gets_its_thumbnail(
    pool: WorkerPool, photo: Path, tmp_path: Path
) -> None:
    small = tmp_path / "small.jpg"
    found = pool.run("check_photo", path=photo, thumbnail_path=small, max_side=100)
    assert found == {"format": "jpeg", "width": 400, "height": 300, "orientation": 6}
    with Image.open(small) as image:
        assert image.size == (75, 100)


def test_a_cut_off_photo_is_refused_and_leaves_no_thumbnail(
    pool: WorkerPool, photo: Path, tmp_path: Path
) -> None:
    photo.write_bytes(photo.read_bytes()[:-5000])
    with pytest.raises(ImageError):
        pool.run("check_photo", path=photo, thumbnail_path=tmp_path / "small.jpg")
    assert not (tmp_path / "small.jpg").exists()


def test_every_xray_that_cannot_be_shown_is_listed(pool: WorkerPool, photo: Path, tmp_path: Path) -> None:
    (tmp_path / "text.jpg").write_text("no image")
    xrays = [(1, "a", photo), (2, "b", tmp_path / "text.jpg"), (3, "c", tmp_path / "gone.jpg")]
    problems = pool.run("check_xrays", xrays=xrays)
    assert [(index, path) for index, path, _ in problems] == [(2, "b"), (3, "c")]
    assert problems[1][2] == "there is no such file"


def test_pictures_to_look_at_come_back_as_bytes(pool: WorkerPool, tmp_path: Path) -> None:
    deep = tmp_path / "deep.png"
    Image.fromarray(np.arange(40_000, dtype=np.uint16).reshape(200, 200)).save(deep)
    assert pool.run("display_picture", source=deep).startswith(b"\x89PNG")
    assert pool.run("thumbnail", source=deep, max_side=64, max_bytes=5000).startswith(b"\xff\xd8")


@pytest.mark.parametrize("name", sorted(TASKS))
def test_every_listed_task_exists(name: str) -> None:
    assert callable(Tasks("webapp.tasks")[name])
