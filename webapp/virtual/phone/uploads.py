"""Uploads to the lab: idempotent PUTs, two at a time, and the meaning of each answer for the phone."""

from __future__ import annotations

import base64
import hashlib
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Literal

import requests

from webapp.virtual.network.web import DeviceCredential, ThreadSessions, Trust, error_of
from webapp.virtual.phone.store import Key, Taken

AT_ONCE = 2

Fate = Literal["kept", "again", "hello", "spoiled", "conflict", "stop"]


@dataclass(frozen=True, slots=True)
class UploadOutcome:
    """The outcome of one upload.

    Attributes:
        fate: ``kept``: drop the photo; ``again``: send it once more; ``hello``: greet the server, then send it
            once more; ``spoiled``: it will never be taken in; ``conflict``: keep it, tell the person;
            ``stop``: the lab does not want this device any more.
        wait_s: How long the lab asked to wait; None when it did not say.
        took_s: How long the upload took.
    """

    fate: Fate
    code: str = ""
    message: str = ""
    name: str = ""
    wait_s: float | None = None
    took_s: float = 0.0


_FATES: dict[int, Fate] = {
    400: "again",
    401: "stop",
    403: "stop",
    404: "stop",
    411: "spoiled",
    413: "spoiled",
    415: "spoiled",
    422: "spoiled",
}


def outcome_of(answer: requests.Response) -> UploadOutcome:
    """Classify the lab's answer to an upload by the protocol's table."""
    if answer.status_code in (200, 201):
        return UploadOutcome("kept", name=answer.json()["name"])
    code, message = error_of(answer)
    if answer.status_code == 409:
        return UploadOutcome("hello" if code == "photo_not_expected" else "conflict", code, message)
    fate = _FATES.get(answer.status_code, "again")
    return UploadOutcome(fate, code, message, wait_s=_seconds(answer.headers.get("Retry-After")))


def _seconds(text: str | None) -> float | None:
    return float(text) if text and text.isdecimal() else None


class Uploads:
    """The uploads of one phone.

    Args:
        credential: Whose photos, and where to.
        trust: Whose certificate is believed.
        done: Called on an upload's thread with the photo's key and what became of it.
    """

    def __init__(
        self, credential: DeviceCredential, trust: Trust, done: Callable[[Key, UploadOutcome], None]
    ) -> None:
        self._credential, self._done = credential, done
        self._pool = ThreadPoolExecutor(AT_ONCE, "upload")
        self._webs = ThreadSessions(trust, credential.cookies)

    def start(self, photo: Taken, data: bytes) -> None:
        """Upload a photo in the background."""
        self._pool.submit(self._upload, photo, data)

    def close(self) -> None:
        """Discard uploads that have not begun."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._webs.close()

    def _upload(self, photo: Taken, data: bytes) -> None:
        begun = time.perf_counter()
        try:
            outcome = outcome_of(self._put(photo, data))
            if outcome.code == "digest_wrong" and hashlib.sha256(data).hexdigest() != photo.sha256:
                outcome = replace(outcome, fate="spoiled")  # damaged in the store: it would never get better
        except (requests.RequestException, ValueError, KeyError) as error:
            outcome = UploadOutcome("again", "no_answer", str(error))
        self._done(photo.key, replace(outcome, took_s=time.perf_counter() - begun))

    def _put(self, photo: Taken, data: bytes) -> requests.Response:
        me = self._credential
        path = f"/api/v1/sessions/{me.session}/phones/{me.device}/photos/{photo.index}/{photo.attempt}"
        digest = base64.b64encode(bytes.fromhex(photo.sha256)).decode()
        headers = {"Content-Type": photo.type, "Content-Digest": f"sha-256=:{digest}:"}
        with self._webs.mine() as web:
            return web.put(me.base + path, data=data, headers=headers)
