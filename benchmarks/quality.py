"""Quality measures of photos whose truth is known: distributions by level, errors, and cost.

``python -m benchmarks.quality [--photos 80] [--xrays DIR] [--write docs/benchmarks.md]`` photographs drawn x-rays (and
those of any folder in CheXpert's layout) with the software camera, as many at each level, finds the x-ray in each
photo and measures it. Status 1 when a figure misses its limit.
"""

from __future__ import annotations

import argparse
import dataclasses
import math
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

import matching
import transforms
from benchmarks.tables import report
from benchmarks.verification_photos import Grey, Subject, make_subjects
from matching.features.reference import reduced
from matching.quality.aligned_photo import align_photo
from transforms import Rendering, geometry
from transforms.effects.screen_photo import ScreenPhotoParams, geometry_of

SEED = 5
LEVELS = (1, 2, 3, 4)
BLURS = (0.0, 1.0, 2.0, 3.0, 4.0)
MOIRE_EVERY = 4
HAZE, VISIBLE = 10, 0.03
"""Percentile of the reflected light that counts as even haze, and what stands out of it, of white."""
TILT_LIMIT_DEG, COST_LIMIT_MS, AIM_LIMIT_MS = 1.0, 40.0, 100.0
FRAME_SIDE = 1280
DIAGONAL_35MM = math.hypot(36, 24)


@dataclass(frozen=True)
class Measured:
    """One photo: what was measured, what is true, and what it cost."""

    level: int
    quality: matching.Quality
    verdict: str
    tilt_error: float
    tilt_error_assumed: float
    glare_truth: float
    blurred: tuple[float, ...]
    moire: tuple[float, float, float] | None
    cost_ms: float
    aim_ms: float


def measure(subject: Subject, number: int, level: int) -> Measured:
    """Photograph an x-ray and measure the photo."""
    xray = subject.pixels()
    size = (xray.shape[1], xray.shape[0])
    camera = transforms.get("screen_photo", upright=number % 3 == 0)
    params = camera.sample(level, size, np.random.default_rng([SEED, number]))
    assert isinstance(params, ScreenPhotoParams)
    shot = camera.render(xray, params)
    photo, reference = grey(shot.image), matching.make_reference(xray)
    match = matching.verify(photo, reference)
    focal = focal_35mm(params, size, photo)
    begun = time.process_time()
    quality = matching.measure_quality(photo, reference, match, focal_35mm=focal)
    cost = time.process_time() - begun
    frame = np.asarray(reduced(photo, FRAME_SIDE), np.uint8)
    begun = time.process_time()
    matching.aim(frame, reference)
    aimed = time.process_time() - begun
    assumed = matching.measure_quality(frame, reference, scaled_down(match, photo, frame))
    return Measured(
        level,
        quality,
        match.verdict,
        tilt_error(quality, params),
        tilt_error(assumed, params),
        glare_truth(shot, size),
        blurred(photo, reference, match) if level <= 2 else (),
        moire_truth(xray, params, photo, reference, match) if number // 4 % MOIRE_EVERY == 0 else None,
        cost * 1000,
        aimed * 1000,
    )


def grey(photo: NDArray[np.uint8] | NDArray[np.uint16]) -> Grey:
    return np.asarray(cv2.cvtColor(photo, cv2.COLOR_RGB2GRAY), np.uint8)


def focal_35mm(params: ScreenPhotoParams, size: tuple[int, int], photo: Grey) -> float:
    """Return the focal length that the phone's EXIF would give."""
    focal_px = geometry_of(params, size).optics.view.focal_px * photo.shape[1] / params.sensor.width_px
    return float(focal_px / math.hypot(*photo.shape) * DIAGONAL_35MM)


def scaled_down(match: matching.Match, photo: Grey, frame: Grey) -> matching.Match:
    if match.homography is None:
        return match
    factor = np.diag([frame.shape[1] / photo.shape[1], frame.shape[0] / photo.shape[0], 1.0])
    return dataclasses.replace(match, homography=factor @ match.homography)


