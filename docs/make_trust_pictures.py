"""Make the pictures of how a phone comes to trust the server: the real page, as each system's browser sees it.

``python -m docs.make_trust_pictures`` writes ``docs/images/trust-*.png``.
"""

from __future__ import annotations

import sys

from playwright.sync_api import Browser

from dataset.phantoms import make_demo_dataset
from docs.page_pictures import PHONE, Studio, opened, save, take_pictures

AGENTS = {
    "trust-iphone": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
    "trust-android": "Mozilla/5.0 (Linux; Android 15; Pixel 7a) Chrome/140.0.0.0 Mobile Safari/537.36",
}


def take(studio: Studio) -> None:
    """Take the pictures."""
    with studio.server(make_demo_dataset(studio.home / "xrays", count=1)) as server:
        show(studio.browser, server.url)


def show(browser: Browser, url: str) -> None:
    """Take a picture of a server's page for each system."""
    for name, agent in AGENTS.items():
        page = opened(browser, f"{url}/trust", PHONE, agent=agent)
        page.locator("details.system[open]").wait_for()
        save(page, name)
        page.context.close()


if __name__ == "__main__":
    sys.exit(take_pictures(take))
