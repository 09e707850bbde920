"""Tasks that look for x-rays which content cannot tell apart, before a session is made of them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from dataset.errors import ImageError
from dataset.images.reading import read_at_least
from matching import make_reference
from matching.duplicates import alike_prints, confirmed, fingerprint, groups
from matching.reference import LONG_SIDE
from webapp.workers.references import ReferencesByIndex, grey
from webapp.workers.xray_file import Glance, XrayFile


def glance_at_xrays(xrays: Sequence[XrayFile]) -> list[Glance]:
    """Look at x-rays, reduced, each once; those that cannot be read are left out."""
    found = (_glance(xray) for xray in xrays)
    return [glance for glance in found if glance is not None]


def compare_glances(glances: Sequence[Glance], xrays: Sequence[XrayFile]) -> dict[str, list[tuple[int, ...]]]:
    """Say which of some x-rays are equal.

    Returns:
        ``identical``: groups of indices whose files are the same; ``twins``: groups that show the same picture, the
        identical ones included.
    """
    first: dict[str, int] = {}
    same = [
        (earlier, g.index) for g in glances if (earlier := first.setdefault(g.digest, g.index)) != g.index
    ]
    prints = {g.index: np.frombuffer(g.print, np.uint8) for g in glances}
    alike = [pair for pair in alike_prints(prints) if pair not in set(same)]
    pictures = confirmed(alike, ReferencesByIndex({xray.index: xray for xray in xrays}))
    return {"identical": groups(same), "twins": groups([*same, *pictures])}


def _glance(xray: XrayFile) -> Glance | None:
    try:
        reference = make_reference(grey(read_at_least(xray.source, LONG_SIDE)))
        with xray.source.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except (ImageError, OSError):
        return None
    return Glance(xray.index, digest, fingerprint(reference).tobytes(), reference.has_texture)
