"""Behaviour of a display, message by message, as docs/protocol.md specifies."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import numpy as np
from PIL import Image

from tests.virtual.conftest import Running
from tests.virtual.scripted_lab import ScriptedLab
from tests.waiting import wait_until
from webapp.virtual.camera.screen import ScreenFile, look
from webapp.virtual.display import Panel

Start = Callable[..., Running]


def picture(grey: int, width: int = 8, height: int = 8) -> bytes:
    buffer = io.BytesIO()
    Image.new("L", (width, height), grey).save(buffer, "PNG")
    return buffer.getvalue()


def show(lab: ScriptedLab, showing: int, name: str | None = None, **more: Any) -> None:
    url = f"/pictures/{name}" if name else None
    message = {
        "generation": 1,
        "showing": showing,
        "index": 1 if name else None,
        "url": url,
        "next_url": None,
    }
    lab.say("show", **{**message, **more})


def becomes(screen: ScreenFile, grey: int) -> bool:
    """Whether the middle of the screen turns to this grey before long."""
    wait_until(lambda: look(screen.file)[24, 32].max() == grey, f"grey {grey}")
    return True


def test_a_display_is_black_until_it_is_told_what_to_show(
    display_lab: ScriptedLab, start_display: Start, screen: ScreenFile
) -> None:
    start_display()
    hello = display_lab.expect("hello")
    assert (hello["protocol"], hello["width"], hello["height"]) == (1, 64, 48)
    assert look(screen.file).max() == 0


def test_shown_comes_only_when_the_picture_is_on_the_screen(
    display_lab: ScriptedLab, start_display: Start, screen: ScreenFile
) -> None:
    display_lab.pictures["one"] = picture(200)
    start_display(Panel(paint_s=0.1))
    display_lab.expect("hello")
    show(display_lab, 5, "one")
    assert look(screen.file).max() == 0
    assert display_lab.expect("shown") == {"generation": 1, "showing": 5, "whole": None}
    seen = look(screen.file)
    assert seen[24, 32].max() == 200
    assert seen[24, 2].max() == 0, "the aspect is kept on black"


def test_a_picture_that_could_not_be_fetched_ahead_is_fetched_when_it_is_to_be_shown(
    display_lab: ScriptedLab, start_display: Start, screen: ScreenFile
) -> None:
    display_lab.pictures["one"] = picture(200)
    start_display()
    display_lab.expect("hello")
    show(display_lab, 5, "one", next_url="/pictures/two")
    display_lab.expect("shown")
    wait_until(lambda: display_lab.missed == ["two"], "the fetch ahead")
    display_lab.pictures["two"] = picture(90)
    show(display_lab, 6, "two")
    assert display_lab.expect("shown")["showing"] == 6
    assert look(screen.file)[24, 32].max() == 90


def test_an_older_showing_is_ignored_and_the_same_one_answered_again(
    display_lab: ScriptedLab, start_display: Start, screen: ScreenFile
) -> None:
    display_lab.pictures |= {"one": picture(50), "two": picture(90)}
    start_display()
    display_lab.expect("hello")
    show(display_lab, 6, "two")
    display_lab.expect("shown")
    show(display_lab, 5, "one")
    assert display_lab.silent()
    show(display_lab, 6, "two")
    assert display_lab.expect("shown")["showing"] == 6
    assert look(screen.file)[24, 32].max() == 90


def test_a_picture_that_stood_until_it_was_replaced_is_confirmed(
    display_lab: ScriptedLab, start_display: Start, screen: ScreenFile
) -> None:
    display_lab.pictures |= {"one": picture(50), "two": picture(90)}
    display = start_display()
    display_lab.expect("hello")
    show(display_lab, 1, "one")
    display_lab.expect("shown")
    show(display_lab, 2, "two")
    assert display_lab.expect("shown")["whole"] == 1
    display.device.cover()
    display_lab.expect("broken")
    show(display_lab, 3)
    assert display_lab.expect("shown")["whole"] is None


def test_black_is_a_showing_too(display_lab: ScriptedLab, start_display: Start, screen: ScreenFile) -> None:
    display_lab.pictures["one"] = picture(50)
    start_display()
    display_lab.expect("hello")
    show(display_lab, 1, "one")
    display_lab.expect("shown")
    show(display_lab, 2)
    assert display_lab.expect("shown")["showing"] == 2
    assert look(screen.file).max() == 0


def test_the_next_picture_is_fetched_ahead(
    display_lab: ScriptedLab, start_display: Start, screen: ScreenFile
) -> None:
    display_lab.pictures |= {"one": picture(50), "two": picture(90)}
    start_display()
    display_lab.expect("hello")
    show(display_lab, 1, "one", next_url="/pictures/two")
    display_lab.expect("shown")
    show(display_lab, 2, "two")
    display_lab.expect("shown")
    assert look(screen.file)[24, 32].max() == 90


def test_a_picture_that_is_broken_or_missing_is_said_to_have_failed(
    display_lab: ScriptedLab, start_display: Start, screen: ScreenFile
) -> None:
    display_lab.pictures["broken"] = b"no image"
    start_display()
    display_lab.expect("hello")
    show(display_lab, 1, "broken")
    failed = display_lab.expect("show_failed")
    assert (failed["showing"], failed["detail"][:11]) == (1, "not a whole")
    assert look(screen.file).max() == 0


def test_a_display_that_loses_its_connection_goes_black(
    display_lab: ScriptedLab, start_display: Start, screen: ScreenFile
) -> None:
    display_lab.pictures["one"] = picture(50)
    start_display()
    display_lab.expect("hello")
    show(display_lab, 1, "one")
    display_lab.expect("shown")
    display_lab.hang_up()
    assert becomes(screen, 0)
    display_lab.expect("hello")


def test_a_picture_that_is_covered_is_said_to_be_broken(
    display_lab: ScriptedLab, start_display: Start, screen: ScreenFile
) -> None:
    display_lab.pictures["one"] = picture(50)
    display = start_display()
    display_lab.expect("hello")
    show(display_lab, 4, "one")
    display_lab.expect("shown")
    display.device.cover()
    assert display_lab.expect("broken")["showing"] == 4
    assert look(screen.file).max() == 0


def test_a_lagging_panel_says_shown_before_the_light_comes(
    display_lab: ScriptedLab, start_display: Start, screen: ScreenFile
) -> None:
    display_lab.pictures["one"] = picture(50)
    start_display(Panel(paint_s=0, lag_s=0.3))
    display_lab.expect("hello")
    show(display_lab, 1, "one")
    display_lab.expect("shown")
    assert look(screen.file).max() == 0
    assert becomes(screen, 50)


def test_a_display_that_is_open_elsewhere_ends_black(
    display_lab: ScriptedLab, start_display: Start, screen: ScreenFile
) -> None:
    display_lab.pictures["one"] = picture(50)
    display = start_display()
    display_lab.expect("hello")
    show(display_lab, 1, "one")
    display_lab.expect("shown")
    display_lab.say("superseded")
    assert display.ends().code == "superseded"
    assert look(screen.file).max() == 0


def test_pictures_keep_their_aspect(screen: ScreenFile) -> None:
    screen.paint(np.full((48, 24), 99, np.uint8))
    seen = look(screen.file)
    assert np.flatnonzero(seen[24]).tolist() == list(range(20, 44))
