"""Small files that claim much, given to real workers: each is refused with its reason, and nobody else notices."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from dataset.errors import ImageError
from dataset.exif import scans
from dataset.images import check_image, probe_image
from tests import bombs
from tests.waiting import wait_until
from tests.workers.test_pool import FAULTS
from webapp.pixels.worker_pixels import WorkerPixels
from webapp.settings import Settings
from webapp.workers import Priority, WorkerPool
from webapp.workers.errors import WorkerError

REASONS = {
    "TIFF of 10,000 chained pages": "several pages",
    "JPEG of 250,000 segments": "more than 1,000 parts",
    "PNG of 80,000 chunks": "more than 1,000 parts",
    "DICOM of 120,000 elements": "more than 10,000 elements",
    "deflated DICOM": "deflated as a whole",
    "DICOM of empty elements, 20 MB": "more than 10,000 elements",
    "DICOM, JPEG 2000 of 20,000 x 20,000": "64 x 64 pixels, and the picture in it 20000 x 20000",
    "JPEG of 200 scans": "more than 24 scans",
}


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    pool = WorkerPool(1, memory_mb=4000, time_limit_s=20)
    yield pool
    pool.close()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    whole = tmp_path / "whole.jpg"
    Image.new("L", (60, 40)).save(whole)
    return whole


@pytest.mark.parametrize("name", REASONS)
def test_a_bomb_is_refused_for_what_it_is_and_the_worker_lives(
    pool: WorkerPool, photo: Path, name: str, tmp_path: Path
) -> None:
    bomb = tmp_path / "photo.jpg"
    bomb.write_bytes(bombs.PHOTOS[name]())
    pool.run("probe_image", source=photo)
    pids = pool.pids
    with pytest.raises(ImageError, match=REASONS[name]):
        pool.run("check_photo", path=bomb)
    assert pool.pids == pids


@pytest.fixture(scope="module")
def small_pool() -> Iterator[WorkerPool]:
    """A worker that none of `bombs.DRESSED` fits into, were it unfolded."""
    pool = WorkerPool(1, memory_mb=1500, time_limit_s=20)
    yield pool
    pool.close()


@pytest.mark.parametrize("name", bombs.DRESSED)
def test_what_a_picture_carries_besides_is_never_unfolded(
    small_pool: WorkerPool, name: str, tmp_path: Path
) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(bombs.DRESSED[name]())
    small_pool.run("probe_image", source=photo)
    pids = small_pool.pids
    photo_tasks: dict[str, dict[str, Any]] = {
        "check_photo": {"path": photo},
        "read_origins": {"photos": [photo]},
        "export_picture": {"file": photo},
        "display_picture": {"source": photo},
        "thumbnail": {"source": photo, "max_side": 32},
        "read_in_eight_bits": {"source": photo},
        "examine_picture": {"file": photo, "pixels": True, "corners": None},
    }
    answers = {task: small_pool.run(task, **given) for task, given in photo_tasks.items()}
    assert small_pool.pids == pids
    assert answers["check_photo"]["width"] == answers["export_picture"].width == 60
    assert answers["read_in_eight_bits"].shape[:2] == (40, 60)
    assert abs(int(answers["read_in_eight_bits"].mean()) - 90) <= 1
    assert len(answers["thumbnail"]) < 20_000


@pytest.mark.parametrize(("padding", "reason"), [(5_000, "deflated"), (70_000, "has no end")])
def test_padding_does_not_hide_that_a_dicom_is_deflated(padding: int, reason: str) -> None:
    with pytest.raises(ImageError, match=reason):
        probe_image(bombs.deflated_dicom(1, padding))


def test_a_picture_that_needs_more_memory_than_a_worker_has_is_refused(photo: Path, tmp_path: Path) -> None:
    bomb = tmp_path / "x-ray.png"
    bomb.write_bytes(bombs.png_bomb(6000))
    pool = WorkerPool(1, memory_mb=1000)
    try:
        with pytest.raises((ImageError, WorkerError)) as caught:
            pool.run("check_photo", path=bomb)
        said = getattr(caught.value, "reason", str(caught.value))
        assert "memory" in said or "16-bit colours" in said
        assert pool.run("check_photo", path=photo)["width"] == 60
    finally:
        pool.close()


def test_scans_of_a_usual_jpeg_are_counted_and_its_previews_are_not() -> None:
    assert scans(bombs.scan_bomb(12, 64), 100) == 12
    inside_a_comment = bombs.scan_bomb(12, 64)
    comment = b"\xff\xda" * 500
    inside_a_comment = inside_a_comment[:2] + b"\xff\xfe\x03\xea" + comment + inside_a_comment[2:]
    assert scans(inside_a_comment, 100) == 12
    assert probe_image(inside_a_comment).width == 64


@pytest.mark.parametrize("comment", [b"", b"odd", b"even"])
def test_too_many_scans_are_refused_wherever_they_lie(comment: bytes) -> None:
    bomb = bombs.scan_bomb(150, 64)
    segment = b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment
    with pytest.raises(ImageError, match="more than 100 scans"):
        check_image(bomb[:2] + segment + bomb[2:], strict=False)


def test_scan_bombs_within_the_limit_strike_their_phone_out_and_no_other(photo: Path, tmp_path: Path) -> None:
    bomb, order = tmp_path / "bomb.jpg", tmp_path / "order"
    bomb.write_bytes(bombs.scan_bomb(100, 2000))
    pool = WorkerPool(
        1, tasks=FAULTS, costly_s=0
    )  # whatever this machine can do, the bomb takes a hundred times more
    try:
        for sender, file in [("one/a", photo), ("one/a", photo), ("two/b", bomb), ("two/b", bomb)]:
            assert pool.run("check_photo", path=file, priority=Priority.CAPTURE, sender=sender)["width"] > 0
        held = pool.submit("hold", started=tmp_path / "started", release=tmp_path / "release")
        wait_until((tmp_path / "started").exists)
        waiting = [
            pool.submit("note", path=order, text=sender[-1], sender=sender, priority=Priority.CAPTURE)
            for sender in ("two/b", "one/a")
        ]
        waiting.append(pool.submit("note", path=order, text="r", priority=Priority.REST))
        (tmp_path / "release").touch()
        for future in [held, *waiting]:
            future.result()
    finally:
        pool.close()
    assert order.read_text() == "arb"


def test_a_photo_that_takes_too_long_is_not_tried_twice(tmp_path: Path) -> None:
    pixels = WorkerPixels(Settings(workers=1, worker_time_limit_s=0.05))
    try:
        bomb = tmp_path / "photo.jpg"
        bomb.write_bytes(bombs.scan_bomb(20, 3000))
        found = pixels.examine(bomb, tmp_path / "small.jpg", None, sender="session/phone")
        assert found.broken == "it takes too long to decode"
    finally:
        pixels.close()
