"""Text formatting of the report: measures, reasons, times and sizes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo

from capture.reasons import said_of
from matching.limits import Limit
from messages import Message, catalogue


def title(name: str) -> str:
    """Return a measure's readable name: ``off_centre_x`` becomes words."""
    said = f"measure-{name}"
    return Message(said) if said in catalogue() else name.replace("_", " ").capitalize()


def phase(name: str) -> str:
    """Return a phase as a report on a session names it."""
    return Message("report-phase-waiting" if name == "waiting" else f"phase-{name}")


def reason(code: str) -> str:
    """Return why a photo was rejected or retaken, as the end of a sentence."""
    return said_of(code, "rejection") if code else Message("report-no-reason")


def verdict(code: str) -> str:
    """Return what comparing gave, of one photo."""
    return Message(f"verdict-{code or 'none'}")


def verdicts(counts: Mapping[str, int]) -> str:
    """Format counts: ``478 photos show their x-rays, 1 shows something else``."""
    seen = [code for code in ("verified", "doubtful", "wrong", "") if counts.get(code)]
    if not seen:
        return Message("verdicts-none")
    said = [
        Message(f"verdicts-{code or 'not-compared'}{'' if position else '-first'}", n=counts[code])
        for position, code in enumerate(seen)
    ]
    return Message.joined(said, by=", ")


def fault(code: str) -> str:
    """Return the meaning of a warning or refusal, in a word or two."""
    return said_of(code, "warning")


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
