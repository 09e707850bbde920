"""Input of a report, read from the journal at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from capture.errors import CaptureError
from capture.facts import DeviceAdmitted
from capture.plan import SessionPlan
from capture.shapes import PhotoState
from capture.storage import DatasetRow, JournalRow, PhotoRow, SessionRow, Storage
from capture.storage.devices import DeviceRow


@dataclass(frozen=True, slots=True)
class Source:
    """The journal's data about a session.

    Attributes:
        row: The session.
        dataset: Its data set; None where the journal has lost it.
        facts: All that happened, in order.
        photos: Every photo taken, oldest first.
        devices: Everybody who joined, oldest first.
        at: When it was read, Unix seconds.
    """

    row: SessionRow
    dataset: DatasetRow | None
    facts: tuple[JournalRow, ...]
    photos: tuple[PhotoRow, ...]
    devices: tuple[DeviceRow, ...]
    at: float

    @property
    def plan(self) -> SessionPlan:
        """The session's plan."""
        return self.row.plan

    @property
    def names(self) -> Mapping[str, str]:
        """Name of each device, including the camera app of loose photos, which never joined."""
        admitted = (entry.fact for entry in self.facts if isinstance(entry.fact, DeviceAdmitted))
        return {fact.device: fact.name for fact in admitted}


def read_source(storage: Storage, session: str, at: float) -> Source:
    """Read a session; blocks.

    Raises:
        CaptureError: ``session_unknown``.
    """
    row = storage.sessions.get(session)
    if row is None:
        raise CaptureError("session_unknown", f"There is no session {session} in this data root.")
    states: tuple[PhotoState, ...] = ("captured", "pending", "accepted", "rejected", "lost")
    return Source(
        row=row,
        dataset=storage.datasets.get(row.plan.dataset),
        facts=tuple(storage.journal.facts(session)),
        photos=tuple(reversed(storage.photos.find(session, states=states))),
        devices=tuple(storage.devices.of_session(session)),
        at=at,
    )
