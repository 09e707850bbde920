"""The interface to the pixel workers, which decode all images."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from capture.verification import PixelFinding
from dataset.export import Maker
from webapp.pixels.import_pixels import ImportPixels
from webapp.shapes.device import Aimed
from webapp.tasks.xray_file import UNKNOWN_CIRCUMSTANCES, Circumstances, XrayFile
from webapp.variants.variant_service import VariantPixels

XRAY_THUMBNAIL_SIDE = 320
PHOTO_THUMBNAIL_SIDE = 320
THUMBNAIL_BYTES = 20_000
Sizes = tuple[dict[int, tuple[int, int]], dict[int, str]]
"""(width, height) by index; and why it is not known, by index."""


class Pixels(Protocol):
    """Work on pixels; every method waits for a worker without blocking the loop."""

    variants: VariantPixels
    exports: Maker
    loose: ImportPixels

    def examine(
        self,
        photo: Path,
        thumbnail: Path,
        xray: XrayFile | None,
        others: Sequence[XrayFile] = (),
        circumstances: Circumstances = UNKNOWN_CIRCUMSTANCES,
        *,
        sender: str = "",
    ) -> PixelFinding:
        """Decode a photo fully, compare it with its x-ray, and write a small JPEG of it to ``thumbnail``.

        Args:
            photo: The photo.
            thumbnail: Where its small JPEG goes.
            xray: What it should show; None to compare it with nothing.
            others: What it may show instead, the likeliest first.
            circumstances: How it came to be.
            sender: Whose photo it is, ``session/set``: sessions and phones take turns.

        Raises:
            WorkersClosed: The server is shutting down.
        """

    def prepare_reference(self, xray: XrayFile) -> None:
        """Make the reference of an x-ray before there are photos of it.

        Raises:
            ApiError: ``image_unreadable``, or ``server_busy``.
            WorkersClosed: The server is shutting down.
        """

    def look_at_frame(self, frame: bytes, xray: XrayFile) -> Aimed:
        """Locate an x-ray in a frame; ``docs/protocol.md`` describes the answer.

        Raises:
            ApiError: ``image_unreadable``, or ``server_busy``.
        """

    def thumbnail(self, image: Path, side: int) -> bytes:
        """Return a small JPEG of at most `THUMBNAIL_BYTES`.

        Raises:
            ApiError: ``image_unreadable``, or ``server_busy``.
        """

    def picture(self, xray: Path) -> bytes:
        """Return a browser-compatible picture of an x-ray that browsers cannot show."""

    def draw_demo(self, folder: Path) -> Path:
        """Draw the demo data set in ``folder`` unless it exists; return its CSV."""

    def close(self) -> None:
        """Stop the workers."""

    def problems(self, xrays: Sequence[tuple[int, str, Path]]) -> list[tuple[int, str, str]]:
        """Return (index, path, reason) of each x-ray in ``(index, path, file)`` that cannot be shown."""

    def sizes(self, xrays: Mapping[int, Path]) -> Sizes:
        """Return (width, height) of each x-ray, upright, by index, and the reasons for unknown ones.

        Raises:
            ApiError: ``server_busy``.
        """
