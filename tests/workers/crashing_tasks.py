"""The tasks of workers, of which those on one image end their process as a decoder that crashes would."""

from __future__ import annotations

import os
import signal
from functools import partial
from importlib import import_module
from typing import Any

from webapp.tasks import TASKS as REAL

VICTIM = "patient00002"
CRASHING = ("examine_picture", "export_picture", "read_in_eight_bits", "thumbnail")
TASKS = REAL | {name: f"tests.workers.crashing_tasks:{name}" for name in CRASHING}


def _unless_it_is_the_victim(name: str, **arguments: Any) -> Any:
    if VICTIM in str(arguments):
        os.kill(os.getpid(), signal.SIGSEGV)
    home, function = REAL[name].split(":")
    return getattr(import_module(home), function)(**arguments)


examine_picture = partial(_unless_it_is_the_victim, "examine_picture")
export_picture = partial(_unless_it_is_the_victim, "export_picture")
read_in_eight_bits = partial(_unless_it_is_the_victim, "read_in_eight_bits")
thumbnail = partial(_unless_it_is_the_victim, "thumbnail")
