"""All that a data root's database holds: the journal of facts, and a repository a group of tables."""

from __future__ import annotations

from sqlalchemy import Engine

from capture.storage.challenges import ChallengeRepository
from capture.storage.coverage import CoverageRepository
from capture.storage.database import Database
from capture.storage.datasets import DatasetRepository
from capture.storage.devices import DeviceRepository
from capture.storage.engine import damage_of
from capture.storage.imports import ImportRepository
from capture.storage.invitations import InvitationRepository
from capture.storage.journal import Journal
from capture.storage.photos import PhotoRepository
from capture.storage.reviews import ReviewRepository, ReviewSampleRepository
from capture.storage.sessions import SessionRepository
from capture.storage.studies import StudyRepository


class Storage:
    """The database; ``engine`` is an SQLAlchemy engine or URL, e.g. ``sqlite:////data/lab.db``.

    One of an older version is upgraded, which only whoever has the data root to themselves may do (``may_upgrade``).

    Raises:
        SchemaUnknown: The database belongs to another version of this program.
        SchemaOutdated: It has to be upgraded, and ``may_upgrade`` is false.
        UpgradeFailed: It could not be upgraded, and is as it was.
    """

    def __init__(self, engine: Engine | str, *, may_upgrade: bool = True) -> None:
        self._database = Database(engine, may_upgrade=may_upgrade)
        self.journal = Journal(self._database)
        self.sessions = SessionRepository(self._database)
        self.studies = StudyRepository(self._database)
        self.coverage = CoverageRepository(self._database)
        self.photos = PhotoRepository(self._database)
        self.devices = DeviceRepository(self._database)
        self.invitations = InvitationRepository(self._database)
        self.datasets = DatasetRepository(self._database)
        self.imports = ImportRepository(self._database)
        self.reviews = ReviewRepository(self._database)
        self.challenges = ChallengeRepository(self._database)
        self.review_samples = ReviewSampleRepository(self._database)

    def damage(self) -> list[str]:
        """Return what the database itself finds wrong with its file and its references."""
        with self._database.reading() as connection:
            return damage_of(connection)

    def close(self) -> None:
        """Close every connection."""
        self._database.close()
