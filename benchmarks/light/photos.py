"""Photos for benchmarks: each has bytes and a digest of its own, and none is copied or hashed anew."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from dataclasses import dataclass

END = b"\xff\xd9"


@dataclass(frozen=True, slots=True)
class LightPhoto:
    """A JPEG in two pieces: what all have in common, and the end that makes it unlike the others."""

    common: memoryview
    end: bytes
    sha256: bytes

    @property
    def size(self) -> int:
        """Its bytes."""
        return len(self.common) + len(self.end)

    @property
    def content_digest(self) -> str:
        """The digest as a header has it (RFC 9530)."""
        return f"sha-256=:{b64encode(self.sha256).decode()}:"


class Roll:
    """As many photos as are wanted, all of the same picture: a comment before the end tells them apart."""

    def __init__(self, jpeg: bytes) -> None:
        if not jpeg.endswith(END):
            raise ValueError("The JPEG has no end.")
        self._common = memoryview(jpeg)[: -len(END)]
        self._digest = hashlib.sha256(self._common)

    def photo(self, name: str) -> LightPhoto:
        """Return the photo of this name."""
        note = name.encode()
        end = b"\xff\xfe" + (len(note) + 2).to_bytes(2) + note + END
        digest = self._digest.copy()
        digest.update(end)
        return LightPhoto(self._common, end, digest.digest())
