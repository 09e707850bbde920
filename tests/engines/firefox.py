"""Firefox, driven by WebDriver BiDi. It needs no program beside it, and no screen."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from tests.engines.bidi import Bidi
from tests.engines.tab import CEILING_S, Tab
from tests.waiting import wait_until

NAMES = ("firefox-esr", "firefox")
SNAP, BEGINNING = b"/snap/", 4096
SCREEN = (1280, 960)
START = re.compile(r"WebDriver BiDi listening on (ws://\S+)\n")
PREFERENCES = {
    "permissions.default.camera": 2,  # nobody is there to be asked
    "full-screen-api.warning.timeout": 0,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "browser.aboutwelcome.enabled": False,
    "dom.ipc.processPrelaunch.enabled": False,
}
INTO_VIEW = "found.scrollIntoView({ block: 'center', behavior: 'instant' });"
# Takes WebSockets away from pages before their first script runs.
WITHOUT_WEB_SOCKETS = "() => { delete window.WebSocket; }"


def find_firefox() -> Path | None:
    """Return the machine's Firefox, else None. A snap is none: it may not read a profile that tests have made."""
    found = [Path(path) for path in map(shutil.which, NAMES) if path]
    return next((path for path in found if SNAP not in path.read_bytes()[:BEGINNING]), None)


class Firefox:
    """A running Firefox, in which every person has cookies of their own.

    Args:
        program: What to start.
        profile: A new folder for its profile.
    """

    name = "Firefox"

    def __init__(self, program: Path, profile: Path) -> None:
        profile.mkdir()
        lines = [
            f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items()
        ]
        (profile / "user.js").write_text("\n".join(lines))
        screen = {"MOZ_HEADLESS_WIDTH": str(SCREEN[0]), "MOZ_HEADLESS_HEIGHT": str(SCREEN[1])}
        arguments = ["--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port=0"]
        self._log = profile.with_suffix(".log")
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [program, *arguments],
                env=os.environ | screen,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self._bidi = Bidi(wait_until(self._address, self._log.read_text, CEILING_S) + "/session")
        self._bidi.call("session.new", capabilities={"alwaysMatch": {"acceptInsecureCerts": True}})
        self._bidi.call("session.subscribe", events=["log.entryAdded"])
        self._people: dict[str, str] = {}

    def _address(self) -> str:
        assert self._process.poll() is None, f"Firefox has ended: {self._log.read_text()}"
        found = START.search(self._log.read_text(errors="replace"))
        return found[1] if found else ""

    def tab(self, person: str, *, web_sockets: bool = True, narrow: bool = False) -> Tab:
        """Open a window of a person, who has cookies of their own. Every page can be ``narrow`` here."""
        if person not in self._people:
            self._people[person] = self._bidi.call("browser.createUserContext")["userContext"]
        context = new_context(self._bidi, self._people[person], "window")
        if not web_sockets:
            self._bidi.call(
                "script.addPreloadScript", functionDeclaration=WITHOUT_WEB_SOCKETS, contexts=[context]
            )
        return FirefoxTab(self._bidi, self._people[person], context)

    def close(self) -> None:
        """End it."""
        self._bidi.close()
        self._process.terminate()
        try:
            self._process.wait(60)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def new_context(bidi: Bidi, person: str, kind: str) -> str:
    """Open a "window" or "tab" of a person, and return its id."""
    return str(bidi.call("browsingContext.create", type=kind, userContext=person)["context"])


def _call(script: str) -> str:
    """Return the expression that calls a script with what was given as JSON: BiDi's own way of values is longer."""
    return f"(function () {{{script}\n}})(...JSON.parse(given))"


class FirefoxTab(Tab):
    """A page in Firefox."""

    def __init__(self, bidi: Bidi, person: str, context: str) -> None:
        self._bidi, self._person, self._context = bidi, person, context

    def open(self, url: str) -> None:
        self._bidi.call("browsingContext.navigate", context=self._context, url=url, wait="complete")

    def evaluate(self, script: str, *arguments: object) -> Any:
        answer = self._run(f"return JSON.stringify({_call(script)} ?? null);", *arguments)
        return json.loads(answer["value"])

    def _run(self, body: str, *arguments: object) -> dict[str, Any]:
        answer = self._bidi.call(
            "script.callFunction",
            functionDeclaration=f"function (given) {{{body}}}",
            arguments=[{"type": "string", "value": json.dumps(arguments)}],
            awaitPromise=False,
            target={"context": self._context},
        )
        assert answer["type"] == "success", answer["exceptionDetails"]["text"]
        return dict(answer["result"])

    def click(self, script: str, *arguments: object) -> None:
        node = self._run(f"const found = {_call(script)}; {INTO_VIEW} return found;", *arguments)["sharedId"]
        place = {"type": "element", "element": {"sharedId": node}}
        steps = [
            {"type": "pointerMove", "x": 0, "y": 0, "origin": place},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        pointer = {"type": "pointer", "id": "finger", "actions": steps}
        self._bidi.call("input.performActions", context=self._context, actions=[pointer])

    def screenshot(self) -> bytes:
        answer = self._bidi.call("browsingContext.captureScreenshot", context=self._context)
        return base64.b64decode(answer["data"])

    def resize(self, width: int, height: int) -> None:
        size = {"width": width, "height": height}
        self._bidi.call("browsingContext.setViewport", context=self._context, viewport=size)

    def second(self) -> Tab:
        return FirefoxTab(self._bidi, self._person, new_context(self._bidi, self._person, "tab"))

    def hide(self) -> None:
        self._put_window("minimized")

    def show(self) -> None:
        self._put_window("normal")
        self._bidi.call("browsingContext.activate", context=self._context)

    def _put_window(self, state: str) -> None:
        [page] = self._bidi.call("browsingContext.getTree", root=self._context)["contexts"]
        self._bidi.call("browser.setClientWindowState", clientWindow=page["clientWindow"], state=state)

    def close(self) -> None:
        self._bidi.call("browsingContext.close", context=self._context)

    def heard(self) -> list[str]:
        self._bidi.call("session.status")  # what was said before has come when this is answered
        entries = [event["params"] for event in self._bidi.events if event["method"] == "log.entryAdded"]
        own = [entry for entry in entries if entry["source"].get("context") == self._context]
        return [str(entry["text"]) for entry in own if entry["level"] == "error"]
