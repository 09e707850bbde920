"""Every engine carries a session through, from the display's pixels to photos that show their own x-rays.

The check of photos is on. What each phone photographs is what the display's page renders, as an engine's own
screenshots tell.
"""

from __future__ import annotations

import pytest

from tests.engines.conftest import COUNT
from tests.engines.walk import AGAIN, REFUSE, Engine, Walk
from tests.pages.lab_server import LabServer
from tests.pages.pixel_check import Xrays, check_complete

pytestmark = pytest.mark.browser
FEW = 2


def test_a_session_with_all_that_happens_to_phones(engine: Engine, server: LabServer, xrays: Xrays) -> None:
    walk = Walk(engine, server, COUNT)
    walk.join()
    walk.phone.evaluate(REFUSE)
    walk.phone.press(AGAIN)
    walk.phone.expect("The browser refused the camera")
    walk.open_eye()
    walk.ready()
    walk.eye.lose()
    walk.phone.expect("The camera stopped")
    walk.phone.press(AGAIN)
    walk.ready()
    use_a_second_tab(walk)
    walk.start()
    walk.until(lambda seen: seen["progress"]["stored"] >= 1)
    # The camera sees nothing new of the display before the next look: the session cannot end meanwhile.
    walk.phone.reload()
    walk.open_eye()
    walk.finish()
    walk.phone.expect(f"All {COUNT} photos stored")
    check_complete(walk.scene, server, walk.session, xrays, COUNT)
    walk.check_silence()
    walk.leave()


def use_a_second_tab(walk: Walk) -> None:
    """Open the phone's page in another tab, which takes over, and go back to the first, which loads anew."""
    second = walk.phone.second()
    second.open(walk.phone.evaluate("return location.href;"))
    second.expect("No camera was found")
    second.close()
    walk.phone.show()
    walk.phone.expect("This phone is open in another tab")
    walk.phone.press("Use this page")
    walk.open_eye()
    walk.ready()


def test_a_session_without_web_sockets(engine: Engine, server: LabServer, xrays: Xrays) -> None:
    walk = Walk(engine, server, FEW, web_sockets=False)
    walk.join()
    for tab in (walk.display, walk.phone):
        assert tab.evaluate("return typeof WebSocket;") == "undefined"
    walk.open_eye()
    walk.start()
    walk.finish()
    check_complete(walk.scene, server, walk.session, xrays, FEW)
    walk.check_silence()
    walk.leave()
