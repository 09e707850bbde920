"""Stuck loops are noticed, named and located: a ticker, a session's lock, and the event loop."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from flask_openapi3 import OpenAPI

from tests.waiting import wait_until
from tests.webapp.pixels import InlinePixels
from tests.webapp.shape import assert_error
from tests.webapp.station import Station
from webapp.app import close_app, create_app
from webapp.container import Services
from webapp.offload import RealThreads
from webapp.runtime import watchdog
from webapp.runtime.watchdog import Watchdog
from webapp.settings import Settings

BLOCKED_LOOP = """
import eventlet
eventlet.monkey_patch()
import threading
from webapp.runtime.threads import Threads
from webapp.runtime.watchdog import Watchdog
from webapp.offload import RealThreads

said, threads = [], Threads()
dog = Watchdog(RealThreads("eventlet"), said.append, check_s=0.1)
ticker, goes_on = dog.pulse("ticker"), threading.Event()

def hold_the_ticker_up():
    ticker.beat()
    goes_on.wait()
    while not dog.stuck() or "ticker" in dog.stuck():
        ticker.beat()
        eventlet.sleep(0.01)

def hold_the_loop_up():
    while len(said) < 2:
        pass

dog.start(threads)
threads.spawn("ticker", hold_the_ticker_up)
while not said:
    eventlet.sleep(0.01)
assert "ticker" in dog.stuck(), dog.stuck()
print(said[0])
print("=====")
hold_the_loop_up()
assert "loop" in dog.stuck(), dog.stuck()
print(said[1])
goes_on.set()
while "loop" in dog.stuck():
    eventlet.sleep(0.01)
print("goes on")
"""


def test_under_eventlet_a_blocked_green_thread_and_a_blocked_loop_are_located() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", BLOCKED_LOOP],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    ticker, loop = done.stdout.split("=====")
    assert ticker.startswith("The ticker did not turn for 0.5 s. Where it stands:")
    assert "in hold_the_ticker_up" in ticker.partition("What else goes on:")[0]
    assert "loop did not turn for 0.5 s" in loop
    assert "in hold_the_loop_up" in loop
    assert loop.rstrip().endswith("goes on")


def test_one_record_says_where_a_thread_is_blocked_and_that_is_all_until_it_turns_again() -> None:
    said: list[str] = []
    dog = Watchdog(RealThreads("threading"), said.append, check_s=0.02, patience=5)
    pulse, goes_on, ends = dog.pulse("ticker"), threading.Event(), threading.Event()

    def be_blocked() -> None:
        pulse.beat()
        goes_on.wait()
        while not ends.wait(0.001):
            pulse.beat()

    real = RealThreads("threading")
    real.start("watchdog", dog._run)
    threading.Thread(target=be_blocked, daemon=True).start()
    wait_until(lambda: dog.stuck().get("ticker", 0) >= 0.2, "a second look")
    assert len(said) == 1
    assert "in be_blocked" in said[0].partition("What else goes on:")[0]
    goes_on.set()
    wait_until(lambda: not dog.stuck(), "the next turn")
    ends.set()
    dog.close()


def test_what_has_not_begun_to_turn_is_not_stuck() -> None:
    dog = Watchdog(RealThreads("threading"), lambda _: None)
    pulse = dog.pulse("ticker")
    assert [pulse.look() for _ in range(7)] == [0] * 7
    assert dog.stuck() == {}


@pytest.fixture
def app(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenAPI]:
    """A lab that looks at its ticker, which turns once a second, more often than usual."""
    monkeypatch.setattr(watchdog, "CHECK_S", 0.4)
    app = create_app(settings, pixels=InlinePixels(), with_demo=False)
    yield app
    close_app(app)


@pytest.fixture
def station(app: OpenAPI, tmp_path: Path) -> Station:
    return Station(app, tmp_path / "data")


def test_health_says_that_a_session_is_stuck_and_that_it_goes_on_again(
    station: Station, lab: Services, stranger: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    assert stranger.get("/api/v1/health").json["status"] == "ok"
    entered, goes_on = threading.Event(), threading.Event()

    def look_for_ever(*_: object) -> None:
        entered.set()
        goes_on.wait()

    live = lab.sessions.get(station.session)
    threading.Thread(target=live.look, args=(look_for_ever,), daemon=True).start()
    assert entered.wait(30)
    with caplog.at_level(logging.ERROR):
        wait_until(lambda: stranger.get("/api/v1/health").status_code == 503, "the notice")
        error = assert_error(stranger.get("/api/v1/health"), 503, "server_stuck")
    assert "ticker" in {entry["what"] for entry in error["details"]["stuck"]}
    records = [record.message for record in caplog.records if record.name == watchdog.__name__]
    assert any("in look_for_ever" in message for message in records), records
    goes_on.set()
    wait_until(lambda: stranger.get("/api/v1/health").status_code == 200, "the session to go on")
