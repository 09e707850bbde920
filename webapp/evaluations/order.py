"""An evaluation on the server: what was asked for, and how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal

from dataset.json_values import JsonObject
from dataset.layout import Split
from dataset.scoring.truth import Uncertain, Unmentioned, Views

State = Literal["waiting", "running", "done", "failed"]


@dataclass(frozen=True, slots=True)
class EvaluationOrder:
    """Order of an evaluation.

    Attributes:
        name: Of the model.
        dataset: Id of a data set whose x-rays were read; empty for none.
        jobs: Ids of jobs whose synthetic data sets were read.
        split: Which split of a job's data set; None where it has one.
        uncertain: What labels of -1.0 count as.
        unmentioned: What empty labels count as.
        views: How the pictures of a study are joined.
        resamples: Of the bootstrap.
        seed: Of the bootstrap.
    """

    name: str
    dataset: str
    jobs: tuple[str, ...]
    split: Split | None
    uncertain: Uncertain
    unmentioned: Unmentioned
    views: Views
    resamples: int
    seed: int

    def arguments(self, predictions: Path, data: Sequence[Path], out: Path) -> list[str]:
        """Return the command that carries it out."""
        values = ("name", "split", "uncertain", "unmentioned", "views", "resamples", "seed")
        options = [f"--{name}={value}" for name in values if (value := getattr(self, name)) is not None]
        return [
            "evaluate",
            f"--out={out}",
            *(f"--data={place}" for place in data),
            *options,
            str(predictions),
        ]


@dataclass(frozen=True, slots=True)
class EvaluationView:
    """An evaluation as the API gives it.

    Attributes:
        id: Eight characters.
        order: What was asked for.
        created_at: Unix seconds.
        state: ``waiting``, ``running``, ``done`` or ``failed``.
        message: Why it failed, for people.
        problems: What exactly, such as rows of the predictions; the first of them.
    """

    id: str
    order: EvaluationOrder
    created_at: float
    state: State = "waiting"
    message: str = ""
    problems: tuple[str, ...] = ()

    def to_json(self) -> JsonObject:
        """Return all of it as JSON values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class EvaluationList:
    """All evaluations, newest first."""

    evaluations: tuple[EvaluationView, ...]


def view_from_json(values: Any) -> EvaluationView:
    """Parse what `EvaluationView.to_json` wrote.

    Raises:
        KeyError, TypeError: It is something else.
    """
    order = EvaluationOrder(**{**values["order"], "jobs": tuple(values["order"]["jobs"])})
    plain = {field.name: values[field.name] for field in fields(EvaluationView)}
    return EvaluationView(**{**plain, "order": order, "problems": tuple(values["problems"])})
