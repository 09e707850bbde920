"""Errors in a request for a transform.

Every error is a `ValueError` whose message can be shown to a person as it stands: it names the value and
says what would be right, so that the layers above add nothing but a status code.
"""

import difflib
from collections.abc import Iterable


class TransformError(ValueError):
    """Base of everything this package raises on bad input."""


class UnknownTransformError(TransformError):
    """A name that is neither a transform nor a recipe, or an option that a transform does not have."""


class LevelError(TransformError):
    """A level that is not 1, 2, 3 or 4."""


class ParameterError(TransformError):
    """Parameters that do not fit a transform; the message names the field."""


class UnsupportedImageError(TransformError):
    """An array or picture whose kind the transform does not take."""


class PipelineError(TransformError):
    """A pipeline that is empty or too long, or parameters that do not fit its transforms."""


class AnnotationError(TransformError):
    """Points, boxes or a mask that do not fit the picture they belong to."""


def nearest(wanted: str, known: Iterable[str]) -> str:
    """Return the end of a sentence that suggests a known name: `"; did you mean 'tilt'?"`, or the whole list."""
    names = list(known)
    close = difflib.get_close_matches(wanted.lower(), names, n=1, cutoff=0.5)
    return f"; did you mean {close[0]!r}?" if close else f"; known: {', '.join(names) or 'none'}"
