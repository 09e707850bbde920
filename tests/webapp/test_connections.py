"""Messages reach the connection that holds the lease, after the answer to its hello, in order, and wait for nobody."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.waiting import wait_until
from webapp.realtime.connections import Connection, Connections
from webapp.realtime.outbox import MOST_WAITING

Sent = list[tuple[str, str]]


@pytest.fixture
def sent() -> Sent:
    return []


@pytest.fixture
def cut() -> list[str]:
    return []


@pytest.fixture
def out() -> list[str]:
    return []


def spawn(name: str, run: Callable[[], None]) -> None:
    threading.Thread(target=run, name=name, daemon=True).start()


@pytest.fixture
def connections(sent: Sent, cut: list[str], out: list[str]) -> Iterator[Connections]:
    def emit(event: str, namespace: str, data: dict[str, Any], connection: str) -> None:
        sent.append((connection, event))

    connections = Connections(emit, lambda _, sid: cut.append(sid), lambda _, sid: out.append(sid), spawn)
    yield connections
    connections.close()


def opened(connections: Connections, sid: str, device: str = "device") -> Connection:
    connection = Connection(sid, "phone", "session", device)
    connections.opened(connection)
    return connection


def leased(connections: Connections, sid: str, device: str = "device", generation: int = 1) -> Connection:
    connection = opened(connections, sid, device)
    connections.grant(sid, generation)
    connections.answered(sid)
    return connection


def test_without_a_lease_nothing_is_sent(connections: Connections, sent: Sent) -> None:
    opened(connections, "one")
    connections.answered("one")
    assert not connections.send("session", "device", "capture", {})
    connections.send_to("one", "say_hello", {})
    wait_until(lambda: sent == [("one", "say_hello")], "the message to the connection alone")


def test_what_follows_from_hello_waits_for_its_answer_and_keeps_its_order(
    connections: Connections, sent: Sent
) -> None:
    opened(connections, "one")
    leased(connections, "other", "other device")
    connections.grant("one", 1)
    assert connections.send("session", "device", "state", {})
    assert connections.send("session", "device", "capture", {})
    connections.send("session", "other device", "state", {})
    wait_until(lambda: sent == [("other", "state")], "the one whose hello was answered")
    connections.answered("one")
    assert connections.send("session", "device", "judged", {})
    expected = [("one", "state"), ("one", "capture"), ("one", "judged")]
    wait_until(lambda: sent[1:] == expected, "the messages in order")


def test_a_repeated_hello_holds_back_again(connections: Connections, sent: Sent) -> None:
    connection = leased(connections, "one")
    connections.hold("one")
    connections.send("session", "device", "state", {})
    assert connection.outbox.waiting == 1
    connections.answered("one")
    wait_until(lambda: sent == [("one", "state")], "what was held back")


def test_the_newest_lease_gets_the_messages_and_the_older_one_its_farewell(
    connections: Connections, sent: Sent
) -> None:
    for number, sid in enumerate(("old", "new"), start=1):
        leased(connections, sid, generation=number)
    connections.send_to("old", "superseded", {})
    connections.send("session", "device", "state", {})
    wait_until(lambda: sorted(sent) == [("new", "state"), ("old", "superseded")], "both")
    assert not connections.send("session", "device", "capture", {}, generation=1)
    connections.closed("old")
    assert connections.send("session", "device", "capture", {}, generation=2)


def test_a_device_that_left_gets_nothing(connections: Connections) -> None:
    opened(connections, "one")
    connections.grant("one", 1)
    left = connections.closed("one")
    assert left is not None
    assert left.generation == 1
    connections.answered("one")
    assert not connections.send("session", "device", "state", {})


class DeadSocket:
    """An emit that finds out in the middle that the client is gone, as Engine.IO does."""

    def __init__(self) -> None:
        self.connections: Connections
        self.left: list[Connection] = []

    def __call__(self, event: str, namespace: str, data: dict[str, Any], connection: str) -> None:
        gone = self.connections.closed(connection)
        assert gone is not None
        assert not self.connections.send(gone.session, gone.device, "state", {})
        self.left.append(gone)


def test_a_client_found_to_be_gone_in_the_middle_of_a_message_stops_nobody() -> None:
    emit = DeadSocket()
    emit.connections = connections = Connections(emit, lambda *_: None, lambda *_: None, spawn)
    leased(connections, "one")
    assert connections.send("session", "device", "state", {})
    wait_until(lambda: [gone.id for gone in emit.left] == ["one"], "the dead socket")
    leased(connections, "new", generation=2)
    assert connections.send("session", "device", "state", {})
    wait_until(lambda: [gone.id for gone in emit.left] == ["one", "new"], "the next one")


def test_a_connection_that_blocks_is_cut_when_too_much_waits_and_the_others_go_on(cut: list[str]) -> None:
    stuck, heard = threading.Event(), threading.Event()

    def emit(event: str, namespace: str, data: dict[str, Any], connection: str) -> None:
        if connection == "slow":
            stuck.wait()
        else:
            heard.set()

    connections = Connections(emit, lambda _, sid: cut.append(sid), lambda *_: None, spawn)
    leased(connections, "slow", "slow device")
    leased(connections, "one")
    for _ in range(MOST_WAITING + 2):
        connections.send("session", "slow device", "state", {})
    wait_until(lambda: cut == ["slow"], "the cut")
    assert connections.send("session", "device", "state", {})
    assert heard.wait(30)
    stuck.set()
    connections.close()


@pytest.mark.parametrize("said_hello", [True, False])
def test_a_device_that_is_turned_out_hears_why_and_nothing_else(
    connections: Connections, sent: Sent, out: list[str], *, said_hello: bool
) -> None:
    opened(connections, "older page")
    newest = leased(connections, "newest") if said_hello else opened(connections, "newest")
    opened(connections, "other", "other device")
    connections.hold("newest")
    connections.send_to("newest", "state", {})
    connections.turn_out("session", "device", "dropped", {"code": "revoked"})
    connections.turn_out("session", "device", "dropped", {"code": "revoked"})
    assert not connections.send("session", "device", "state", {})
    connections.send_to("newest", "state", {})
    connections.hold("newest")
    wait_until(lambda: sorted(out) == ["newest", "older page"], "both pages to be turned out")
    assert sorted(sent) == [("newest", "dropped"), ("older page", "dropped")]
    assert newest.outbox.finished
