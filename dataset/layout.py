"""Names of folders and files in CheXpert and CheXphoto.

CheXpert: ``<data set>/<split>/patientNNNNN/studyN/viewN_{frontal,lateral}.ext``.  CheXphoto puts what was done to
the x-rays between split and patient: ``natural/<set>`` for photos, ``synthetic/<pipeline>-<level>`` for synthesised
images, where the paper's own two recipes at level 1 keep their bare names.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from dataset.errors import LayoutError
from dataset.names import checked_name

Split = Literal["train", "valid", "test"]
SPLITS: tuple[Split, ...] = ("train", "valid", "test")
BARE_AT_LEVEL_1 = frozenset({"digital", "photographic"})

WAY_OUT = "Give them such paths with the command chexphoto number-patients, and use the CSV that it writes."
_XRAY_PATH = re.compile(
    r"(?P<dataset>[^/]+)/(?P<split>[^/]+)/(?P<patient>patient\d+)/(?P<study>study\d+)"
    r"/(?P<view>view\d+_(?:frontal|lateral))\.(?P<extension>[A-Za-z0-9]+)",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class XrayPath:
    """A parsed path of CheXpert's form.

    Attributes:
        dataset: The data set's folder (``CheXpert-v1.0``).
        split: ``train``, ``valid``, ``test``, or what stands there.
        patient: ``patient00001``.
        study: ``study1``.
        view: ``view1_frontal``.
        extension: Without a dot.
    """

    dataset: str
    split: str
    patient: str
    study: str
    view: str
    extension: str


def parse_xray_path(path: str) -> XrayPath:
    """Parse a CheXpert path.

    Raises:
        LayoutError: It is not of CheXpert's form.
    """
    match = _XRAY_PATH.fullmatch(path)
    if match is None:
        raise LayoutError(
            f"{path!r} is not of CheXpert's form <data set>/<split>/patientNNNNN/studyN/viewN_frontal.jpg (or lateral)"
        )
    return XrayPath(**match.groupdict())


def parse_xray_paths(rows: Iterable[tuple[int, str]]) -> dict[int, XrayPath]:
    """Parse the paths of many x-rays, by index.

    Raises:
        LayoutError: Some are not of CheXpert's form; ``problems`` lists every one.
    """
    parsed: dict[int, XrayPath] = {}
    problems = []
    for index, path in rows:
        try:
            parsed[index] = parse_xray_path(path)
        except LayoutError as error:
            problems.append(f"x-ray {index}: {error}")
    if problems:
        raise LayoutError(
            f"{len(problems)} x-rays cannot be put into CheXphoto's layout. {WAY_OUT}", problems
        )
    return parsed


class ImagePlace(NamedTuple):
    """Place of an image in CheXpert's or CheXphoto's layout; ``set`` is empty for an x-ray itself."""

    dataset: str
    split: str
    set: str
    patient: str
    study: str


def image_place(path: str) -> ImagePlace | None:
    """Return where an x-ray, photo or synthetic image belongs by its path; None for a path of another form."""
    parts = path.split("/")
    if len(parts) < 5 or not parts[-3].startswith("patient") or not parts[-2].startswith("study"):
        return None
    return ImagePlace(parts[0], parts[1], "/".join(parts[2:-3]), parts[-3], parts[-2])


def split_of(path: str) -> str:
    """Return the split that a path of CheXpert's form names; empty for another path."""
    match = _XRAY_PATH.fullmatch(path)
    return match["split"] if match else ""


def natural_group(set_name: str) -> str:
    """Return the folder between split and patient for a set of photos."""
    return f"natural/{checked_name(set_name, 'set')}"


def synthetic_group(pipeline: str, level: int) -> str:
    """Return the folder between split and patient for synthesised images."""
    bare = level == 1 and pipeline in BARE_AT_LEVEL_1
    return f"synthetic/{checked_name(pipeline if bare else f'{pipeline}-{level}', 'pipeline')}"


def export_path(name: str, split: str, group: str, xray: XrayPath, extension: str = "jpg") -> str:
    """Return the path of an x-ray's photo or variant: ``<name>/<split>/<group>/patient.../study.../view....ext``."""
    return f"{name}/{split}/{group}/{xray.patient}/{xray.study}/{xray.view}.{extension}"


def export_split(xray: XrayPath, given: str | None) -> str:
    """Return the split of an exported x-ray: the given one, or that of its path.

    Raises:
        LayoutError: It is none of ``train``, ``valid`` and ``test``.
    """
    split = given or xray.split
    if split not in SPLITS:
        raise LayoutError(f"{split!r} is not a split ({', '.join(SPLITS)}); give the split to use instead")
    return split
