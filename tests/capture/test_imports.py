"""Loose photos in the journal: filed like photos that were taken, each once, each attempt after the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from capture.archive import Archive, PhotoLimits
from capture.commands import File
from capture.errors import CaptureError, PhotoConflict, PhotoRefused
from capture.events import AdmitPhone, PhotoImported
from capture.handlers.imports import CAMERA_APP, next_attempt
from capture.plan import SessionPlan
from capture.session import Session
from capture.storage import Storage
from tests.capture.photo_files import photo_bytes, sha256

PLAN = SessionPlan("pile", "Loose", "d1", "0" * 64, 1, 50, ("iphone1k",))
HEIC = (Path(__file__).parents[1] / "dataset" / "files" / "turned.heic").read_bytes()


def photo(index: int, attempt: int = 1, sha256: str = "a" * 64) -> PhotoImported:
    name = f"{index:06d}__{attempt:02d}__x.jpg"
    return PhotoImported(5.0, "iphone1k", index, attempt, sha256, 999, name, {"model": "iPhone 8"}, {"a": 1})


def test_an_imported_photo_is_an_accepted_photo_of_a_finished_session(tmp_path: Path) -> None:
    storage = Storage(f"sqlite:///{tmp_path / 'lab.db'}")
    storage.sessions.create(PLAN, 1.0)
    session = Session(PLAN, 1.0)
    outcome = session.handle(photo(7))
    storage.journal.append("pile", outcome.facts)
    assert outcome.commands == (File("iphone1k", 7, 1, "000007__01__x.jpg", "accepted"),)
    assert session.state.phase == "finished"
    [row] = storage.photos.find("pile")
    assert (row.index, row.attempt, row.state, row.device) == (7, 1, "accepted", CAMERA_APP)
    assert (row.camera, row.measures) == ({"model": "iPhone 8"}, {"a": 1})
    assert storage.photos.coverage("d1") == {"iphone1k": [(7, 7)]}
    storage.close()


def test_replaying_the_facts_gives_the_same_state() -> None:
    session = Session(PLAN, 1.0)
    facts = [
        fact for event in (photo(7), photo(3), photo(7, 2, "b" * 64)) for fact in session.handle(event).facts
    ]
    assert Session.replay(PLAN, facts, 1.0).state == session.state


def test_the_order_in_which_photos_come_does_not_matter() -> None:
    session = Session(PLAN, 1.0)
    for index in (40, 2, 17):
        session.handle(photo(index, next_attempt(session.state, "iphone1k", index), f"{index:064x}"))
    letters = session.state.places["iphone1k"].letters.decode()
    assert [at for at, letter in enumerate(letters, 1) if letter == "a"] == [2, 17, 40]


def test_the_same_photo_again_changes_nothing() -> None:
    session = Session(PLAN, 1.0)
    session.handle(photo(7))
    assert session.handle(photo(7)).facts == ()


def test_another_photo_of_the_same_xray_is_the_next_attempt() -> None:
    session = Session(PLAN, 1.0)
    session.handle(photo(7))
    with pytest.raises(PhotoConflict):
        session.handle(photo(7, 1, "b" * 64))
    assert next_attempt(session.state, "iphone1k", 7) == 2
    session.handle(photo(7, 2, "b" * 64))
    assert session.state.places["iphone1k"].record.attempt(7) == 2


@pytest.mark.parametrize(
    ("index", "set_name", "code"), [(51, "iphone1k", "index_outside"), (7, "x", "set_unknown")]
)
def test_what_the_pile_cannot_hold_is_refused(index: int, set_name: str, code: str) -> None:
    with pytest.raises(CaptureError) as refused:
        next_attempt(Session(PLAN, 1.0).state, set_name, index)
    assert refused.value.code == code


def test_a_session_with_phones_takes_no_loose_photos() -> None:
    session = Session(PLAN, 1.0)
    session.handle(AdmitPhone(2.0, "p1", "Nokia"))
    with pytest.raises(CaptureError, match="pile"):
        session.handle(photo(7))


def test_a_loose_photo_is_kept_once_and_remembers_what_was_decided(tmp_path: Path) -> None:
    storage = Storage(f"sqlite:///{tmp_path / 'lab.db'}")
    storage.sessions.create(PLAN, 1.0)
    storage.imports.begin("pile", 1.0)
    entry = {"session": "pile", "sha256": "a" * 64, "file": "IMG_1.HEIC", "extension": "heic", "size": 9}
    added = storage.imports.add({**entry, "kept_at": 2.0})
    with pytest.raises(CaptureError, match="another entry"):
        storage.imports.add({**entry, "kept_at": 3.0})
    storage.imports.change(added.id, {"state": "assigned", "index": 4, "decided_by": "Ada"})
    again = storage.imports.photo("pile", added.id)
    assert again is not None
    assert (again.state, again.index, again.decided_by) == ("assigned", 4, "Ada")
    assert storage.imports.by_digest("pile", "a" * 64) == again
    assert storage.imports.piles() == ["pile"]
    assert storage.imports.of_pile("pile") == [again]
    storage.close()


def received(archive: Archive, data: bytes) -> str:
    incoming = archive.receive(len(data))
    incoming.write(data)
    return incoming.finish(sha256(data), "image/jpeg", len(data)).extension


def test_an_archive_that_takes_heic_takes_whole_ones_only(tmp_path: Path) -> None:
    archive = Archive(tmp_path, PhotoLimits(reserve_bytes=0, formats=("jpeg", "heic")))
    assert received(archive, HEIC) == "heic"
    with pytest.raises(PhotoRefused) as refused:
        received(archive, HEIC[:-20])
    assert refused.value.code == "photo_broken"


def test_phones_photos_are_still_jpeg_png_or_webp(tmp_path: Path) -> None:
    archive = Archive(tmp_path, PhotoLimits(reserve_bytes=0))
    assert received(archive, photo_bytes()) == "jpg"
    with pytest.raises(PhotoRefused) as refused:
        received(archive, HEIC)
    assert refused.value.code == "photo_type"
