"""Checks of a data set root: is everything there, does it agree, and do the splits keep apart."""

from dataset.checks.check import check_dataset
from dataset.checks.faults import CheckReport, Fault

__all__ = ["CheckReport", "Fault", "check_dataset"]
