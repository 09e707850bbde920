"""Bytes that ended a worker: known again wherever they turn up, for a while."""

from __future__ import annotations

from pathlib import Path

import pytest

from dataset.files import sha256_of_file
from webapp.workers import blame
from webapp.workers.blame import REMEMBERED, BlamedImages
from webapp.workers.errors import OutOfMemory, WorkerCrashed

CRASH = WorkerCrashed("ended by signal 11")


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    file = tmp_path / "photo.jpg"
    file.write_bytes(b"what no decoder survives")
    return file


def test_a_crash_is_remembered_by_bytes_whatever_the_task_and_wherever_they_lie(photo: Path) -> None:
    blamed = BlamedImages()
    blamed.note("verify_photo", photo, CRASH)
    elsewhere = photo.with_name("another name")
    elsewhere.write_bytes(photo.read_bytes())
    for image in (photo, elsewhere, photo.read_bytes(), sha256_of_file(photo)):
        assert blamed.against("make_variant", image) is CRASH
    elsewhere.write_bytes(b"as long, other contents.")
    assert blamed.against("make_variant", elsewhere) is None
    assert blamed.against("make_variant", b"other") is None


def test_what_took_too_much_at_one_task_may_do_for_another(photo: Path) -> None:
    blamed, error = BlamedImages(), OutOfMemory("too large")
    blamed.note("make_variant", photo, error)
    assert blamed.against("make_variant", photo.read_bytes()) is error
    assert blamed.against("thumbnail", photo) is None


def test_images_are_remembered_and_not_for_ever() -> None:
    blamed = BlamedImages()
    for number in range(REMEMBERED + 1):
        blamed.note("verify_photo", f"image {number}", CRASH)
    assert blamed.against("verify_photo", "image 0") is None
    assert blamed.against("verify_photo", f"image {REMEMBERED}") is CRASH
    assert blamed.against("verify_photo", "") is None


def test_a_photo_that_has_gone_is_nobodys_fault(photo: Path) -> None:
    blamed = BlamedImages()
    blamed.note("verify_photo", b"another", CRASH)
    photo.unlink()
    assert blamed.against("verify_photo", photo) is None
    blamed.note("verify_photo", photo, CRASH)


def test_no_photo_is_read_for_its_digest_unless_one_of_its_size_is_known(
    photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []
    monkeypatch.setattr(blame, "sha256_of_file", lambda path: read.append(path) or "digest")
    blamed = BlamedImages()
    assert blamed.against("verify_photo", photo) is None
    blamed.note("verify_photo", b"shorter", CRASH)
    assert blamed.against("verify_photo", photo) is None
    assert read == []
    blamed.note("verify_photo", bytes(photo.stat().st_size), CRASH)
    assert blamed.against("verify_photo", photo) is None
    assert read == [photo]
