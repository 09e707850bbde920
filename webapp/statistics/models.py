"""Statistics: what is counted, and in which form."""

from __future__ import annotations

from pydantic import Field

from dataset.statistics import Blank, Format, Unit
from webapp.api.paths import Strict


class StatisticsQuery(Strict):
    """Settings for counting labels."""

    blank: Blank = Field(
        default="negative", description="A blank cell counts as negative, as in CheXpert's paper, or `apart`."
    )
    unit: Unit = Field(default="studies", description="Labels by study, as in CheXpert's paper, or by image.")


class StatisticsFileQuery(StatisticsQuery):
    """Settings for counting labels, and the form of the file."""

    format: Format = "markdown"
