"""The certificate of a server that goes on running while the machine changes networks."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path

import pytest

from tests.tls.handshake import handshake
from webapp.serving.live_certificate import LiveCertificate
from webapp.tls.addresses import LOOPBACK, Reach


class Machine:
    """A machine whose addresses a test decides."""

    def __init__(self) -> None:
        self.reach = Reach(LOOPBACK, ("localhost",))

    def __call__(self, names: tuple[str, ...]) -> Reach:
        return self.reach

    def joins(self, address: str) -> None:
        self.reach = Reach((*LOOPBACK, ip_address(address)), self.reach.names)


def test_a_new_address_is_vouched_for_without_a_restart(tmp_path: Path) -> None:
    machine = Machine()
    live = LiveCertificate(tmp_path, (), machine)
    assert not live.refresh()
    machine.joins("192.168.7.7")
    assert live.refresh()
    assert handshake(live.context, live.certificate.authority_path, "192.168.7.7")


class Rounds:
    """Stands for the event that ends the background loop: set after some rounds, with something done before each."""

    def __init__(self, *before: Callable[[], object]) -> None:
        self._before = iter(before)

    def wait(self, _timeout_s: float) -> bool:
        action = next(self._before, None)
        if action is not None:
            action()
        return action is None


def test_it_is_kept_fresh_in_the_background_through_errors(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    machine, key = Machine(), tmp_path / "ca-key.pem"
    live = LiveCertificate(tmp_path, (), machine)
    whole = key.read_bytes()
    machine.joins("10.9.8.7")
    live.keep_fresh(Rounds(lambda: key.write_bytes(b"damaged"), lambda: key.write_bytes(whole)))
    assert "could not be renewed" in caplog.text
    assert ip_address("10.9.8.7") in live.certificate.reach.addresses
