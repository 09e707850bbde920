"""Messages reach the connection that holds the lease, after the answer to its hello, in order."""

from __future__ import annotations

from typing import Any

import pytest

from webapp.lab.connections import Connection, Connections

Sent = list[tuple[str, str]]


@pytest.fixture
def sent() -> Sent:
    return []


@pytest.fixture
def connections(sent: Sent) -> Connections:
    def emit(event: str, namespace: str, data: dict[str, Any], connection: str) -> None:
        sent.append((connection, event))

    return Connections(emit)


def opened(connections: Connections, id: str) -> Connection:
    connection = Connection(id, "phone", "session", "device")
    connections.opened(connection)
    return connection


def test_without_a_lease_nothing_is_sent(connections: Connections, sent: Sent) -> None:
    opened(connections, "one")
    assert not connections.send("session", "device", "capture", {})
    assert sent == []


def test_what_follows_from_hello_waits_for_its_answer_and_keeps_its_order(
    connections: Connections, sent: Sent
) -> None:
    opened(connections, "one")
    connections.grant("one", 1)
    assert connections.send("session", "device", "state", {})
    assert connections.send("session", "device", "capture", {})
    assert sent == []
    connections.answered("one")
    assert connections.send("session", "device", "judged", {})
    assert sent == [("one", "state"), ("one", "capture"), ("one", "judged")]


def test_the_newest_lease_gets_the_messages_and_the_older_one_its_farewell(
    connections: Connections, sent: Sent
) -> None:
    for number, id in enumerate(("old", "new"), start=1):
        opened(connections, id)
        connections.grant(id, number)
        connections.answered(id)
    connections.send_to("old", "superseded", {})
    connections.send("session", "device", "state", {})
    assert sent == [("old", "superseded"), ("new", "state")]
    assert not connections.send("session", "device", "capture", {}, generation=1)
    connections.closed("old")
    assert connections.send("session", "device", "capture", {}, generation=2)


def test_a_device_that_left_gets_nothing(connections: Connections, sent: Sent) -> None:
    opened(connections, "one")
    connections.grant("one", 1)
    left = connections.closed("one")
    assert left is not None
    assert left.generation == 1
    connections.answered("one")
    assert not connections.send("session", "device", "state", {})
    assert sent == []
