"""The phone's uploads: `captured` until acknowledged, then the upload until the server has stored the photo."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from webapp.virtual.network.inbox import Inbox, Log
from webapp.virtual.network.link import Message, error_in
from webapp.virtual.network.session_client import SessionClient
from webapp.virtual.network.web import DeviceCredential, DeviceError, Trust
from webapp.virtual.phone.store import Key, PhoneStore, Taken
from webapp.virtual.phone.uploads import AT_ONCE, UploadOutcome, Uploads

LONGEST_WAIT_S = 30.0


class UploadFlow:
    """The photos in a phone's store until they are handed over; used from the inbox's thread only.

    Args:
        credential: Whose photos.
        trust: Whose certificate is believed.
        client: With the server.
        store: Where the photos wait.
        inbox: Where finished uploads are handled.
        retry_s: After how long an unanswered upload is tried again at first.
        log: Is told in one line what happens.
        changed: Is called whenever fewer photos wait.
        failed: Is told when the lab wants no more photos of this phone.
    """

    def __init__(
        self,
        credential: DeviceCredential,
        trust: Trust,
        client: SessionClient,
        store: PhoneStore,
        inbox: Inbox,
        retry_s: float,
        log: Log,
        changed: Callable[[], None],
        failed: Callable[[DeviceError], None],
    ) -> None:
        self._client, self._store, self._inbox, self._retry = client, store, inbox, retry_s
        self._log, self._changed, self._failed = log, changed, failed
        self._uploads = Uploads(credential, trust, self._uploaded)
        self._saying: dict[Key, int] = {}
        self._under_way: set[Key] = set()
        self._resting: set[Key] = set()
        self._tries: Counter[Key] = Counter()
        self.is_last_call = False
        """What the server does not expect now, it never will: the phone is to fill another set."""

    @property
    def is_done(self) -> bool:
        """Whether no photo known to the server is left."""
        return not self._under_way and not any(self._may_go(photo) for photo in self._store.held())

    def close(self) -> None:
        """Start no more uploads."""
        self._uploads.close()

    def greeted(self) -> None:
        """Start uploads: after the hello the server knows all stored photos."""
        for photo in self._store.held():
            self._store.journalled(photo.key)
        self._resting.clear()
        self.upload()

    def say_captured(self, photo: Taken) -> None:
        """Report a photo, and upload it once the server has journalled it."""
        if self._saying.get(photo.key) == self._client.epoch:
            return
        self._saying[photo.key] = self._client.epoch
        said: Message = {"index": photo.index, "attempt": photo.attempt, "showing": photo.showing}
        said |= {"sha256": photo.sha256, "size": photo.size, "camera": photo.camera}

        def heard(answer: Message) -> None:
            del self._saying[photo.key]
            error = error_in(answer)
            if error is None:
                self._store.journalled(photo.key)
                self._log(f"reported {photo.index}.{photo.attempt}")
                self.upload()
            else:
                self._log(f"captured {photo.index}.{photo.attempt} was not taken in: {error.code} {error}")
                self._client.greet_later()

        self._client.say("captured", said, heard)

    def upload(self) -> None:
        """Start uploads up to the concurrency limit."""
        for photo in self._store.held():
            if len(self._under_way) >= AT_ONCE:
                return
            if self._may_go(photo) and photo.key not in self._under_way | self._resting:
                self._under_way.add(photo.key)
                self._uploads.start(photo, self._store.data(photo.key) or b"")

    def stored(self, key: Key, name: str) -> None:
        """Handle a photo that the server has stored."""
        photo = self._store.photo(key)
        if photo and photo.fate == "waiting":
            self._store.settle(key, "kept", name)
            self._log(f"stored {key[0]}.{key[1]} as {name}")

    @staticmethod
    def _may_go(photo: Taken) -> bool:
        return photo.journalled and photo.fate == "waiting"

    def _uploaded(self, key: Key, outcome: UploadOutcome) -> None:
        self._inbox.put(lambda: self._after(key, outcome))

    def _after(self, key: Key, outcome: UploadOutcome) -> None:
        self._under_way.discard(key)
        if outcome.fate == "kept":
            self.stored(key, outcome.name)
            self._log(f"sent {key[0]}.{key[1]} in {outcome.took_s * 1000:.0f} ms")
        else:
            self._log(f"{key[0]}.{key[1]} was not taken in: {outcome.code} {outcome.message}")
            self._refused(key, outcome)
        self.upload()
        self._changed()

    def _refused(self, key: Key, outcome: UploadOutcome) -> None:
        if outcome.fate == "stop":
            self._failed(DeviceError(outcome.code, outcome.message))
        elif outcome.fate == "conflict" or (outcome.fate == "hello" and self.is_last_call):
            self._store.settle(key, "conflict")
        elif outcome.fate == "spoiled":
            self._resting.add(key)
            said = {"index": key[0], "attempt": key[1], "code": outcome.code}
            self._client.say("spoiled", said, lambda answer: self._spoiled(key, answer))
        else:
            self._rest(key, outcome)

    def _spoiled(self, key: Key, answer: Message) -> None:
        if answer.get("ok"):
            self._store.settle(key, "spoiled")
            self._resting.discard(key)
            self._changed()

    def _rest(self, key: Key, outcome: UploadOutcome) -> None:
        """Retry later, with growing delays."""
        wait = outcome.wait_s or min(LONGEST_WAIT_S, self._retry * 2.0 ** self._tries[key])
        self._tries[key] += 1
        self._resting.add(key)

        def wake() -> None:
            self._resting.discard(key)
            self.upload()

        self._inbox.after(wait, wake)
        if outcome.fate == "hello":
            self._client.greet_later()
