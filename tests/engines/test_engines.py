"""Every engine carries a session through, from the display's pixels to photos that show their own x-rays.

The check of photos is on. What each phone photographs is what the display's page renders, as an engine's own
screenshots tell.
"""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageOps

from tests.engines.conftest import COUNT
from tests.engines.walk import AGAIN, REFUSE, Engine, Walk
from tests.pages.lab_server import LabServer
from tests.pages.pixel_check import Xrays, misfiled, stored_photos

pytestmark = pytest.mark.browser
ENOUGH = 2


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
    leave_and_come_back(walk)
    walk.phone.reload()
    walk.open_eye()
    check_photos(walk, server, xrays)
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


def leave_and_come_back(walk: Walk) -> None:
    """Have the phone's page in the background for a while, as when a call comes in."""
    walk.phone.hide()
    walk.until_phone_says("page_hidden")
    walk.phone.show()
    walk.until_phone_says("")


def check_photos(walk: Walk, server: LabServer, xrays: Xrays) -> None:
    """Go on until enough photos are accepted, and see by their pixels that each shows its own x-ray.

    Not until all are: on a starved machine an x-ray may be photographed late, and its retake then has another x-ray
    before it, which the check may take for a part of it at every try.
    """
    walk.until(lambda seen: seen["progress"]["accepted"] >= ENOUGH)
    assert misfiled(server, walk.session, xrays, walk.scene) == []
    walk.check_silence()


def test_an_upright_phone_that_takes_stills_without_web_sockets(
    engine: Engine, server: LabServer, xrays: Xrays
) -> None:
    walk = Walk(engine, server, COUNT, web_sockets=False, upright=True)
    walk.join()
    for tab in (walk.display, walk.phone):
        assert tab.evaluate("return typeof WebSocket;") == "undefined"
    walk.open_eye()
    walk.start()
    check_photos(walk, server, xrays)
    check_stills(walk, server)
    walk.leave()


def check_stills(walk: Walk, server: LabServer) -> None:
    """Check that the largest stills were asked for, and are filed as the phone was held."""
    width, height = walk.scene.lens.photo_size
    largest = {"fillLightMode": "off", "imageWidth": height, "imageHeight": width}
    stills = walk.eye.stills()
    assert len(stills) >= ENOUGH
    assert stills == [largest] * len(stills)
    for photo in stored_photos(server, walk.session):
        filed = Image.open(BytesIO(server.fetch(photo["url"])))
        assert filed.size == (height, width), "as the sensor gave it"
        assert ImageOps.exif_transpose(filed).size == (width, height)
