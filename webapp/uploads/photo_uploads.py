"""Uploads of photos: streamed to disk while hashed, checked, stored, journalled, acknowledged.

The order is the promise of ``docs/protocol.md``: nothing is acknowledged that is not safe, and a photo that cannot be
kept now stays on its phone.  Uploads of one key wait for each other, so that the second finds what the first left.
"""

from __future__ import annotations

import threading
from base64 import b64decode
from binascii import Error as Base64Error
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar, cast

from capture.archive import Archive, ReceivedPhoto
from capture.errors import DiskFull, PhotoChanged
from capture.events import Pause, PhotoKept
from capture.shapes import KeptState
from dataset.photo_names import photo_name
from webapp.errors import ApiError
from webapp.offload import Offload
from webapp.pictures.previews import Previews
from webapp.serving.body import DirectBody
from webapp.sessions.session_runner import LiveSession
from webapp.shapes.photo import Receipt
from webapp.storage.session_store import SessionStore
from webapp.uploads.receiving import receive

MAX_UPLOADS = 128
Key = tuple[str, str, int, int]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Upload:
    """Declared properties of a photo, before its body is read."""

    device: str
    index: int
    attempt: int
    sha256: str
    content_type: str
    length: int
    body: DirectBody


class PhotoUploads:
    """The service that receives photos for all sessions."""

    def __init__(self, archive: Archive, store: SessionStore, receiving: Offload, previews: Previews) -> None:
        self._archive = archive
        self._store = store
        self._receiving = receiving
        self._previews = previews
        self._mutex = threading.Lock()
        self._locks: dict[Key, threading.Lock] = {}
        self._users: Counter[Key] = Counter()

    def take(self, live: LiveSession, upload: Upload) -> tuple[Receipt, bool]:
        """Receive one photo.

        Raises:
            ApiError: ``server_busy``.
            CaptureError: Any code of the upload table in ``docs/protocol.md``.
        """
        with self._alone((live.id, upload.device, upload.index, upload.attempt)):
            try:
                return self._take(live, upload)
            except DiskFull:
                self._pause(live)
                raise

    def _take(self, live: LiveSession, upload: Upload) -> tuple[Receipt, bool]:
        expected = live.look(
            lambda machine, _: machine.expects_photo(
                upload.device, upload.index, upload.attempt, upload.sha256
            )
        )
        set_name = live.machine.set_of(upload.device) or ""
        if expected == "kept":
            return self._receipt_of_kept(live, set_name, upload)
        if expected == "changed":  # damaged on the way, which `_receive` finds, or before
            self._receive(upload, lambda photo: photo.path.unlink())
            raise PhotoChanged(upload.index)
        path = self._xray_path(live, upload.index)

        def keep(photo: ReceivedPhoto) -> tuple[ReceivedPhoto, str]:
            name = photo_name(upload.index, upload.attempt, path, photo.extension)
            self._archive.keep(photo, set_name, live.id, name)
            return photo, name

        photo, name = self._receive(upload, keep)
        live.deliver(
            lambda at: PhotoKept(
                at, upload.device, upload.index, upload.attempt, photo.sha256, photo.size, name
            )
        )
        return _receipt(upload, name, photo.sha256, photo.size, "pending"), True

    def _xray_path(self, live: LiveSession, index: int) -> str:
        path = self._previews.path(live.plan, index)
        if not path:
            message = (
                "The CSV is not the one this session began with. The photo stays on the phone meanwhile."
            )
            raise ApiError("csv_changed", message, retry_after=10)
        return path

    def _receive(self, upload: Upload, then: Callable[[ReceivedPhoto], T]) -> T:
        """Return ``then`` of the photo that has come: all of it in one thread, as each change of threads costs time."""
        archive, body = self._archive, upload.body
        body.begin()
        return self._receiving(
            lambda: then(receive(archive, body, upload.length, upload.sha256, upload.content_type))
        )

    def _receipt_of_kept(self, live: LiveSession, set_name: str, upload: Upload) -> tuple[Receipt, bool]:
        photo = self._store(
            lambda storage: storage.photos.get(live.id, set_name, upload.index, upload.attempt)
        )
        if photo is None:
            raise ApiError("internal", "The photo was kept, and is not in the journal.")
        return _receipt(upload, photo.name, photo.sha256, photo.size, cast(KeptState, photo.state)), False

    def _pause(self, live: LiveSession) -> None:
        """Pause a session whose photos could not be stored; harmless if it is paused already."""
        try:
            live.deliver(lambda at: Pause(at, code="disk_full"))
        except Exception as error:
            if getattr(error, "code", "") not in ("disk_full", "wrong_phase"):
                raise

    @contextmanager
    def _alone(self, key: Key) -> Iterator[None]:
        with self._mutex:
            if len(self._users) >= MAX_UPLOADS and key not in self._users:
                raise ApiError(
                    "server_busy", "Many photos arrive at once. This one stays on the phone.", retry_after=2
                )
            lock = self._locks.setdefault(key, threading.Lock())
            self._users[key] += 1
        try:
            with lock:
                yield
        finally:
            with self._mutex:
                self._users[key] -= 1
                if not self._users[key]:
                    del self._users[key], self._locks[key]


def _receipt(upload: Upload, name: str, sha256: str, size: int, state: KeptState) -> Receipt:
    return {
        "index": upload.index,
        "attempt": upload.attempt,
        "name": name,
        "sha256": sha256,
        "size": size,
        "state": state,
    }


def sha256_of_digest(header: str | None) -> str:
    """Return the SHA-256 of a ``Content-Digest`` header (RFC 9530) as hex.

    Raises:
        ApiError: ``digest_missing`` when it is missing, of another algorithm only, or no digest.
    """
    for entry in (header or "").split(","):
        algorithm, _, value = entry.strip().partition("=")
        if algorithm.strip().lower() == "sha-256" and len(value) > 2 and value[0] == value[-1] == ":":
            digest = _decoded(value[1:-1])
            if len(digest) == 32:
                return digest.hex()
    raise ApiError(
        "digest_missing", "Send the photo's digest as Content-Digest: sha-256=:<base64>: (RFC 9530)."
    )


def _decoded(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except (Base64Error, ValueError):
        return b""
