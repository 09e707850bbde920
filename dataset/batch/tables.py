"""The CSVs of a synthesised data set: labels beside each folder and per split, and the manifest.

They are written anew at the end of every run from the account of what is there, in the order of the source CSV, so that
they do not depend on how many processes worked or how often they were stopped.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import transforms
from dataset.batch.order import XrayWork
from dataset.batch.plan import BatchPlan
from dataset.batch.work import Made
from dataset.chexpert import PATH
from dataset.export.plan import table_text
from dataset.layout import synthetic_group

MANIFEST = "manifest.csv"
COLUMNS = (
    "Path",
    "Index",
    "Source",
    "Pipeline",
    "Level",
    "Seed",
    "Relative",
    "Version",
    "Width",
    "Height",
    *(f"H{row}{column}" for row in "123" for column in "123"),
    "Parameters",
    "SHA-256",
)

Row = tuple[XrayWork, str, Made]


def write_tables(plan: BatchPlan, done: Mapping[str, Made]) -> None:
    """Write every CSV of the data set."""
    rows = list(_rows(plan, done))
    for path, chosen in _label_tables(plan, rows).items():
        _write(plan.out / path, _labels(plan, chosen))
    _write(plan.folder / MANIFEST, table_text(COLUMNS, (_manifest_row(plan, row) for row in rows)))


def _rows(plan: BatchPlan, done: Mapping[str, Made]) -> Iterator[Row]:
    for position in range(len(plan.order.variants)):
        for xray in plan.xrays:
            target = xray.targets[position]
            if target in done:
                yield xray, target, done[target]


def _label_tables(plan: BatchPlan, rows: Sequence[Row]) -> dict[str, list[Row]]:
    tables: dict[str, list[Row]] = {}
    for row in rows:
        split, account = plan.splits[row[0].index], row[2].account
        group = synthetic_group(account["pipeline"], account["level"])
        tables.setdefault(f"{plan.name}/{split}/{group}.csv", []).append(row)
        tables.setdefault(f"{plan.name}/{split}.csv", []).append(row)
    return tables


def _labels(plan: BatchPlan, rows: Sequence[Row]) -> str:
    frame = plan.table.frame.loc[[xray.index for xray, _, _ in rows]].copy()
    frame[PATH] = [target for _, target, _ in rows]
    return table_text(plan.table.columns, frame.itertuples(index=False, name=None))


def _manifest_row(plan: BatchPlan, row: Row) -> list[Any]:
    xray, target, made = row
    account = made.account
    homography = account["homography"]
    flat = [""] * 9 if homography is None else [repr(value) for line in homography for value in line]
    return [
        target,
        xray.index,
        xray.path,
        account["pipeline"],
        account["level"],
        plan.order.seed,
        plan.order.relative,
        transforms.version(),
        account["width"],
        account["height"],
        *flat,
        json.dumps(account["steps"], separators=(",", ":")),
        account["sha256"],
    ]


def _write(path: Path, text: str) -> None:
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
