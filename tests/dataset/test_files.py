"""Files that appear whole or not at all."""

from __future__ import annotations

import hashlib
import io
import os
from pathlib import Path
from typing import Any

import pytest

from dataset.files import chunks, replacing, sha256_of_file, write_atomically


def entries(folder: Path) -> set[str]:
    return {entry.name for entry in folder.iterdir()}


@pytest.mark.parametrize(("content", "written"), [(b"new", b"new"), ("né\n", b"n\xc3\xa9\n")])
def test_a_file_is_replaced_and_its_folder_made(tmp_path: Path, content: bytes | str, written: bytes) -> None:
    for _ in range(2):
        write_atomically(tmp_path / "a" / "b.txt", content)
    assert (tmp_path / "a" / "b.txt").read_bytes() == written
    assert entries(tmp_path / "a") == {"b.txt"}


def test_what_fails_on_the_way_leaves_the_file_that_was_there(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    write_atomically(file, "old")
    with pytest.raises(KeyboardInterrupt), replacing(file) as opened:  # noqa: PT012 - what fails is the block
        opened.write(b"ha")
        assert file.read_text() == "old"
        raise KeyboardInterrupt
    assert (file.read_text(), entries(tmp_path)) == ("old", {"a.txt"})


def test_two_who_write_one_file_do_not_mix_their_bytes(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    with replacing(file) as first, replacing(file) as second:
        first.write(b"first")
        second.write(b"2")
    assert file.read_bytes() == b"first"  # which ended last
    assert entries(tmp_path) == {"a.txt"}


def test_a_private_file_is_its_owners_alone_and_others_follow_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        write_atomically(tmp_path / "key", "secret", private=True)
        write_atomically(tmp_path / "open", "public")
    finally:
        os.umask(before)
    modes = [(tmp_path / name).stat().st_mode & 0o777 for name in ("key", "open")]
    assert modes == [0o600, 0o644]


@pytest.mark.parametrize("durable", [True, False])
def test_durable_bytes_are_on_disk_before_the_file_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, durable: bool
) -> None:
    file, synced = tmp_path / "a", []

    def noted(descriptor: int) -> None:
        synced.append((os.fstat(descriptor).st_size, file.exists()))

    monkeypatch.setattr(os, "fsync", noted)
    write_atomically(file, b"12345", durable=durable)
    assert synced == ([(5, False)] if durable else [])


def test_a_digest_is_that_of_the_files_bytes_and_of_no_pipe(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"bytes")
    assert sha256_of_file(tmp_path / "a") == hashlib.sha256(b"bytes").hexdigest()
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="pipe"):
        sha256_of_file(tmp_path / "pipe")


@pytest.mark.parametrize(("length", "read"), [(None, 300_000), (10, 10), (0, 0), (400_000, 300_000)])
def test_bytes_come_piece_by_piece_and_no_more_than_asked_for(length: int | None, read: int) -> None:
    asked: list[int] = []
    stream = io.BytesIO(bytes(300_000))

    def noted(most: int) -> Any:
        asked.append(most)
        return stream.read(most)

    assert sum(map(len, chunks(noted, length))) == read == stream.tell()
    assert max(asked, default=0) <= 256 * 1024
