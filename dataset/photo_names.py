"""File names that identify the x-ray that a photo shows, and can be parsed back.

A photo is filed as ``000123__01__CheXpert-v1.0__train__patient00001__study1__view1_frontal.jpg``: index,
attempt, the x-ray's path with ``__`` for ``/``, and the photo's own extension. Should everything else be
lost, a bare folder of photos is enough to put labels on them again, so a name must give back exactly the
path that went in, whatever that path holds:

* letters, digits, ``.``, ``-`` and a single inner ``_`` stay as they are; every other character, a ``_`` that
  touches another ``_`` or the end of a folder's name, and a dot at the very end become ``%XX`` (UTF-8 bytes);
* an x-ray's ``.jpg`` is left out when no other dot stands in its file name, which is the common case;
  otherwise the file name stays whole (``view1.png`` photographed as JPEG ends in ``view1.png.jpg``), and one
  without any dot gets a final dot to say so (``view1..jpg``).
"""

import re
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from dataset.errors import PhotoNameError

MAX_NAME_BYTES = 255
LONGEST_EXTENSION = "jpeg"
MAX_ATTEMPT = 9999

_NAME = re.compile(r"(\d{6,})__(\d{2,})__([A-Za-z0-9._%-]*)\.([a-z0-9]{2,5})", re.ASCII)
_EXTENSION = re.compile(r"[a-z0-9]{2,5}", re.ASCII)
_ODD_CHARACTER = re.compile(r"[^A-Za-z0-9._-]")
_AMBIGUOUS_UNDERSCORES = re.compile(r"^_+|_+$|__+")
_IMPLIED = ".jpg"
_NUMBER = re.compile(r"([0-9]+)")


@dataclass(frozen=True, slots=True)
class PhotoName:
    """The content of a photo's file name.

    Attributes:
        index: The x-ray's index, from 1.
        attempt: The attempt, from 1.
        xray_path: The x-ray's path exactly as in the CSV.
        extension: The photo's own extension, lower case, without a dot.
    """

    index: int
    attempt: int
    xray_path: str
    extension: str


def photo_name(index: int, attempt: int, xray_path: str, extension: str) -> str:
    """Name the photo of an x-ray.

    Args:
        index: The x-ray's index, from 1.
        attempt: The attempt, from 1.
        xray_path: The x-ray's path as in the CSV, parts separated by ``/``.
        extension: The photo's real type (``jpg``, ``png``, ...), lower case, without a dot.

    Returns:
        A file name of at most 255 bytes, plain ASCII, from which ``parse_photo_name`` gives all four back.

    Raises:
        PhotoNameError: A number below 1, an empty or too long path, or an extension that is none.
    """
    if index < 1 or attempt < 1:
        raise PhotoNameError(f"index {index} and attempt {attempt} must both be at least 1")
    if not _EXTENSION.fullmatch(extension):
        raise PhotoNameError(f"{extension!r} is not a file name extension such as 'jpg'")
    name = f"{index:06d}__{attempt:02d}__{_escape_path(xray_path)}.{extension}"
    if len(name) > MAX_NAME_BYTES:
        raise PhotoNameError(
            f"the path {xray_path!r} is too long: its photos' file names would have {len(name)} bytes, "
            f"and {MAX_NAME_BYTES} is the most a file system takes; use shorter folder or file names"
        )
    return name


def parse_photo_name(name: str) -> PhotoName:
    """Read a photo's file name, the inverse of ``photo_name``.

    Raises:
        PhotoNameError: ``photo_name`` never makes such a name.
    """
    match = _NAME.fullmatch(name)
    if match is None:
        raise PhotoNameError(
            f"{name!r} is not a photo's file name (such as 000123__01__folder__patient00001__view1.jpg)"
        )
    index, attempt, path, extension = match.groups()
    parsed = PhotoName(int(index), int(attempt), _unescape_path(path, name), extension)
    if photo_name(parsed.index, parsed.attempt, parsed.xray_path, parsed.extension) != name:
        raise PhotoNameError(f"{name!r} is not written as photos' file names are; was it renamed by hand?")
    return parsed


def check_nameable(index: int, xray_path: str) -> None:
    """Verify at import that every possible photo of an x-ray can be named.

    Raises:
        PhotoNameError: The path is too long or cannot be written as UTF-8.
    """
    photo_name(index, MAX_ATTEMPT, xray_path, LONGEST_EXTENSION)


def _escape_path(path: str) -> str:
    if not path:
        raise PhotoNameError("an x-ray's path must not be empty")
    *folders, file = path.split("/")
    stem = file.removesuffix(_IMPLIED)
    implied = stem != file and stem != "" and "." not in stem
    last = _escape(stem if implied else file)
    if last.endswith("."):
        last = last[:-1] + "%2E"
    if not implied and "." not in last:
        last += "."
    return "__".join([*map(_escape, folders), last])


def _unescape_path(text: str, name: str) -> str:
    *folders, last = text.split("__")
    last = last.removesuffix(".") if "." in last else last + _IMPLIED
    try:
        return "/".join(unquote_to_bytes(part).decode() for part in [*folders, last])
    except UnicodeDecodeError:
        raise PhotoNameError(f"{name!r} holds an escape (%XX) that is not UTF-8") from None


def _escape(part: str) -> str:
    try:
        safe = _ODD_CHARACTER.sub(lambda match: _percent(match[0]), part)
    except UnicodeEncodeError:
        raise PhotoNameError(f"the path part {part!r} cannot be written as UTF-8") from None
    return _AMBIGUOUS_UNDERSCORES.sub(lambda match: _percent(match[0]), safe)


def _percent(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


def by_name(name: str) -> list[tuple[int, str]]:
    """Return a sort key with natural order of numbers: IMG_9 before IMG_10."""
    parts = _NUMBER.split(name.lower())
    return [(int(part), "") if at % 2 else (-1, part) for at, part in enumerate(parts)]
