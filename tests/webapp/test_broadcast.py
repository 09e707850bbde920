"""Changes are published at once, then at most four times a second, and the last one is never left out."""

from __future__ import annotations

import threading

from webapp.realtime.broadcast import Broadcast


class Clock:
    """Time that passes when told to."""

    def __init__(self) -> None:
        self.at = 100.0

    def now(self) -> float:
        return self.at


def running(broadcast: Broadcast) -> threading.Thread:
    thread = threading.Thread(target=broadcast.run, daemon=True)
    thread.start()
    return thread


def test_a_session_is_told_of_at_once_and_sessions_do_not_hold_each_other_up() -> None:
    told: list[str] = []
    heard = threading.Semaphore(0)

    def send(session: str) -> None:
        told.append(session)
        heard.release()

    broadcast = Broadcast(send, Clock().now, interval_s=1000)
    thread = running(broadcast)
    for session in ("a", "b"):
        broadcast.touch(session)
        assert heard.acquire(timeout=30)
    broadcast.touch("a")
    broadcast.touch("c")
    assert heard.acquire(timeout=30)
    assert told == ["a", "b", "c"]
    broadcast.close()
    thread.join(5)
    assert not thread.is_alive()


def test_what_changed_meanwhile_is_told_once_when_it_is_due() -> None:
    clock, told, heard = Clock(), [], threading.Semaphore(0)

    def send(session: str) -> None:
        told.append((session, clock.at))
        heard.release()

    broadcast = Broadcast(send, clock.now, interval_s=0.25)
    running(broadcast)
    broadcast.touch("a")
    assert heard.acquire(timeout=30)
    for _ in range(50):
        broadcast.touch("a")
    assert not heard.acquire(timeout=0.05)
    clock.at += 0.25
    broadcast.touch("a")
    assert heard.acquire(timeout=30)
    assert told == [("a", 100.0), ("a", 100.25)]
    broadcast.close()


def test_a_session_that_cannot_be_told_of_does_not_silence_the_others() -> None:
    heard = threading.Event()

    def send(session: str) -> None:
        if session == "broken":
            raise RuntimeError("no way out")
        heard.set()

    broadcast = Broadcast(send, Clock().now)
    running(broadcast)
    broadcast.touch("broken")
    broadcast.touch("fine")
    assert heard.wait(5)
    broadcast.close()
