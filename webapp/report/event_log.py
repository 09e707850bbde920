"""The session as a condensed log: each run in one sentence, without routine entries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from capture.facts import ENDED, ConnectionLost, DeviceAdmitted, Fact, PhaseChanged, ShowingInterrupted
from capture.log import event_row
from capture.reasons import number, plural
from capture.session import Session
from capture.shapes import LogRow
from capture.state.reducer import apply_fact
from webapp.report.source import Source
from webapp.report.spans import Span
from webapp.report.words import duration

MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence.

    Attributes:
        at: When, Unix seconds.
        level: ``info``, ``ok``, ``wait`` or ``stop``.
        kind: As in the log, or ``run``.
        message: The sentence.
        times: How often in a row it was so.
    """

    at: float
    level: str
    kind: str
    message: str
    times: int = 1


@dataclass(frozen=True, slots=True)
class CondensedLog:
    """The lines, and the number of omitted ones."""

    lines: tuple[Line, ...]
    untold: int
    skips: int


def condensed_log(source: Source, spans: Sequence[Span]) -> CondensedLog:
    """Condense the log of a session."""
    session = Session(source.plan, source.row.created_at)
    told: list[Line] = []
    for entry in source.facts:
        apply_fact(session.state, entry.fact)
        row = event_row(entry.seq, entry.fact, session)
        if row is not None and _is_worth_telling(row, entry.fact, session.state.phase):
            told.append(Line(row["at"], row["level"], row["kind"], row["message"]))
    told += [_run(source, span) for span in spans if span.phase == "running"]
    lines = _merged(sorted(told, key=lambda line: line.at))
    return CondensedLog(tuple(lines[:MOST_LINES]), max(0, len(lines) - MOST_LINES), len(session.state.skips))


def _is_worth_telling(row: LogRow, fact: Fact, phase: str) -> bool:
    """Return whether an entry is not routine: normal progress is in the counts, and all may leave at the end."""
    if isinstance(fact, PhaseChanged):
        return fact.phase not in ("running", "waiting")
    if isinstance(fact, ConnectionLost | ShowingInterrupted) and phase in ENDED:
        return False
    if isinstance(fact, DeviceAdmitted):
        return True
    return row["level"] in ("wait", "stop") or row["kind"] in ("retake", "skip")


def _run(source: Source, span: Span) -> Line:
    taken = [photo for photo in source.photos if span.start <= photo.taken_at <= span.end]
    if not taken:
        return Line(span.start, "info", "run", f"Ran for {duration(span.seconds)}. No photo was taken.")
    first, last = min(photo.index for photo in taken), max(photo.index for photo in taken)
    which = f"x-ray {number(first)}" if first == last else f"x-rays {number(first)} to {number(last)}"
    rate = f", {60 * len(taken) / span.seconds:.0f} a minute" if span.seconds >= 10 else ""
    many = plural(len(taken), "photo", "photos")
    return Line(span.start, "ok", "run", f"Ran for {duration(span.seconds)}: {which}, {many}{rate}.")


def _merged(lines: Iterable[Line]) -> list[Line]:
    """Merge repeated lines into one with a count, and a rejected photo with its retake."""
    merged: list[Line] = []
    for line in lines:
        last = merged[-1] if merged else None
        if last is not None and (last.message, last.level) == (line.message, line.level):
            merged[-1] = replace(last, times=last.times + 1)
        elif last is not None and (last.kind, line.kind, last.at) == ("photo", "retake", line.at):
            merged[-1] = replace(last, message=f"{last.message} {line.message}")
        else:
            merged.append(line)
    return merged
