"""A release ordered from the page: what goes in, what is stated, and how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from dataset.json_values import JsonObject

ReleaseState = Literal["waiting", "running", "done", "cancelled", "failed"]
Task = Literal["release", "check"]


@dataclass(frozen=True, slots=True)
class ReleaseOrder:
    """Order of a release: its contents, and the statements about it.

    Attributes:
        name: The data set's name and folder.
        studies: Ids of studies, with all their sessions.
        sessions: Ids of further sessions.
        jobs: Ids of jobs whose synthetic images go in.
        licence: The licence that the operator states; empty for none.
        title: Its title; empty takes the name.
        creators: Who made it.
        test_labels: Whether the labels of the test split are given away.
        allow_incomplete: Whether studies may lack photos.
    """

    name: str
    studies: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()
    jobs: tuple[str, ...] = ()
    licence: str = ""
    title: str = ""
    creators: tuple[str, ...] = ()
    test_labels: bool = False
    allow_incomplete: bool = False

    def options(self, root: Path, data_root: Path, folders: Sequence[Path]) -> list[str]:
        """Return the command and options that make it."""
        options = ["release", "--progress-json", f"--data-root={data_root}"]
        options += [f"--study={study}" for study in self.studies]
        options += [f"--session={session}" for session in self.sessions]
        options += [f"--creator={creator}" for creator in self.creators]
        options += [f"--licence={self.licence}"] * bool(self.licence)
        options += [f"--title={self.title}"] * bool(self.title)
        options += ["--test-labels"] * self.test_labels + ["--allow-incomplete"] * self.allow_incomplete
        return [*options, "--", str(root), *map(str, folders)]


@dataclass(frozen=True, slots=True)
class ReleaseFault:
    """A fault that a check found."""

    code: str
    file: str
    row: int | None
    message: str
    advice: str


@dataclass(frozen=True, slots=True)
class ReleaseJob:
    """A release on the server's disk, and its latest run.

    Attributes:
        order: What it holds.
        created_at: Unix seconds.
        task: Whether it was made or checked last.
        state: Of that run.
        step: What the run does: exporting, comparing, copying, reading.
        done: Files done of the step.
        total: All files of the step.
        message: Why it failed.
        faults: How many faults the last check found; None where none was made since the release changed.
        found: The first of them.
    """

    order: ReleaseOrder
    created_at: float
    task: Task = "release"
    state: ReleaseState = "waiting"
    step: str = ""
    done: int = 0
    total: int = 0
    message: str = ""
    faults: int | None = None
    found: tuple[ReleaseFault, ...] = field(default=())

    @property
    def active(self) -> bool:
        """Whether it waits or runs."""
        return self.state in ("waiting", "running")

    def to_json(self) -> JsonObject:
        """Return all of it as JSON values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class ReleaseView(ReleaseJob):
    """A release as the API gives it.

    Attributes:
        folder: Where it lies on the server's disk.
    """

    folder: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseViews:
    """All releases, newest first."""

    releases: tuple[ReleaseView, ...]


def release_from_json(values: Any) -> ReleaseJob:
    """Parse a release written by `ReleaseJob.to_json`.

    Raises:
        KeyError, TypeError: It is something else.
    """
    order = ReleaseOrder(**values["order"])
    order = replace(
        order,
        studies=tuple(order.studies),
        sessions=tuple(order.sessions),
        jobs=tuple(order.jobs),
        creators=tuple(order.creators),
    )
    found = tuple(ReleaseFault(**fault) for fault in values["found"])
    return ReleaseJob(**{**values, "order": order, "found": found})
