"""Storage of the authority and the server's certificate in ``<data root>/tls``, and their renewal.

A key lies in one file with its certificate, readable by the owner alone and replaced by a rename, so that no crash
leaves a key beside the certificate of another.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives import hashes, serialization

from dataset.files import write_atomically
from webapp.tls.addresses import Reach
from webapp.tls.authority import Authority, is_confinable
from webapp.tls.certificate import RENEW_BEFORE, Leaf, make_leaf

log = logging.getLogger(__name__)

AUTHORITY_FILE = "ca-key.pem"
AUTHORITY_PUBLIC_FILE = "ca.crt"
SERVER_FILE = "server.pem"


class TlsError(Exception):
    """The certificates cannot be used; the text says what to do."""


@dataclass(frozen=True)
class Certificate:
    """Files for HTTPS, and the facts by which people verify them.

    Attributes:
        path: PEM file with key, certificate and chain, for ``ssl.SSLContext.load_cert_chain``.
        authority_path: PEM file of the authority's certificate alone.
        authority_der: The same in DER, as phones like to be given it (``application/x-x509-ca-cert``).
        fingerprint: SHA-256 of the authority's certificate, as phones show it (``AB:CD:...``).
        serial: Serial number of the server's certificate; another one means that it was renewed.
        reach: The addresses and names the server's certificate is valid for.
    """

    path: Path
    authority_path: Path
    authority_der: bytes
    fingerprint: str
    serial: int
    reach: Reach


def ensure_certificate(
    folder: Path, reach: Reach, now: datetime, required_names: Iterable[str] = ()
) -> Certificate:
    """Return a certificate valid for ``reach`` at ``now``; create or renew as needed.

    A host name that the authority may not vouch for is left out (a laptop gets other names in other networks); an
    address that it may not vouch for, or a name among ``required_names``, is worth a new authority, since those are
    what phones are shown.

    Args:
        folder: Where the files are kept; made when missing.
        reach: Addresses and names that have to be covered.
        now: The time, with a time zone.
        required_names: Those of the reach's names that somebody asked for.

    Raises:
        TlsError: if the kept authority cannot be read.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    asked = {name for name in required_names if is_confinable(name)}
    required = Reach(reach.addresses, tuple(name for name in reach.names if name in asked))
    authority = _kept_authority(folder, required, now) or _new_authority(folder, reach, now)
    wanted = Reach(reach.addresses, tuple(name for name in reach.names if authority.may_name(name)))
    leaf = _read_leaf(folder / SERVER_FILE)
    if leaf is None or not leaf.serves(authority, wanted, now):
        write_atomically(folder / SERVER_FILE, make_leaf(authority, wanted, now), durable=True, private=True)
        leaf = Leaf.from_pem((folder / SERVER_FILE).read_bytes())
        log.info("Made a certificate for %s", ", ".join(map(str, (*wanted.addresses, *wanted.names))))
    return _certificate(folder, authority, leaf)


def _kept_authority(folder: Path, required: Reach, now: datetime) -> Authority | None:
    authority = _read_authority(folder / AUTHORITY_FILE)
    if authority is None:
        return None
    vouches = all(map(authority.may_address, required.addresses)) and all(
        map(authority.may_name, required.names)
    )
    if not (vouches and authority.is_good_at(now, RENEW_BEFORE)):
        log.warning(
            "A new certificate authority is needed; phones that trusted the old one have to trust it."
        )
        return None
    _publish(folder, authority)
    return authority


def _new_authority(folder: Path, reach: Reach, now: datetime) -> Authority:
    authority = Authority.make(reach, now)
    write_atomically(folder / AUTHORITY_FILE, authority.to_pem(), durable=True, private=True)
    _publish(folder, authority)
    return authority


def _publish(folder: Path, authority: Authority) -> None:
    public = folder / AUTHORITY_PUBLIC_FILE
    if not public.is_file() or public.read_bytes() != authority.public_pem():
        write_atomically(public, authority.public_pem(), durable=True, private=True)


def _read_authority(path: Path) -> Authority | None:
    if not path.exists():
        return None
    try:
        return Authority.from_pem(path.read_bytes())
    except (ValueError, TypeError, OSError) as error:
        raise TlsError(
            f"{path} cannot be read ({error}). Put it back from a copy; or move the folder {path.parent} away, "
            "start again, and have phones trust the new authority."
        ) from error


def _read_leaf(path: Path) -> Leaf | None:
    try:
        return Leaf.from_pem(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return None


def _certificate(folder: Path, authority: Authority, leaf: Leaf) -> Certificate:
    mark = authority.certificate.fingerprint(hashes.SHA256())
    return Certificate(
        path=folder / SERVER_FILE,
        authority_path=folder / AUTHORITY_PUBLIC_FILE,
        authority_der=authority.certificate.public_bytes(serialization.Encoding.DER),
        fingerprint=mark.hex(":").upper(),
        serial=leaf.certificate.serial_number,
        reach=leaf.reach,
    )
