"""The authority and the server's certificate: valid, for the present addresses, kept from others, trusted."""

from __future__ import annotations

import ssl
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding

from dataset.system.opening import HAS_MODES
from webapp.doctor.check_result import CheckResult, bad, ok, warn
from webapp.settings import Settings
from webapp.tls.addresses import machine_reach
from webapp.tls.authority import Authority
from webapp.tls.certificate import RENEW_BEFORE, Leaf
from webapp.tls.store import AUTHORITY_FILE, SERVER_FILE

NEW_AUTHORITY = (
    "Move the folder away and start the server: it makes a new authority, and phones have to trust that one."
)


def check_certificates(settings: Settings) -> Iterator[CheckResult]:
    """Yield what is to be said of the certificates of a data root."""
    folder = settings.data_root / "tls"
    if not (folder / AUTHORITY_FILE).exists():
        yield ok("certificates", "will be made at the first start")
        return
    try:
        authority = Authority.from_pem((folder / AUTHORITY_FILE).read_bytes())
    except (OSError, ValueError, TypeError) as error:
        yield bad("authority", f"{folder / AUTHORITY_FILE} cannot be read ({error})", NEW_AUTHORITY)
        return
    now = datetime.now(UTC)
    yield _authority(authority, now)
    yield _leaf(folder / SERVER_FILE, authority, settings, now)
    yield from _rights(folder)
    yield _trust(authority)


def _authority(authority: Authority, now: datetime) -> CheckResult:
    ends = authority.certificate.not_valid_after_utc
    if not authority.is_good_at(now, timedelta(0)):
        return bad("authority", f"not valid now (until {ends:%Y-%m-%d})", f"Check the clock. {NEW_AUTHORITY}")
    return ok("authority", f"valid until {ends:%Y-%m-%d}")


def _leaf(file: Path, authority: Authority, settings: Settings, now: datetime) -> CheckResult:
    try:
        leaf = Leaf.from_pem(file.read_bytes())
    except (OSError, ValueError) as error:
        return warn(
            "certificate", f"{file} cannot be read ({error})", "The server makes a new one at its next start."
        )
    ends = leaf.certificate.not_valid_after_utc
    wanted = machine_reach(settings.certified_names)
    lacking = [str(address) for address in wanted.addresses if address not in leaf.reach.addresses]
    lacking += [name for name in wanted.names if authority.may_name(name) and name not in leaf.reach.names]
    if lacking:
        return warn(
            "certificate",
            f"not for {', '.join(lacking)}",
            "A running server renews it within half a minute, another one at its next start.",
        )
    if not leaf.serves(authority, leaf.reach, now):
        return warn(
            "certificate",
            f"valid until {ends:%Y-%m-%d}, or not of this authority",
            f"The server renews it {RENEW_BEFORE.days} days before its end, and at its next start.",
        )
    return ok("certificate", f"valid until {ends:%Y-%m-%d}, for every present address and name")


def _rights(folder: Path) -> Iterator[CheckResult]:
    if not HAS_MODES:
        yield ok("keys", "their rights are those of the data root")
        return
    exposed = [file for file in sorted(folder.glob("*.pem")) if stat.S_IMODE(file.stat().st_mode) & 0o077]
    if exposed:
        names = " ".join(map(str, exposed))
        yield bad("keys", f"other users of this machine can read {names}", f"chmod 600 {names}")
    else:
        yield ok("keys", "only their owner can read them")


def _trust(authority: Authority) -> CheckResult:
    mine = authority.certificate.public_bytes(Encoding.DER)
    context = ssl.create_default_context()
    if mine in context.get_ca_certs(binary_form=True) or _in_system_folder(mine):
        return ok("trust", "this machine trusts the authority")
    return ok(
        "trust",
        "this machine does not trust the authority, so browsers warn; /trust tells each device how to trust it",
    )


def _in_system_folder(der: bytes) -> bool:
    """Return whether the authority is in the folder of trusted certificates, which OpenSSL reads on demand."""
    folder = ssl.get_default_verify_paths().capath
    for file in Path(folder).glob("*.0") if folder else ():
        try:
            if ssl.PEM_cert_to_DER_cert(file.read_text()) == der:
                return True
        except (OSError, ValueError):
            continue
    return False
