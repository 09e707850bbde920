"""Origin of a photo from its own file (time, device, lens), and the order of several photos.

Photos of x-rays shown one after another are told apart best in the order they were taken in. EXIF's time has a
resolution of a second, and a phone counts its file names up, so names decide within a second.
"""

import re
import warnings
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import pi_heif
from PIL import Image

from dataset.exif import EXIF_IFD, EXIF_PREFIX, jpeg_segments
from dataset.images import probe_image
from dataset.json_values import JsonObject
from dataset.photo_names import by_name

_MAKE, _MODEL, _DATE = 0x010F, 0x0110, 0x0132
_DATE_TAKEN, _SUBSECONDS, _FOCAL, _FOCAL_35MM = 0x9003, 0x9291, 0x920A, 0xA405
_ZONE, _ZONE_TAKEN = 0x9010, 0x9011
_ZONE_FORM = re.compile(r"[+-][0-9]{2}:[0-9]{2}")
_TIME = "%Y:%m:%d %H:%M:%S"


@dataclass(frozen=True, slots=True)
class Origin:
    """Origin of a photo; None where its file does not say.

    Attributes:
        taken: Local time of the phone, ISO 8601 without a zone.
        make: The phone's maker.
        model: The phone.
        focal_mm: Focal length, mm.
        focal_35mm: The same angle of view on 35 mm film, mm.
        zone: The zone of that time, as ``+02:00``.
    """

    taken: str | None = None
    make: str | None = None
    model: str | None = None
    focal_mm: float | None = None
    focal_35mm: float | None = None
    zone: str | None = None

    def to_json(self) -> JsonObject:
        """Return the known fields, as JSON values."""
        return {name: value for name, value in asdict(self).items() if value is not None}


def read_origin(file: Path) -> Origin:
    """Read a photo's EXIF; missing or damaged EXIF gives an unknown origin.

    The metadata of a HEIC are read by its decoder: in a server, this is worker processes' business.

    Raises:
        ImageError: The file is no image.
    """
    image_format = probe_image(file).format
    tags = Image.Exif()
    try:
        with warnings.catch_warnings(action="ignore"):  # damaged EXIF is common, and no reason to speak up
            tags.load(_exif(file, image_format))
            inside = tags.get_ifd(EXIF_IFD)
    except (OSError, ValueError, SyntaxError, KeyError, TypeError, IndexError, EOFError):
        return Origin()
    when = _time(inside.get(_DATE_TAKEN) or tags.get(_DATE), inside.get(_SUBSECONDS))
    return Origin(
        when,
        _text(tags.get(_MAKE)),
        _text(tags.get(_MODEL)),
        _length(inside.get(_FOCAL)),
        _length(inside.get(_FOCAL_35MM)),
        _zone(inside.get(_ZONE_TAKEN) or inside.get(_ZONE)),
    )


def in_order(photos: Iterable[tuple[Path, Origin]]) -> list[Path]:
    """Sort photos by time of capture, then by name; by name alone where any has no time."""
    listed = list(photos)
    timed = all(origin.taken for _, origin in listed)
    return [
        file
        for file, _ in sorted(
            listed, key=lambda entry: ((entry[1].taken or "") if timed else "", by_name(entry[0].name))
        )
    ]


def _exif(file: Path, image_format: str) -> bytes:
    if image_format == "heic":
        return bytes(pi_heif.open_heif(file).info.get("exif") or b"")
    if image_format == "jpeg":
        with file.open("rb") as opened:
            return next((part.payload for part in jpeg_segments(opened) if part.is_exif), b"")
    with Image.open(file) as image:
        return bytes(image.info.get("exif") or EXIF_PREFIX)


def _time(value: object, subseconds: object) -> str | None:
    try:
        taken = datetime.strptime(str(value).strip("\x00 "), _TIME)
    except ValueError:
        return None
    digits = str(subseconds or "").strip("\x00 ")
    fraction = int(digits[:6].ljust(6, "0")) if digits.isdecimal() else 0
    return taken.replace(microsecond=fraction).isoformat(timespec="milliseconds")


def _zone(value: object) -> str | None:
    zone = str(value or "").strip("\x00 ")
    return zone if _ZONE_FORM.fullmatch(zone) else None


def _text(value: object) -> str | None:
    text = str(value or "").strip("\x00 ")
    return text[:100] if text.isprintable() and text else None


def _length(value: object) -> float | None:
    try:
        length = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return round(length, 3) if 0 < length < 10_000 else None
