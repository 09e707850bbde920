"""The report on an evaluation: one HTML page that needs nothing but itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from capture.reasons import number, plural
from dataset.scoring.bootstrap import Estimate
from dataset.scoring.evaluation import Evaluation, SetScore
from dataset.scoring.pictures import XRAYS
from webapp.assets import template_folder
from webapp.evaluations.charts import Row, levels_chart, reliability_chart, scores_chart
from webapp.report.style import style, style_source


def render(evaluation: Evaluation) -> str:
    """Render the page."""
    scored = [each for each in evaluation.sets if each.score.mean_auroc]
    return (
        _environment()
        .get_template("evaluation.html")
        .render(
            evaluation=evaluation,
            about=evaluation.about,
            observations=[each.observation for each in evaluation.sets[0].score.observations],
            scores=_scores(scored),
            levels=_levels(evaluation),
            reliability=[(each, _reliability(each)) for each in scored],
            style=Markup(style()),
            policy=f"default-src 'none'; img-src data:; style-src {style_source()}",
        )
    )


def _scores(scored: list[SetScore]) -> Markup:
    rows = [Row(each.set, each.score.mean_auroc) for each in scored if each.score.mean_auroc]
    return scores_chart(rows, "Mean AUROC by set, with intervals") if rows else Markup("")


def levels_of(evaluation: Evaluation) -> dict[str, dict[int, Estimate]]:
    """Return the mean AUROC by level of each pipeline that was made at levels; level 0 is the x-rays."""
    found: dict[str, dict[int, Estimate]] = {}
    for each in evaluation.sets:
        if each.level and each.score.mean_auroc:
            found.setdefault(each.pipeline, {})[each.level] = each.score.mean_auroc
    clean = next((each.score.mean_auroc for each in evaluation.sets if each.set == XRAYS), None)
    return {name: ({0: clean} if clean else {}) | levels for name, levels in found.items()}


def _levels(evaluation: Evaluation) -> Markup:
    lines = levels_of(evaluation)
    return levels_chart(lines, "Mean AUROC by level of each pipeline") if lines else Markup("")


def _reliability(each: SetScore) -> Markup:
    return reliability_chart(each.calibration.bins, f"Share of positives by prediction, {each.set}")


def _interval(estimate: Estimate | None) -> str:
    """Write a value with its interval: ``0.812 (0.780 to 0.841)``."""
    if estimate is None:
        return "-"
    if estimate.low is None or estimate.high is None:
        return f"{estimate.value:.3f} (no interval)"
    return f"{estimate.value:.3f} ({estimate.low:.3f} to {estimate.high:.3f})"


def _environment() -> Environment:
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
        "interval": _interval,
        "plain": lambda name: str(name).replace("_", " "),
    }
    environment.filters.update(filters)
    return environment
