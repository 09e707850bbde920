"""What a pool of real threads does for green ones: ``python -m tests.serving.calls_in_threads``, ends at once."""

from __future__ import annotations

import eventlet

eventlet.monkey_patch()

import eventlet.patcher  # noqa: E402

from webapp.thread_pool import ThreadPool  # noqa: E402

threading = eventlet.patcher.original("threading")
MOST = 30


def main() -> None:
    """Check everything, then end with a call that would last for ever."""
    pool = ThreadPool(MOST)
    caller = threading.get_ident()
    assert pool(threading.get_ident) != caller, "a call has another thread"
    assert pool(lambda: pool(threading.get_ident) == threading.get_ident()), (
        "a call within a call has the same one"
    )
    assert pool(divmod, 7, 2) == (3, 1)
    try:
        pool(divmod, 7, 0)
    except ZeroDivisionError:
        print("raised")
    many_wait(pool)
    assert list(eventlet.GreenPool(200).imap(lambda n: pool(abs, -n), range(2000))) == list(range(2000))
    eventlet.spawn(pool, threading.Event().wait)
    eventlet.sleep(0)
    print("done", flush=True)


def many_wait(pool: ThreadPool) -> None:
    """Have all threads but one wait, and make calls meanwhile: nobody would wake them if those waited too."""
    go = threading.Event()
    waiting = [eventlet.spawn(pool, go.wait) for _ in range(MOST - 1)]
    eventlet.sleep(0)
    assert [pool(abs, -n) for n in range(100)] == list(range(100))
    go.set()
    assert all(thread.wait() for thread in waiting)


if __name__ == "__main__":
    main()
