"""Text formatting of the report: measures, reasons, times and sizes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo

from capture.reasons import REJECTIONS, number
from matching.limits import Limit

TITLES: Mapping[str, str] = {
    "score": "Agreement with the x-ray",
    "coverage": "Coverage",
    "fill": "Fill",
    "area": "Share of the frame",
    "scale": "Scale",
    "off_centre_x": "Off centre, sideways",
    "off_centre_y": "Off centre, up and down",
    "moire": "Moiré",
}
PHASES: Mapping[str, str] = {
    "waiting": "Not started",
    "aiming": "Aiming",
    "running": "Running",
    "paused": "Paused",
    "finishing": "Finishing",
    "finished": "Finished",
    "aborted": "Aborted",
}
VERDICTS: Mapping[str, tuple[str, str]] = {
    "verified": ("shows its x-ray", "show their x-rays"),
    "doubtful": ("is doubtful", "are doubtful"),
    "wrong": ("shows something else", "show something else"),
    "": ("was not compared", "were not compared"),
}
"""What comparing photos gave, of one photo and of several."""
CODES: Mapping[str, str] = {
    "corner_outside": "a corner is outside",
    "move_closer": "the phone was too far away",
    "low_resolution": "the x-ray is too small in it",
    "off_centre": "off centre",
    "tilted": "the phone was tilted",
    "turn": "the phone was turned",
    "blurred": "blurred",
    "glare": "glare",
    "low_contrast": "low contrast",
    "too_dark": "too dark",
    "overexposed": "too bright",
    "moire": "strong moiré",
}


def title(name: str) -> str:
    """Return a measure's readable name: ``off_centre_x`` becomes words."""
    return TITLES.get(name, name.replace("_", " ").capitalize())


def reason(code: str) -> str:
    """Return why a photo was rejected or retaken, as the end of a sentence."""
    return REJECTIONS.get(code) or (code.replace("_", " ") if code else "no reason was given")


def verdicts(counts: Mapping[str, int]) -> str:
    """Format counts: ``478 photos show their x-rays, 1 shows something else``."""
    told = [
        f"{number(counts[verdict])} {one if counts[verdict] == 1 else many}"
        for verdict, (one, many) in VERDICTS.items()
        if counts.get(verdict)
    ]
    if not told:
        return "no photos were compared"
    first, *others = told
    return ", ".join([first.replace(" ", " photo " if first.startswith("1 ") else " photos ", 1), *others])


def fault(code: str) -> str:
    """Return the meaning of a warning or refusal, in a word or two."""
    return CODES.get(code) or code.replace("_", " ")


def value_text(value: float, limit: Limit) -> str:
    """Format a measured value with its unit and precision."""
    if limit.unit == "degrees":
        return f"{value:.1f}°"
    if limit.unit.startswith("share"):
        digits = 2 if abs(value) < 0.1 else 3
        return f"{float(f'{100 * value:.{digits}g}'):g} %"
    return f"{value:.2f}"


def duration(seconds: float) -> str:
    """Format ``95.2`` as ``1 min 35 s``; days and hours without seconds."""
    whole = round(seconds)
    days, hours, minutes = whole // 86400, whole // 3600 % 24, whole // 60 % 60
    if days:
        return f"{days} d {hours} h" if hours else f"{days} d"
    if hours:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    if minutes:
        return f"{minutes} min {whole % 60} s" if whole % 60 else f"{minutes} min"
    return f"{whole} s"


def clock(at: float, zone: tzinfo | None, *, seconds: bool = True) -> str:
    """Format a time of day."""
    return datetime.fromtimestamp(at, zone).strftime("%H:%M:%S" if seconds else "%H:%M")


def day(at: float, zone: tzinfo | None) -> str:
    """Format a date: ``25 November 2026``."""
    moment = datetime.fromtimestamp(at, zone)
    return f"{moment.day} {moment:%B %Y}"


def bytes_text(size: int) -> str:
    """Format ``4200000`` as ``4.2 MB``."""
    for unit, scale in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if size >= scale:
            return f"{size / scale:.1f} {unit}"
    return f"{size} bytes"
