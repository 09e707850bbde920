"""WebKitGTK, driven by its WebKitWebDriver, on a screen of its own that nobody sees."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from tests.engines.tab import CEILING_S, LISTEN, Tab
from tests.pages.lab_server import free_port
from tests.waiting import wait_until

BROWSERS = (("/usr/lib", "*/webkit2gtk-4.*/MiniBrowser"), ("/usr/libexec", "webkit2gtk-4.*/MiniBrowser"))
SCREEN = (1280, 960)
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
# Only a gesture may open a window.
BARE_WINDOW = "<button onclick=\"open('about:blank', '', 'toolbar=no,location=no')\">Open</button>"


def find_webkit() -> Path | None:
    """Return the machine's MiniBrowser where all is there that drives it, else None."""
    browsers = [file for folder, where in BROWSERS for file in sorted(Path(folder).glob(where))]
    complete = shutil.which("WebKitWebDriver") and shutil.which("Xvfb") and browsers
    return browsers[-1] if complete else None


class WebDriver:
    """A driver with one browser: https://www.w3.org/TR/webdriver/"""

    def __init__(self, environment: dict[str, str], program: Path, switches: list[str]) -> None:
        port = free_port()
        self._driver = subprocess.Popen(
            ["WebKitWebDriver", f"--port={port}"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._url = f"http://127.0.0.1:{port}"
        wait_until(self._listens, "WebKitWebDriver", CEILING_S)
        options = {"binary": str(program), "args": ["--automation", *switches]}
        wanted = {"acceptInsecureCerts": True, "webkitgtk:browserOptions": options}
        made = self._send("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        self._url += f"/session/{made['sessionId']}"

    def _listens(self) -> bool:
        assert self._driver.poll() is None, "WebKitWebDriver has ended"
        try:
            self._send("GET", "/status")
        except OSError:
            return False
        return self._driver.poll() is None  # else it was another one that had the port

    def get(self, path: str) -> Any:
        return self._send("GET", path)

    def post(self, path: str, **body: object) -> Any:
        return self._send("POST", path, body)

    def delete(self, path: str) -> Any:
        return self._send("DELETE", path)

    def _send(self, method: str, path: str, body: object = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(self._url + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=CEILING_S) as answer:
                return json.loads(answer.read())["value"]
        except urllib.error.HTTPError as error:
            with error:
                raise AssertionError(f"{method} {path}: {error.read().decode()}") from None

    def leave_toolbar(self) -> None:
        """Go on in a window without one, whose buttons would not let it become narrower than 447 px."""
        first = self.get("/window")
        self.post("/url", url=f"data:text/html,{BARE_WINDOW}")
        button = self.post("/element", using="css selector", value="button")
        self.post(f"/element/{button[ELEMENT]}/click")
        [bare] = wait_until(lambda: set(self.get("/window/handles")) - {first}, "the window", CEILING_S)
        self.delete("/window")
        self.post("/window", handle=bare)

    def close(self) -> None:
        """End browser and driver."""
        try:
            self.delete("")
        finally:
            self._driver.terminate()
            self._driver.wait(60)


class WebKit:
    """WebKitGTK on a screen; every person has a browser of their own.

    Args:
        program: What to start.
        folder: A new one, for what it keeps.
    """

    name = "WebKit"

    def __init__(self, program: Path, folder: Path) -> None:
        folder.mkdir()
        read, write = os.pipe()
        size = f"{SCREEN[0]}x{SCREEN[1]}x24"
        self._screen = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", size, "-nolisten", "tcp"],
            pass_fds=[write],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(write)
        with os.fdopen(read) as number:
            display = number.readline().strip()
        assert display, "Xvfb has ended"
        self._environment = os.environ | {"DISPLAY": f":{display}", "HOME": str(folder)}
        self._program = program
        self._drivers: list[WebDriver] = []

    def tab(self, person: str, *, web_sockets: bool = True, narrow: bool = False) -> Tab:
        """Open a browser for a person, on request with a window that can be as narrow as a phone."""
        switches = [] if web_sockets else ["--features=-WebSocket"]
        driver = WebDriver(self._environment, self._program, switches)
        self._drivers.append(driver)
        if narrow:
            driver.leave_toolbar()
        return WebKitTab(driver, driver.get("/window"))

    def close(self) -> None:
        """End all."""
        try:
            for driver in self._drivers:
                driver.close()
        finally:
            self._screen.terminate()
            self._screen.wait(60)


class WebKitTab(Tab):
    """A page in WebKit. Its driver tells nothing of errors: they are heard from the first script on that runs in it."""

    def __init__(self, driver: WebDriver, handle: str) -> None:
        self._driver, self._handle = driver, handle
        self._said: list[str] = []

    def _here(self) -> WebDriver:
        self._driver.post("/window", handle=self._handle)
        return self._driver

    def open(self, url: str) -> None:
        self.heard()
        self._here().post("/url", url=url)

    def evaluate(self, script: str, *arguments: object) -> Any:
        return self._here().post("/execute/sync", script=f"(() => {{{LISTEN}}})(); {script}", args=arguments)

    def click(self, script: str, *arguments: object) -> None:
        found = self.evaluate(script, *arguments)
        self._driver.post(f"/element/{found[ELEMENT]}/click")

    def screenshot(self) -> bytes:
        return base64.b64decode(self._here().get("/screenshot"))

    def resize(self, width: int, height: int) -> None:
        # Nothing manages windows here, so the page has nothing beside it, and only the toolbar above it. Asked before,
        # because a page hears of its new size later than its window does.
        toolbar = self.evaluate("return outerHeight - innerHeight;")
        self._driver.post("/window/rect", width=width, height=height + toolbar)

    def second(self) -> Tab:
        # A window: the driver brings no tab to the front.
        return WebKitTab(self._driver, self._here().post("/window/new", type="window")["handle"])

    def hide(self) -> None:
        self._here().post("/window/minimize")

    def show(self) -> None:
        # A window that is minimised comes back by being given its size.
        size = self._here().get("/window/rect")
        self._driver.post("/window/rect", width=size["width"], height=size["height"])

    def close(self) -> None:
        self._here().delete("/window")

    def heard(self) -> list[str]:
        self._said += self.evaluate("return (window.complaints ?? []).splice(0);")
        return self._said
