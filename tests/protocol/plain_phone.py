"""A phone written from docs/protocol.md alone, without a line of the project's own devices.

It does one thing after the other, in one thread: what the server says first, uploads when nothing was said.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.protocol.plain_device import PlainDevice
from tests.protocol.plain_store import Key, PlainStore
from tests.protocol.plain_wire import PASSING, Gone, Json, code_of

SPOILT = (411, 413, 415, 422)


@dataclass
class Vices:
    """What this phone does wrong, as real ones may.

    Attributes:
        uploads: Whether it uploads at all.
        until: The last index whose photos it uploads, so that the session cannot end before a test is ready.
        answers: Whether it answers commands.
        forgets: It does not keep its photos, and connects anew.
        other_showing: It names another showing than the command's.
        flaps_s: After how long it drops each connection; 0: never.
    """

    uploads: bool = True
    until: int = sys.maxsize
    answers: bool = True
    forgets: bool = False
    other_showing: bool = False
    flaps_s: float = 0.0


class PlainPhone(PlainDevice):
    """Photographs whatever ``look`` returns.

    Args:
        base: The server's address.
        ca: The certificate authority to trust.
        folder: Its memory of all sessions.
        look: Takes a photo: returns a JPEG.
    """

    role = "phone"

    def __init__(self, base: str, ca: Path, folder: Path, look: Callable[[], bytes]) -> None:
        super().__init__(base, ca)
        self._folder, self._look = folder, look
        self.vices = Vices()
        self.store: PlainStore
        self.commands: list[Key] = []
        self._known: set[Key] = set()
        self._given_up: set[Key] = set()
        self._ready_until = 0.0
        self._point: Json | None = None
        self._settle_s = 0.0

    def join(self, code: str, name: str = "") -> int:
        status = super().join(code, name)
        if status in (200, 201):
            self.open_store()
        return status

    def open_store(self) -> None:
        """Read the memory of this session's device; another session's stays where it is."""
        self.store = PlainStore(self._folder / f"{self.session}-{self.device}")
        self._known.clear()
        self._given_up.clear()

    # --- hello ---

    def hello(self) -> Json:
        return self.store.hello()

    def greeted(self, answer: Json) -> None:
        self._point = answer["resume_point"]
        self._settle_s = answer["settings"]["settle_ms"] / 1000
        if self._point is not None and self.store.begin is None:
            self.store.adopt(self._point)
        self._known |= set(self.store.held)
        self._ready_until = time.monotonic() + (self.vices.flaps_s or 1e9)
        self.ready()

    def ready(self, code: str = "") -> Json:
        """Say whether the camera can be used."""
        status = {"camera": {"label": "plain", "settings": {}}, "waiting": len(self.store.held)}
        return self.say("ready", ready=not code, code=code, status=status)

    def lost(self) -> None:
        """Nothing: a phone keeps what it has."""

    # --- photographs ---

    def hear_capture(self, order: Json) -> None:
        """Answer a command by the numbered steps of the page."""
        key = index, attempt = order["index"], order["attempt"]
        self.commands.append(key)
        if not self.vices.answers:
            return
        asked = {"index": index, "attempt": attempt, "showing": order["showing"]}
        self.say("received", **asked)
        if attempt <= self.store.done(index):
            if key in self.store.held:
                self._captured(self.store.held[key])
        elif self._follows(order):
            self._take(asked)
        else:
            self.say("mismatch", index=index, attempt=attempt, last=self.store.last)

    def _follows(self, order: Json) -> bool:
        index, last = order["index"], self.store.last
        assert last is not None
        passed = set(range(last + 1, index))
        return order["attempt"] == self.store.done(index) + 1 and passed <= set(order["skipped"])

    def _take(self, asked: Json) -> None:
        time.sleep(self._settle_s)
        data = self._look()
        if self.vices.other_showing:
            asked = {**asked, "showing": asked["showing"] + 1000}
        photo = {**asked, "sha256": hashlib.sha256(data).hexdigest(), "size": len(data), "camera": {}}
        self.store.keep(photo, data)
        self._captured(photo)

    def _captured(self, photo: Json) -> None:
        key = photo["index"], photo["attempt"]
        while code := code_of(self.say("captured", **photo)):
            if code not in PASSING:
                self.told.append(code)
                self._given_up.add(key)
                return
            time.sleep(0.2)
        self._known.add(key)
        if self.vices.forgets:
            self.store.drop(key)
            raise Gone("its storage keeps nothing")

    # --- uploads ---

    def idle(self) -> None:
        if time.monotonic() > self._ready_until and not self.ending:
            raise Gone("its Wi-Fi comes and goes")
        known = self._known - self._given_up
        waiting = [key for key in self.store.held if key in known and key[0] <= self.vices.until]
        if waiting and self.vices.uploads:
            self._upload(waiting[0])

    def _upload(self, key: Key) -> None:
        status, code = self.put(key)
        if status in (200, 201):
            self.store.drop(key)
        elif status in SPOILT or (code == "digest_wrong" and not self._is_whole(key)):
            assert self.say("spoiled", index=key[0], attempt=key[1])["ok"]
            self.store.drop(key)
        elif status in (401, 403, 404, 409):
            self.told.append(code)
            self._given_up.add(key)
        else:
            time.sleep(0.2)

    def put(self, key: Key, data: bytes | None = None, digest_of: bytes | None = None) -> tuple[int, str]:
        """Send a photo; returns the status and the code of a refusal."""
        body = self.store.data(key) if data is None else data
        digest = hashlib.sha256(body if digest_of is None else digest_of).digest()
        headers = {
            "Content-Type": "image/jpeg",
            "Content-Digest": f"sha-256=:{base64.b64encode(digest).decode()}:",
            "Content-Length": str(len(body)),
        }
        path = f"/api/v1/sessions/{self.session}/phones/{self.device}/photos/{key[0]}/{key[1]}"
        status, _, said = self.wire.request("PUT", path, body, headers)
        return status, "" if status < 400 else _code(said)

    def _is_whole(self, key: Key) -> bool:
        return hashlib.sha256(self.store.data(key)).hexdigest() == self.store.held[key]["sha256"]


def _code(body: bytes) -> str:
    return str(json.loads(body)["error"]["code"])
