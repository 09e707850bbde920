"""A studio for the pictures of the guides: a browser, servers, and how a page becomes a small PNG.

Each ``python -m docs.make_*_pictures`` takes some of ``docs/images/*.png``, each below 150 kB.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from tests.chromium import find_chromium
from tests.pages.closed_loop import SWITCHES
from tests.pages.lab_server import LabServer

IMAGES = Path(__file__).parent / "images"
DESK, PHONE, MONITOR = (1280, 800), (390, 844), (1280, 720)
MOST_BYTES = 150_000


def save(page: Page, name: str) -> None:
    """Write what ``page`` shows as a small PNG."""
    write(Image.open(io.BytesIO(page.screenshot())).convert("RGB"), name)


def write(picture: Image.Image, name: str) -> None:
    """Write a picture as a small PNG: with fewer colours, and smaller, until it is small enough."""
    for colours, scale in ((256, 1.0), (128, 1.0), (128, 0.85), (96, 0.7), (64, 0.6)):
        size = (round(picture.width * scale), round(picture.height * scale))
        written = io.BytesIO()
        reduced = picture.resize(size, Image.Resampling.LANCZOS)
        reduced.quantize(colours, dither=Image.Dither.NONE).save(written, "PNG", optimize=True)
        if len(written.getvalue()) < MOST_BYTES:
            break
    IMAGES.mkdir(exist_ok=True)
    (IMAGES / f"{name}.png").write_bytes(written.getvalue())
    print(f"{name}.png {size[0]}x{size[1]} {len(written.getvalue()) // 1000} kB", flush=True)


def opened(
    browser: Browser, url: str, size: tuple[int, int], *, touch: bool = False, agent: str | None = None
) -> Page:
    """Open a page in a profile of its own, as a phone does if it is to be touched."""
    context = browser.new_context(
        ignore_https_errors=True,
        viewport={"width": size[0], "height": size[1]},
        has_touch=touch,
        is_mobile=touch,
        user_agent=agent,
    )
    page = context.new_page()
    page.goto(url)
    return page


def resized(page: Page, name: str, size: tuple[int, int]) -> None:
    """Take a picture at another size than the page has now."""
    before = page.viewport_size
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.wait_for_timeout(400)
    save(page, name)
    if before:
        page.set_viewport_size(before)


@dataclass(frozen=True, slots=True)
class Studio:
    """Where pictures are taken.

    Attributes:
        home: An empty folder.
        playwright: Starts further browsers.
        chromium: Their program.
        browser: One browser.
    """

    home: Path
    playwright: Playwright
    chromium: Path
    browser: Browser

    @property
    def root(self) -> Path:
        """The data root of `server`, which may be filled before."""
        return self.home / "root"

    @contextmanager
    def server(self, csv: Path, **options: object) -> Iterator[LabServer]:
        """Run a server for as long as the block lasts."""
        server = LabServer(self.root, csv, **options).start()
        try:
            yield server
        finally:
            server.stop()


def take_pictures(take: Callable[[Studio], None]) -> int:
    """Open a studio for ``take``; return 1 without a browser."""
    chromium = find_chromium()
    if chromium is None:
        print("There is no Chromium to take pictures with.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=SWITCHES)
        try:
            take(Studio(Path(folder), playwright, chromium, browser))
        finally:
            browser.close()
    return 0
