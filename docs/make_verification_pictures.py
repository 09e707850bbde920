"""Draw the pictures of `docs/verification.md`: ``python -m docs.make_verification_pictures``.

Everything is made from drawn x-rays, so no patient's picture is in the repository. On each photo: where the x-ray was
found, and every block that was compared, green where it agrees and red where it does not.
"""

import sys
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

import matching
import transforms
from benchmarks.verification_faults import spoil
from benchmarks.verification_photos import second_exposure
from dataset.phantoms import draw_patient, draw_xray
from matching.registration.agreement import GRID
from matching.registration.search import Finding, search

OUT = Path(__file__).parent / "images" / "verification"
HEIGHT, QUALITY = 420, 82
GREEN, RED, WHITE = (90, 200, 60), (60, 60, 230), (240, 240, 240)
Grey = NDArray[np.uint8]
Colour = NDArray[np.uint8]


def photograph(picture: Grey, level: int, seed: int = 3) -> Colour:
    """Take a photo in OpenCV's channel order, in the same pose for every picture of one size."""
    camera = transforms.get("screen_photo", oneplus6=True, monitor_1080p_24in=True)
    params = camera.sample(level, (picture.shape[1], picture.shape[0]), np.random.default_rng([seed, level]))
    return np.asarray(cv2.cvtColor(camera.apply(picture, params), cv2.COLOR_RGB2BGR), np.uint8)


def marked(
    photo: Colour,
    reference: matching.Reference,
    words: str,
    context: matching.Context = matching.Context(),  # noqa: B008
) -> Colour:
    """Draw the findings into the photo, and the verdict below."""
    prepared = matching.prepare_photo(np.asarray(cv2.cvtColor(photo, cv2.COLOR_BGR2GRAY), np.uint8))
    match = matching.verify(prepared, reference, context)
    found = search(prepared, reference)
    picture = cv2.resize(photo, prepared.size, interpolation=cv2.INTER_AREA)
    if match.homography is not None and found is not None:
        draw_blocks(picture, reference, found)
    height, width = picture.shape[:2]
    small = cv2.resize(picture, (round(width * HEIGHT / height), HEIGHT), interpolation=cv2.INTER_AREA)
    told = f"{match.verdict}{f', {match.code}' if match.code else ''}"
    return captioned(
        np.asarray(small, np.uint8), f"{words}: {told}", f"score {match.score:.2f}, {match.inliers} pairs"
    )


def draw_blocks(picture: Colour, reference: matching.Reference, found: Finding) -> None:
    """Outline of the x-ray, and a small square in each compared block."""
    height, width = reference.frame.shape
    corners = found.placement.corners((width, height))
    cv2.polylines(picture, [np.rint(corners).astype(np.int32)], True, WHITE, 3, cv2.LINE_AA)
    for row, column in np.ndindex(GRID, GRID):
        agrees = found.agreement.blocks[row, column]
        if np.isfinite(agrees):
            x, y = (column + 0.5) / GRID * width, (row + 0.5) / GRID * height
            part = 0.3 * width / GRID
            square = found.placement.moved(
                [(x - part, y - part), (x + part, y - part), (x + part, y + part), (x - part, y + part)]
            )
            colour = GREEN if agrees >= matching.THRESHOLDS.score else RED
            cv2.polylines(picture, [np.rint(square).astype(np.int32)], True, colour, 3, cv2.LINE_AA)


def captioned(picture: Colour, *lines: str) -> Colour:
    """Add lines of text below the picture."""
    band = np.full((24 * len(lines) + 10, picture.shape[1], 3), 24, np.uint8)
    for number, line in enumerate(lines, start=1):
        cv2.putText(band, line, (8, 24 * number), cv2.FONT_HERSHEY_SIMPLEX, 0.55, WHITE, 1, cv2.LINE_AA)
    return np.vstack([picture, band])


def beside(*pictures: Colour) -> Colour:
    """Return the pictures of one height in a row, with a gap."""
    gap = np.zeros((pictures[0].shape[0], 8, 3), np.uint8)
    parts = [part for picture in pictures for part in (picture, gap)]
    return np.hstack(parts[:-1])


def main() -> int:
    """Draw all of them."""
    OUT.mkdir(parents=True, exist_ok=True)
    cv2.setNumThreads(1)
    now, other = draw_xray(draw_patient(1), "frontal"), draw_xray(draw_patient(3), "frontal")
    before = np.asarray(
        cv2.resize(other, (now.shape[1], now.shape[0]), interpolation=cv2.INTER_AREA), np.uint8
    )
    reference = matching.make_reference(now)
    row = now.shape[0] * 11 // 20
    tripod, hurried = photograph(now, 1), photograph(now, 4)
    sibling = draw_xray(second_exposure(draw_patient(1)), "frontal")
    siblings = {2: matching.make_reference(sibling), 3: matching.make_reference(other)}
    context = matching.Context(siblings, before=(3,))

    def spoilt(kind: str, strength: float, words: str) -> Colour:
        picture = spoil(kind, strength, now, other, np.random.default_rng(11))
        return marked(photograph(picture, 2), reference, words, context)

    pictures = {
        "follow-up-and-ghost": beside(
            marked(photograph(sibling, 2), reference, "a follow-up of the patient", context),
            spoilt("blend", 0.15, "15 % of the x-ray before"),
        ),
        "band-and-window": beside(
            spoilt("band", 0.13, "a band of the x-ray before"), spoilt("window", 0.1, "a window over it")
        ),
        "hand-and-zoom": beside(spoilt("hand", 0.1, "a hand"), spoilt("zoom", 1.1, "page zoomed to 110 %")),
        "stretch-and-two": beside(
            spoilt("stretch", 1.1, "stretched by 10 %"), spoilt("two", 1.0, "two x-rays")
        ),
        "true": beside(marked(tripod, reference, "tripod"), marked(hurried, reference, "in a hurry")),
        "wrong": beside(
            marked(photograph(before, 2), reference, "the x-ray before"),
            marked(np.ascontiguousarray(hurried[:, ::-1]), reference, "mirrored"),
        ),
        "torn-and-cut": beside(
            marked(photograph(np.vstack([now[:row], before[row:]]), 2), reference, "half painted"),
            marked(cut(photograph(now, 2)), reference, "cut"),
        ),
        "black": beside(
            *(marked(photograph(np.zeros_like(now), level), reference, "black") for level in (1, 3))
        ),
    }
    for name, picture in pictures.items():
        cv2.imwrite(str(OUT / f"{name}.jpg"), picture, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    return 0


def cut(photo: Colour) -> Colour:
    """Return the photo without its lower quarter, padded on no side."""
    return np.ascontiguousarray(photo[: photo.shape[0] * 4 // 5])


if __name__ == "__main__":
    sys.exit(main())
