"""The server's certificate: for all its addresses and names, valid for at most 397 days.

Longer ones are refused by iOS, and so are ones without subject alternative names or without the purpose
``serverAuth``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from webapp.tls.addresses import Reach
from webapp.tls.authority import CLOCK_SKEW, Authority, key_pem, key_usage

LIFETIME = timedelta(days=397)
RENEW_BEFORE = timedelta(days=30)


@dataclass(frozen=True)
class Leaf:
    """A server certificate and its reach."""

    certificate: x509.Certificate

    @classmethod
    def from_pem(cls, pem: bytes) -> Leaf:
        """Parse the certificate from the output of `make_leaf`.

        Raises:
            ValueError: if there is none in it.
        """
        return cls(x509.load_pem_x509_certificate(pem))

    @property
    def reach(self) -> Reach:
        """The addresses and names it is valid for."""
        names = self.certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        addresses = (ip_address(str(value)) for value in names.get_values_for_type(x509.IPAddress))
        return Reach(tuple(addresses), tuple(names.get_values_for_type(x509.DNSName)))

    def serves(self, authority: Authority, reach: Reach, now: datetime) -> bool:
        """Return whether it is still usable: of this authority, for all of ``reach``, with a month left."""
        begins, ends = self.certificate.not_valid_before_utc, self.certificate.not_valid_after_utc
        try:
            self.certificate.verify_directly_issued_by(authority.certificate)
        except (InvalidSignature, TypeError, ValueError):
            return False
        return self.reach.covers(reach) and begins <= now <= ends - RENEW_BEFORE


def make_leaf(authority: Authority, reach: Reach, now: datetime) -> bytes:
    """Return a new key, its certificate for ``reach`` and the authority's, as one PEM file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "CheXphoto Lab server")])
    begins = now - CLOCK_SKEW
    ends = min(begins + LIFETIME - timedelta(seconds=1), authority.certificate.not_valid_after_utc)
    certificate = (
        x509.CertificateBuilder(
            authority.certificate.subject, subject, key.public_key(), x509.random_serial_number()
        )
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.SubjectAlternativeName(_general_names(reach)), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(key_usage("digital_signature"), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()), critical=False
        )
        .sign(authority.key, hashes.SHA256())
    )
    return key_pem(key) + certificate.public_bytes(serialization.Encoding.PEM) + authority.public_pem()


def _general_names(reach: Reach) -> Iterable[x509.GeneralName]:
    return [*map(x509.DNSName, reach.names), *map(x509.IPAddress, reach.addresses)]
