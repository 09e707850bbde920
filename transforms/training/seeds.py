"""The one rule of what a draw depends on.

With a seed, the draw for a picture depends on (seed, epoch, index) and on nothing else: neither on how many workers
load, nor on what processes are called, nor on how many ranks share the work. The index is the data set's own. Where a
pipeline is called without it, a checksum of the pixels and how often this object has met them take its place.

Without a seed, torch's generator is asked where torch is in use, so that `torch.manual_seed` repeats a run and each
worker of a loader draws for itself; the rank and the picture take part, so that two ranks with the same manual seed
draw differently. Without torch the system's entropy decides.
"""

import os
import sys
import zlib
from collections import Counter

import numpy as np

from ..errors import ParameterError
from ..rendering import Image

_PICTURE = 1
"""Marks draws that go by the picture, which thus never meet those that go by an index."""


def whole(what: str, value: int | None) -> int | None:
    """Return a whole number from 0, or None.

    Raises:
        ParameterError: it is neither.
    """
    if value is not None and (
        isinstance(value, bool) or not isinstance(value, int | np.integer) or value < 0
    ):
        raise ParameterError(f"{what} must be a whole number from 0, or None, got {value!r}")
    return None if value is None else int(value)


def by_index(seed: int, epoch: int, index: int, part: int | None = None) -> np.random.Generator:
    """Return the generator for one picture of a data set, or for one picture of a batch drawn by one index."""
    return np.random.default_rng([seed, epoch, index] if part is None else [seed, epoch, index, part])


def by_picture(
    seed: int | None, epoch: int, picture: Image, met: Counter[int], rank: int | None = None
) -> np.random.Generator:
    """Return the generator for a picture that came without an index; counts it as met.

    Args:
        seed: if there is one.
        epoch: from 0.
        picture: whose pixels take part.
        met: how often pictures were met.
        rank: of the process that started this one, for one that knows of no rank.
    """
    checksum = zlib.crc32(np.ascontiguousarray(picture).data)
    if seed is None:
        drawn = _torch_draw(rank or 0)
        return np.random.default_rng(None if drawn is None else [*drawn, checksum])
    met[checksum] += 1
    return np.random.default_rng([seed, epoch, _loader_seed(), checksum, met[checksum], _PICTURE])


def rank_of_process() -> int | None:
    """Return this process's rank in a distributed training; None where it knows of none."""
    parallel = getattr(sys.modules.get("torch"), "distributed", None)
    if parallel is not None and parallel.is_available() and parallel.is_initialized():
        return int(parallel.get_rank())
    rank = os.environ.get("RANK", "")  # of torchrun; a rank's loader processes inherit it
    return int(rank) if rank.isdigit() else None


def _torch_draw(default_rank: int) -> tuple[int, int] | None:
    """Return a number of torch's own generator, and the rank; None where torch is not in use."""
    torch = sys.modules.get("torch")
    if torch is None:
        return None
    rank = rank_of_process()
    return int(torch.randint(2**62, ()).item()), default_rank if rank is None else rank


def _loader_seed() -> int:
    """Return what a loader drew for this epoch, the same in all of its workers; 0 outside of them."""
    torch = sys.modules.get("torch")
    info = torch.utils.data.get_worker_info() if torch is not None else None
    return 0 if info is None else int(info.seed - info.id)
