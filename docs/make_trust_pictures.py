"""Make the pictures of how a phone comes to trust the server: the real page, as each system's browser sees it.

``python -m docs.make_trust_pictures`` writes ``docs/images/trust-*.png``.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from dataset.phantoms import make_demo_dataset
from docs.make_screenshots import PHONE, save
from tests.chromium import find_chromium
from tests.pages.closed_loop import SWITCHES
from tests.pages.lab_server import LabServer

AGENTS = {
    "trust-iphone": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
    "trust-android": "Mozilla/5.0 (Linux; Android 15; Pixel 7a) Chrome/140.0.0.0 Mobile Safari/537.36",
}
COUNT = 1


def main() -> int:
    """Take the pictures; return 1 without a browser."""
    chromium = find_chromium()
    if chromium is None:
        print("no Chromium: no pictures", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        csv = make_demo_dataset(Path(folder) / "xrays", count=COUNT)
        server = LabServer(Path(folder) / "root", csv).start()
        browser = playwright.chromium.launch(executable_path=chromium, args=SWITCHES)
        try:
            for name, agent in AGENTS.items():
                size = {"width": PHONE[0], "height": PHONE[1]}
                context = browser.new_context(ignore_https_errors=True, viewport=size, user_agent=agent)  # type: ignore[arg-type]
                page = context.new_page()
                page.goto(f"{server.url}/trust")
                page.locator("details.system[open]").wait_for()
                save(page, name)
        finally:
            browser.close()
            server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
