"""The certificate authority that a server creates for itself, once.

Whoever tells a phone to trust it trusts it for a lab's network only: name constraints (RFC 5280, 4.2.1.10) confine it
to private addresses, ``.local`` and the names it was made with, so that a stolen key opens no bank's site. Should the
server later need a name or address beyond these, a new authority has to be made, and trusted anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_network
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from webapp.tls.addresses import PRIVATE, Address, Network, Reach, is_private

LIFETIME = timedelta(days=3650)
CLOCK_SKEW = timedelta(days=1)
"""Certificates begin this long before now: phones without internet have clocks that are off."""
LOCAL_NAMES = ("localhost", "local", "lan", "home.arpa")
NOBODY = "nobody.invalid"
"""The only host whose e-mail and web addresses are permitted: kinds of names without a constraint would all be."""


@dataclass(frozen=True)
class Authority:
    """A CA's key and certificate."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @classmethod
    def make(cls, reach: Reach, now: datetime) -> Authority:
        """Create an authority constrained to private addresses, local names and everything in ``reach``."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = _subject(reach, now)
        builder = (
            x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
            .not_valid_before(now - CLOCK_SKEW)
            .not_valid_after(now + LIFETIME)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(key_usage("key_cert_sign", "crl_sign"), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(x509.NameConstraints(_permitted_names(reach), None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        )
        return cls(key, builder.sign(key, hashes.SHA256()))

    @classmethod
    def from_pem(cls, pem: bytes) -> Authority:
        """Read what `to_pem` wrote.

        Raises:
            ValueError: if it is not that.
        """
        key = serialization.load_pem_private_key(pem, None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise ValueError("not an elliptic curve key")
        return cls(key, x509.load_pem_x509_certificate(pem))

    def to_pem(self) -> bytes:
        """Return key and certificate."""
        return key_pem(self.key) + self.public_pem()

    def public_pem(self) -> bytes:
        """Return the certificate alone, for installation on phones."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def is_good_at(self, now: datetime, margin: timedelta) -> bool:
        """Return whether the authority is valid now and for ``margin`` from now."""
        return self.certificate.not_valid_before_utc <= now <= self.certificate.not_valid_after_utc - margin

    def may_name(self, name: str) -> bool:
        """Return whether a certificate for the host ``name`` would be within the constraints."""
        return any(name == one or name.endswith(f".{one}") for one in self._permitted(x509.DNSName))

    def may_address(self, address: Address) -> bool:
        """Return whether a certificate for ``address`` would be within the constraints."""
        return any(
            address.version == one.version and address in one for one in self._permitted(x509.IPAddress)
        )

    def _permitted(self, kind: type[x509.DNSName | x509.IPAddress]) -> list[Any]:
        constraints = self.certificate.extensions.get_extension_for_class(x509.NameConstraints).value
        return [name.value for name in constraints.permitted_subtrees or () if isinstance(name, kind)]


def key_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    """Return ``key`` without a password: the file's mode protects it."""
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    return key.private_bytes(encoding, form, serialization.NoEncryption())


def key_usage(*usages: str) -> x509.KeyUsage:
    """Return the extension that allows only ``usages``."""
    every = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**{usage: usage in usages for usage in every})


def _subject(reach: Reach, now: datetime) -> x509.Name:
    # Phones list what they trust by this name: say which machine, and since when.
    machine = next((name for name in reach.names if name not in LOCAL_NAMES), "this machine")
    common = f"CheXphoto Lab on {machine[:30]}, {now:%Y-%m-%d}"
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _permitted_names(reach: Reach) -> list[x509.GeneralName]:
    names = dict.fromkeys((*LOCAL_NAMES, *filter(is_confinable, reach.names)))
    networks: dict[Network, None] = dict.fromkeys(PRIVATE)
    # A public address may change within its site's network without the authority having to be made anew.
    for address in (one for one in reach.addresses if not is_private(one)):
        networks[ip_network((address, 16 if address.version == 4 else 48), strict=False)] = None
    kinds = (x509.RFC822Name(NOBODY), x509.UniformResourceIdentifier(NOBODY))
    return [*map(x509.DNSName, names), *map(x509.IPAddress, networks), *kinds]


def is_confinable(name: str) -> bool:
    """Return whether an authority may be permitted a name: ``dev`` would permit every site that ends in ``.dev``."""
    return "." in name or name in LOCAL_NAMES
