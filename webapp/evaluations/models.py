"""Requests for evaluations."""

from __future__ import annotations

from pydantic import BaseModel, Field, model_validator

from dataset.layout import Split
from dataset.scoring.bootstrap import RESAMPLES
from dataset.scoring.truth import Uncertain, Unmentioned, Views
from webapp.api.paths import Id, Strict


class EvaluationPath(BaseModel):
    """One evaluation."""

    evaluation: Id


class NewEvaluationQuery(Strict):
    """Subject of predictions, and settings of their scoring; the body is the CSV of predictions."""

    name: str = Field("model", min_length=1, max_length=100, description="Of the model.")
    dataset: Id | None = Field(None, description="Data set whose x-rays were read.")
    job: list[Id] = Field(
        default=[], max_length=50, description="Jobs whose synthetic data sets were read, besides or instead."
    )
    split: Split | None = Field(None, description="Of jobs whose data sets have several.")
    uncertain: Uncertain = Field("ignore", description="What labels of -1.0 count as.")
    unmentioned: Unmentioned = Field("zeros", description="What empty labels count as.")
    views: Views = Field("maximum", description="How the pictures of a study are joined.")
    resamples: int = Field(RESAMPLES, ge=0, le=10_000, description="Of the bootstrap over patients.")
    seed: int = Field(0, ge=0, le=2**32 - 1, description="Of the bootstrap.")

    @model_validator(mode="after")
    def check(self) -> NewEvaluationQuery:
        """Refuse an evaluation on nothing."""
        if self.dataset is None and not self.job:
            raise ValueError("Say what the predictions are about: a data set, jobs, or both.")
        return self
