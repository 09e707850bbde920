"""The archive: what is taken in, where it lies, and what a start makes of the folders."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from capture.archive import Archive, PhotoLimits, ReceivedPhoto
from capture.errors import CaptureError, DiskFull, PhotoConflict, PhotoRefused
from capture.storage import PhotoRow
from tests.capture.photo_files import photo_bytes, sha256

NAME = "000123__01__view1.jpg"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path, PhotoLimits(reserve_bytes=0))


def receive(archive: Archive, data: bytes, media_type: str = "image/jpeg") -> ReceivedPhoto:
    incoming = archive.receive(len(data))
    for start in range(0, len(data), 200):
        incoming.write(data[start : start + 200])
    return incoming.finish(sha256(data), media_type, len(data))


def refusal(archive: Archive, data: bytes, media_type: str = "image/jpeg", **said: object) -> str:
    incoming = archive.receive(max(1, len(data)))
    incoming.write(data)
    with pytest.raises(PhotoRefused) as refused:
        incoming.finish(
            str(said.get("sha256", sha256(data))), media_type, int(str(said.get("length", len(data))))
        )
    return refused.value.code


def row(name: str, state: str, index: int = 123) -> PhotoRow:
    return PhotoRow(1, "s1", "nokia10k", index, 1, state, "", "", name, 5, "", "p1", 1.0, 2.0)


def files(root: Path) -> dict[str, bytes]:
    return {str(f.relative_to(root)): f.read_bytes() for f in sorted(root.rglob("*")) if f.is_file()}


def test_keeps_bytes_as_sent_and_files_them_where_the_verdict_says(archive: Archive, tmp_path: Path) -> None:
    good, bad = photo_bytes(1), photo_bytes(2)
    archive.keep(receive(archive, good), "nokia10k", "s1", NAME)
    archive.keep(receive(archive, bad), "nokia10k", "s1", "other.jpg")
    assert set(files(tmp_path)) == {
        f"photos/nokia10k/s1/pending/{NAME}",
        "photos/nokia10k/s1/pending/other.jpg",
    }
    archive.file("nokia10k", "s1", NAME, "accepted")
    archive.file("nokia10k", "s1", "other.jpg", "rejected")
    assert files(tmp_path) == {
        f"photos/nokia10k/s1/{NAME}": good,
        "photos/nokia10k/s1/rejected/other.jpg": bad,
    }
    assert archive.file("nokia10k", "s1", NAME, "accepted") == tmp_path / f"photos/nokia10k/s1/{NAME}"


def test_an_accepted_photo_can_be_set_aside_later(archive: Archive, tmp_path: Path) -> None:
    archive.keep(receive(archive, photo_bytes()), "nokia10k", "s1", NAME)
    archive.file("nokia10k", "s1", NAME, "accepted")
    archive.file("nokia10k", "s1", NAME, "rejected")
    assert list(files(tmp_path)) == [f"photos/nokia10k/s1/rejected/{NAME}"]
    assert archive.find("nokia10k", "s1", NAME) == tmp_path / f"photos/nokia10k/s1/rejected/{NAME}"


def test_filing_what_is_not_there_is_an_error(archive: Archive) -> None:
    assert archive.find("nokia10k", "s1", NAME) is None
    with pytest.raises(FileNotFoundError):
        archive.file("nokia10k", "s1", NAME, "accepted")


@pytest.mark.parametrize("state", ["pending", "accepted", "rejected"])
def test_the_same_bytes_again_change_nothing_and_other_bytes_are_refused(
    archive: Archive, tmp_path: Path, state: str
) -> None:
    archive.keep(receive(archive, photo_bytes(1)), "nokia10k", "s1", NAME)
    if state != "pending":
        archive.file("nokia10k", "s1", NAME, state)
    before = files(tmp_path)
    archive.keep(receive(archive, photo_bytes(1)), "nokia10k", "s1", NAME)
    assert files(tmp_path) == before
    with pytest.raises(PhotoConflict, match="of 123 is already stored"):
        archive.keep(receive(archive, photo_bytes(2)), "nokia10k", "s1", NAME)
    assert files(tmp_path) == before


def test_refuses_what_was_damaged_on_the_way(archive: Archive, tmp_path: Path) -> None:
    data = photo_bytes()
    assert refusal(archive, data, sha256=sha256(b"other")) == "digest_wrong"
    assert refusal(archive, data, length=len(data) + 1) == "length_wrong"
    assert refusal(archive, b"") == "photo_empty"
    assert files(tmp_path) == {}


def test_refuses_what_is_not_a_whole_photo(archive: Archive, tmp_path: Path) -> None:
    jpeg, png, webp = (photo_bytes(9, image_format) for image_format in ("JPEG", "PNG", "WEBP"))
    assert refusal(archive, b"GIF89a" + bytes(500)) == "photo_type"
    assert refusal(archive, jpeg, "text/html") == "photo_type"
    assert refusal(archive, jpeg[:-2]) == "photo_broken"
    assert refusal(archive, jpeg[:100]) == "photo_broken"
    assert refusal(archive, png[:-12], "image/png") == "photo_broken"
    assert refusal(archive, webp[:-10], "image/webp") == "photo_broken"
    assert files(tmp_path) == {}


@pytest.mark.parametrize(("image_format", "extension"), [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp")])
def test_the_real_type_names_the_photo(archive: Archive, image_format: str, extension: str) -> None:
    photo = receive(archive, photo_bytes(3, image_format), "image/jpeg; charset=binary")
    assert (photo.extension, photo.width, photo.height) == (extension, 32, 24)


def test_takes_in_what_a_camera_appends_behind_the_picture(archive: Archive) -> None:
    assert receive(archive, photo_bytes() + b"SEFT" * 50).extension == "jpg"


def test_refuses_too_many_bytes_and_too_many_pixels(tmp_path: Path) -> None:
    archive = Archive(tmp_path, PhotoLimits(max_bytes=2000, max_pixels=32 * 24 - 1, reserve_bytes=0))
    assert refusal(archive, photo_bytes()) == "photo_too_many_pixels"
    with pytest.raises(PhotoRefused) as refused:
        archive.receive(2001)
    assert refused.value.code == "photo_too_large"
    incoming = archive.receive(10)
    with pytest.raises(PhotoRefused) as refused:
        incoming.write(bytes(2001))
    assert refused.value.code == "photo_too_large"
    incoming.discard()
    with pytest.raises(PhotoRefused) as refused:
        archive.receive(0)
    assert refused.value.code == "photo_empty"
    assert files(tmp_path) == {}


def test_keeps_the_reserve_free(tmp_path: Path) -> None:
    archive = Archive(tmp_path, PhotoLimits(reserve_bytes=10**18))
    assert archive.free_bytes() == 0
    with pytest.raises(DiskFull):
        archive.receive(1000)


@pytest.mark.parametrize("call", ["open", "write", "fsync", "rename", "mkdir"])
def test_a_full_disk_is_said_and_loses_nothing(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    archive.keep(receive(archive, photo_bytes(1)), "nokia10k", "s1", NAME)
    before = files(tmp_path)

    def full(*_args: object, **_kwargs: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    def again() -> None:
        archive.keep(receive(archive, photo_bytes(2)), "nokia10k", "s2", NAME)

    with monkeypatch.context() as patched:
        patched.setattr(os, call, full)
        with pytest.raises(DiskFull):
            again()
    kept = {name: data for name, data in files(tmp_path).items() if name.startswith("photos")}
    assert kept.items() >= before.items()
    again()


@pytest.mark.parametrize("name", ["../x.jpg", "a/b.jpg", "", ".hidden", "x\0.jpg", "n" * 256])
def test_no_name_leads_out_of_its_folder(archive: Archive, name: str) -> None:
    for set_name, session, file in [(name, "s", NAME), ("set", name, NAME), ("set", "s", name)]:
        with pytest.raises(CaptureError) as refused:
            archive.find(set_name, session, file)
        assert refused.value.code == "name_unsafe"


class TestReconcile:
    def test_replays_the_moves_that_were_journalled(self, archive: Archive, tmp_path: Path) -> None:
        for name in ("a.jpg", "b.jpg", "c.jpg", "d.jpg"):
            archive.keep(receive(archive, photo_bytes(1)), "nokia10k", "s1", name)
        archive.file("nokia10k", "s1", "d.jpg", "accepted")
        rows = [
            row("a.jpg", "accepted"),
            row("b.jpg", "rejected"),
            row("c.jpg", "pending"),
            row("d.jpg", "rejected"),
        ]
        found = archive.reconcile(rows)
        assert {str(path.relative_to(tmp_path / "photos/nokia10k/s1")) for path in found.moved} == {
            "a.jpg",
            "rejected/b.jpg",
            "rejected/d.jpg",
        }
        assert (found.set_aside, found.missing) == ((), ())
        assert archive.reconcile(rows).moved == ()

    def test_sets_aside_what_was_never_acknowledged(self, archive: Archive, tmp_path: Path) -> None:
        for _ in range(2):
            archive.keep(receive(archive, photo_bytes(1)), "nokia10k", "s1", NAME)
            assert len(archive.reconcile([]).set_aside) == 1
        assert set(files(tmp_path)) == {
            f"set-aside/nokia10k/s1/{NAME}",
            f"set-aside/nokia10k/s1/{NAME}.2",
        }

    def test_empties_incoming(self, archive: Archive, tmp_path: Path) -> None:
        archive.receive(10).write(b"123")
        receive(archive, photo_bytes())
        assert len(files(tmp_path)) == 2
        archive.reconcile([])
        assert files(tmp_path) == {}

    def test_names_photos_whose_file_is_missing(self, archive: Archive) -> None:
        lost, never_kept = row("gone.jpg", "accepted"), row("", "captured")
        assert archive.reconcile([lost, never_kept]).missing == (lost,)

    def test_leaves_other_files_in_the_archive_alone(self, archive: Archive, tmp_path: Path) -> None:
        archive.keep(receive(archive, photo_bytes()), "nokia10k", "s1", NAME)
        archive.file("nokia10k", "s1", NAME, "accepted")
        note = tmp_path / "photos/nokia10k/s1/notes.txt"
        note.write_text("the blinds were open")
        archive.reconcile([row(NAME, "accepted")])
        assert note.exists()
