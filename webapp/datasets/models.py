"""Data sets, and what is found out about a subset before a session is made of it."""

from __future__ import annotations

from pydantic import Field, model_validator

from capture.plan import MAX_SETS, Way
from webapp.api.paths import FileOfServer, Index, SetName, Strict


class NewDataset(Strict):
    """A CheXpert-format CSV on the server's disk and the folder its paths begin in."""

    name: str = Field(min_length=1, max_length=100)
    csv: FileOfServer = Field(min_length=1)
    data_dir: FileOfServer = Field(min_length=1)


class Subset(Strict):
    """A range of x-rays and the sets that are to be filled with photos of it."""

    first: Index
    last: Index
    sets: list[SetName] = Field(min_length=1, max_length=MAX_SETS)
    capture: Way = Field(
        "automatic",
        description="Phones on tripods that the server triggers, a person with a phone at a display (`by_hand`), "
        "films on a light box without a display (`film`), of which the data set need not have the x-rays, or a display "
        "that a person turns, without phones (`presenter`).",
    )

    @model_validator(mode="after")
    def check(self) -> Subset:
        """Refuse a range that ends before it begins, and two sets of one name."""
        if self.last < self.first:
            raise ValueError("The last x-ray is before the first one.")
        if len(set(self.sets)) < len(self.sets):
            raise ValueError("Two sets have the same name. Give each a name of its own.")
        return self
