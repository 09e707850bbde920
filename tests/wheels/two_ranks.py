"""Two ranks of a distributed training, each a process with loader workers of its own: `make test-torch`."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import distributed, multiprocessing
from torch.utils.data import DataLoader, Dataset, DistributedSampler
from torchvision import tv_tensors

from transforms import Augment
from transforms.adapters.torchvision import Photograph

RANKS, XRAYS = 2, 12
Drawn = dict[int, bytes]
"""The pictures of an epoch by index."""


class SameXrays(Dataset[Any]):
    """Equal x-rays, so that nothing but the draw makes a difference; each in a sample with its index, or without."""

    def __init__(self, augment: Augment, indexed: bool) -> None:
        self._photograph, self._indexed = Photograph(augment), indexed

    def __len__(self) -> int:
        return XRAYS

    def __getitem__(self, index: int) -> tuple[int, bytes]:
        xray = np.zeros((1, 72, 96), np.uint8)
        xray[0, 20:50, 30:60] = 120
        sample = {"image": tv_tensors.Image(torch.from_numpy(xray))}
        made = self._photograph(sample | ({"index": index} if self._indexed else {}))
        return index, made["image"].numpy().tobytes()


def epoch(seed: int | None, indexed: bool, workers: int, indices: Iterable[int], number: int = 0) -> Drawn:
    """Return what a loader gives of these indices in an epoch."""
    augment = Augment("tilt+glare_matte", seed=seed)
    augment.set_epoch(number)
    data = SameXrays(augment, indexed)
    return dict(DataLoader(data, batch_size=None, sampler=list(indices), num_workers=workers))


def work(rank: int, folder: str) -> None:
    """Be one rank, and leave behind what it drew."""
    # As torchrun's workers: a process group, the same seed for all.
    distributed.init_process_group(
        "gloo", init_method=f"file://{folder}/meeting", rank=rank, world_size=RANKS
    )
    torch.set_num_threads(1)
    share = list(DistributedSampler(range(XRAYS), shuffle=False))
    drawn = {}
    for workers in (0, 2):
        torch.manual_seed(1)
        drawn[f"of its own, {workers}"] = epoch(7, True, workers, share)
        drawn[f"the same without seed, {workers}"] = epoch(None, False, workers, range(XRAYS))
    torch.save(drawn, Path(folder) / f"{rank}.pt")
    distributed.destroy_process_group()


def main() -> None:
    """Compare the ranks with each other, and with a training in one process."""
    with tempfile.TemporaryDirectory() as folder:
        multiprocessing.spawn(work, args=(folder,), nprocs=RANKS)
        first, second = (torch.load(Path(folder) / f"{rank}.pt") for rank in range(RANKS))
    alone = epoch(7, True, 1, range(XRAYS))
    assert len(alone) == len(set(alone.values())) == XRAYS, "each index has a draw of its own"
    assert epoch(7, True, 1, range(XRAYS), number=1) != alone, "and each epoch"
    for workers in (0, 2):
        parts = first[f"of its own, {workers}"], second[f"of its own, {workers}"]
        assert not set(parts[0]) & set(parts[1])
        assert parts[0] | parts[1] == alone, "ranks and workers change no picture"
        same = first[f"the same without seed, {workers}"], second[f"the same without seed, {workers}"]
        assert not set(same[0].values()) & set(same[1].values()), "without a seed, ranks draw differently"
    print("two_ranks: passed", flush=True)


if __name__ == "__main__":
    main()
