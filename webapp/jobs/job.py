"""A job: its order, its progress, and its result.

A job is a run of ``chexphoto synthesize``: what is asked for here becomes that command's options, so that the same
order gives the same bytes however it is placed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal, TypedDict

from dataset.json_values import JsonObject
from webapp.variants.order import Format

State = Literal["waiting", "running", "done", "cancelled", "failed"]
ACTIVE: tuple[State, ...] = ("waiting", "running")


@dataclass(frozen=True, slots=True)
class JobOrder:
    """The data set to make.

    Attributes:
        dataset: Id of the data set.
        pipelines: As `transforms.Pipeline` reads them, in order.
        levels: Each pipeline is made at each.
        name: Of the data set that is made: its top folder.
        split: Put everything into this one; None takes each x-ray's own.
        first: Index of the first x-ray.
        limit: Most x-rays to work on.
        seed: Of all randomness.
        relative: Scale sizes that the paper gives in pixels with each x-ray.
        format: How pixels are written.
        quality: Of JPEG and WebP.
        truth: Write ground truth beside each image.
        workers: How many processes.
    """

    dataset: str
    pipelines: tuple[str, ...]
    levels: tuple[int, ...]
    name: str
    split: str | None
    first: int
    limit: int | None
    seed: int
    relative: bool
    format: Format
    quality: int
    truth: bool
    workers: int

    def options(self, csv: Path, data_dir: Path, out: Path, *, allow_links: bool) -> list[str]:
        """Return the options of ``chexphoto synthesize`` that make it."""
        options = [f"--csv={csv}", f"--data-dir={data_dir}", f"--out={out}", f"--name={self.name}"]
        options += [f"--pipeline={pipeline}" for pipeline in self.pipelines]
        options += [f"--levels={','.join(map(str, self.levels))}"]
        values = ("seed", "first", "limit", "split", "format", "quality", "workers")
        options += [f"--{name}={value}" for name in values if (value := getattr(self, name)) is not None]
        options += [f"--{name}" for name in ("relative", "truth") if getattr(self, name)]
        return options + ["--allow-links"] * allow_links


@dataclass(frozen=True, slots=True)
class Failure:
    """An x-ray of which something could not be made."""

    row: int
    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class JobProgress:
    """Progress of a job; the counts are of images.

    Attributes:
        made: In this run.
        there: Made in runs before.
        failed: Could not be made.
        total: All that there will be when nothing fails.
        rate: Images a second.
        seconds_left: At that rate; None while there is none.
    """

    made: int = 0
    there: int = 0
    failed: int = 0
    total: int = 0
    rate: float = 0.0
    seconds_left: float | None = None


class FailureLine(TypedDict):
    """An x-ray of which something could not be made."""

    row: int
    path: str
    reason: str


class ProgressLine(TypedDict):
    """Progress of a run, as `webapp.cli.progress` writes it; the counts are of images."""

    made: int
    there: int
    failed: int
    total: int
    rate: float
    seconds_left: float | None
    waits_for: str
    failures: list[FailureLine]
    done: bool


@dataclass(frozen=True, slots=True)
class Job:
    """A job.

    Attributes:
        id: Eight characters.
        order: What is to be made.
        created_at: Unix seconds, as the other times.
        state: ``waiting`` for its turn, ``running``, or one of three ends; after any of them it can be resumed.
        progress: How far it is.
        started_at: When its latest run began.
        ended_at: When that ended.
        code: Why it failed, for programs.
        message: Why it failed, for people.
    """

    id: str
    order: JobOrder
    created_at: float
    state: State = "waiting"
    progress: JobProgress = JobProgress()
    started_at: float | None = None
    ended_at: float | None = None
    code: str = ""
    message: str = ""

    @property
    def active(self) -> bool:
        """Whether it waits or runs."""
        return self.state in ACTIVE

    def again(self) -> Job:
        """Return the job, queued again."""
        return replace(self, state="waiting", started_at=None, ended_at=None, code="", message="")

    def to_json(self) -> JsonObject:
        """Return all of it as JSON values."""
        return asdict(self)

    def shown(self, folder: Path) -> ShownJob:
        """Return the job as the API gives it; ``folder`` is that of its data set."""
        return ShownJob(
            **{field.name: getattr(self, field.name) for field in fields(self)}, folder=str(folder)
        )


@dataclass(frozen=True, slots=True)
class ShownJob(Job):
    """A job as the API gives it.

    Attributes:
        folder: Where the data set lies on the server's disk.
    """

    folder: str = ""

    def with_failures(self, failures: Sequence[Failure]) -> JobWithFailures:
        """Return the job with its failures."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return JobWithFailures(**values, failures=tuple(failures))


@dataclass(frozen=True, slots=True)
class JobWithFailures(ShownJob):
    """A job with the first thousand failures of its latest run."""

    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownJobs:
    """All jobs, newest first."""

    jobs: tuple[ShownJob, ...]


def job_from_json(values: Any) -> Job:
    """Parse a job written by `Job.to_json`.

    Raises:
        KeyError, TypeError: It is something else.
    """
    order = JobOrder(**values["order"])
    order = replace(order, pipelines=tuple(order.pipelines), levels=tuple(order.levels))
    plain = {field.name: values[field.name] for field in fields(Job)}
    return Job(**{**plain, "order": order, "progress": JobProgress(**values["progress"])})
