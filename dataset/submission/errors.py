"""Errors of a submission, told to whom submitted it."""

from __future__ import annotations

from dataset.errors import DatasetError


class SubmissionError(DatasetError):
    """A submission that cannot be run; nothing of it was."""
