"""Names of pictures inside a data set root: ``train/natural/nokia10k/patient00001/study1/view1_frontal.jpg``."""

from __future__ import annotations

import re
from typing import NamedTuple

from dataset.layout import SPLITS, Split

EXTENSIONS = ("jpg", "png", "webp")
_PICTURE = re.compile(
    r"(?P<split>train|valid|test)/(?P<kind>natural|synthetic)/(?P<set>[A-Za-z0-9][A-Za-z0-9._+-]*)"
    r"/(?P<patient>patient\d+)/study\d+/view\d+_(?:frontal|lateral)\.(?:jpg|png|webp)",
    re.ASCII,
)
FORM = "<name>/<split>/natural/<set>/patientNNNNN/studyN/viewN_frontal.jpg (or synthetic, lateral)"
SPLIT_TABLES: dict[Split, str] = {split: f"{split}.csv" for split in SPLITS}


class PicturePath(NamedTuple):
    """The parts of a picture's path that tables and checks need."""

    split: str
    kind: str
    set: str
    patient: str

    @property
    def group(self) -> str:
        """Its set with split and kind: ``train/natural/nokia10k``."""
        return f"{self.split}/{self.kind}/{self.set}"


def parse_picture(path: str) -> PicturePath | None:
    """Return the parts of a path relative to the root, None for a path of another form."""
    match = _PICTURE.fullmatch(path)
    return PicturePath(*match.groups()) if match else None


def group_of(path: str) -> str:
    """Return the group of a path that has the form."""
    return "/".join(path.split("/", 3)[:3])
