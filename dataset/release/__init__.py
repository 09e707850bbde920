"""Releases: one data set root put together from everything there is, and added to later."""

from dataset.release.making import make_release
from dataset.release.publishing import Progress, ReleaseOutcome
from dataset.release.record import NOT_STATED, Statement, read_record
from dataset.release.source import ReleaseSource, read_source
from dataset.release.workplace import Workplace, open_root

__all__ = [
    "NOT_STATED",
    "Progress",
    "ReleaseOutcome",
    "ReleaseSource",
    "Statement",
    "Workplace",
    "make_release",
    "open_root",
    "read_record",
    "read_source",
]
