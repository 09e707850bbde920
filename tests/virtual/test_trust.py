"""A server that is gone in the middle of a handshake is asked again; a server with a wrong certificate is not."""

from __future__ import annotations

import socket
import threading

import pytest

from tests.virtual.scripted_lab import ScriptedLab
from webapp.virtual.network.web import DeviceError, Trust, ask


def test_a_server_that_ends_during_the_handshake_is_out_of_reach(phone_lab: ScriptedLab) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def hang_up() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(1)  # the handshake has begun
                connection.shutdown(socket.SHUT_WR)
                while connection.recv(4096):
                    pass  # what is unread would turn the end into a reset

        thread = threading.Thread(target=hang_up)
        thread.start()
        port = server.getsockname()[1]
        with Trust(phone_lab.ca).open() as web, pytest.raises(DeviceError) as caught:
            ask(web, "GET", f"https://127.0.0.1:{port}/")
        thread.join()
    assert caught.value.code == "lab_unreachable"


def test_a_certificate_of_somebody_else_is_refused_with_what_to_do(phone_lab: ScriptedLab) -> None:
    base = phone_lab.url.split("/join")[0]
    with Trust().open() as web, pytest.raises(DeviceError, match="--ca <data root>") as caught:
        ask(web, "GET", base)
    assert caught.value.code == "certificate_not_trusted"
