"""``README.md`` of a release: the data card."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from dataset.release.combining import ReleasePlan
from dataset.release.paths import group_of
from dataset.release.record import ReleaseRecord


def card_text(plan: ReleasePlan, record: ReleaseRecord, terms: str) -> str:
    """Return the text of the card."""
    return "\n".join(_lines(plan, record, terms)) + "\n"


def _lines(plan: ReleasePlan, record: ReleaseRecord, terms: str) -> Iterator[str]:
    yield from (f"# {record.title}", "")
    if record.description:
        yield from (record.description, "")
    yield f"Version {record.version}, {record.released}. Photos and synthetic photos of chest x-rays, in CheXphoto's"
    yield from ("layout, with the labels of their x-rays.", "", "## Licence", "")
    yield from (f"Licence: {record.licence_line}. See `LICENSE`.", "", terms, "", "## Contents", "")
    yield from _contents(plan)
    yield from ("", "## Files", "")
    yield from _files(plan)
    yield from ("", "## How it was made", "")
    yield from _made(record)


def _contents(plan: ReleasePlan) -> Iterator[str]:
    pictures: Counter[str] = Counter()
    studies: dict[str, set[str]] = defaultdict(set)
    for path in plan.rows:
        group = group_of(path)
        pictures[group] += 1
        studies[group].add(path[len(group) + 1 :].rpartition("/")[0])
    yield "| split | set | pictures | studies | patients |"
    yield "| --- | --- | ---: | ---: | ---: |"
    for group in sorted(pictures):
        split, _, name = group.partition("/")
        patients = len({study.partition("/")[0] for study in studies[group]})
        yield f"| {split} | {name} | {pictures[group]:,} | {len(studies[group]):,} | {patients:,} |"
    yield from ("", "No patient is in two splits.")


def _files(plan: ReleasePlan) -> Iterator[str]:
    tables = sorted({f"{path.partition('/')[0]}.csv" for path in plan.rows})
    named = ", ".join(f"`{table}`" for table in tables)
    yield f"- {named}: one row for each picture of the split, over all sets, with the columns of the source."
    yield "  `1.0` is positive, `0.0` negative, `-1.0` uncertain; an empty cell was not mentioned."
    if "test.csv" in tables and not plan.test_labels:
        yield "- `test.csv`: the pictures of the test split, without labels."
    for group in sorted(plan.apart):
        yield f"- `{group}.csv`: a set of its own, not in the table of its split."
    yield "- `<split>/natural/<set>.csv`, `<split>/synthetic/<pipeline>.csv`: the same rows, set by set."
    yield "- `manifest.csv`: what is known of each picture: its x-ray, conditions, device, measures, parameters."
    yield "- `statistics/`: patients, studies, images, labels and conditions, counted by split and set."
    yield "- `SHA256SUMS`: check with `sha256sum --check SHA256SUMS`, or `chexphoto check` for everything else."
    yield "- `croissant.json`: metadata for programs (Croissant 1.1). `release.json`: sources and versions."


def _made(record: ReleaseRecord) -> Iterator[str]:
    yield f"Put together by CheXphoto Lab {record.code_version} (transforms {record.transforms_version}) from:"
    yield ""
    yield "| source | pictures | SHA-256 of its CSV | transforms |"
    yield "| --- | ---: | --- | --- |"
    for addition in record.additions:
        csv, made = addition.csv_sha256 or "not recorded", addition.transforms_version
        yield f"| {addition.source} | {addition.pictures:,} | {csv} | {made} |"
