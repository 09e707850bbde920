"""Facts about the server's certificates, read from the files that `webapp.tls` keeps."""

from __future__ import annotations

from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from webapp.shapes.server import CertificateView
from webapp.tls.store import AUTHORITY_PUBLIC_FILE, SERVER_FILE


def authority_der(data_root: Path) -> bytes:
    """Return the authority's certificate in DER, the format that phones install.

    Raises:
        FileNotFoundError: This server has no authority of its own.
    """
    certificate = x509.load_pem_x509_certificate((data_root / "tls" / AUTHORITY_PUBLIC_FILE).read_bytes())
    return certificate.public_bytes(Encoding.DER)


def authority_fingerprint(data_root: Path) -> str:
    """Return the authority's SHA-256 fingerprint as devices show it (``AB:CD:...``), empty where there is none."""
    try:
        certificate = x509.load_pem_x509_certificate((data_root / "tls" / AUTHORITY_PUBLIC_FILE).read_bytes())
    except (FileNotFoundError, ValueError):
        return ""
    return certificate.fingerprint(SHA256()).hex(":").upper()


def server_certificate(data_root: Path) -> CertificateView | None:
    """Return the names and expiry of the server's certificate, None where there is none."""
    try:
        certificate = x509.load_pem_x509_certificate((data_root / "tls" / SERVER_FILE).read_bytes())
    except (FileNotFoundError, ValueError):
        return None
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {
        "addresses": [str(address) for address in names.get_values_for_type(x509.IPAddress)],
        "names": names.get_values_for_type(x509.DNSName),
        "expires": certificate.not_valid_after_utc.timestamp(),
    }
