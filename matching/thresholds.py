"""All thresholds of the verdicts, in one table.

They were fitted on modelled photos of drawn and of real x-rays (`docs/verification.md` shows the distributions on
both sides of each). Nothing else in this package compares a measurement with a number of its own, so that a
laboratory which re-fits them on photos of its own screens and phones has one place to look at.
"""

from dataclasses import dataclass, field, fields


def _limit(value: float, unit: str, meaning: str, reason: str) -> float:
    number: float = field(default=value, metadata={"unit": unit, "meaning": meaning, "reason": reason})
    return number


@dataclass(frozen=True)
class Thresholds:
    """The limits; `rows` lists them with unit, meaning and reason."""

    inliers: float = _limit(
        15,
        "pairs",
        "at least so many feature pairs agree on one perspective",
        "photos of this x-ray: worst 31; a perspective of fewer is often one of chance",
    )
    score: float = _limit(
        0.8,
        "NCC",
        "the median block correlation of a verified photo is at least this",
        "usable photos of this x-ray: worst 0.84; other x-rays: best 0.77, a second exposure of the same drawn patient",
    )
    blocks: float = _limit(
        8,
        "blocks",
        "at least so many blocks of 8 x 8 have texture and lie in the picture",
        "a median of fewer is decided by two or three of them",
    )
    sure_score: float = _limit(
        0.9,
        "NCC",
        "below this a verified photo is also compared with the x-ray's mirror image",
        "a mirrored chest reaches 0.86 by its symmetry, and its own mirror image more",
    )
    doubtful_inliers: float = _limit(
        8,
        "pairs",
        "from here on a failed match gets a second, slower look",
        "fewer agree by chance, and the second look takes 0.3 s",
    )
    doubtful_score: float = _limit(
        0.65,
        "NCC",
        "below this the photo shows something else, whatever the inliers say",
        "a photo of this x-ray that falls so low is not usable either",
    )
    torn_score: float = _limit(
        0.3,
        "NCC",
        "a row of blocks with a lower median shows another picture",
        "rows of another x-ray stay below; at 0.4 reflections would count as torn, three of 200 photos",
    )
    torn_rows: float = _limit(
        2,
        "rows of 16",
        "so many neighbouring rows of another picture make a torn photo",
        "a single one can be a reflection",
    )
    torn_rest: float = _limit(
        3,
        "rows of 16",
        "so many rows up to one border must agree in a photo of a low score that is called torn",
        "with two, other x-rays of the same patient are called so",
    )
    inside: float = _limit(
        0.985,
        "share",
        "at least this share of the x-ray lies inside the picture",
        "the lens bends the edge by up to one percent",
    )
    foreign_score: float = _limit(
        0.2,
        "NCC",
        "a patch that agrees less shows something else",
        "reflections and moiré leave more; windows and hands less",
    )
    shown_score: float = _limit(
        0.4,
        "NCC",
        "a patch that agrees more shows the x-ray, however dark it is",
        "beside a bright reflection all the rest is dark, and agrees",
    )
    darker: float = _limit(
        0.13,
        "of the range",
        "a patch that does not agree and is darker than the x-ray explains by this shows something else",
        "between 0.08 and 0.2 all hands over a twentieth are seen; below 0.13 reflections darken the rest by as much",
    )
    brighter: float = _limit(
        0.06,
        "of the range",
        "a patch that is brighter than the x-ray explains by this counts less, since reflections do that",
        "of photos of this x-ray whose largest foreign area is beyond 0.02 all have it in a reflection",
    )
    covered: float = _limit(
        0.018,
        "share",
        "no connected area that shows something else is larger than this",
        "photos of this x-ray: 0.016 at most, 400 of them; hands over a twentieth: all beyond; windows: two in three",
    )
    replaced: float = _limit(
        0.025,
        "share",
        "no connected area of other light, without any of the x-ray's structure, is larger than this",
        "photos of this x-ray: 0.02 at most, a white reflection; windows over a twentieth that `covered` misses: 0.027",
    )
    cut_off: float = _limit(
        75,
        "ln",
        "no side is cut off by the screen with a likelihood ratio beyond this",
        "photos of this x-ray: 1.8 at most, with a black border 54; drawn 3 % too large: 85 at least, black lost apart",
    )
    stretched: float = _limit(
        0.025,
        "ln",
        "height and width of the x-ray are to each other as they should be, within this",
        "photos of this x-ray: 0.004 at most; stretched by 5 %: 0.046 at least",
    )
    drawn_stretched: float = _limit(
        0.01,
        "share",
        "height and width that the display says it drew are to each other as the x-ray's, within this and a pixel",
        "browsers round a picture's edges to pixels of the monitor, and leave its proportions otherwise",
    )
    mixed: float = _limit(
        0.15,
        "NCC",
        "what the x-ray does not explain of a photo is like the x-ray before by no more than this",
        "photos of this x-ray: 0.12 at most, 400 of them; a tenth of another x-ray: 0.21 at least",
    )
    band: float = _limit(
        18,
        "ln",
        "no strip shows the x-ray before with a likelihood ratio, times what that one explains, beyond this",
        "photos of this x-ray: 12 at most, 400 of them; bands of a twentieth: 43 of 45 beyond",
    )
    faded: float = _limit(
        0.64,
        "NCC",
        "no two neighbouring rows or columns of patches are like the x-ray before by this much",
        "photos of this x-ray: 0.59 at most; soft edges over a tenth: 0.65 as a rule",
    )
    sole_score: float = _limit(
        0.97,
        "NCC",
        "below this a photo is also compared with the x-rays that it may show instead",
        "other exposures of one patient reach 0.88",
    )
    lead: float = _limit(
        0.05,
        "NCC",
        "a photo's own x-ray agrees better than any other by this",
        "against another exposure of the patient a photo's own x-ray leads by 0.118 at least",
    )
    features: float = _limit(
        80,
        "features",
        "an x-ray with fewer cannot be verified",
        "15 must be found again in a photo, and blur or moiré may leave a fifth",
    )
    black_structure: float = _limit(
        1.75,
        "grey levels",
        "the middle of a photo of a black screen has less fine structure than this",
        "x-rays: at least 2.0; black screens, with what they mirror: at most 0.9, with the strongest moiré 1.6",
    )
    black_places: float = _limit(
        2.5,
        "grey levels",
        "nor has a tenth of the middle of a photo of a black screen more than this",
        "x-rays an eighth of the photo high: at least 2.9; black screens: nine of ten below, strong reflections beyond",
    )


THRESHOLDS = Thresholds()
"""The thresholds in use."""


def rows() -> list[tuple[str, float, str, str, str]]:
    """Return (name, value, unit, meaning, reason) of every threshold."""
    return [
        (
            item.name,
            getattr(THRESHOLDS, item.name),
            *(item.metadata[key] for key in ("unit", "meaning", "reason")),
        )
        for item in fields(Thresholds)
    ]
