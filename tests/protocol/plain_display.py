"""A display written from docs/protocol.md alone, without a line of the project's own devices."""

from __future__ import annotations

import io
import threading
from pathlib import Path

from PIL import Image, ImageOps

from tests.protocol.plain_device import PlainDevice
from tests.protocol.plain_wire import Json


class PlainDisplay(PlainDevice):
    """Shows pictures in a file.

    Args:
        base: The server's address.
        ca: The certificate authority to trust.
        screen: The file that stands for its screen.
        size: Width and height of the screen.
    """

    role = "display"

    def __init__(self, base: str, ca: Path, screen: Path, size: tuple[int, int]) -> None:
        super().__init__(base, ca)
        self.screen, self._size = screen, size
        self._newest = 0
        self._painted: int | None = None
        self._answer: Json = {}
        self._layout: Json | None = None
        self._covered = threading.Event()
        self.confirms = True
        self.measures = False
        self.veil = ""
        self.shown: list[int | None] = []

    def hello(self) -> Json:
        self._newest, self._painted = 0, None
        return {"width": self._size[0], "height": self._size[1], "fullscreen": True, "wake_lock": False}

    def greeted(self, answer: Json) -> None:
        self._paint(None)

    def idle(self) -> None:
        """Nothing waits."""

    def lost(self) -> None:
        self._painted = None
        self._paint(None)

    def hear_show(self, order: Json) -> None:
        """Paint a showing and say so; what is older is ignored, the same again answered again."""
        number = order["showing"]
        if number < self._newest:
            return
        if number > self._newest:
            self._newest, self._answer = number, {}
            try:
                picture = self._fetch(order["url"]) if order["url"] else None
            except ValueError as error:
                self.say("show_failed", showing=number, detail=str(error))
                return
            stood, self._layout = self._layout, None if picture is None else self._measured(picture.size)
            if stood:
                stood |= {"covered_by": self.veil}
            self._paint(picture)
            whole, self._painted = self._painted, number
            self._answer = {"showing": number, "whole": whole if self.confirms else None}
            if self.measures:
                self._answer |= {"layout": self._layout, "stood": stood}
            self.shown.append(order["index"])
        if self._answer:
            self.say("shown", **self._answer)

    def cover(self) -> None:
        """Have something get in front of the picture, and wait until the server was told."""
        self._covered.clear()
        self.wire.inbox.put(("cover", {}))
        assert self._covered.wait(20)

    def hear_cover(self, _: Json) -> None:
        number, self._painted, self._answer = self._painted, None, {}
        self._paint(None)
        if number is not None:
            self.say("broken", showing=number, detail="a message is in front of it")
        self._covered.set()

    def _measured(self, natural: tuple[int, int]) -> Json:
        """Return how a picture stands in the middle of the screen, as large as it fits."""
        across, down = self._size
        scale = min(across / natural[0], down / natural[1])
        width, height = natural[0] * scale, natural[1] * scale
        return {
            "screen": [across, down],
            "rectangle": [(across - width) / 2, (down - height) / 2, width, height],
            "natural": list(natural),
            "covered_by": self.veil,
        }

    def _fetch(self, url: str) -> Image.Image:
        status, _, body = self.wire.request("GET", url)
        if status != 200:
            raise ValueError(f"the picture was answered {status}")
        return Image.open(io.BytesIO(body)).convert("L")

    def _paint(self, picture: Image.Image | None) -> None:
        page = (
            Image.new("L", self._size)
            if picture is None
            else ImageOps.pad(picture, self._size, Image.Resampling.NEAREST)
        )
        new = self.screen.with_suffix(".new")
        page.save(new, "BMP")
        new.replace(self.screen)
