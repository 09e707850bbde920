"""Joining once: a device that is started again with its store is the device it was."""

from __future__ import annotations

from pathlib import Path

from webapp.virtual.address import read_address
from webapp.virtual.web import Credential, DeviceError, Trust, join


def joined(url: str, name: str, role: str, trust: Trust, store: Path | None = None) -> Credential:
    """The credential kept in ``store``, else a new one for the code in ``url``.

    Raises:
        AddressError: The address cannot be read.
        DeviceError: The lab refuses or cannot be reached, or the store holds another session's photos.
    """
    invitation = read_address(url)
    if store is None:
        return join(invitation, name, role, trust)
    store.mkdir(parents=True, exist_ok=True)
    file = store / f"{role}.json"
    kept = Credential.load(file)
    if kept and (kept.base, kept.code) == (invitation.base, invitation.code):
        return kept
    if kept:
        raise DeviceError("store_taken", f"{store} belongs to another session. Give an empty folder.")
    credential = join(invitation, name, role, trust)
    credential.save(file)
    return credential
