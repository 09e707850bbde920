"""Joining with memory: a device restarted with its store keeps its identity, in each of its sessions."""

from __future__ import annotations

from pathlib import Path

from webapp.virtual.network.address import read_address
from webapp.virtual.network.web import DeviceCredential, Trust, join


def joined(url: str, name: str, role: str, trust: Trust, store: Path | None = None) -> DeviceCredential:
    """Return the credential kept in ``store`` for the code in ``url``, else a new one from the lab.

    A code that was renewed leads back to the same device: the lab is shown what is kept.

    Raises:
        AddressError: The address cannot be read.
        DeviceError: The lab refuses or cannot be reached.
    """
    invitation = read_address(url)
    if store is None:
        return join(invitation, name, role, trust)
    kept = [kept for kept in _kept(store, role) if kept.base == invitation.base]
    for credential in kept:
        if credential.code == invitation.code:
            return credential
    cookies = {name: value for credential in kept for name, value in credential.cookies.items()}
    credential = join(invitation, name, role, trust, cookies)
    remember(store, credential)
    return credential


def remember(store: Path, credential: DeviceCredential) -> None:
    """Keep a credential in ``store``."""
    folder = memory(store, credential)
    folder.mkdir(parents=True, exist_ok=True)
    credential.save(folder / f"{credential.role}.json")


def memory(store: Path, credential: DeviceCredential) -> Path:
    """Return the folder of a device's state in one session."""
    return store / f"{credential.session}-{credential.device}"


def _kept(store: Path, role: str) -> list[DeviceCredential]:
    found = (DeviceCredential.load(file) for file in sorted(store.glob(f"*/{role}.json")))
    return [credential for credential in found if credential is not None]
