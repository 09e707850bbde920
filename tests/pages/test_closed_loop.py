"""Every stored photo shows its own x-ray, judged by its pixels, whatever happens on the way."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.pages.closed_loop import Station, finished, make_session, resume_until_finished, start
from tests.pages.lab_server import LabServer
from tests.pages.left_behind import check_nothing_of_patients
from tests.pages.pixel_check import Xrays, check_complete, stored_photos
from tests.pages.pump import NotMeasured
from tests.tiers import THOROUGH

pytestmark = pytest.mark.browser
COUNT = 30 if THOROUGH else 12

SHORT = 6
RUNS = 4


def test_every_photo_shows_its_own_xray(station: Station, server: LabServer, xrays: Xrays) -> None:
    session = measured_session(station, server)
    check_complete(station.scene, server, session, xrays, COUNT)
    expect(station.phone.get_by_role("heading", name=f"All {COUNT} photos stored")).to_be_visible()
    assert len(stored_photos(server, session)) == COUNT, "no x-ray had to be retaken"
    assert station.phone.evaluate("window.movements") == [0] * COUNT, "nothing moves while a photo is taken"


def measured_session(station: Station, server: LabServer) -> str:
    """Photograph every x-ray with a settle delay that is right for what else the machine does; return the session.

    What else it does may change meanwhile: a run that was too quick for the pump is done again as slowly as it needed.
    """
    settle_ms = station.measure_settle_ms()
    for left in reversed(range(RUNS)):
        session = make_session(server, COUNT, settle_ms=settle_ms)
        station.join(server, session)
        start(station, server, session)
        seen = station.run_until(server, session, stands, 480)
        try:
            print(station.pump.check(settle_ms))
        except NotMeasured as busy:
            if not left:
                raise
            settle_ms = max(station.believe(station.pump), settle_ms)
            print(f"{busy}; once more with {settle_ms} ms")
        else:
            assert finished(seen)
            break
    return session


def stands(snapshot: dict[str, Any]) -> bool:
    """Whether a session does not go on, for whatever reason: stale photos pause it."""
    return snapshot["phase"] in ("finished", "paused", "aborted")


def test_it_works_where_web_sockets_are_refused_and_leaves_nothing_of_patients_behind(
    station: Station, server: LabServer, xrays: Xrays
) -> None:
    session = make_session(server, SHORT, first=11, settle_ms=station.settle_ms())
    station.join(server, session, web_sockets=False)
    start(station, server, session)
    resume_until_finished(station, server, session)
    check_complete(station.scene, server, session, xrays, SHORT, 11)
    check_nothing_of_patients(station.phone, station.display)


def test_a_phone_that_is_reloaded_goes_on(station: Station, server: LabServer, xrays: Xrays) -> None:
    session = make_session(server, SHORT, settle_ms=station.settle_ms())
    station.join(server, session)
    start(station, server, session)
    station.run_until(server, session, lambda snapshot: snapshot["progress"]["stored"] >= 3, 60)
    station.phone.reload()
    resume_until_finished(station, server, session)
    check_complete(station.scene, server, session, xrays, SHORT)


def test_a_display_that_is_reloaded_goes_on(station: Station, server: LabServer, xrays: Xrays) -> None:
    session = make_session(server, SHORT, settle_ms=station.settle_ms())
    station.join(server, session)
    start(station, server, session)
    station.run_until(server, session, lambda snapshot: snapshot["progress"]["stored"] >= 3, 60)
    station.display.reload()
    resume_until_finished(station, server, session)
    check_complete(station.scene, server, session, xrays, SHORT)


def test_a_server_that_is_killed_and_started_again_goes_on(
    station: Station, server: LabServer, xrays: Xrays
) -> None:
    session = make_session(server, SHORT, first=21, settle_ms=station.settle_ms())
    station.join(server, session)
    start(station, server, session)
    station.run_until(server, session, lambda snapshot: snapshot["progress"]["stored"] >= 3, 60)
    server.kill()
    server.start()
    resume_until_finished(station, server, session)
    check_complete(station.scene, server, session, xrays, SHORT, 21)
