"""The server's certificate, as seen by a client that trusts only the authority."""

from __future__ import annotations

import ssl
import stat
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID

from tests.tls.handshake import handshake
from webapp.tls.addresses import Reach, machine_reach
from webapp.tls.authority import Authority, is_confinable, key_pem
from webapp.tls.certificate import make_leaf
from webapp.tls.store import Certificate, TlsError, ensure_certificate

NOW = datetime.now(UTC)
DAY = timedelta(days=1)
ROUTER = Reach(
    (ip_address("127.0.0.1"), ip_address("::1"), ip_address("192.168.1.7")), ("localhost", "lab.local")
)


def with_address(reach: Reach, text: str) -> Reach:
    return Reach((*reach.addresses, ip_address(text)), reach.names)


def leaf(certificate: Certificate) -> x509.Certificate:
    return x509.load_pem_x509_certificate(certificate.path.read_bytes())


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "192.168.1.7", "localhost", "lab.local"])
def test_a_client_that_trusts_only_the_authority_connects_by_every_address_and_name(
    tmp_path: Path, host: str
) -> None:
    certificate = ensure_certificate(tmp_path, ROUTER, NOW)
    assert handshake(certificate.path, certificate.authority_path, host) in {"TLSv1.2", "TLSv1.3"}


def test_this_machine_is_reached_by_all_that_it_answers_to(tmp_path: Path) -> None:
    reach = machine_reach()
    certificate = ensure_certificate(tmp_path, reach, NOW)
    confinable = tuple(filter(is_confinable, reach.names))
    assert certificate.reach == Reach(reach.addresses, confinable)
    for host in map(str, (*reach.addresses, *confinable)):
        handshake(certificate.path, certificate.authority_path, host)


def test_a_client_refuses_an_address_that_the_certificate_does_not_name(tmp_path: Path) -> None:
    certificate = ensure_certificate(tmp_path, ROUTER, NOW)
    with pytest.raises(ssl.SSLCertVerificationError, match="IP address mismatch"):
        handshake(certificate.path, certificate.authority_path, "192.168.1.8")


@pytest.mark.parametrize("host", ["bank.example", "8.8.8.8"])
def test_a_stolen_authority_cannot_vouch_for_the_rest_of_the_internet(tmp_path: Path, host: str) -> None:
    certificate = ensure_certificate(tmp_path, ROUTER, NOW)
    authority = Authority.from_pem((tmp_path / "ca-key.pem").read_bytes())
    forged = Reach((ip_address("8.8.8.8"),), ("bank.example",))
    (tmp_path / "forged.pem").write_bytes(make_leaf(authority, forged, NOW))
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree violation"):
        handshake(tmp_path / "forged.pem", certificate.authority_path, host)


def test_a_machine_whose_name_is_a_word_is_no_authority_for_all_sites_that_end_in_it(tmp_path: Path) -> None:
    reach = Reach(ROUTER.addresses, ("localhost", "dev", "dev.local"))
    certificate = ensure_certificate(tmp_path, reach, NOW, ["dev"])
    assert certificate.reach.names == ("localhost", "dev.local")
    assert ensure_certificate(tmp_path, reach, NOW, ["dev"]) == certificate
    authority = Authority.from_pem((tmp_path / "ca-key.pem").read_bytes())
    forged = Reach((ip_address("127.0.0.1"),), ("web.dev",))
    (tmp_path / "forged.pem").write_bytes(make_leaf(authority, forged, NOW))
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree violation"):
        handshake(tmp_path / "forged.pem", certificate.authority_path, "web.dev")


@pytest.mark.parametrize(
    "name",
    [x509.RFC822Name("boss@hospital.example"), x509.UniformResourceIdentifier("https://bank.example/")],
)
def test_a_stolen_authority_vouches_for_no_mail_and_no_other_kind_of_name(
    tmp_path: Path, name: x509.GeneralName
) -> None:
    certificate = ensure_certificate(tmp_path, ROUTER, NOW)
    authority = Authority.from_pem((tmp_path / "ca-key.pem").read_bytes())
    purpose = authority.certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(purpose) == [ExtendedKeyUsageOID.SERVER_AUTH]
    key = ec.generate_private_key(ec.SECP256R1())
    forged = (
        x509.CertificateBuilder(
            authority.certificate.subject, x509.Name([]), key.public_key(), 1, NOW, NOW + DAY
        )
        .add_extension(x509.SubjectAlternativeName([name, x509.DNSName("lab.local")]), critical=True)
        .sign(authority.key, hashes.SHA256())
    )
    (tmp_path / "forged.pem").write_bytes(key_pem(key) + forged.public_bytes(serialization.Encoding.PEM))
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree violation"):
        handshake(tmp_path / "forged.pem", certificate.authority_path, "lab.local")


def test_the_certificate_is_one_that_phones_accept(tmp_path: Path) -> None:
    found = leaf(ensure_certificate(tmp_path, ROUTER, NOW))
    purpose = found.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert found.not_valid_after_utc - found.not_valid_before_utc < timedelta(days=397)
    assert list(purpose) == [ExtendedKeyUsageOID.SERVER_AUTH]
    assert found.not_valid_before_utc < NOW - timedelta(hours=12)


