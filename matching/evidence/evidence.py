"""Tests that can reject a photo that seems to show its x-ray, the cheap ones first.

Agreement by and large proves neither that all of the x-ray is there, nor that nothing else is, nor that no other x-ray
would agree better. Each of these is asked by itself.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from matching.evidence.bands import banded
from matching.evidence.beside import shows_second
from matching.evidence.borders import cut_off
from matching.evidence.covered import covered
from matching.evidence.light_left import light_left, replaced
from matching.evidence.patches import Unexplained
from matching.evidence.proportion import stretch
from matching.evidence.rivals import SCREEN, DisplayedScreen, as_displayed, faded, mixed
from matching.features.prepared_photo import PreparedPhoto
from matching.features.reference import Reference
from matching.match import Verdict
from matching.registration.search import Finding, search_surely
from matching.registration.tone import in_tones_of_photo
from matching.thresholds import THRESHOLDS

_MOST_BESIDE = 3


class OnDemand(Mapping[int, Reference]):
    """X-rays by index, whose references are made on demand; one that is not available is no rival.

    Args:
        indices: The x-rays, the likeliest first.
        reference_of: Gives a reference; raises `LookupError` where there is none.
    """

    def __init__(self, indices: Sequence[int], reference_of: Callable[[int], Reference]) -> None:
        self._indices = tuple(dict.fromkeys(indices))
        self._reference_of = reference_of

    def __getitem__(self, index: int) -> Reference:
        return self._reference_of(index)

    def __iter__(self) -> Iterator[int]:
        return iter(self._indices)

    def __len__(self) -> int:
        return len(self._indices)


@dataclass(frozen=True)
class Context:
    """Known circumstances of a photo.

    Attributes:
        rivals: Other x-rays that could have been on the screen, by index, the likeliest first.
        before: Those of them that the display may have shown before, by index.
        screen: The display's screen, and where on it the x-ray was drawn.
        focal_35mm: 35 mm equivalent of the phone's focal length, None where unknown.
    """

    rivals: Mapping[int, Reference] = field(default_factory=dict)
    before: Sequence[int] = ()
    screen: DisplayedScreen = SCREEN
    focal_35mm: float | None = None


NOTHING_KNOWN = Context()
"""Of a photo that came alone."""


class Objection(NamedTuple):
    """Reason why a photo that agrees with its x-ray is not verified; ``shows`` is the x-ray shown instead."""

    verdict: Verdict
    code: str
    reason: str
    shows: int | None = None


def objection(
    prepared: PreparedPhoto, reference: Reference, found: Finding, context: Context
) -> Objection | None:
    """Return the first objection to a finding, None where there is none."""
    return next(_objections(prepared, reference, found, context), None)


def _objections(
    prepared: PreparedPhoto, reference: Reference, found: Finding, context: Context
) -> Iterator[Objection]:
    yield from _left_by_the_one_before(reference, found, context)
    # In the photo's tones, or the soft edge at which an x-ray turns black looks like one that the screen cut.
    if cut_off(found.flat, in_tones_of_photo(found.flat)) > THRESHOLDS.cut_off:
        yield Objection("doubtful", "off_screen", "border")
    light = light_left(found.flat)
    if covered(found.flat, light) > THRESHOLDS.covered or replaced(found.flat, light) > THRESHOLDS.replaced:
        yield Objection("doubtful", "covered", "foreign_area")
    if abs(np.log(_stretch(prepared, reference, found, context))) > THRESHOLDS.stretched:
        yield Objection("doubtful", "stretched", "proportions")
    if _is_drawn_stretched(reference, context.screen):
        yield Objection("doubtful", "stretched", "drawn_rectangle")
    yield from _beside(prepared, reference, found, context)
    yield from _better(prepared, found, context)


def _left_by_the_one_before(reference: Reference, found: Finding, context: Context) -> Iterator[Objection]:
    size = found.flat.size
    for index in context.before:
        before = context.rivals.get(index)
        if before is None:
            continue
        own, rival = (as_displayed(size, xray, context.screen) for xray in (reference, before))
        left = Unexplained(found.flat, rival)
        if mixed(left) > THRESHOLDS.mixed:
            yield Objection("wrong", "mixed", "shines_through", index)
        band = banded(found.flat, own.structure, rival.structure)
        if band > THRESHOLDS.band or faded(left) > THRESHOLDS.faded:
            yield Objection("wrong", "torn", "band", index)


def _stretch(prepared: PreparedPhoto, reference: Reference, found: Finding, context: Context) -> float:
    # The frame's pixels are as good as square; what rounding makes of them is taken out.
    ratio = stretch(found.placement.homography, prepared.size, context.focal_35mm)
    across, down = reference.scale
    return float(ratio * across / down)


def _is_drawn_stretched(reference: Reference, screen: DisplayedScreen) -> bool:
    """Return whether the display reported that it drew the x-ray in other proportions than its own."""
    if screen.drawn is None:
        return False
    (width, height), (_, _, across, down) = reference.size, screen.drawn
    within = THRESHOLDS.drawn_stretched * across * height + max(width, height)
    return bool(abs(across * height - down * width) > within)


def _beside(
    prepared: PreparedPhoto, reference: Reference, found: Finding, context: Context
) -> Iterator[Objection]:
    """Return another x-ray, or this one a second time, beside it."""
    near = (context.rivals.get(index) for index in list(context.rivals)[:_MOST_BESIDE])
    size = (reference.frame.shape[1], reference.frame.shape[0])
    if shows_second(prepared, found, size, [reference, *filter(None, near)]):
        yield Objection("doubtful", "several", "second_xray")


def _better(prepared: PreparedPhoto, found: Finding, context: Context) -> Iterator[Objection]:
    """Return an x-ray that explains the photo better, or as well."""
    own = found.agreement.score
    if own >= THRESHOLDS.sole_score:
        return
    for index in context.rivals:
        rival = context.rivals.get(index)
        other = None if rival is None else search_surely(prepared, rival)
        if other is None:
            continue
        lead = own - other.agreement.score
        if lead < -THRESHOLDS.lead:
            yield Objection("wrong", "not_this_xray", "another_agrees_better", index)
        elif lead < THRESHOLDS.lead:
            yield Objection("doubtful", "ambiguous", "another_agrees_as_well", index)
