"""The CSVs of a synthesised data set: labels beside each folder and per split, the manifest, and skipped images.

They are written anew at the end of every run from the account of all that is there, in the order of the source CSV, so
that they do not depend on how many processes worked, how often they were stopped, or how many runs filled the folder.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from dataset.batch.plan import BatchPlan
from dataset.batch.work import Failed, Made
from dataset.chexpert import PATH
from dataset.export.plan import table_text
from dataset.files import write_atomically
from dataset.layout import synthetic_group
from dataset.manifest import HOMOGRAPHY, SYNTHETIC, read_rows

MANIFEST = "manifest.csv"
LEFT_OUT = "left_out.csv"
LEFT_OUT_COLUMNS = ("Path", "index", "xray_path", "reason")


def write_tables(
    plan: BatchPlan, there: Iterable[Made], failed: Sequence[Failed], transforms_version: str
) -> None:
    """Write every CSV of the data set.

    Args:
        plan: The run that has just ended.
        there: Every image that is in the folder, whichever run made it.
        failed: What this run could not make.
        transforms_version: Of those that made the images; the run that finds them complete may have newer ones.
    """
    turn = {variant: position for position, variant in enumerate(plan.order.variants)}
    rows = sorted(there, key=lambda made: (turn[_variant(made)], made.index, made.target))
    for path, chosen in _label_tables(rows).items():
        write_atomically(plan.out / path, _labels(plan, chosen))
    manifest = (_manifest_row(plan, made, transforms_version) for made in rows)
    write_atomically(plan.folder / MANIFEST, table_text(SYNTHETIC, manifest))
    _write_left_out(plan, {made.target for made in rows}, failed)


def _variant(made: Made) -> tuple[str, int]:
    return made.account["pipeline"], made.account["level"]


def _label_tables(rows: Iterable[Made]) -> dict[str, list[Made]]:
    tables: dict[str, list[Made]] = {}
    for made in rows:
        name, split, *_ = made.target.split("/")
        tables.setdefault(f"{name}/{split}/{synthetic_group(*_variant(made))}.csv", []).append(made)
        tables.setdefault(f"{name}/{split}.csv", []).append(made)
    return tables


def _labels(plan: BatchPlan, rows: Sequence[Made]) -> str:
    frame = plan.table.frame.loc[[made.index for made in rows]].copy()
    frame[PATH] = [made.target for made in rows]
    return table_text(plan.table.columns, frame.itertuples(index=False, name=None))


def _write_left_out(plan: BatchPlan, there: set[str], failed: Iterable[Failed]) -> None:
    """List every image that some run could not make and that does not exist; write no list if empty."""
    file = plan.folder / LEFT_OUT
    rows = {target: row for target, row in _left_out_before(file) if target not in there}
    rows |= {
        failure.target: (failure.target, failure.index, failure.path, failure.reason) for failure in failed
    }
    if rows:
        ordered = sorted(rows.values(), key=lambda row: (int(row[1]), row[0]))
        write_atomically(file, table_text(LEFT_OUT_COLUMNS, ordered))
    else:
        file.unlink(missing_ok=True)


def _left_out_before(file: Path) -> Iterator[tuple[str, tuple[Any, ...]]]:
    if not file.is_file():
        return
    for row in read_rows(file):
        yield row["Path"], tuple(row[column] for column in LEFT_OUT_COLUMNS)


def _manifest_row(plan: BatchPlan, made: Made, transforms_version: str) -> list[Any]:
    account = made.account
    homography = account["homography"]
    flat = [""] * 9 if homography is None else [repr(value) for line in homography for value in line]
    cells = {
        "Path": made.target,
        "set": synthetic_group(*_variant(made)),
        "index": made.index,
        "xray_path": plan.table.path(made.index),
        "pipeline": account["pipeline"],
        "level": account["level"],
        "seed": plan.order.seed,
        "relative": plan.order.relative,
        "transforms_version": transforms_version,
        "width": account["width"],
        "height": account["height"],
        "made": "synthetic",
        "sha256": account["sha256"],
        "parameters": json.dumps(account["steps"], separators=(",", ":")),
        **dict(zip(HOMOGRAPHY, flat, strict=True)),
    }
    return [cells[column] for column in SYNTHETIC]
