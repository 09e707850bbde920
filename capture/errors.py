"""Errors of the capture domain: each has a code for programs and one plain sentence for people.

The code becomes ``error.code`` and the message ``error.message`` of the one error shape that REST and sockets
share; which HTTP status fits is the web layer's business.
"""

from __future__ import annotations

from types import MappingProxyType

from dataset.json_values import JsonObject


class CodedError(Exception):
    """An error that is sent to clients as it stands: a code for programs, a message for people, JSON details."""

    code: str
    message: str
    details: JsonObject = MappingProxyType({})


class CaptureError(CodedError):
    """The request cannot be carried out; nothing has changed.

    Attributes:
        code: Stable name, e.g. ``wrong_phase``.
        message: One or two plain sentences: what happened, what is safe, what to do.
        details: JSON values for programs.
    """

    def __init__(self, code: str, message: str, details: JsonObject | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.details = dict(details or {})


class PhotoNotExpected(CaptureError):
    """No ``captured`` was journalled for this photo (code ``photo_not_expected``)."""

    def __init__(self, message: str) -> None:
        super().__init__("photo_not_expected", message)


class PhotoConflict(CaptureError):
    """Other bytes are stored under this key (code ``photo_conflict``); they stay."""

    def __init__(self, message: str) -> None:
        super().__init__("photo_conflict", message)


class PhotoChanged(CaptureError):
    """The bytes are complete, but not those of the announced photo (code ``photo_changed``)."""

    def __init__(self, index: int) -> None:
        message = (
            f"The photo of {index:,} is not the one that was taken: it has changed on the phone. No photo was stored. "
            "It is taken again."
        )
        super().__init__("photo_changed", message)


class DeviceRevoked(CaptureError):
    """The device's credential was revoked (code ``credential_revoked``)."""

    def __init__(self, message: str, session: str) -> None:
        # Of which session: a browser that shows several cookies deletes only what was kept for this one.
        super().__init__("credential_revoked", message, {"session": session})


class DiskFull(CaptureError):
    """The data root has no room left (code ``disk_full``); nothing was lost."""

    def __init__(self, message: str, details: JsonObject | None = None) -> None:
        super().__init__("disk_full", message, details)


class PhotoRefused(CaptureError):
    """The bytes of an upload fail a check; codes as in the upload table of ``docs/protocol.md``."""


class SchemaUnknown(CaptureError):
    """The database was written by another version of this program (code ``schema_unknown``)."""

    def __init__(self, message: str) -> None:
        super().__init__("schema_unknown", message)


class SessionUnreadable(CaptureError):
    """A session contains something unknown to this version (code ``session_unreadable``).

    Args:
        what: What it is, as the end of "its journal holds".
    """

    def __init__(self, what: str) -> None:
        message = (
            f"This session is closed here: its journal holds {what}, which this version does not know. A newer version "
            "wrote it. Nothing in the session is changed, and its photos can be looked at and exported. Install the "
            "version that wrote it, or a newer one, to go on."
        )
        super().__init__("session_unreadable", message)


class SchemaOutdated(CaptureError):
    """The database has to be upgraded before this version can read it (code ``schema_outdated``)."""

    def __init__(self, message: str) -> None:
        super().__init__("schema_outdated", message)


class UpgradeFailed(CaptureError):
    """The database could not be upgraded and is unchanged (code ``upgrade_failed``)."""

    def __init__(self, message: str) -> None:
        super().__init__("upgrade_failed", message)
