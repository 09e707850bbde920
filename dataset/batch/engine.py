"""A whole run: find the missing images, have them made, record them, write the tables at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from dataset.batch.checkpoint import Checkpoint
from dataset.batch.cluster import run_on_cluster
from dataset.batch.confinement import UNCONFINED, Confinement
from dataset.batch.order import XrayWork
from dataset.batch.plan import BatchPlan
from dataset.batch.pool import Outcomes, run_in_processes
from dataset.batch.tables import write_tables
from dataset.batch.work import Failed, Made, make_images
from dataset.errors import BatchError

NO_WORKER = "The cluster has no worker. The run goes on as soon as there is one."


@dataclass(slots=True)
class Report:
    """Result of a run: images made now, those found, and all that failed, by index.

    ``waits_for`` says what the run waits for, nothing while it makes progress.
    """

    made: int = 0
    there: int = 0
    failed: list[Failed] = field(default_factory=list)
    waits_for: str = ""


def run_batch(
    plan: BatchPlan,
    *,
    workers: int = 1,
    scheduler: str | None = None,
    on_progress: Callable[[Report], object] = lambda _: None,
    confinement: Confinement = UNCONFINED,
) -> Report:
    """Make every image of a plan that does not exist yet.

    Args:
        plan: The run.
        workers: How many processes, 0 for this one alone; the bytes do not depend on it.
        scheduler: Address of a Dask scheduler to use instead.
        on_progress: Called after every chunk.
        confinement: What processes of this machine are denied; those of a cluster are its operator's affair.

    Returns:
        What was made, what was there, and every failure.

    Raises:
        BatchError: The output folder holds something else or is unfinished by another version of this program, or no
            scheduler answers.
    """
    report = Report(failed=_missing(plan))
    with Checkpoint(plan.folder, plan.description()) as checkpoint:
        _refuse_others(plan, checkpoint)
        left = list(_left(plan, checkpoint, report))
        if left:
            checkpoint.require_same_program()
        on_progress(report)
        for outcomes in _outcomes(plan, left, workers, scheduler, confinement):
            report.waits_for = "" if outcomes else NO_WORKER
            made = [outcome for outcome in outcomes if isinstance(outcome, Made)]
            checkpoint.add(made)
            report.made += len(made)
            report.failed += [outcome for outcome in outcomes if isinstance(outcome, Failed)]
            on_progress(report)
        write_tables(plan, checkpoint.existing(plan.out), report.failed, checkpoint.version)
    report.failed.sort(key=lambda failure: (failure.index, failure.target))
    return report


def _left(plan: BatchPlan, checkpoint: Checkpoint, report: Report) -> Iterator[XrayWork]:
    """Return the x-rays with images to make; existing images are removed from their targets."""
    for xray in plan.xrays:
        targets = tuple("" if checkpoint.exists(plan.out, target) else target for target in xray.targets)
        report.there += targets.count("")
        if any(targets):
            yield replace(xray, targets=targets)


def _outcomes(
    plan: BatchPlan,
    left: Sequence[XrayWork],
    workers: int,
    scheduler: str | None,
    confinement: Confinement,
) -> Iterator[Outcomes]:
    make = partial(make_images, plan.out, plan.order)
    if scheduler is not None:
        return run_on_cluster(make, left, scheduler)
    if not workers:
        return (make((xray,)) for xray in left)
    return run_in_processes(partial(make, confinement=confinement), left, workers, confinement)


def _missing(plan: BatchPlan) -> list[Failed]:
    return [
        Failed(xray.index, xray.path, target, xray.reason) for xray in plan.missing for target in xray.targets
    ]


def _refuse_others(plan: BatchPlan, checkpoint: Checkpoint) -> None:
    """Refuse an existing image of another x-ray, made by an earlier run over another part of the CSV."""
    owners = {target.lower(): made.index for target, made in checkpoint.done.items()}
    problems = [
        f"x-rays {owners[target.lower()]} and {xray.index} would both become {target}"
        for xray in plan.xrays
        for target in xray.targets
        if owners.get(target.lower(), xray.index) != xray.index
    ]
    if problems:
        raise BatchError("some x-rays differ only in what the layout leaves out:", problems)
