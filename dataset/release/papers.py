"""The papers of a release: data card, licence, citation, and Croissant metadata."""

from __future__ import annotations

from collections.abc import Mapping

from dataset.release.card import card_text
from dataset.release.citation import citation_text
from dataset.release.combining import ReleasePlan
from dataset.release.croissant import croissant_text
from dataset.release.record import NOT_STATED, ReleaseRecord

CARD, LICENCE, CITATION, CROISSANT = "README.md", "LICENSE", "CITATION.cff", "croissant.json"
EDITABLE = (CARD, LICENCE, CITATION, CROISSANT)
"""Papers that a person may edit; edited ones are never written over."""

TERMS = (
    "CheXpert is given under a research use agreement. It does not allow everything: among other things, it forbids "
    "commercial use, and passing the data or parts of them on without written permission. Photos of x-rays show those "
    "x-rays, and the label files hold CheXpert's labels. Other sources (MIMIC-CXR, a hospital's own x-rays) have terms "
    "of their own. A licence stated here covers only what its author may give away: read the terms of every source "
    "before publishing."
)


def papers(plan: ReleasePlan, record: ReleaseRecord, digests: Mapping[str, str]) -> dict[str, str]:
    """Return the text of every paper, by name.

    Args:
        plan: The release.
        record: What is stated about it.
        digests: Of its tables, by path.
    """
    return {
        CARD: card_text(plan, record, TERMS),
        LICENCE: _licence(record),
        CITATION: citation_text(record),
        CROISSANT: croissant_text(plan, record, digests, TERMS),
    }


def _licence(record: ReleaseRecord) -> str:
    if record.licence == NOT_STATED:
        return f"The licence of this data set is not stated. Without one, nobody may use or pass it on.\n\n{TERMS}\n"
    return f"{record.licence.rstrip()}\n\n{TERMS}\n"
