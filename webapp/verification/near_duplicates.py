"""Near-duplicate x-rays: candidate pairs, each compared once as a photo of it would be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matching.evidence.groups import Groups
from webapp.pixels.import_pixels import ImportPixels, Pair
from webapp.runtime.fan_out import fan_out
from webapp.runtime.threads import WorkQueue
from webapp.tasks.xray_file import XrayFile
from webapp.verification.descriptions import Described, Tell
from webapp.workers.results import XrayGroups

PAIRS = 4


class NearDuplicates:
    """The service that finds equal x-rays; results are kept while the files are the same.

    Args:
        pixels: Who compares.
        workers: Queue with as many threads as there are workers.
    """

    def __init__(self, pixels: ImportPixels, workers: WorkQueue) -> None:
        self._pixels = pixels
        self._workers = workers
        self._equal: dict[tuple[str, str], bool] = {}

    def of(self, described: Described, tell: Tell) -> XrayGroups:
        """Return ``identical`` and ``twins`` (groups, the identical ones included), ``featureless``, ``unreadable``.

        Raises:
            WorkersClosed: The server is shutting down.
            Exception: What ``tell`` raises.
        """
        xrays = {xray.index: xray for xray in described.xrays}
        found = self._pixels.find_alike(described.files, list(xrays))
        equal = Groups(found["identical"])
        self._compare(found["candidates"], xrays, equal, tell)
        return {
            "identical": found["identical"],
            "twins": equal.all(),
            "featureless": found["featureless"],
            "unreadable": found["unreadable"],
        }

    def _compare(
        self, pairs: Sequence[Pair], xrays: Mapping[int, XrayFile], equal: Groups, tell: Tell
    ) -> None:
        """Join equal x-rays; a pair already joined through others is not compared."""

        def compare(part: Sequence[Pair]) -> None:
            names = {pair: (xrays[pair[0]].cache.name, xrays[pair[1]].cache.name) for pair in part}
            new = [pair for pair in part if names[pair] not in self._equal and not equal.joined(*pair)]
            if new:
                kept = self._pixels.confirm(
                    new, [xrays[index] for index in {i for pair in new for i in pair}]
                )
                self._equal.update({names[pair]: pair in {tuple(one) for one in kept} for pair in new})
            for pair in part:
                if self._equal.get(names[pair]):
                    equal.join(*pair)

        parts = [pairs[start : start + PAIRS] for start in range(0, len(pairs), PAIRS)]
        done = 0
        tell("comparing", 0, len(pairs))
        for part, _ in fan_out(self._workers, compare, parts):
            done += len(part)
            tell("comparing", done, len(pairs))
