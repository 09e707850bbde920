"""The database: all durable state, in one database behind SQLAlchemy.

Every method blocks and may be called from any thread; the shell calls them through its offload function.
"""

from capture.storage.devices import (
    Credential,
    DeviceRow,
    Sighting,
    credential_unknown,
    new_device_id,
    secret_digest,
)
from capture.storage.imports import LoosePhoto
from capture.storage.invitations import Invitation
from capture.storage.journal import Journal
from capture.storage.rows import DatasetRow, JournalRow, PhotoRow, SessionRow
from capture.storage.storage import Storage

__all__ = [
    "Credential",
    "DatasetRow",
    "DeviceRow",
    "Invitation",
    "Journal",
    "JournalRow",
    "LoosePhoto",
    "PhotoRow",
    "SessionRow",
    "Sighting",
    "Storage",
    "credential_unknown",
    "new_device_id",
    "secret_digest",
]
