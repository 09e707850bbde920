"""What the lab asks of the pixel workers, in its own words: everything that decodes an image goes through here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from dataset.export import ExportedPicture, RectifiedPicture
from webapp.variants.studio import VariantPixels

XRAY_THUMBNAIL_SIDE = 320
PHOTO_THUMBNAIL_SIDE = 320
THUMBNAIL_BYTES = 20_000


@dataclass(frozen=True, slots=True)
class PhotoVerdict:
    """What a worker found in a photo."""

    verdict: Literal["accepted", "rejected"]
    code: str = ""
    detail: str = ""
    measures: dict[str, object] | None = None


class PixelsClosed(Exception):
    """The workers have ended with the server; what they were asked is asked again at the next start."""


class Pixels(Protocol):
    """Work on pixels; every method waits for a worker without stopping the loop."""

    variants: VariantPixels

    def judge(self, photo: Path, thumbnail: Path) -> PhotoVerdict:
        """Decode a photo fully, say what it is worth, and write a small JPEG of it to ``thumbnail``.

        Raises:
            PixelsClosed: The server is shutting down.
        """

    def thumbnail(self, image: Path, side: int) -> bytes:
        """Return a small JPEG of at most `THUMBNAIL_BYTES`.

        Raises:
            ApiError: ``image_unreadable``, or ``server_busy``.
        """

    def picture(self, xray: Path) -> bytes:
        """Return what a browser can show of an x-ray that it cannot show as it is."""

    def export_picture(self, photo: Path, sha256: str | None) -> ExportedPicture:
        """Return an archived photo as it is exported.

        Raises:
            ExportError: It is missing, damaged, or not what was archived.
        """

    def rectify_photo(
        self,
        photo: Path,
        sha256: str | None,
        homography: Sequence[float],
        xray: tuple[int, int],
        size: tuple[int, int],
    ) -> RectifiedPicture:
        """Return an archived photo warped back to its x-ray's frame, see `dataset.export.rectify_photo`.

        Raises:
            ExportError: It is missing, damaged, or not what was archived.
        """

    def draw_demo(self, folder: Path) -> Path:
        """Draw the demo data set in ``folder`` unless it is there; returns its CSV."""

    def close(self) -> None:
        """End whatever does the work."""

    def problems(self, xrays: Sequence[tuple[int, str, Path]]) -> list[tuple[int, str, str]]:
        """Return (index, path, reason) of each x-ray in ``(index, path, file)`` that cannot be shown."""
