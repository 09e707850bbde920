"""The photos of a selection of sessions, and whether they may be exported together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from capture.by_person.conditions import ConditionHistory
from capture.errors import CaptureError
from capture.reviews import PhotoKey, Review, in_force, manifest_facts, summary
from capture.storage import PhotoRow, SessionRow, Storage
from dataset.errors import ExportError
from dataset.export import ExportPhoto, as_homography, as_turn
from webapp.exports.facts import HOMOGRAPHY, TURN, photo_facts

Find = Callable[[str, str, str], Path | None]


@dataclass(frozen=True, slots=True)
class ExportSelection:
    """The journal's data about some sessions.

    Attributes:
        sessions: The sessions, all of one data set.
        photos: Their accepted photos.
        pending: How many photos have no verdict yet.
        names: What each device calls itself.
        reviews: What readers said of photos, by reader and photo.
        conditions: The conditions over time, by session.
    """

    sessions: tuple[SessionRow, ...]
    photos: tuple[PhotoRow, ...]
    pending: int
    names: dict[str, str]
    reviews: Mapping[str, Mapping[PhotoKey, Review]]
    conditions: Mapping[str, ConditionHistory]

    @property
    def dataset(self) -> str:
        """The id of the photographed data set."""
        return self.sessions[0].plan.dataset


def select(storage: Storage, sessions: Sequence[str], *, usable_only: bool = False) -> ExportSelection:
    """Read the accepted photos of ``sessions``; blocks.

    Args:
        storage: The data root's database.
        sessions: Their ids.
        usable_only: Leave out photos that nobody has read, and those that any reader calls unusable.

    Raises:
        CaptureError: ``session_unknown``.
        ExportError: They are of different data sets.
    """
    rows = tuple(session_rows(storage, sessions))
    if len({row.plan.csv_sha256 for row in rows}) > 1:
        raise ExportError("These sessions are of different data sets. Export them apart")
    photos = [
        photo
        for row in rows
        for photo in storage.photos.find(row.plan.session, states=("pending", "accepted"))
    ]
    accepted = tuple(photo for photo in photos if photo.state == "accepted")
    names = {
        device.device: device.name for row in rows for device in storage.devices.of_session(row.plan.session)
    }
    reviews = in_force(storage.reviews.of_sessions([row.plan.session for row in rows]))
    pending = len(photos) - len(accepted)
    if usable_only:
        accepted = tuple(photo for photo in accepted if _is_usable(reviews, _key(photo)))
    conditions = {
        row.plan.session: ConditionHistory.of(row.plan, storage.journal.conditions(row.plan.session))
        for row in rows
    }
    return ExportSelection(rows, accepted, pending, names, reviews, conditions)


def sessions_of_study(storage: Storage, study: str) -> tuple[str, ...]:
    """Return the ids of the sessions of a study; blocks.

    Raises:
        CaptureError: ``study_unknown``.
        ExportError: Nobody has photographed for it.
    """
    known = storage.studies.get(study)
    sessions = tuple(row.plan.session for row in storage.sessions.all(study))
    if not sessions:
        raise ExportError(f"The study {known.name} has no sessions yet, and so no photos")
    return sessions


def export_photos(selection: ExportSelection, find: Find) -> list[ExportPhoto]:
    """Return the photos of a selection with their files; blocks.

    Args:
        selection: What to export.
        find: Says where the archive has a photo, by set, session and name.

    Raises:
        ExportError: Files are missing from the archive; all are listed.
    """
    plans = {row.plan.session: row for row in selection.sessions}
    found = [_export_photo(plans[photo.session], photo, find, selection) for photo in selection.photos]
    missing = [photo.name for photo, entry in zip(selection.photos, found, strict=True) if entry is None]
    if missing:
        raise ExportError(f"{len(missing)} accepted photos are missing from the archive:", missing)
    return [entry for entry in found if entry is not None]


def session_rows(storage: Storage, sessions: Iterable[str]) -> Iterator[SessionRow]:
    """Yield the rows of sessions, each once; blocks.

    Raises:
        CaptureError: ``session_unknown``.
    """
    for session in dict.fromkeys(sessions):
        row = storage.sessions.get(session)
        if row is None:
            raise CaptureError("session_unknown", f"There is no session {session} in this data root.")
        yield row


def _is_usable(reviews: Mapping[str, Mapping[PhotoKey, Review]], photo: PhotoKey) -> bool:
    said = (choices[photo].choice for choices in reviews.values() if photo in choices)
    return summary(said) == "usable"


def _key(photo: PhotoRow) -> PhotoKey:
    return PhotoKey(photo.session, photo.set, photo.index, photo.attempt)


def _export_photo(
    row: SessionRow, photo: PhotoRow, find: Find, selection: ExportSelection
) -> ExportPhoto | None:
    file = find(photo.set, photo.session, photo.name)
    if file is None:
        return None
    return ExportPhoto(
        set=photo.set,
        index=photo.index,
        attempt=photo.attempt,
        file=file,
        session=photo.session,
        order=(row.started_at or row.created_at, photo.attempt),
        sha256=photo.sha256,
        facts=photo_facts(
            row.plan,
            photo,
            selection.names.get(photo.device, photo.device),
            selection.conditions[photo.session].at(photo.taken_at),
        )
        | manifest_facts(selection.reviews, _key(photo)),
        homography=as_homography(photo.measures.get(HOMOGRAPHY)),
        turn=as_turn(photo.measures.get(TURN)),
    )
