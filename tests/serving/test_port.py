"""The listening socket."""

from __future__ import annotations

import socket

import pytest

from webapp.serving.port import PortError, listen


def test_connections_send_small_messages_at_once() -> None:
    with listen("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()):
        connection, _ = listener.accept()
        with connection:
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_two_servers_never_share_a_port() -> None:
    with listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(PortError, match=f"Port {port} is taken by another program.*--port"):
            listen("127.0.0.1", port)


def test_a_port_is_free_again_at_once_after_a_restart() -> None:
    with listen("127.0.0.1", 0) as first:
        address = first.getsockname()
        client = socket.create_connection(address)
        connection, _ = first.accept()
        connection.close()  # the server's side closes first and leaves TIME_WAIT behind
        client.close()
    listen(*address).close()


@pytest.mark.parametrize("host", ["203.0.113.9", "no.such.host.invalid"])
def test_an_address_that_is_not_this_machines_is_refused(host: str) -> None:
    with pytest.raises(PortError, match="--host"):
        listen(host, 0)
