"""Requests for reports."""

from __future__ import annotations

from pydantic import Field

from webapp.api.paths import Strict


class ReportQuery(Strict):
    """Options of the report."""

    pictures: bool = Field(
        default=True, description="With small pictures of the photos to look at first, and of their x-rays."
    )