def tilt_error(quality: matching.Quality, params: ScreenPhotoParams) -> float:
    return math.hypot(quality.yaw - params.pose.yaw_deg, quality.pitch - params.pose.pitch_deg)


def glare_truth(shot: Rendering, size: tuple[int, int]) -> float:
    """Return the share of the x-ray on which a reflection stands out of the even haze."""
    assert shot.homography is not None
    small = (160, round(160 * size[1] / size[0]))
    onto = shot.homography @ np.diag([size[0] / small[0], size[1] / small[1], 1.0])
    matrix = geometry.between_pixel_centres(np.linalg.inv(onto))
    light = cv2.warpPerspective(shot.masks["glare"], matrix, small) / 255
    return float(np.mean(light > np.percentile(light, HAZE) + VISIBLE))


def blurred(photo: Grey, reference: matching.Reference, match: matching.Match) -> tuple[float, ...]:
    """Return the sharpness after further blur of each standard deviation in `BLURS`, px of the x-ray's small frame."""
    if match.homography is None:
        return ()
    flat = align_photo(photo, reference, match.homography)
    per_px = math.sqrt(abs(np.linalg.det(flat.homography[:2, :2])))
    photos = [cv2.GaussianBlur(photo, (0, 0), blur * per_px) if blur else photo for blur in BLURS]
    return tuple(
        matching.measure_quality(np.asarray(one, np.uint8), reference, match).sharpness for one in photos
    )


def moire_truth(
    xray: Grey, params: ScreenPhotoParams, photo: Grey, reference: matching.Reference, match: matching.Match
) -> tuple[float, float, float] | None:
    """Return the moiré of the subpixels against the x-ray's own structure, and the measure with and without."""
    if match.homography is None:
        return None
    even = dataclasses.replace(params, screen=dataclasses.replace(params.screen, subpixels="none"))
    without = grey(transforms.get("screen_photo").apply(xray, even))
    striped, plain = (align_photo(one, reference, match.homography) for one in (photo, without))
    inside = striped.inside & plain.inside
    added = float(band(striped.seen.astype(np.float32) - plain.seen)[inside].std())
    own = band(plain.seen.astype(np.float32))[inside].std()
    measured = [matching.measure_quality(one, reference, match).moire for one in (photo, without)]
    return float(added / own), measured[0], measured[1]


