"""``chexphoto import-photos`` and ``check-photos`` as people run them."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from capture.storage import Storage
from dataset.photo_names import photo_name
from tests.no_decoding import forbid_decoding
from tests.webapp.loose_photos import holiday, make_xrays, photo_file, xray_path
from webapp.cli.main import cli
from webapp.serving.data_root_lock import DataRootLock


@pytest.fixture
def home(tmp_path: Path) -> Path:
    make_xrays(tmp_path / "xrays", copies={6: 2})
    (tmp_path / "photos").mkdir()
    return tmp_path


def put(home: Path, name: str, data: bytes) -> None:
    file = home / "photos" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


def run(home: Path, command: str, *options: str) -> Result:
    csv = home / "xrays" / "Drawn-v1.0" / "train.csv"
    with pytest.MonkeyPatch.context() as patch:
        forbid_decoding(patch)
        return CliRunner().invoke(cli, [command, str(home / "photos"), "--csv", str(csv), *options])


def bring_in(home: Path, *options: str) -> Result:
    return run(home, "import-photos", "--set", "iphone1k", "--data-root", str(home / "root"), *options)


def filed(home: Path) -> list[tuple[int, int, str]]:
    storage = Storage(f"sqlite:///{home / 'root' / 'lab.db'}")
    try:
        return sorted((photo.index, photo.attempt, photo.state) for photo in storage.photos.find())
    finally:
        storage.close()


def test_photos_are_filed_in_the_order_they_were_taken_and_again_changes_nothing(home: Path) -> None:
    put(home, "b.jpg", photo_file(3, seed=0, taken="2019:05:04 10:00:01"))
    put(home, "a.jpg", photo_file(3, seed=1, taken="2019:05:04 10:00:02"))
    put(home, "DCIM/c.jpg", photo_file(4, taken="2019:05:04 10:00:03"))
    first = bring_in(home)
    assert first.exit_code == 0, first.output
    assert "3 assigned" in first.output
    assert filed(home) == [(3, 1, "accepted"), (3, 2, "accepted"), (4, 1, "accepted")]
    kept = next((home / "root" / "photos").rglob("000003__01__*"))
    assert kept.read_bytes() == (home / "photos" / "b.jpg").read_bytes()
    again = bring_in(home)
    assert (again.exit_code, filed(home)) == (0, [(3, 1, "accepted"), (3, 2, "accepted"), (4, 1, "accepted")])
    out = home / "out"
    session = kept.parent.name
    exported = CliRunner().invoke(
        cli, ["export", "--session", session, "--data-root", str(home / "root"), "--out", str(out)]
    )
    assert exported.exit_code == 0, exported.output
    assert len(list(out.rglob("*.jpg"))) == 2


def test_what_is_not_certain_is_listed_and_left_to_a_person(home: Path) -> None:
    put(home, "twin.jpg", photo_file(2))
    put(home, "beach.jpg", holiday())
    put(home, "broken.jpg", photo_file(1)[:-600])
    put(home, "notes.txt", b"left alone")
    ended = bring_in(home)
    assert ended.exit_code == 1
    assert "2 = 6" in ended.output
    assert "twin.jpg: It shows one of x-rays that look the same." in ended.output
    assert "beach.jpg: No x-ray was recognised in it." in ended.output
    assert "broken.jpg: The photo cannot be used: its end is missing." in ended.output
    assert "1 other file was left alone." in ended.output
    assert filed(home) == []


def test_a_data_root_in_use_by_a_server_is_refused(home: Path) -> None:
    put(home, "a.jpg", photo_file(3))
    lock = DataRootLock(home / "root")
    ended = bring_in(home)
    lock.close()
    assert ended.exit_code == 2
    assert "in use by a server" in ended.output


def test_a_folder_without_photos_is_refused(home: Path) -> None:
    put(home, "notes.txt", b"x")
    ended = bring_in(home)
    assert (ended.exit_code, "holds no photos" in ended.output) == (2, True)


def test_a_set_that_cannot_be_a_folder_is_refused(home: Path) -> None:
    put(home, "a.jpg", photo_file(3))
    ended = bring_in(home, "--set", "../x")
    assert (ended.exit_code, "a set" in ended.output.lower()) == (2, True)


def test_photos_that_are_what_their_names_say_pass(home: Path) -> None:
    put(home, photo_name(3, 1, xray_path(3), "jpg"), photo_file(3))
    put(home, f"4__57__{xray_path(4).replace('/', '__')}", photo_file(4))
    ended = run(home, "check-photos")
    assert ended.exit_code == 0, ended.output
    assert "2 of 2 photos show the x-ray that their name says." in ended.output


def test_photos_under_another_xrays_name_are_listed_with_what_they_show(home: Path) -> None:
    put(home, photo_name(3, 1, xray_path(3), "jpg"), photo_file(4))
    put(home, photo_name(5, 1, xray_path(5), "jpg"), holiday())
    put(home, "renamed.jpg", photo_file(1))
    ended = run(home, "check-photos")
    assert ended.exit_code == 1
    assert "it shows x-ray 4, not 3" in ended.output
    assert "x-ray 5 was not recognised: it shows something else" in ended.output
    assert "not checked: renamed.jpg" in ended.output
    assert "0 of 2 photos" in ended.output
