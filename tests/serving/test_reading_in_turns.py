"""Threads that read uploads take turns, so that the loop is not one of a hundred that want the interpreter."""

from __future__ import annotations

import ssl
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from webapp.serving import eventlet_connection
from webapp.serving.eventlet_connection import AT_ONCE, receive_blocking

THREADS = 3 * AT_ONCE
BUFFER = memoryview(bytearray(8))


def test_only_a_few_read_at_the_same_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    mutex, full = threading.Lock(), threading.Event()
    reading, most = 0, 0

    def receive(*_: Any) -> tuple[int, None]:
        nonlocal reading, most
        with mutex:
            reading += 1
            most = max(most, reading)
            if reading == AT_ONCE:
                full.set()
        assert full.wait(60)
        with mutex:
            reading -= 1
        return 8, None

    monkeypatch.setattr(eventlet_connection, "_receive", receive)
    with ThreadPoolExecutor(THREADS) as pool:
        sizes = list(pool.map(lambda _: receive_blocking(None, BUFFER, 1), range(THREADS)))
    assert sizes == [8] * THREADS
    assert most == AT_ONCE


def test_who_waits_for_a_client_has_no_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting, come = threading.Barrier(THREADS + 1), threading.Event()

    def receive(connection: str, _: memoryview) -> tuple[int, ssl.SSLError | None]:
        return (8, None) if connection == "quick" or come.is_set() else (0, ssl.SSLWantReadError())

    def wait(*_: Any) -> None:
        waiting.wait(60)
        assert come.wait(60)

    monkeypatch.setattr(eventlet_connection, "_receive", receive)
    monkeypatch.setattr(eventlet_connection, "_wait", wait)
    with ThreadPoolExecutor(THREADS) as pool:
        slow = [pool.submit(receive_blocking, "slow", BUFFER, 1) for _ in range(THREADS)]
        waiting.wait(60)
        assert receive_blocking("quick", BUFFER, 1) == 8
        come.set()
        assert [one.result() for one in slow] == [8] * THREADS
