"""Statistics of `screen_photo` beside what is published of real cameras and photos: ``python -m benchmarks.realism``.

``--write docs/library/realism.md`` replaces the table of that page, ``--pictures docs/images/realism`` its pictures.
Everything is computed from the model's own photos of flat fields, edges and drawn x-rays; nothing is looked up.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path

import cv2

from benchmarks.realism_measures import (
    ISO,
    PHONES,
    colour_cast,
    contrast,
    lens_faults,
    loglog_slope,
    moire,
    noise_of,
    red_blue_phase,
    sensor_of,
    sharpness,
    tilt,
)
from benchmarks.realism_pictures import draw_pictures
from benchmarks.tables import report
from transforms import profiles

LEVELS = (1, 2, 3)
SEEN_DB = 36
"""Decibels above which a periodic pattern is none of noise."""
NEAR = 0.02
"""Cycles a pixel by which a peak may differ from the predicted alias: it changes over the crop."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", type=int, default=12, help="of each level or phone")
    parser.add_argument("--write", help="document whose section is replaced")
    parser.add_argument("--pictures", type=Path, help="folder for the pictures")
    chosen = parser.parse_args()
    lines = [
        f"`python -m benchmarks.realism --photos {chosen.photos}`; medians, where nothing else is said.",
        "",
        "| statistic | `screen_photo` | published of real ones | source |",
        "| --- | --- | --- | --- |",
    ]
    for row in rows(chosen.photos):
        lines.append("| " + " | ".join(row) + " |")
        print(lines[-1], flush=True)
    report("realism", lines, chosen.write)
    if chosen.pictures:
        draw_pictures(chosen.pictures)


def rows(photos: int) -> Iterator[tuple[str, str, str, str]]:
    """Yield the table's rows: what is compared, here, published, and the numbers of the sources."""
    wells, reads = zip(*(noise_of(sensor_of(phone)) for phone in PHONES), strict=True)
    yield (
        f"electrons at saturation, ISO {ISO}, a µm²", _by_phone(wells, ".0f"),
        "1,684 and 1,784 (IMX363)", "1, 2",
    )  # fmt: skip
    yield "read noise, electrons", _by_phone(reads, ".1f"), "5 and 2.3 (IMX363)", "1, 2"
    slope = loglog_slope(sensor_of("nokia6"))
    yield "slope of noise variance against signal, log-log", f"{slope:.2f}", "1 where light dominates", "3"
    yield (
        "phase between red's and blue's sampling moiré of a black and white grating",
        f"{red_blue_phase():.0f}°", "180° (π), less at the edges", "4",
    )  # fmt: skip
    waves = {level: [moire(level, seed) for seed in range(photos)] for level in LEVELS}
    smooth = max(moire(1, seed, subpixels="none")[0] for seed in range(photos))
    yield (
        f"photos with a periodic pattern over {SEEN_DB} dB, levels 1, 2, 3",
        ", ".join(f"{_seen(found)} of {photos}" for found in waves.values())
        + f"; without subpixels none is over {smooth:.0f} dB",
        "often; no distribution found", "5, 6",
    )  # fmt: skip
    peaks = [distance for found in waves.values() for decibels, distance in found if decibels > SEEN_DB]
    yield (
        "of those patterns, at an alias of the screen's grid",
        f"{sum(distance <= NEAR for distance in peaks)} of {len(peaks)}", "all (frequencies near m f_s)", "7",
    )  # fmt: skip
    for native, name in ((True, "the sensor's own pixels"), (False, "two megapixels")):
        sharp = [sharpness(phone, native) for phone in PHONES]
        yield f"MTF50 of the photo, cycles a pixel, {name}", _by_phone(sharp, ".2f"), "not found", ""
    for kelvin in (5000, 6500, 9300):
        cast, apart = colour_cast(kelvin, photos)
        yield (
            f"white of a screen of {kelvin} K: distance from neutral; between phones (`a*`, `b*`)",
            f"{cast:.1f}; {apart:.1f}",
            {6500: "between 24 cameras 3.9 ΔE (patches, D65)", 5000: "more, the farther from 6500 K"}.get(
                kelvin, "likewise"
            ), "8",
        )  # fmt: skip
    for lux, known in ((100, "about 350"), (300, "about 120")):
        ratios = [contrast(monitor, lux) for monitor in profiles.MONITORS]
        yield (
            f"contrast of the screen in {lux} lx", " ".join(f"{ratio:.0f}" for ratio in ratios),
            f"{known} (one OLED television)", "9",
        )  # fmt: skip
    bends, fringes = zip(*(lens_faults(phone) for phone in PHONES), strict=True)
    yield "distortion in the corner, % (95th percentile)", _by_phone(bends, ".1f"), "1 is acceptable", "10"
    yield (
        "lateral colour, µm on 24 x 36 mm (95th percentile)",
        _by_phone(fringes, ".0f"),
        "10 is acceptable",
        "11",
    )
    yield (
        "tilt of the phone, levels 1 to 4 (95th percentile)",
        ", ".join(f"{tilt(level):.0f}°" for level in (1, 2, 3, 4)), "not found", "",
    )  # fmt: skip


def _seen(found: Iterable[tuple[float, float]]) -> int:
    return sum(decibels > SEEN_DB for decibels, _ in found)


def _by_phone(values: Iterable[float], form: str) -> str:
    texts = [f"{value:{form}}" for value in values]
    if len(set(texts)) == 1:
        return texts[0]
    return ", ".join(f"{phone} {text}" for phone, text in zip(PHONES, texts, strict=True))


if __name__ == "__main__":
    cv2.setNumThreads(1)
    main()
