"""Packets of multicast DNS: those that a host needs that has one name and IPv4 addresses, and no more."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address

A, NSEC, ANY, INTERNET = 1, 47, 255, 1
ANSWERS, AUTHORITATIVE = 0x8000, 0x0400
TOP_BIT = 0x8000
"""Of a question's class: the answer may come by unicast. Of a record's class: it replaces what others remember."""
LIFETIME_S = 120
_HEADER, _QUESTION, _RECORD = struct.Struct(">6H"), struct.Struct(">2H"), struct.Struct(">2HIH")


class PacketError(ValueError):
    """The bytes are no packet of DNS."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question that somebody asks.

    Attributes:
        name: Of the host, in lower case.
        kind: Of the record.
        unicast: The answer may go to the asker alone.
    """

    name: str
    kind: int
    unicast: bool


@dataclass(frozen=True, slots=True)
class Packet:
    """A packet, as far as it matters here.

    Attributes:
        id: Comes back in an answer to a resolver that knows nothing of multicast.
        questions: Empty in an answer.
        addresses: Host names with their addresses, of an answer.
    """

    id: int
    questions: tuple[Question, ...]
    addresses: tuple[tuple[str, IPv4Address], ...]


def read_packet(data: bytes) -> Packet:
    """Read a packet that anybody may have sent.

    Raises:
        PacketError: It is none.
    """
    try:
        number, flags, questions, answers, _, more = _HEADER.unpack_from(data)
        asked, place = _questions(data, questions)
        if not flags & ANSWERS:
            return Packet(number, tuple(asked), ())
        return Packet(number, (), tuple(_addresses(data, place, answers + more)))
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise PacketError("this is no packet of DNS") from error


def query(name: str) -> bytes:
    """Return the question of a machine that wants to have a name: who has it, as whatever."""
    return _HEADER.pack(0, 0, 1, 0, 0, 0) + _name(name) + _QUESTION.pack(ANY, INTERNET)


def one_query(name: str) -> bytes:
    """Return the question of a resolver that asks for an address, and wants the answer to itself alone."""
    return _HEADER.pack(1, 0, 1, 0, 0, 0) + _name(name) + _QUESTION.pack(A, INTERNET)


def announcement(name: str, address: IPv4Address, lifetime_s: int = LIFETIME_S) -> bytes:
    """Return the answer for everybody that a name has an address, and none of IPv6."""
    header = _HEADER.pack(0, ANSWERS | AUTHORITATIVE, 0, 1, 0, 1)
    return header + _address(name, address, TOP_BIT, lifetime_s) + _nothing_else(name, TOP_BIT, lifetime_s)


def answer(packet: Packet, question: Question, address: IPv4Address) -> bytes:
    """Return the answer to one resolver that asked in the usual way: with its question and its number."""
    asked = _name(question.name) + _QUESTION.pack(question.kind, INTERNET)
    address_asked = question.kind in (A, ANY)
    header = _HEADER.pack(
        packet.id, ANSWERS | AUTHORITATIVE, 1, int(address_asked), 0, int(not address_asked)
    )
    lifetime = 10  # such a resolver does not hear when the name is given up
    record = _address(question.name, address, 0, lifetime) if address_asked else b""
    return header + asked + (record or _nothing_else(question.name, 0, lifetime))


def _address(name: str, address: IPv4Address, top_bit: int, lifetime_s: int) -> bytes:
    return _name(name) + _RECORD.pack(A, INTERNET | top_bit, lifetime_s, 4) + address.packed


def _nothing_else(name: str, top_bit: int, lifetime_s: int) -> bytes:
    """Return the record that says that there is an address of IPv4 and nothing else, so that nobody waits for it."""
    kinds = b"\x00\x01\x40"  # a window of one byte, in which the bit of A is set
    content = _name(name) + kinds
    return _name(name) + _RECORD.pack(NSEC, INTERNET | top_bit, lifetime_s, len(content)) + content


def _name(name: str) -> bytes:
    labels = [label.encode("ascii") for label in name.split(".")]
    return b"".join(bytes([len(label)]) + label for label in labels) + b"\x00"


def _questions(data: bytes, count: int) -> tuple[list[Question], int]:
    asked, place = [], _HEADER.size
    for _ in range(count):
        name, place = _read_name(data, place)
        kind, class_ = _QUESTION.unpack_from(data, place)
        place += _QUESTION.size
        asked.append(Question(name, kind, bool(class_ & TOP_BIT)))
    return asked, place


def _addresses(data: bytes, place: int, count: int) -> Iterator[tuple[str, IPv4Address]]:
    for _ in range(count):
        name, place = _read_name(data, place)
        kind, _class, lifetime, length = _RECORD.unpack_from(data, place)
        place += _RECORD.size
        # Without a lifetime it is a farewell.
        if kind == A and lifetime and length == 4 and len(data) >= place + 4:
            yield name, IPv4Address(data[place : place + 4])
        place += length


def _read_name(data: bytes, place: int) -> tuple[str, int]:
    """Return a name, and the place after it; the end of a name may stand elsewhere, which a jump says."""
    labels: list[str] = []
    after = None
    for _ in range(128):
        length = data[place]
        if length >= 0xC0:
            after = place + 2 if after is None else after
            place = (length & 0x3F) << 8 | data[place + 1]
        elif length:
            labels.append(data[place + 1 : place + 1 + length].decode("utf-8"))
            place += 1 + length
        else:
            return ".".join(labels).lower(), place + 1 if after is None else after
    raise IndexError("the name does not end")
