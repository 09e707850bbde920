"""Data sets, and what is found out about a subset before a session is made of it."""

from __future__ import annotations

from pydantic import Field

from webapp.api.models.paths import Strict


class NewDataset(Strict):
    """A CheXpert-format CSV on the server's disk and the folder its paths begin in."""

    name: str = Field(min_length=1, max_length=100)
    csv: str = Field(min_length=1, max_length=4096)
    data_dir: str = Field(min_length=1, max_length=4096)