def test_keys_are_for_their_owner_alone(tmp_path: Path) -> None:
    ensure_certificate(tmp_path / "tls", ROUTER, NOW)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "tls").iterdir()}
    assert modes == {"ca-key.pem": 0o600, "ca.crt": 0o600, "server.pem": 0o600}


def test_nothing_is_made_again_while_it_serves(tmp_path: Path) -> None:
    first = ensure_certificate(tmp_path, ROUTER, NOW)
    assert ensure_certificate(tmp_path, ROUTER, NOW + timedelta(days=300)) == first


def test_a_new_address_renews_the_certificate_but_not_what_phones_trust(tmp_path: Path) -> None:
    before = ensure_certificate(tmp_path, ROUTER, NOW)
    trusted = before.authority_path.read_bytes()
    after = ensure_certificate(tmp_path, with_address(ROUTER, "10.4.0.2"), NOW)
    assert after.serial != before.serial
    assert after.authority_path.read_bytes() == trusted
    handshake(after.path, after.authority_path, "10.4.0.2")


def test_an_address_that_went_away_renews_nothing(tmp_path: Path) -> None:
    before = ensure_certificate(tmp_path, with_address(ROUTER, "10.4.0.2"), NOW)
    assert ensure_certificate(tmp_path, ROUTER, NOW) == before


@pytest.mark.parametrize("days", [367, 500, -2])
def test_a_certificate_near_its_end_or_not_yet_begun_is_renewed(tmp_path: Path, days: int) -> None:
    before = ensure_certificate(tmp_path, ROUTER, NOW)
    later = NOW + timedelta(days=days)
    after = ensure_certificate(tmp_path, ROUTER, later)
    assert after.serial != before.serial
    assert leaf(after).not_valid_after_utc > later + timedelta(days=300)


def test_a_certificate_never_outlives_its_authority(tmp_path: Path) -> None:
    authority = Authority.make(ROUTER, NOW)
    late = authority.certificate.not_valid_after_utc - timedelta(days=40)
    found = x509.load_pem_x509_certificate(make_leaf(authority, ROUTER, late))
    assert found.not_valid_after_utc == authority.certificate.not_valid_after_utc


def test_the_authority_is_made_anew_at_its_own_end(tmp_path: Path) -> None:
    before = ensure_certificate(tmp_path, ROUTER, NOW)
    after = ensure_certificate(tmp_path, ROUTER, NOW + timedelta(days=3640))
    assert after.fingerprint != before.fingerprint


def test_a_host_name_that_came_with_another_network_is_left_out(tmp_path: Path) -> None:
    before = ensure_certificate(tmp_path, ROUTER, NOW)
    moved = Reach(ROUTER.addresses, (*ROUTER.names, "lab.guest.example"))
    assert ensure_certificate(tmp_path, moved, NOW) == before


def test_a_name_somebody_asked_for_is_worth_a_new_authority(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before = ensure_certificate(tmp_path, ROUTER, NOW)
    asked = Reach(ROUTER.addresses, (*ROUTER.names, "xrays.example"))
    after = ensure_certificate(tmp_path, asked, NOW, ["xrays.example"])
    assert after.fingerprint != before.fingerprint
    assert "have to trust it" in caplog.text
    handshake(after.path, after.authority_path, "xrays.example")


def test_a_public_address_is_vouched_for_and_so_are_its_neighbours(tmp_path: Path) -> None:
    before = ensure_certificate(tmp_path, with_address(ROUTER, "130.60.4.9"), NOW)
    after = ensure_certificate(tmp_path, with_address(ROUTER, "130.60.200.1"), NOW)
    assert after.fingerprint == before.fingerprint
    handshake(after.path, after.authority_path, "130.60.200.1")


def test_an_authority_that_cannot_be_read_is_never_replaced_silently(tmp_path: Path) -> None:
    ensure_certificate(tmp_path, ROUTER, NOW)
    (tmp_path / "ca-key.pem").write_bytes(b"-----BEGIN nothing")
    with pytest.raises(TlsError, match=r"ca-key\.pem cannot be read .* move the folder"):
        ensure_certificate(tmp_path, ROUTER, NOW)
    assert (tmp_path / "ca-key.pem").read_bytes() == b"-----BEGIN nothing"


@pytest.mark.parametrize("content", [b"", b"rubbish"])
def test_a_damaged_server_certificate_is_made_again(tmp_path: Path, content: bytes) -> None:
    before = ensure_certificate(tmp_path, ROUTER, NOW)
    before.path.write_bytes(content)
    after = ensure_certificate(tmp_path, ROUTER, NOW)
    assert after.fingerprint == before.fingerprint
    handshake(after.path, after.authority_path, "127.0.0.1")


def test_a_crash_between_the_two_files_is_mended(tmp_path: Path) -> None:
    certificate = ensure_certificate(tmp_path, ROUTER, NOW)
    certificate.authority_path.unlink()
    (tmp_path / ".server.pem.0123456789ab.part").write_bytes(b"half")
    certificate.path.unlink()
    handshake(ensure_certificate(tmp_path, ROUTER, NOW).path, certificate.authority_path, "127.0.0.1")
