"""The name is held by one machine of a network, which answers whoever asks, over real sockets on the loopback."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from ipaddress import IPv4Address, IPv4Interface

import pytest

from tests.waiting import wait_until
from webapp.local_name import responder
from webapp.local_name.asking import who_has
from webapp.local_name.packets import announcement, query, read_packet
from webapp.local_name.responder import GROUP, LocalName, Responder

NAME = "chexphoto.local"
LOOPBACK = IPv4Interface("127.0.0.1/8")
ASKING = struct.pack(">6H", 7, 0, 1, 0, 0, 0)
A_OF_INTERNET = struct.pack(">2H", 1, 1)


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(responder, "PROBE_S", 0.05)
    monkeypatch.setattr(responder, "LOOK_EVERY_S", 0.0)
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as free:
        free.bind(("", 0))
        try:
            free.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, membership(LOOPBACK.ip))
        except OSError:
            pytest.skip("this machine has no multicast")
        return int(free.getsockname()[1])


def membership(address: IPv4Address) -> bytes:
    return socket.inet_aton(GROUP) + address.packed


Start = Callable[..., LocalName]


@pytest.fixture
def start(port: int) -> Iterator[Start]:
    """Starts a machine that claims the name, and ends all of them afterwards."""
    with ExitStack() as running:
        yield lambda *interfaces, **options: running.enter_context(machine(port, *interfaces, **options))


@contextmanager
def machine(port: int, *interfaces: IPv4Interface, **options: float) -> Iterator[LocalName]:
    state, stopped = LocalName(), threading.Event()
    one = Responder(NAME, state, lambda: interfaces, port, **options)
    thread = threading.Thread(target=one.serve, args=(stopped.is_set,))
    thread.start()
    yield state
    stopped.set()
    thread.join()
    assert state.held is None


def asked(port: int, *questions: bytes) -> bytes:
    """Ask until somebody answers, and return the answer; a packet of UDP may be lost."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as end:
        end.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, LOOPBACK.ip.packed)
        end.settimeout(0.5)
        for _ in range(120):
            for question in questions:
                end.sendto(question, (GROUP, port))
            try:
                return end.recv(9000)
            except TimeoutError:
                continue
    raise AssertionError("nobody answered")


def question(name: str) -> bytes:
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
    return ASKING + labels + b"\x00" + A_OF_INTERNET


def test_the_name_is_claimed_and_leads_here_and_other_names_are_nobody_s(start: Start, port: int) -> None:
    state = start(LOOPBACK)
    wait_until(lambda: state.held == NAME)
    told = read_packet(asked(port, b"\x00 no packet", question("other.local"), question(NAME)))
    assert (told.id, told.addresses) == (7, ((NAME, LOOPBACK.ip),))


def test_the_name_of_another_machine_is_not_taken_and_can_be_had_when_that_has_gone(
    start: Start, port: int, caplog: pytest.LogCaptureFixture
) -> None:
    with machine(port, IPv4Interface("127.0.0.2/8")) as first:
        wait_until(lambda: first.held == NAME)
        second = start(IPv4Interface("127.0.0.3/8"), claim_again_s=0.2)
        wait_until(lambda: "Another machine, 127.0.0.2, is called chexphoto.local" in caplog.text)
        assert second.held is None
        assert first.held == NAME
    wait_until(lambda: second.held == NAME)


def test_of_two_that_have_the_name_the_lower_address_keeps_it(start: Start, port: int) -> None:
    state = start(IPv4Interface("127.0.0.5/8"))
    wait_until(lambda: state.held == NAME)
    with joined(port) as other:
        other.sendto(announcement(NAME, IPv4Address("127.0.0.9")), (GROUP, port))
        assert address_heard(other, but="127.0.0.9") == IPv4Address("127.0.0.5")
        assert state.held == NAME
        other.sendto(announcement(NAME, IPv4Address("127.0.0.2")), (GROUP, port))
        wait_until(lambda: state.held is None)


def test_a_probe_is_answered_to_everybody(start: Start, port: int) -> None:
    state = start(LOOPBACK)
    wait_until(lambda: state.held == NAME)
    with joined(port) as other:
        other.sendto(query(NAME), (GROUP, port))
        assert address_heard(other) == LOOPBACK.ip


@contextmanager
def joined(port: int) -> Iterator[socket.socket]:
    """Another machine's socket in the group."""
    with closing(responder._listening(port)) as other:
        other.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, membership(LOOPBACK.ip))
        other.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, LOOPBACK.ip.packed)
        other.settimeout(60)
        yield other


def address_heard(other: socket.socket, but: str = "") -> IPv4Address:
    """Wait for an announcement, other than one's own."""
    while True:
        for _, address in read_packet(other.recv(9000)).addresses:
            if str(address) != but:
                return address


def test_whoever_asks_who_has_the_name_is_told(start: Start, port: int) -> None:
    assert who_has(NAME, [LOOPBACK], port, wait_s=0.1) == set()
    state = start(LOOPBACK)
    wait_until(lambda: state.held == NAME)
    wait_until(lambda: who_has(NAME, [LOOPBACK], port, wait_s=0.3) == {LOOPBACK.ip})


def test_without_a_network_nothing_is_held_until_there_is_one(port: int) -> None:
    present: list[IPv4Interface] = []
    state, stopped = LocalName(), threading.Event()
    thread = threading.Thread(
        target=Responder(NAME, state, lambda: present, port).serve, args=(stopped.is_set,)
    )
    thread.start()
    assert state.held is None
    present.append(LOOPBACK)
    wait_until(lambda: state.held == NAME)
    stopped.set()
    thread.join()


def test_a_port_that_another_program_keeps_to_itself_is_no_fault(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    state = LocalName()
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as selfish:
        selfish.bind(("", 0))
        Responder(NAME, state, lambda: [LOOPBACK], selfish.getsockname()[1]).serve(lambda: False)
    assert state.held is None
    assert "chexphoto.local is not announced" in caplog.text
