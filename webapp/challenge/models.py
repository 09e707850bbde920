"""Bodies and queries of requests about challenges."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, model_validator

from dataset.submission.command import LONGEST
from webapp.api.paths import FileOfServer, Id, Strict

MAX_MODEL = 80
MAX_PARTICIPANT = 80
PRINTABLE = r"^[^\x00-\x1f\x7f]+$"


class ChallengePath(BaseModel):
    """One challenge."""

    challenge: Id


class ParticipantPath(ChallengePath):
    """One participant of a challenge."""

    participant: Id


class SubmissionPath(ChallengePath):
    """One submission to a challenge."""

    submission: Id


class NewChallenge(Strict):
    """A set to withhold: a registered data set with its photos, or CSVs with labels on the server's disk."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "Test 2026", "dataset": "k3m9qat2", "daily": 2}]}
    )

    name: str = Field(min_length=1, max_length=100, pattern=PRINTABLE)
    dataset: Id | None = Field(
        None, description="A registered data set: its x-rays, and all accepted photos of them."
    )
    csv: FileOfServer = Field("", description="CSV of x-rays with labels.")
    data_dir: FileOfServer = Field("", description="Folder that its paths begin in.")
    photos_csv: FileOfServer = Field("", description="CSV of photos with labels, as an export has one.")
    photos_dir: FileOfServer = Field("", description="Folder that its paths begin in.")
    daily: int = Field(
        2, ge=1, le=100, description="Submissions that a participant may make within 24 hours."
    )

    @model_validator(mode="after")
    def check(self) -> NewChallenge:
        """Refuse a set without pictures, and a CSV without its folder."""
        if self.dataset and (self.csv or self.photos_csv):
            raise ValueError("Name a registered data set or CSVs, not both.")
        if not (self.dataset or self.csv or self.photos_csv):
            raise ValueError("Name what is to be withheld: a registered data set, or a CSV.")
        if bool(self.csv) != bool(self.data_dir) or bool(self.photos_csv) != bool(self.photos_dir):
            raise ValueError("A CSV needs the folder that its paths begin in.")
        return self

    def source(self) -> dict[str, str]:
        """Return what it is made of."""
        named = ("dataset", "csv", "data_dir", "photos_csv", "photos_dir")
        return {name: value for name in named if (value := getattr(self, name))}


class NewParticipant(Strict):
    """A person or team."""

    name: str = Field(min_length=1, max_length=MAX_PARTICIPANT, pattern=PRINTABLE)


class ParticipantSignIn(Strict):
    """A participant's token."""

    token: str = Field(min_length=1, max_length=200)


class PredictionsQuery(Strict):
    """Predictions: the body is their CSV."""

    model: str = Field(min_length=1, max_length=MAX_MODEL, pattern=PRINTABLE)


class ProgramQuery(PredictionsQuery):
    """A program: the body is a zip or tar with the folder ``src``."""

    command: str = Field(
        min_length=1,
        max_length=LONGEST,
        description="`python src/<program> <input.csv> <output.csv>`, or the `cl run` line of a CodaLab bundle.",
    )