def band(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    fine = cv2.GaussianBlur(picture, (0, 0), 1.0)
    return np.asarray(fine - cv2.GaussianBlur(picture, (0, 0), 12.0), np.float32)


def rank_correlation(one: list[float], other: list[float]) -> float:
    """Return Spearman's rank correlation; equal values share their rank."""
    ranks = [np.unique(values, return_inverse=True)[1] for values in (np.array(one), np.array(other))]
    counts = [np.bincount(rank) for rank in ranks]
    shared = [(np.cumsum(c) - (c - 1) / 2)[r] for c, r in zip(counts, ranks, strict=True)]
    return float(np.corrcoef(shared[0], shared[1])[0, 1])


def distributions(photos: list[Measured]) -> list[str]:
    """Return the median and worst twentieth of each measure by level."""
    lines = [
        "| measure, unit | level 1 | level 2 | level 3 | level 4 | warning | refusal |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, limit in matching.LIMITS.items():
        cells = []
        for level in LEVELS:
            values = np.array([getattr(one.quality, name) for one in photos if one.level == level])
            values = np.abs(values) if limit.sense == "beyond" else values
            middle, worst = np.nanpercentile(values, [50, 5 if limit.sense == "below" else 95])
            cells.append(f"{middle:.3g}, {worst:.3g}")
        refusal = "never" if limit.reject is None else f"{limit.reject:g}"
        lines.append(f"| {name}, {limit.unit} | {' | '.join(cells)} | {limit.warn:g} | {refusal} |")
    return lines


def outcomes(photos: list[Measured]) -> list[str]:
    lines = [
        "| level | photos | nothing to say | warned of | refused for |",
        "| --- | --- | --- | --- | --- |",
    ]
    for level in LEVELS:
        here = [one.quality for one in photos if one.level == level]
        warned = Counter(code for quality in here for code in quality.warnings)
        refused = Counter(code for quality in here for code in quality.rejections)
        silent = sum(not quality.warnings and not quality.rejections for quality in here)
        lines.append(f"| {level} | {len(here)} | {silent} | {named(warned)} | {named(refused)} |")
    return lines


def named(counts: Counter[str]) -> str:
    return ", ".join(f"`{code}` {count}" for code, count in counts.most_common()) or "-"


def truths(photos: list[Measured]) -> tuple[list[str], bool]:
    """Return errors against the truth, cost, and whether every limit is kept."""
    blurs = [(blur, value) for one in photos for blur, value in zip(BLURS, one.blurred, strict=False)]
    waves = [one.moire for one in photos if one.moire is not None]
    glares = [one.glare_truth for one in photos], [float(np.nan_to_num(one.quality.glare)) for one in photos]
    errors = np.array([one.tilt_error for one in photos])
    assumed = np.array([one.tilt_error_assumed for one in photos])
    cost, aimed = (float(np.median([getattr(one, name) for one in photos])) for name in ("cost_ms", "aim_ms"))
    by_blur = ", ".join(f"{np.median([v for b, v in blurs if b == blur]):.2f} at {blur:g}" for blur in BLURS)
    without = np.array([wave[2] for wave in waves])
    kept = np.nanmedian(errors) <= TILT_LIMIT_DEG and cost <= COST_LIMIT_MS and aimed <= AIM_LIMIT_MS
    lines = [
        "| against the truth | value | limit |",
        "| --- | --- | --- |",
        f"| error of yaw and pitch, focal length from EXIF (median, p90) | {quantiles(errors)} | {TILT_LIMIT_DEG:g}° |",
        f"| the same, focal length assumed | {quantiles(assumed)} | |",
        f"| rank correlation of sharpness with added blur ({len(blurs)} photos) | "
        f"{rank_correlation(*map(list, zip(*blurs, strict=True))):.2f} | |",
        f"| median sharpness after a blur of so many px at 640 px | {by_blur} | |",
        f"| rank correlation of glare with the reflected light | {rank_correlation(*glares):.2f} | |",
        f"| rank correlation of moiré with what subpixels add ({len(waves)} photos) | "
        f"{rank_correlation([w[0] for w in waves], [w[1] for w in waves]):.2f} | |",
        f"| moiré measured on a screen without subpixels (median, p90) | {quantiles(without, '')} | |",
        f"| CPU to measure a photo, p50 | {cost:.0f} ms | {COST_LIMIT_MS:.0f} ms |",
        f"| CPU of `aim`, frame of {FRAME_SIDE} px, p50 | {aimed:.0f} ms | {AIM_LIMIT_MS:.0f} ms |",
    ]
    return lines, bool(kept)


def quantiles(values: NDArray[np.float64], unit: str = "°") -> str:
    middle, most = np.nanpercentile(values, [50, 90])
    return f"{middle:.2f}{unit}, {most:.2f}{unit}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", type=int, default=80)
    parser.add_argument("--xrays", type=Path, action="append", default=[], help="folder in CheXpert's layout")
    parser.add_argument("--write", help="Markdown page whose section on quality is replaced")
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    with tempfile.TemporaryDirectory() as folder:
        subjects = make_subjects(Path(folder), min(24, arguments.photos), arguments.xrays)
        order = np.random.default_rng(SEED).permutation(len(subjects))
        photos = []
        for number in range(arguments.photos):
            subject = subjects[int(order[number // len(LEVELS) % len(subjects)])]
            photos.append(measure(subject, number, LEVELS[number % len(LEVELS)]))
            print(f"{number + 1} of {arguments.photos}", end="\r", file=sys.stderr, flush=True)
    against, kept = truths(photos)
    found = sum(one.verdict == "verified" for one in photos)
    head = [
        f"`python -m benchmarks.quality --photos {len(photos)}`; {len(subjects)} x-rays, software camera, {found} of "
        f"{len(photos)} photos verified. Cells: median, worst twentieth (angles and offsets without their sign).",
        "",
    ]
    report("quality", [*head, *distributions(photos), "", *outcomes(photos), "", *against], arguments.write)
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
