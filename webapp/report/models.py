"""What a report is asked for."""

from __future__ import annotations

from pydantic import Field

from webapp.api.paths import Strict


class ReportQuery(Strict):
    """How the report is to be."""

    pictures: bool = Field(
        default=True, description="With small pictures of the photos to look at first, and of their x-rays."
    )
