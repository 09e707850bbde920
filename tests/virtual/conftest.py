"""A scripted lab for each role, and devices that take part in it in a thread of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.virtual.scripted_lab import ScriptedLab
from webapp.virtual.camera.frames import SimpleCamera
from webapp.virtual.camera.screen import ScreenFile
from webapp.virtual.camera.shutter import Shutter
from webapp.virtual.camera.viewfinder import Viewfinder
from webapp.virtual.display import Panel, VirtualDisplay
from webapp.virtual.network.joining import joined, memory
from webapp.virtual.network.session_client import ClientBehaviour, Ending
from webapp.virtual.network.web import Trust
from webapp.virtual.phone.phone import Habits, VirtualPhone
from webapp.virtual.phone.store import PhoneStore

BEHAVIOUR = ClientBehaviour(repeat_s=0.2, retry_s=0.1)
CAMERA = SimpleCamera(width=64, height=48)


@dataclass
class Running:
    """A device that takes part."""

    device: Any
    ending: Future[Ending]

    def ends(self) -> Ending:
        return self.ending.result(timeout=30)


def start(device: Any) -> Running:
    ending: Future[Ending] = Future()
    threading.Thread(target=lambda: ending.set_result(device.run()), daemon=True).start()
    return Running(device, ending)


@pytest.fixture
def phone_lab(tmp_path: Path) -> Iterator[ScriptedLab]:
    lab = ScriptedLab("phone", tmp_path)
    yield lab
    lab.close()


@pytest.fixture
def display_lab(tmp_path: Path) -> Iterator[ScriptedLab]:
    lab = ScriptedLab("display", tmp_path)
    lab.answers["hello"] = {
        "ok": True,
        "generation": 1,
        "device": "d",
        "name": "Monitor",
        "state": {"phase": "running"},
    }
    yield lab
    lab.close()


@pytest.fixture
def screen(tmp_path: Path) -> ScreenFile:
    screen = ScreenFile(tmp_path / "screen.png", 64, 48)
    screen.paint(np.full((4, 4), 128, np.uint8))
    return screen


@pytest.fixture
def start_phone(
    phone_lab: ScriptedLab, screen: ScreenFile, tmp_path: Path
) -> Iterator[Callable[..., Running]]:
    """Start a phone; with the same ``store`` folder it is the same phone."""
    started: list[Running] = []

    def begin(
        store: str = "phone", behaviour: ClientBehaviour = BEHAVIOUR, finder: Any = None, **habits: bool
    ) -> Running:
        trust = Trust(phone_lab.ca)
        credential = joined(phone_lab.url, "Virtual", "phone", trust, tmp_path / store)
        photos = PhoneStore(memory(tmp_path / store, credential) / "photos.db")
        shutter = Shutter(finder or Viewfinder(screen.file, rate=0), CAMERA)
        started.append(start(VirtualPhone(credential, trust, photos, shutter, behaviour, Habits(**habits))))
        return started[-1]

    yield begin
    for phone in started:
        phone.device.stop()
        phone.ends()


@pytest.fixture
def start_display(display_lab: ScriptedLab, screen: ScreenFile) -> Iterator[Callable[..., Running]]:
    started: list[Running] = []

    def begin(panel: Panel | None = None) -> Running:
        trust = Trust(display_lab.ca)
        credential = joined(display_lab.url, "Virtual", "display", trust)
        display = VirtualDisplay(credential, trust, screen, panel or Panel(paint_s=0), BEHAVIOUR)
        started.append(start(display))
        return started[-1]

    yield begin
    for display in started:
        display.device.stop()
        display.ends()
