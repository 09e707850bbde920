"""Pictures of x-rays and photos for pages, made by the workers once and cached in ``cache/`` of the data root.

A cached picture is named after its source file's path, time and size, or after a photo's own name, which never
changes its bytes, so that it can never be that of another file.  Deleting the folder costs time and nothing else.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from pathlib import Path

from dataset.errors import DatasetError, ImageError
from dataset.files import write_atomically
from dataset.images import READING, Format, ImageHeader, outline_image
from webapp.errors import ApiError, told_of
from webapp.offload import Offload
from webapp.pixels.interface import PHOTO_THUMBNAIL_SIDE, XRAY_THUMBNAIL_SIDE, Pixels

SHOWN: dict[Format, str] = {"jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


class Pictures:
    """A cache of pictures; concurrent requests for the same one wait for the first."""

    def __init__(self, cache: Path, pixels: Pixels, offload: Offload) -> None:
        self._cache = cache
        self._pixels = pixels
        self._offload = offload
        self._mutex = threading.Lock()
        self._making: dict[Path, threading.Lock] = {}

    def xray(self, file: Path) -> tuple[Path, str]:
        """Return a file of an x-ray for the display, and its media type: the x-ray itself where possible.

        Raises:
            ApiError: ``xray_unreadable``.
        """
        try:
            return self._shown(file, _fit_for_display, lambda: self._xray_place(file, "picture.png"))
        except DatasetError as error:
            raise ApiError("xray_unreadable", told_of(error)) from error
        except ApiError as error:
            if error.code != "image_unreadable":
                raise
            raise ApiError("xray_unreadable", error.message) from error

    def photo(self, file: Path, set_name: str, session: str) -> tuple[Path, str]:
        """Return a file of a photo for browsers, and its media type: the photo itself where possible.

        Raises:
            ApiError: ``image_unreadable``.
        """
        try:
            place = self._photo_folder(set_name, session) / f"{file.name}.picture.png"
            return self._shown(file, _fit_for_pages, lambda: place)
        except DatasetError as error:
            raise ApiError("image_unreadable", told_of(error)) from error

    def xray_thumbnail(self, file: Path) -> Path:
        """Return a small JPEG of an x-ray."""
        place = self._xray_place(file, "small.jpg")
        return self._made(place, lambda: self._pixels.thumbnail(file, XRAY_THUMBNAIL_SIDE))

    def photo_thumbnail(self, file: Path, set_name: str, session: str) -> Path:
        """Return a small JPEG of a photo."""
        place = self.photo_place(set_name, session, file.name)
        return self._made(place, lambda: self._pixels.thumbnail(file, PHOTO_THUMBNAIL_SIDE))

    def loose_picture(self, file: Path, sha256: str, side: int) -> Path:
        """Return a JPEG of a loose photo of at most ``side`` pixels.

        Raises:
            ApiError: ``image_unreadable``.
        """
        place = self._cache / "loose" / sha256[:2] / f"{sha256}-{side}.jpg"
        try:
            return self._made(place, lambda: self._pixels.loose.picture(file, side))
        except ImageError as error:
            raise ApiError("image_unreadable", told_of(error)) from error

    def photo_place(self, set_name: str, session: str, name: str) -> Path:
        """Return the path of a photo's thumbnail."""
        return self._photo_folder(set_name, session) / f"{name}.small.jpg"

    def _photo_folder(self, set_name: str, session: str) -> Path:
        return self._cache / "photos" / set_name / session

    def _shown(
        self, file: Path, suits: Callable[[ImageHeader], bool], place: Callable[[], Path]
    ) -> tuple[Path, str]:
        """Return ``file`` where it is suitable for browsers, else a PNG of it cached at ``place``."""
        header = self._offload(_outline, file)
        if header is not None and suits(header):
            return file, SHOWN[header.format]
        return self._made(place(), lambda: self._pixels.picture(file)), "image/png"

    def _xray_place(self, file: Path, ending: str) -> Path:
        try:
            state = self._offload(file.stat)
        except OSError as error:
            raise ApiError("xray_unreadable", f"{file.name} cannot be read: {error.strerror}.") from error
        stamp = f"{file}|{state.st_mtime_ns}|{state.st_size}|{READING}"
        name = hashlib.sha256(stamp.encode()).hexdigest()
        return self._cache / "xrays" / name[:2] / f"{name}-{ending}"

    def _made(self, place: Path, make: Callable[[], bytes]) -> Path:
        if self._offload(place.is_file):
            return place
        with self._mutex:
            lock = self._making.setdefault(place, threading.Lock())
        with lock:
            try:
                if not self._offload(place.is_file):
                    self._offload(write_atomically, place, make())
            finally:
                with self._mutex:
                    self._making.pop(place, None)
        return place


def _outline(file: Path) -> ImageHeader | None:
    """Read the header of a file that browsers may show; workers analyse all others."""
    try:
        return outline_image(file, tuple(SHOWN))
    except ImageError as error:
        if error.code == "type":
            return None
        raise


def _fit_for_display(header: ImageHeader) -> bool:
    """Return whether a display shows the values with which photos are compared."""
    return header.shown_as_read


def _fit_for_pages(header: ImageHeader) -> bool:
    """Return whether a page shows a photo upright."""
    # A JPEG's orientation all browsers follow; a phone's colour profile is right there, and a PNG of it large.
    return header.shown_as_read or (header.format == "jpeg" and header.shown_as_is)
