"""Assembly of the report: contents, order, and the page around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import tzinfo
from importlib.metadata import version
from statistics import quantiles
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from capture.facts import ServerRestarted
from capture.reasons import number, plural
from capture.storage import PhotoRow
from matching.limits import Limit
from webapp.assets import template_folder
from webapp.report import words
from webapp.report.event_log import condensed_log
from webapp.report.figures import figures_of, sets_of
from webapp.report.flagged_photos import Thumbnails, is_judged, photos_to_look_at, tiles
from webapp.report.measurements import EVERY_LIMIT, MeasuredPhoto, Point, measured, points
from webapp.report.scatter import scatter_plot
from webapp.report.source import Source
from webapp.report.spans import spans_of
from webapp.report.style import style, style_source
from webapp.report.timeline import timeline

FIRST_MEASURES = ("score", "tilt", "sharpness", "glare")
WIDE, NARROW = (1040, 210), (400, 200)


@dataclass(frozen=True, slots=True)
class Plot:
    """A measure's diagram and its caption."""

    title: str
    meaning: str
    middle: str
    limits: str
    warned: int
    refused: int
    drawing: Markup


def photos_shown(source: Source) -> list[PhotoRow]:
    """Return the photos on the contact sheet, for which `render` needs thumbnails."""
    return [one.photo for one in photos_to_look_at(measured(photo) for photo in source.photos)]


def render(
    source: Source, thumbnails: Mapping[int, Thumbnails] | None = None, zone: tzinfo | None = None
) -> str:
    """Render the page.

    Args:
        source: The session.
        thumbnails: Of `photos_shown`, by their ``id``; None for a report without pictures.
        zone: The time zone of every time on it; None takes this machine's.
    """
    photos = [measured(photo) for photo in source.photos]
    spans = spans_of((entry.fact for entry in source.facts), source.at)
    story = condensed_log(source, spans)
    plots = [_plot(source, photos, limit) for limit in EVERY_LIMIT.values()]
    by_name = {name: plot for name, plot in zip(EVERY_LIMIT, plots, strict=True) if plot is not None}
    return (
        _environment(zone)
        .get_template("report.html")
        .render(
            source=source,
            plan=source.plan,
            settings=asdict(source.plan.settings),
            figures=figures_of(source, photos, spans, story.skips),
            sets=sets_of(source, photos),
            spans=spans,
            restarts=any(isinstance(entry.fact, ServerRestarted) for entry in source.facts),
            story=story,
            noted=[photo for photo in source.photos if photo.note],
            timelines=[timeline(source, spans, zone, *size) for size in (WIDE, NARROW)],
            first_plots=[by_name[name] for name in FIRST_MEASURES if name in by_name],
            more_plots=[plot for name, plot in by_name.items() if name not in FIRST_MEASURES],
            tiles=tiles(photos_to_look_at(photos), thumbnails) if thumbnails is not None else [],
            judged=is_judged(photos),
            style=Markup(style()),
            policy=f"default-src 'none'; img-src data:; style-src {style_source()}",
            version=version("chexphoto-lab"),
        )
    )


def _plot(source: Source, photos: Sequence[MeasuredPhoto], limit: Limit) -> Plot | None:
    found = points([one for one in photos if one.photo.kept_at is not None], limit)
    if not found:
        return None
    return Plot(
        title=words.title(limit.name),
        meaning=limit.meaning,
        middle=_middle(found, limit),
        limits=_limits(limit),
        warned=sum(point.judgement == "warn" for point in found),
        refused=sum(point.judgement == "reject" for point in found),
        drawing=scatter_plot(found, limit, source.plan),
    )


def _middle(found: Sequence[Point], limit: Limit) -> str:
    values = sorted(point.value for point in found)
    if len(values) < 2:
        return words.value_text(values[0], limit)
    cuts = quantiles(values, n=20, method="inclusive")
    low, middle, high = (words.value_text(cuts[place], limit) for place in (0, 9, 18))
    return f"median {middle}, nine in ten from {low} to {high}"


def _limits(limit: Limit) -> str:
    sense = {"below": "below", "above": "above", "beyond": "beyond ±"}[limit.sense]
    joint = "" if limit.sense == "beyond" else " "
    told = [f"warning {sense}{joint}{words.value_text(limit.warn, limit)}"]
    if limit.reject is not None:
        told.append(f"refusal {sense}{joint}{words.value_text(limit.reject, limit)}")
    return ", ".join(told)


def _environment(zone: tzinfo | None) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(template_folder()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: Mapping[str, Any] = {
        "number": number,
        "plural": plural,
        "duration": words.duration,
        "reason": words.reason,
        "verdicts": words.verdicts,
        "phase": words.phase,
        "bytes": words.bytes_text,
        "clock": lambda at: words.clock(at, zone),
        "day": lambda at: words.day(at, zone),
        "plain": lambda name: str(name).replace("_", " "),
    }
    environment.filters.update(filters)
    return environment
