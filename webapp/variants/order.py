"""The order of a variant, which decides its bytes, and the name derived from it.

Two orders with the same name give the same bytes, so the name is the cache's file name and the strong ETag at once:
it covers the source's digest, the pipeline, level, seed, index, relative or not (or the parameters that were given
instead of being drawn), the version of the transforms, and with format, quality and width how the pixels are written.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Literal

from dataset.images import READING
from dataset.json_values import JsonObject

Format = Literal["jpeg", "png", "webp"]
MEDIA_TYPES: dict[str, str] = {"jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
EXTENSIONS: dict[str, str] = {"jpeg": ".jpg", "png": ".png", "webp": ".webp"}


@dataclass(frozen=True, slots=True)
class VariantOrder:
    """One variant of an image sent by REST (its index is 0).

    Attributes:
        pipeline: Transforms in order, ``glare_matte+moire+tilt``, or a recipe's name.
        level: 1 (the paper's) to 4 (strongest).
        seed: Of all randomness.
        format: How the pixels are written.
        quality: Of JPEG and WebP, 1 to 100.
        width: Greatest width in pixels, None for what comes out.
        relative: Scale sizes that the paper gives in pixels with the image.
        steps: Parameters of each transform, as an account has them, JSON; None has them drawn.
    """

    pipeline: str
    level: int = 1
    seed: int = 0
    format: Format = "jpeg"
    quality: int = 95
    width: int | None = None
    relative: bool = False
    steps: str | None = None

    @property
    def media_type(self) -> str:
        """The media type of the bytes."""
        return MEDIA_TYPES[self.format]

    @property
    def file_name(self) -> str:
        """The suggested name of a download."""
        return f"{self.pipeline}-{self.level}-{self.seed}{EXTENSIONS[self.format]}"

    def to_json(self) -> JsonObject:
        """Return the order as JSON values."""
        return asdict(self)

    def name(self, source: str, version: str) -> str:
        """Return the variant's name.

        Args:
            source: SHA-256 of the source's bytes.
            version: Of the transforms.
        """
        text = json.dumps([source, READING, version, self.to_json()], sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()
