"""Packets of multicast DNS: what is written can be read, and nothing that is sent does harm."""

from __future__ import annotations

from contextlib import suppress
from ipaddress import IPv4Address

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.tiers import examples
from webapp.local_name.packets import Packet, PacketError, Question, announcement, answer, query, read_packet

NAME = "chexphoto.local"
HERE = IPv4Address("192.168.1.7")
# Of another machine, which shortens names: "lab.local" at 12, and again as a jump to there.
SHORTENED = bytes.fromhex(
    "0000 8400 0000 0002 0000 0000"
    "03 6c6162 05 6c6f63616c 00 0001 8001 00000078 0004 c0a80163"
    "c00c 0001 8001 00000078 0004 c0a80164"
)
# As a phone asks: for both kinds of address, the answer to itself alone.
ASKED = bytes.fromhex(
    "0000 0000 0002 0000 0000 000009 4368455870686f746f 05 6c6f63616c 00 0001 8001c00c 001c 8001".replace(
        " ", ""
    )
)


def test_a_question_is_read_whatever_its_capitals() -> None:
    packet = read_packet(ASKED)
    assert packet.questions == (Question(NAME, 1, True), Question(NAME, 28, True))
    assert read_packet(query(NAME)).questions == (Question(NAME, 255, False),)


def test_an_answer_is_read_with_its_shortened_names() -> None:
    addresses = (("lab.local", IPv4Address("192.168.1.99")), ("lab.local", IPv4Address("192.168.1.100")))
    assert read_packet(SHORTENED) == Packet(0, (), addresses)


def test_an_announcement_holds_the_address_and_says_that_there_is_no_other() -> None:
    data = announcement(NAME, HERE)
    assert read_packet(data).addresses == ((NAME, HERE),)
    assert data.endswith(b"\x00\x01\x40")


@pytest.mark.parametrize(("kind", "found"), [(1, True), (255, True), (28, False)], ids=["A", "any", "AAAA"])
def test_an_answer_has_the_number_of_its_question(kind: int, found: bool) -> None:
    asked = Packet(4711, (Question(NAME, kind, False),), ())
    told = read_packet(answer(asked, asked.questions[0], HERE))
    assert told.id == 4711
    assert told.addresses == (((NAME, HERE),) if found else ())


@given(st.binary(max_size=80) | st.binary(max_size=60).map(lambda tail: SHORTENED[:20] + tail))
@hypothesis_settings(max_examples=examples(200))
def test_whatever_comes_is_read_or_refused(data: bytes) -> None:
    with suppress(PacketError):
        assert isinstance(read_packet(data), Packet)


def test_a_farewell_is_nobody_s_address() -> None:
    assert read_packet(announcement(NAME, HERE, lifetime_s=0)).addresses == ()


def test_names_that_jump_in_circles_are_refused() -> None:
    with pytest.raises(PacketError):
        read_packet(SHORTENED[:12] + b"\xc0\x0c" + SHORTENED[14:])
