"""A display that varies by itself: what it draws is what it was told, and every photo is still verified."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image

from capture.handlers.scheduler import MOST_UNDER_WAY
from capture.plan import DisplayVariation
from capture.state.variation import draw
from tests.pages.closed_loop import Station, resume_until_finished, start
from tests.pages.handheld import UPLOADS
from tests.pages.lab_server import LabServer
from tests.pages.pixel_check import stored_photos

pytestmark = pytest.mark.browser

COUNT = 6
LIMITS = DisplayVariation(3, 2000, 30, 100, 20, 10, 20)
PICTURE = "#stage img"


def test_every_photo_of_a_varied_display_is_verified_and_says_how_it_was_shown(
    station: Station, server: LabServer
) -> None:
    session = varied_session(server, station.settle_ms())
    station.join(server, session)
    station.phone.route(UPLOADS, lambda route: route.abort())
    start(station, server, session)
    held = station.run_until(
        server,
        session,
        lambda now: bool(now["phones"][0]["under_way"] == MOST_UNDER_WAY and standing(now)),
        120,
    )
    check_screen(station, held["index"])
    station.phone.unroute(UPLOADS)
    resume_until_finished(station, server, session)
    shown = {
        photo["index"]: photo for photo in stored_photos(server, session) if photo["state"] == "accepted"
    }
    assert set(shown) == set(range(1, COUNT + 1))
    for index, photo in shown.items():
        assert photo["measures"]["match"]["verdict"] == "verified", photo["measures"]
        assert photo["measures"]["display"] == draw(LIMITS, index).to_json()


def varied_session(server: LabServer, settle_ms: int) -> str:
    wish = {"dataset": server.dataset(), "first": 1, "last": COUNT, "sets": ["varied"], "overlap": True}
    names = DisplayVariation.__slots__
    limits = {name: getattr(LIMITS, name) for name in names}
    wish |= {"settings": {"settle_ms": settle_ms}, "display_variation": limits}
    return str(server.call("POST", "/sessions", wish)["session"])


def standing(snapshot: dict[str, Any]) -> bool:
    return bool(snapshot["display"]["showing_state"] == "shown" and snapshot["index"])


def check_screen(station: Station, index: int) -> None:
    """Compare the display's page with what was drawn for an x-ray."""
    wanted = draw(LIMITS, index)
    box = station.display.locator(PICTURE).bounding_box()
    natural = station.display.eval_on_selector(PICTURE, "img => img.naturalWidth / img.naturalHeight")
    size = station.display.viewport_size
    assert box is not None
    assert size is not None
    width, height = size["width"], size["height"]
    across = min(width, height * natural) * wanted.size
    assert box["width"] == pytest.approx(across, abs=1)
    room = (width - across) / 2, (height - across / natural) / 2
    moved = box["x"] + box["width"] / 2 - width / 2, box["y"] + box["height"] / 2 - height / 2
    for by, share, most, side in zip(
        moved, (wanted.shift_x, wanted.shift_y), room, (width, height), strict=True
    ):
        assert by == pytest.approx(max(-most, min(most, share * side)), abs=1)

    pixels = np.asarray(Image.open(io.BytesIO(station.display.screenshot())).convert("RGB"))
    red, _, blue = pixels[2, 2].astype(float)
    assert max(pixels[2, 2]) == pytest.approx(255 * wanted.background * wanted.brightness, abs=2)
    assert (red > blue) == (wanted.colour_temperature_k < 6500) or abs(red - blue) < 2
    tip = int(width * wanted.cursor_x) + 4, int(height * wanted.cursor_y) + 8  # type: ignore[operator]
    assert max(pixels[min(tip[1], height - 1), min(tip[0], width - 1)]) > 100, "the pointer is light"
