"""The journal: all durable state, in one database behind SQLAlchemy.

Every method blocks and may be called from any thread; the shell calls them through its offload function.
"""

from capture.journal.devices import Credential, DeviceRow, credential_unknown
from capture.journal.invitations import Invitation
from capture.journal.journal import Journal
from capture.journal.loose import LoosePhoto
from capture.journal.rows import DatasetRow, JournalRow, PhotoRow, SessionRow

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
    "credential_unknown",
]
