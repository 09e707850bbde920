"""Making of a release: what is there and what is to be added, planned and published."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dataset.errors import DatasetError
from dataset.release.combining import plan_release
from dataset.release.publishing import Progress, ReleaseOutcome, publish
from dataset.release.record import Statement, read_record
from dataset.release.source import ReleaseSource, is_data_set, read_source
from dataset.release.workplace import Workplace


def make_release(
    place: Workplace,
    sources: Sequence[ReleaseSource],
    said: Statement | None = None,
    *,
    test_labels: bool = False,
    on: date | None = None,
    progress: Progress = lambda *_: None,
) -> ReleaseOutcome:
    """Make a release, or add to it what is new.

    Args:
        place: Its root, opened.
        sources: What to add.
        said: What the operator states about it.
        test_labels: Whether ``test.csv`` gets the labels.
        on: The date; None takes today's.
        progress: Told how far it is.

    Raises:
        DatasetError: It cannot be made; nothing has changed then, and ``problems`` names every row or file.
    """
    record = read_record(place.root)
    before = read_source(place.root) if is_data_set(place.root) else None
    if before and record and record.test_labels and not test_labels:
        raise DatasetError(
            f"the labels of the test split are in {place.root / 'test.csv'} already. Add --test-labels to keep them "
            "there, or begin a new data set"
        )
    plan = plan_release(place.root, sources, before=before, test_labels=test_labels)
    return publish(place, plan, said, on=on, progress=progress)
