"""The session over time: photos per minute, the phases below them, and incidents.

A pause over lunch would leave the photos a sliver at either end, so that long pauses are drawn short, with their length
written on them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from markupsafe import Markup

from capture.facts import Fact, RetakeListed, ServerRestarted, VerdictGiven
from capture.reasons import number
from webapp.report.source import Source
from webapp.report.spans import Span
from webapp.report.svg import Scale, drawing, tag, ticks
from webapp.report.words import clock, duration, phase, reason

STEPS = (5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21600, 43200, 86400)
MOST_BINS = 90
SHORTENED_SHARE = 0.12
"""How long, against the time that it ran, a pause may be before it is drawn shorter."""
LABEL_PX = 64
CHARACTER_PX = 6.5
LEFT, RIGHT, TOP, BAND, MARKS, LABELS = 34, 10, 10, 16, 22, 20


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """A time axis: consecutive spans, long pauses shortened."""

    spans: tuple[Span, ...]
    longest: float
    start: float
    end: float

    @classmethod
    def over(cls, spans: Sequence[Span], start: float, end: float) -> TimeAxis:
        """Lay ``spans`` out from position ``start`` to ``end``."""
        ran = sum(span.seconds for span in spans if span.phase != "paused")
        return cls(tuple(spans), max(30.0, SHORTENED_SHARE * ran), start, end)

    def drawn(self, span: Span) -> float:
        """Return the drawn length of a span in seconds."""
        return min(span.seconds, self.longest) if span.phase == "paused" else span.seconds

    @property
    def seconds(self) -> float:
        """Total drawn seconds."""
        return sum(map(self.drawn, self.spans))

    def is_shortened(self, span: Span) -> bool:
        """Return whether a span is drawn shorter than it was."""
        return self.drawn(span) < span.seconds

    def __call__(self, at: float) -> float:
        """Return the position of a time."""
        before = 0.0
        for span in self.spans:
            if at < span.end:
                within = max(0.0, at - span.start) / span.seconds * self.drawn(span)
                return self._position(before + within)
            before += self.drawn(span)
        return self._position(before)

    def _position(self, seconds: float) -> float:
        return self.start + seconds / self.seconds * (self.end - self.start)


def timeline(source: Source, spans: Sequence[Span], zone: tzinfo | None, width: int, height: int) -> Markup:
    """Draw a session's timeline; empty where it never ran."""
    if not spans:
        return Markup("")
    axis = TimeAxis.over(spans, LEFT, width - RIGHT)
    floor = height - BAND - MARKS - LABELS
    times = [photo.taken_at for photo in source.photos if spans[0].start <= photo.taken_at <= spans[-1].end]
    parts = [
        _rates(times, axis, floor),
        *(_phase(span, axis, floor) for span in spans),
        _marks(source, axis, floor + BAND),
        _clock_labels(axis, zone, height),
    ]
    label = (
        f"{number(len(times))} photos from {clock(spans[0].start, zone)} to {clock(spans[-1].end, zone)}, "
        f"with {sum(span.phase == 'paused' for span in spans)} pauses"
    )
    return drawing(width, height, label, *parts)


def _rates(times: Sequence[float], axis: TimeAxis, floor: float) -> Markup:
    bin_s = next((step for step in STEPS if axis.seconds / step <= MOST_BINS), STEPS[-1])
    bins = Counter(int(at // bin_s) for at in times)
    highest = max(bins.values(), default=0) * 60 / bin_s
    up = Scale(0, highest or 1, floor, TOP)
    bars = [_bar(axis, place * bin_s, bin_s, up(count * 60 / bin_s), floor) for place, count in bins.items()]
    lines = [
        tag("line", x1=LEFT, x2=axis.end, y1=up(value), y2=up(value), class_="grid")
        + tag("text", f"{value:g}", x=LEFT - 6, y=up(value) + 4, text_anchor="end", class_="small")
        for value in ticks(0, highest, 3)
    ]
    return Markup("").join([*lines, *bars])


def _bar(axis: TimeAxis, start: float, seconds: float, top: float, floor: float) -> Markup:
    left, right = axis(start), axis(start + seconds)
    return tag(
        "rect", x=left, width=max(0.6, right - left - 0.6), y=top, height=max(0.0, floor - top), class_="bar"
    )


def _phase(span: Span, axis: TimeAxis, top: float) -> Markup:
    left, right = axis(span.start), axis(span.end)
    what = f"{phase(span.phase)} for {duration(span.seconds)}"
    band = tag(
        "rect",
        tag("title", what),
        x=left,
        width=max(1.0, right - left),
        y=top + 2,
        height=BAND - 4,
        class_=f"phase {span.phase}",
    )
    text = duration(span.seconds)
    if not axis.is_shortened(span) or right - left < CHARACTER_PX * len(text):
        return band
    middle = (left + right) / 2
    return band + tag("text", text, x=middle, y=top - 4, text_anchor="middle", class_="small")


def _marks(source: Source, axis: TimeAxis, top: float) -> Markup:
    found = ((entry.fact.at, _mark(entry.fact)) for entry in source.facts)
    first, last = axis.spans[0].start, axis.spans[-1].end
    return Markup("").join(
        tag(
            "path",
            tag("title", words),
            d=path,
            class_=f"mark {kind}",
            transform=f"translate({axis(at):.1f} {top})",
        )
        for at, mark in found
        if mark is not None and first <= at <= last
        for kind, path, words in [mark]
    )


def _mark(fact: Fact) -> tuple[str, str, str] | None:
    """Return a fact's class, shape and sentence, None for facts without a mark."""
    if isinstance(fact, VerdictGiven) and fact.verdict == "rejected":
        why = fact.detail or reason(fact.code)
        return "stop", "M-3.5 4l7 7m0-7l-7 7", f"{number(fact.index)} rejected: {why}"
    if isinstance(fact, RetakeListed):
        return (
            "wait",
            "M0 2v11",
            f"{number(fact.index)} to be taken again: {fact.detail or reason(fact.code)}",
        )
    if isinstance(fact, ServerRestarted):
        return "restart", "M0 3l5 9h-10z", "The server was restarted"
    return None


def _clock_labels(axis: TimeAxis, zone: tzinfo | None, height: int) -> Markup:
    most = max(2, int((axis.end - axis.start) / LABEL_PX))
    step = next((step for step in STEPS if axis.seconds / step <= most), STEPS[-1])
    labels, last = [], -LABEL_PX * 1.0
    for at in (
        at for span in axis.spans if not axis.is_shortened(span) for at in _round_times(span, step, zone)
    ):
        x = axis(at)
        if x - last < LABEL_PX * 0.8 or x > axis.end - 12 or x < axis.start + 12:
            continue
        text = clock(at, zone, seconds=step < 60)
        labels.append(tag("text", text, x=x, y=height - 5, text_anchor="middle", class_="small"))
        last = x
    return Markup("").join(labels)


def _round_times(span: Span, step: int, zone: tzinfo | None) -> list[float]:
    """Return the times within a span that are round in local time."""
    offset = datetime.fromtimestamp(span.start, zone).astimezone(zone).utcoffset()
    shift = offset.total_seconds() if offset is not None else 0.0
    return [at - shift for at in ticks_of(span.start + shift, span.end + shift, step)]


def ticks_of(low: float, high: float, step: int) -> list[float]:
    """Return multiples of ``step`` from ``low`` to ``high``."""
    first = -int(-low // step)
    return [float(place * step) for place in range(first, int(high // step) + 1)]
