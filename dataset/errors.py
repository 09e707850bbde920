"""The one family of errors that everything about data sets raises.

Whoever prepares a data set wants to hear of all that is wrong with it at once, not of one row a run:
an error therefore carries a list, and its text shows the first of them and how many there are.
"""

from collections.abc import Iterable
from typing import Any, Literal

SHOWN_PROBLEMS = 20


class DatasetError(ValueError):
    """Something about a data set is wrong, and the person who made it can put it right.

    Attributes:
        summary: What is wrong, in one sentence.
        problems: Every single thing found, in order; just the summary when there is only one thing to say.
    """

    def __init__(self, summary: str, problems: Iterable[str] = ()) -> None:
        self.summary = summary
        self.problems: list[str] = list(problems) or [summary]
        super().__init__(_text(summary, self.problems))

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel whole between processes: worker pools hand errors back."""
        return type(self), (self.summary, self.problems)


class CsvError(DatasetError):
    """The CSV cannot be used: unreadable, without paths, or with paths nobody should follow."""


class CsvChangedError(CsvError):
    """The CSV's bytes are not those that indices were given out for."""


class SubsetError(DatasetError):
    """The asked range of indices is not within 1..N."""


class FolderError(DatasetError):
    """The x-rays are not where they were said to be."""


ImageFault = Literal[
    "empty", "type", "damaged", "too_many_pixels", "animated", "colours", "unreadable", "too_slow"
]


class ImageError(DatasetError):
    """A file is not an image that this project works with.

    Attributes:
        code: Which kind of fault, for callers that answer differently to each.
    """

    def __init__(self, reason: str, code: ImageFault) -> None:
        super().__init__(reason)
        self.code: ImageFault = code

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel whole between processes: worker pools hand errors back."""
        return type(self), (self.summary, self.code)


class PhotoNameError(DatasetError):
    """A photo cannot be named, or a file's name is not that of a photo."""


class LayoutError(DatasetError):
    """A path or name does not fit CheXpert's or CheXphoto's layout."""


class BatchError(DatasetError):
    """A data set cannot be synthesised as asked."""


class ExportError(DatasetError):
    """An export cannot be made as asked."""


class ImportFailed(DatasetError):
    """Loose photos cannot be brought in as asked."""


def _text(summary: str, problems: list[str]) -> str:
    if problems == [summary]:
        return summary
    lines = [f"  {problem}" for problem in problems[:SHOWN_PROBLEMS]]
    if len(problems) > SHOWN_PROBLEMS:
        lines.append(f"  and {len(problems) - SHOWN_PROBLEMS} more")
    return "\n".join([summary, *lines])
