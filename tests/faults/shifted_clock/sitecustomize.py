"""Shifts the clock of any Python process that finds this on its path, by the seconds in a file.

A computer's clock jumps when it is set, or when the network tells it the time; tests cannot set it.
"""

import os
import time

_real, _file = time.time, os.environ["SHIFTED_CLOCK"]


def _shifted() -> float:
    try:
        with open(_file, encoding="ascii") as told:  # noqa: PTH123 - as little as possible in every process
            return _real() + float(told.read() or 0)
    except OSError:
        return _real()


time.time = _shifted
