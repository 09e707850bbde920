"""Statistics as text, Markdown, LaTeX, CSV and JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal

from dataset.export.plan import table_text
from dataset.statistics.counting import PartCounts, Statistics
from dataset.statistics.fitness import Fitness
from dataset.statistics.plot import plot
from dataset.statistics.shapes import DatasetStatistics, FitnessShare, PartStatistics
from dataset.statistics.tables import Blank, CountTable, columns, in_paper_order, share, tables, values

Format = Literal["text", "markdown", "latex", "csv", "json", "svg"]
ENDINGS: dict[Format, str] = {
    "text": "txt",
    "markdown": "md",
    "latex": "tex",
    "csv": "csv",
    "json": "json",
    "svg": "svg",
}
_CSV_COLUMNS = ("table", "split", "set", "row", "value", "count", "percent")
_LATEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
}


def written(statistics: Statistics, format_: Format, blank: Blank = "negative") -> str:
    """Return statistics in a format.

    Args:
        statistics: The counts.
        format_: How they are written.
        blank: Whether a blank cell counts as negative, as in the paper, or apart.
    """
    return _WRITERS[format_](statistics, blank)


def as_json(statistics: Statistics, blank: Blank = "negative") -> DatasetStatistics:
    """Return statistics as JSON values."""
    return {
        "name": statistics.name,
        "unit": statistics.unit,
        "blank": blank,
        "parts": [_part(part, statistics.unit, blank) for part in statistics.parts],
        "fitness": [fitness_json(of) for of in statistics.fitness],
    }


def fitness_csv(fitness: Iterable[Fitness]) -> str:
    """Return what readers found as a CSV of its own: a row for each set."""
    columns_ = ("set", "pipeline", "level", "images", "read", "fit", "share", "low", "high")
    return table_text(
        columns_,
        (
            (of.set, of.pipeline, of.level, of.images, of.read, of.fit, of.share, *(of.interval or ("", "")))
            for of in fitness
        ),
    )


def _part(part: PartCounts, unit: str, blank: Blank) -> PartStatistics:
    total = part.studies if unit == "studies" else part.images
    return {
        "split": part.split,
        "set": part.set,
        "patients": part.patients,
        "studies": part.studies,
        "images": part.images,
        "conflicting_studies": part.conflicting,
        "observations": [
            {
                "observation": counts.observation,
                "labels": [
                    {"label": name, "count": value, "percent": share(value, total)}
                    for name, value in zip(columns(blank), values(counts, blank), strict=True)
                ],
            }
            for counts in in_paper_order(part)
        ],
        "sex": dict(part.sex),
        "age": dict(part.age),
        "view": dict(part.view),
        "facts": {name: dict(counts) for name, counts in part.facts.items()},
    }


def fitness_json(of: Fitness) -> FitnessShare:
    """Return what readers found as JSON values."""
    return {
        "set": of.set,
        "pipeline": of.pipeline,
        "level": of.level,
        "images": of.images,
        "read": of.read,
        "fit": of.fit,
        "share": of.share,
        "interval": None if of.interval is None else list(of.interval),
    }


def _text(statistics: Statistics, blank: Blank) -> str:
    return "\n".join(line for table in tables(statistics, blank) for line in _text_table(table))


def _text_table(table: CountTable) -> Iterator[str]:
    lines = [table.header, *table.rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(table.header))]
    yield table.title
    for number, line in enumerate(lines):
        cells = (
            cell.ljust(width) if column < table.left else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        yield "  " + "  ".join(cells).rstrip()
        if number == 0:
            yield "  " + "  ".join("-" * width for width in widths)
    if table.note:
        yield f"  {table.note}"
    yield ""


def _markdown(statistics: Statistics, blank: Blank) -> str:
    return "\n".join(line for table in tables(statistics, blank) for line in _markdown_table(table))


def _markdown_table(table: CountTable) -> Iterator[str]:
    yield f"**{_piped(table.title)}**"
    yield ""
    yield _markdown_row(table.header)
    yield _markdown_row(["---" if column < table.left else "---:" for column in range(len(table.header))])
    yield from (_markdown_row(row) for row in table.rows)
    yield ""
    if table.note:
        yield _piped(table.note)
        yield ""


def _markdown_row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(_piped(cell) for cell in cells)} |"


def _piped(text: str) -> str:
    return text.replace("|", "\\|")


def _latex(statistics: Statistics, blank: Blank) -> str:
    found = "\n".join(line for table in tables(statistics, blank) for line in _latex_table(table))
    return f"% Needs \\usepackage{{booktabs}}.\n{found}"


def _latex_table(table: CountTable) -> Iterator[str]:
    alignment = "l" * table.left + "r" * (len(table.header) - table.left)
    note = f" {table.note}" if table.note else ""
    yield r"\begin{table}"
    yield r"  \centering"
    yield f"  \\caption{{{_escaped(table.title)}.{_escaped(note)}}}"
    yield f"  \\begin{{tabular}}{{{alignment}}}"
    yield r"    \toprule"
    yield f"    {_latex_row(table.header)}"
    yield r"    \midrule"
    yield from (f"    {_latex_row(row)}" for row in table.rows)
    yield r"    \bottomrule"
    yield r"  \end{tabular}"
    yield r"\end{table}"
    yield ""


def _latex_row(cells: Sequence[str]) -> str:
    return f"{' & '.join(_escaped(cell) for cell in cells)} \\\\"


def _escaped(text: str) -> str:
    return "".join(_LATEX.get(sign, sign) for sign in text)


def _csv(statistics: Statistics, blank: Blank) -> str:
    return table_text(_CSV_COLUMNS, _csv_rows(statistics, blank))


def _csv_rows(statistics: Statistics, blank: Blank) -> Iterator[tuple[object, ...]]:
    for part in statistics.parts:
        place = (part.split, part.set)
        for what in ("patients", "studies", "images"):
            yield ("sizes", *place, what, "", getattr(part, what), None)
        total = part.studies if statistics.unit == "studies" else part.images
        for counts in in_paper_order(part):
            for name, value in zip(columns(blank), values(counts, blank), strict=True):
                yield ("observations", *place, counts.observation, name, value, share(value, total))
        by_value: Mapping[str, Mapping[str, int]] = {"sex": part.sex, "age": part.age, "view": part.view}
        for what, found in {**by_value, **part.facts}.items():
            for name, value in found.items():
                yield (what, *place, "", name, value, share(value, sum(found.values())))
    for of in statistics.fitness:
        row = f"{of.pipeline} {of.level}" if of.pipeline else ""
        yield ("fitness", "", of.set, row, "read", of.read, None)
        yield ("fitness", "", of.set, row, "fit", of.fit, share(of.fit, of.read))
        for name, end in zip(("fit, low", "fit, high"), of.interval or (), strict=False):
            yield ("fitness", "", of.set, row, name, None, round(100 * end, 2))


def _json(statistics: Statistics, blank: Blank) -> str:
    return json.dumps(as_json(statistics, blank), indent=2, ensure_ascii=False) + "\n"


_WRITERS: dict[Format, Callable[[Statistics, Blank], str]] = {
    "text": _text,
    "markdown": _markdown,
    "latex": _latex,
    "csv": _csv,
    "json": _json,
    "svg": plot,
}
