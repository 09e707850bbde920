"""A plain phone's memory: files of one session and one device, so that a killed phone knows what it did."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

Json = dict[str, Any]
Key = tuple[int, int]


class PlainStore:
    """Record and photos; ``begin`` None while it is empty."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / "record.json"
        kept = json.loads(self._file.read_text()) if self._file.exists() else {}
        self.begin: int | None = kept.get("begin")
        self.last: int | None = kept.get("last")
        self.attempts: dict[int, int] = {int(i): n for i, n in kept.get("attempts", {}).items()}
        self.held: dict[Key, Json] = {
            (photo["index"], photo["attempt"]): photo for photo in kept.get("held", [])
        }

    def adopt(self, point: Json) -> None:
        """Begin where the server says."""
        self.begin, self.last = point["begin"], point["last"]
        self.attempts = {int(index): attempt for index, attempt in point["attempts"].items()}
        self._write()

    def done(self, index: int) -> int:
        """Return the newest attempt of an x-ray that was taken, 0 for none."""
        assert self.begin is not None
        assert self.last is not None
        return self.attempts.get(index, 1 if self.begin <= index <= self.last else 0)

    def keep(self, photo: Json, data: bytes) -> None:
        """Keep a photo and that it was taken: the bytes first, then all else in one stroke."""
        assert self.last is not None
        key = photo["index"], photo["attempt"]
        self._bytes(key).write_bytes(data)
        for passed in range(self.last + 1, photo["index"]):
            self.attempts[passed] = 0
        self.last = max(self.last, photo["index"])
        self.attempts[photo["index"]] = photo["attempt"]
        self.held[key] = photo
        self._write()

    def data(self, key: Key) -> bytes:
        """Return a photo's bytes."""
        return self._bytes(key).read_bytes()

    def damage(self, key: Key) -> None:
        """Have the storage change a bit of a photo."""
        data = bytearray(self.data(key))
        data[len(data) // 2] ^= 1
        self._bytes(key).write_bytes(data)

    def drop(self, key: Key) -> None:
        """Let a photo go."""
        if self.held.pop(key, None):
            self._write()
            self._bytes(key).unlink(missing_ok=True)

    def hello(self) -> Json:
        """Return what hello says."""
        held = [{k: v for k, v in photo.items() if k != "camera"} for photo in self.held.values()]
        attempts = {str(index): attempt for index, attempt in self.attempts.items()}
        return {"begin": self.begin, "last": self.last, "attempts": attempts, "held": held}

    def _bytes(self, key: Key) -> Path:
        return self._folder / f"{key[0]}-{key[1]}.jpg"

    def _write(self) -> None:
        body = {
            "begin": self.begin,
            "last": self.last,
            "attempts": self.attempts,
            "held": list(self.held.values()),
        }
        new = self._file.with_suffix(".new")
        new.write_text(json.dumps(body))
        new.replace(self._file)
