"""A whole run: work out what is missing, have it made, keep account, write the tables at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from dataset.batch.cluster import run_on_cluster
from dataset.batch.ledger import Ledger
from dataset.batch.order import XrayWork
from dataset.batch.plan import BatchPlan
from dataset.batch.pool import Outcomes, run_in_processes
from dataset.batch.tables import write_tables
from dataset.batch.work import Failed, Made, make_images


@dataclass(slots=True)
class Report:
    """What a run came to: images made now, those there before, and all that failed, by index."""

    made: int = 0
    there: int = 0
    failed: list[Failed] = field(default_factory=list)


def run_batch(
    plan: BatchPlan,
    *,
    workers: int = 1,
    scheduler: str | None = None,
    on_progress: Callable[[Report], object] = lambda _: None,
) -> Report:
    """Make everything of a plan that is not there yet.

    Args:
        plan: The run.
        workers: How many processes, 0 for this one alone; the bytes do not depend on it.
        scheduler: Address of a Dask scheduler to use instead.
        on_progress: Called after every chunk.

    Returns:
        What was made, what was there, and every failure.

    Raises:
        BatchError: The output folder holds something else, or no scheduler answers.
    """
    report = Report(failed=_missing(plan))
    with Ledger(plan.folder, plan.description()) as ledger:
        left = list(_left(plan, ledger, report))
        on_progress(report)
        for outcomes in _outcomes(plan, left, workers, scheduler):
            made = [outcome for outcome in outcomes if isinstance(outcome, Made)]
            ledger.enter(made)
            report.made += len(made)
            report.failed += [outcome for outcome in outcomes if isinstance(outcome, Failed)]
            on_progress(report)
        write_tables(plan, ledger.done)
    report.failed.sort(key=lambda failure: (failure.index, failure.target))
    return report


def _left(plan: BatchPlan, ledger: Ledger, report: Report) -> Iterator[XrayWork]:
    """The x-rays with something to make; what is there already has its target emptied."""
    for xray in plan.xrays:
        targets = tuple("" if ledger.stands(plan.out, target) else target for target in xray.targets)
        report.there += targets.count("")
        if any(targets):
            yield replace(xray, targets=targets)


def _outcomes(
    plan: BatchPlan, left: Sequence[XrayWork], workers: int, scheduler: str | None
) -> Iterator[Outcomes]:
    make = partial(make_images, plan.out, plan.order)
    if scheduler is not None:
        return run_on_cluster(make, left, scheduler)
    return run_in_processes(make, left, workers) if workers else (make((xray,)) for xray in left)


def _missing(plan: BatchPlan) -> list[Failed]:
    count = range(len(plan.order.variants))
    return [Failed(index, path, "", reason) for index, path, reason in plan.missing for _ in count]
