"""The statistics of a study: of the photos that an export of it would have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from capture.by_person.conditions import ConditionHistory
from capture.reviews import PhotoKey, in_force, summary
from capture.storage import Storage
from dataset.chexpert import XrayTable
from dataset.errors import ExportError
from dataset.statistics import Fitness, Statistics, Unit, count, photos_of

Taken = tuple[PhotoKey, Mapping[str, str]]


def accepted_photos(storage: Storage, study: str) -> list[Taken]:
    """Return the accepted photo of each x-ray of each set, with its device and conditions; blocks.

    Raises:
        CaptureError: ``study_unknown``.
    """
    storage.studies.get(study)
    return list(_accepted(storage, study))


def count_study(
    table: XrayTable, name: str, photos: list[Taken], fitness: list[Fitness], unit: Unit
) -> Statistics:
    """Count the photos of a study.

    Raises:
        ExportError: There are none.
        CsvError: A cell of the data set's CSV is no label.
    """
    if not photos:
        raise ExportError(f"The study {name} has no accepted photos yet, and so nothing to count")
    images = photos_of(table, ((key.set, key.index, facts) for key, facts in photos))
    return count(images, name, unit, fitness)


def fitness_of_study(storage: Storage, photos: list[Taken]) -> list[Fitness]:
    """Return what readers said of these photos, by set; nothing where nobody has read any; blocks."""
    sessions = dict.fromkeys(key.session for key, _ in photos)
    held = in_force(storage.reviews.of_sessions(list(sessions)))
    found: dict[str, list[str | None]] = {}
    for key, _ in photos:
        said = summary(choices[key].choice for choices in held.values() if key in choices)
        found.setdefault(key.set, []).append(said)
    return [
        Fitness(name, "", None, len(said), len(said) - said.count(None), said.count("usable"))
        for name, said in found.items()
        if any(said)
    ]


def _accepted(storage: Storage, study: str) -> Iterator[Taken]:
    takings = storage.coverage.takings(study)
    plans = {row.plan.session: row.plan for row in storage.sessions.all(study)}
    histories = {
        session: ConditionHistory.of(plan, storage.journal.conditions(session))
        for session, plan in plans.items()
    }
    names = {
        device.device: device.name for session in plans for device in storage.devices.of_session(session)
    }
    for photo in storage.coverage.current(study):
        key = PhotoKey(photo.session, photo.set, photo.index, photo.attempt)
        if key in takings:
            device, taken_at = takings[key]
            conditions = histories[photo.session].at(taken_at)
            capture = plans[photo.session].capture
            yield key, {**conditions, "device": names.get(device, device), "capture": capture}
