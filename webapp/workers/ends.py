"""The two ends of a worker's channel: a pair of sockets, of which the process gets one.

A process inherits its end where the system lets it. Elsewhere (Windows) it calls back over the loopback, and shows a
secret that it was given by its standard input: any program of this machine could call.
"""

from __future__ import annotations

import hmac
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import closing

INHERITS = hasattr(os, "fork")
LOOPBACK = "127.0.0.1"
CALL_LIMIT_S = 60.0
SECRET_BYTES = 32


def start_with_end(
    command: Sequence[str], environment: Mapping[str, str]
) -> tuple[subprocess.Popen[bytes], socket.socket]:
    """Start a process with ``--channel`` at the end of its command, and return it with our end of its channel.

    Of a process that ended before it called back, the end is closed at the other side.
    """
    return _inherited(command, environment) if INHERITS else _called_back(command, environment)


def end_of(channel: str) -> socket.socket:
    """Return the end that the ``--channel`` of this process names; in the process that was started."""
    kind, _, number = channel.partition(":")
    if kind == "inherited":
        return socket.socket(fileno=int(number))
    secret = sys.stdin.buffer.read(SECRET_BYTES)
    end = socket.create_connection((LOOPBACK, int(number)), CALL_LIMIT_S)
    end.sendall(secret)
    end.settimeout(None)
    return end


def _inherited(
    command: Sequence[str], environment: Mapping[str, str]
) -> tuple[subprocess.Popen[bytes], socket.socket]:
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(
            [*command, "--channel", f"inherited:{theirs.fileno()}"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            env=environment,
        )
    return process, ours


def _called_back(
    command: Sequence[str], environment: Mapping[str, str]
) -> tuple[subprocess.Popen[bytes], socket.socket]:
    with closing(socket.create_server((LOOPBACK, 0), backlog=8)) as listener:
        process = subprocess.Popen(
            [*command, "--channel", f"calls:{listener.getsockname()[1]}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            env=environment,
        )
        secret = secrets.token_bytes(SECRET_BYTES)
        assert process.stdin is not None
        try:
            with process.stdin as sent:
                sent.write(secret)
        except OSError:  # it ended at once; waiting for its call shows that
            pass
        return process, _accepted(listener, secret, process)


def _accepted(listener: socket.socket, secret: bytes, process: subprocess.Popen[bytes]) -> socket.socket:
    """Wait for the process's call; others' are hung up."""
    until = time.monotonic() + CALL_LIMIT_S
    listener.settimeout(0.2)
    while process.poll() is None and time.monotonic() < until:
        try:
            end, _ = listener.accept()
        except TimeoutError:
            continue
        if hmac.compare_digest(_read(end), secret):
            end.settimeout(None)
            return end
        end.close()
    dead, other = socket.socketpair()
    other.close()
    return dead


def _read(end: socket.socket) -> bytes:
    end.settimeout(2.0)
    said = b""
    try:
        while len(said) < SECRET_BYTES and (piece := end.recv(SECRET_BYTES - len(said))):
            said += piece
    except OSError:
        pass
    return said
