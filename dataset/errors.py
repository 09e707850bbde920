"""The errors about data sets, of one family.

Whoever prepares a data set wants to hear of all that is wrong with it at once, not of one row a run:
an error therefore carries a list, and its text shows the first of them and how many there are.
"""

from collections.abc import Iterable
from typing import Any, Literal

SHOWN_PROBLEMS = 20


class DatasetError(ValueError):
    """A fault of a data set that the person who made it can correct.

    Attributes:
        summary: What is wrong, in one sentence.
        problems: Every single thing found, in order; just the summary when there is only one thing to say.
    """

    def __init__(self, summary: str, problems: Iterable[str] = ()) -> None:
        self.summary = summary
        self.problems: list[str] = list(problems) or [summary]
        super().__init__(_text(summary, self.problems))

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle with all problems: worker pools pass errors back."""
        return type(self), (self.summary, self.problems)


class CsvError(DatasetError):
    """The CSV cannot be used: unreadable, without paths, or with unsafe paths."""


class CsvChangedError(CsvError):
    """The CSV's bytes are not those for which indices were given out."""


class SubsetError(DatasetError):
    """The requested range of indices is not within 1..N."""


class FolderError(DatasetError):
    """The x-rays are not in the given folder."""


ImageFault = Literal[
    "empty", "type", "damaged", "too_many_pixels", "animated", "colours", "unreadable", "too_slow"
]


class ImageError(DatasetError):
    """A file is not an image that this project supports.

    Attributes:
        code: Which kind of fault, for callers that answer differently to each.
    """

    def __init__(self, reason: str, code: ImageFault) -> None:
        super().__init__(reason)
        self.code: ImageFault = code

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle with the reason: worker pools pass errors back."""
        return type(self), (self.summary, self.code)


class PhotoNameError(DatasetError):
    """A photo cannot be named, or a file's name is not that of a photo."""


class LayoutError(DatasetError):
    """A path or name does not fit CheXpert's or CheXphoto's layout."""


class BatchError(DatasetError):
    """A data set cannot be synthesised as requested."""


class ExportError(DatasetError):
    """An export cannot be made as requested."""


class ImportFailed(DatasetError):
    """Loose photos cannot be imported as requested."""


def _text(summary: str, problems: list[str]) -> str:
    if problems == [summary]:
        return summary
    lines = [f"  {problem}" for problem in problems[:SHOWN_PROBLEMS]]
    if len(problems) > SHOWN_PROBLEMS:
        lines.append(f"  and {len(problems) - SHOWN_PROBLEMS} more")
    return "\n".join([summary, *lines])
