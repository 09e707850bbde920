"""The whole server as people start and stop it."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.serving.running import RunningServer
from tests.waiting import wait_until

HEALTH = "/api/v1/health"
CHEXPHOTO = str(Path(sys.executable).with_name("chexphoto"))


@pytest.mark.parametrize(("mode", "number"), [("eventlet", signal.SIGTERM), ("threading", signal.SIGINT)])
def test_it_serves_until_told_to_stop_even_with_connections_open(
    tmp_path: Path, mode: str, number: signal.Signals
) -> None:
    with RunningServer(tmp_path / "root", async_mode=mode) as server, server.secure() as connection:
        connection.sendall(f"GET {HEALTH} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        assert connection.recv(4096).startswith(b"HTTP/1.1 200")
        assert server.token not in server.output
        for code in (server.code, new_code(tmp_path / "root")):
            signed_in = server.post(
                "/api/v1/sign-in", json.dumps({"token": code}).encode(), "application/json"
            )
            assert b"set-cookie: __host-operator=" in signed_in.lower()
        assert server.stop(number) == 0
        assert "Stopping." in server.output
        assert "Traceback" not in server.output


def test_it_stops_cleanly_while_the_demo_is_drawn(tmp_path: Path) -> None:
    demo = tmp_path / "root" / "demo"
    with RunningServer(tmp_path / "root", demo="true") as server:
        wait_until(lambda: demo.is_dir() and any(demo.iterdir()), "the drawing to begin", patience_s=120)
        assert server.stop() == 0
        assert "Traceback" not in server.output
        assert "could not be offered" not in server.output


def new_code(root: Path) -> str:
    """Return the code in the address that the command prints."""
    command = [CHEXPHOTO, "sign-in", "--data-root", str(root)]
    said = subprocess.run(command, capture_output=True, text=True, timeout=60)
    found = re.search(r"Open +https://\S+/sign-in#(\S+)", said.stdout)
    assert found, said
    return found[1]


def test_no_address_is_printed_for_a_server_that_does_not_run(tmp_path: Path) -> None:
    (tmp_path / "lab.db").touch()
    command = [CHEXPHOTO, "sign-in", "--data-root", str(tmp_path)]
    said = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (said.returncode, said.stdout) == (2, "")
    assert "No server is running" in said.stderr


def test_serve_starts_it_and_a_second_one_on_the_same_data_is_refused_until_the_first_is_gone(
    tmp_path: Path,
) -> None:
    root = tmp_path / "root"
    with RunningServer(root, [CHEXPHOTO, "serve", "--log-level", "debug"]) as first:
        with pytest.raises(AssertionError, match=rf"is running already \(process {first.process.pid}\)"):
            RunningServer(root).__enter__()
        taken = subprocess.run(
            [
                CHEXPHOTO,
                "serve",
                "--data-root",
                tmp_path / "other",
                f"--port={first.port}",
                "--host=127.0.0.1",
            ],
            capture_output=True,
            text=True,
        )
        assert taken.returncode == 2
        assert f"Error: Port {first.port} is taken by another program." in taken.stderr
        first.process.kill()
        first.process.wait()
        with RunningServer(root) as second:
            assert second.get(HEALTH).startswith(b"HTTP/1.1 200")
