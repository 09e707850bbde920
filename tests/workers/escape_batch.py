"""Work on x-rays that does what a decoder taken over by an image would; processes of a run carry it out."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dataset.batch.confinement import UNCONFINED, Confinement
from dataset.batch.order import BatchOrder, XrayWork
from dataset.batch.pool import Outcomes
from dataset.batch.work import Failed, make_images
from tests.workers.escape_tasks import ATTEMPTS, attempt, read, write

VICTIM = "patient00002"


def try_everything(places: Mapping[str, Path], xrays: Sequence[XrayWork]) -> Outcomes:
    """Read and write at each place, and try to get out; the outcomes come back as a reason."""
    found = {f"read {name}": read(place) for name, place in places.items()}
    found |= {f"write {name}": write(place) for name, place in places.items()}
    found |= {name: attempt(name, places["output"].parent) for name in ATTEMPTS}
    return [Failed(xray.index, xray.path, "", json.dumps(found)) for xray in xrays]


def crash_or_dawdle(confinement: Confinement, xrays: Sequence[XrayWork]) -> Outcomes:
    """Crash on the x-ray of index 2, and never come to an end with that of index 3."""
    for xray in xrays:
        if xray.index == 2:
            os.kill(os.getpid(), signal.SIGSEGV)
        with confinement.decoding():
            while xray.index == 3:
                pass
    return [Failed(xray.index, xray.path, "", "none") for xray in xrays]


def make_or_crash(out: Path, order: BatchOrder, xrays: Sequence[XrayWork], **more: Any) -> Outcomes:
    """Like `make_images`, but the process crashes on one x-ray as a decoder would."""
    if any(VICTIM in xray.path for xray in xrays):
        os.kill(os.getpid(), signal.SIGSEGV)
    return make_images(out, order, xrays, confinement=more.get("confinement", UNCONFINED))
