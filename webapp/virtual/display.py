"""A display that follows `docs/protocol.md` exactly, with a file as its monitor.

Its screen is black whenever the page's would be: before the first x-ray, between sessions, and from the moment
the connection is lost.
"""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from capture.facts import ENDED
from webapp.virtual.camera.screen import ScreenFile, decode
from webapp.virtual.network.inbox import Inbox, Log, no_log
from webapp.virtual.network.link import Message
from webapp.virtual.network.session_client import MOVED, ClientBehaviour, Ending, SessionClient
from webapp.virtual.network.web import DeviceCredential, DeviceError, ThreadSessions, Trust, ask

FETCHES = 3
AGAIN_S = 0.5
"""How often a picture is asked for before it counts as one that cannot be fetched."""


@dataclass(frozen=True, slots=True)
class Panel:
    """Latencies of a monitor.

    Attributes:
        paint_s: From having the picture to having painted it, as the page believes.
        lag_s: From there to the light: by so much ``shown`` is said too early.
    """

    paint_s: float = 0.03
    lag_s: float = 0.0


class VirtualDisplay:
    """One display in one session.

    Args:
        credential: What it got for its code.
        trust: Whose certificate is believed.
        screen: The monitor; None fetches and paints nothing and says ``shown`` at once, for benchmarks.
        panel: How slow the monitor is.
        behaviour: How it converses.
        stay: Whether it waits for more after the session has finished or was aborted.
        log: Is told in one line what happens.
    """

    def __init__(
        self,
        credential: DeviceCredential,
        trust: Trust,
        screen: ScreenFile | None,
        panel: Panel | None = None,
        behaviour: ClientBehaviour | None = None,
        stay: bool = False,
        log: Log = no_log,
    ) -> None:
        self._screen, self._panel, self._stay, self._log = screen, panel or Panel(), stay, log
        self._base = credential.base
        self._inbox = Inbox()
        self._client = SessionClient(
            credential,
            trust,
            behaviour or ClientBehaviour(),
            self._inbox,
            self._hello,
            self._greeted,
            self._hear,
            self._failed,
        )
        self._painter = ThreadPoolExecutor(1, "painter")
        self._fetcher = ThreadPoolExecutor(2, "fetcher")
        self._webs = ThreadSessions(trust, credential.cookies)
        self._ahead: dict[str, Future[bytes]] = {}
        self._black = screen.compose(None) if screen else None
        self._newest = 0
        self._on_screen: int | None = None
        self._whole: int | None = None
        self._ending: Ending | None = None

    def run(self) -> Ending:
        """Show the session's pictures until it ends, or `stop`."""
        if self._screen:
            self._screen.paint(None)
        self._client.open()
        try:
            self._inbox.run()
        finally:
            self._client.close()
            self._fetcher.shutdown(cancel_futures=True)
            self._webs.close()
            self._painter.shutdown(cancel_futures=True)
            if self._screen:
                self._screen.paint(None)
        return self._ending or Ending("stopped", "Stopped.")

    def stop(self) -> None:
        """Close the page."""
        self._inbox.stop()

    def cover(self, detail: str = "covered by a message") -> None:
        """Cover the picture, as a notification does."""

        def covered() -> None:
            self._go_black()
            if self._on_screen is not None:
                self._client.say("broken", {"showing": self._on_screen, "detail": detail})
                self._on_screen = None

        self._inbox.put(covered)

    # --- the conversation ----------------------------------------------------------------------------------

    def _hello(self) -> Message:
        self._newest, self._on_screen = 0, None
        self._go_black()
        return {**self._size(), "fullscreen": True, "wake_lock": True}

    def _size(self) -> Message:
        return (
            {"width": self._screen.width, "height": self._screen.height}
            if self._screen
            else {
                "width": 1920,
                "height": 1080,
            }
        )

    def _greeted(self, answer: Message) -> None:
        self._log(f"{answer['name']} is ready")
        if answer.get("moved"):
            self._move(answer["moved"])
        else:
            self._hear_state(answer["state"])

    def _hear(self, name: str, message: Message) -> None:
        if name == "show":
            self._hear_show(message)
        elif name == "state":
            self._hear_state(message)
        elif name == "moved":
            self._move(message["session"])
        elif name == "superseded":
            self._end(Ending("superseded", "This display is open elsewhere now."))
        elif name == "dropped":
            self._end(Ending(message["code"], "The operator has taken this display out of the session."))
        elif name == "down":
            self._log("connection lost")
            self._on_screen = None
            self._go_black()

    def _hear_state(self, state: Message) -> None:
        if state["phase"] in ENDED and not self._stay:
            self._end(Ending(state["phase"], f"The session is {state['phase']}."))

    def _move(self, session: str) -> None:
        if self._ending is None:
            self._end(Ending(MOVED, f"Goes on in session {session}."))

    def _failed(self, error: DeviceError) -> None:
        self._end(Ending(error.code, str(error)))

    def _end(self, ending: Ending) -> None:
        self._log(f"{ending.code}: {ending.message}")
        self._ending = ending
        self._inbox.stop()

    # --- showing -------------------------------------------------------------------------------------------

    def _hear_show(self, message: Message) -> None:
        if message["generation"] != self._client.generation or message["showing"] < self._newest:
            return
        if message["showing"] == self._newest:
            if self._on_screen == self._newest:
                self._say_shown()
            return
        self._newest = message["showing"]
        self._log(f"told to show {message['index'] or 'black'} (showing {self._newest})")
        picture = self._picture(message["url"]) if message["url"] and self._screen else None
        self._look_ahead(message.get("next_url"))
        self._painter.submit(self._prepare, message, self._client.epoch, picture)

    def _look_ahead(self, url: str | None) -> None:
        self._ahead = {url: self._fetch(url)} if url and self._screen else {}

    def _picture(self, url: str) -> Future[bytes]:
        ahead = self._ahead.pop(url, None)
        return self._fetcher.submit(self._compose_after, url, ahead) if ahead else self._fetch(url)

    def _fetch(self, url: str) -> Future[bytes]:
        return self._fetcher.submit(self._compose, url)

    def _compose_after(self, url: str, ahead: Future[bytes]) -> bytes:
        """Take what was fetched ahead; that it failed then, while the server was away, matters no more."""
        try:
            return ahead.result()
        except Exception:
            return self._compose(url)

    def _compose(self, url: str) -> bytes:
        """Fetch, decode and fit a picture."""
        assert self._screen
        for left in reversed(range(FETCHES)):
            try:
                with self._webs.mine() as web:
                    picture = ask(web, "GET", self._base + url).content
                break
            except DeviceError as error:
                # A network that is gone for a moment is no fault of the picture, which a person would have to look at.
                if error.code != "lab_unreachable" or not left:
                    raise
                time.sleep(AGAIN_S)
        return self._screen.compose(decode(picture))

    def _prepare(self, message: Message, epoch: int, picture: Future[bytes] | None) -> None:
        """Wait for the picture and for the paint (on the painter's thread)."""
        try:
            content = picture.result() if picture else self._black
        except Exception as error:
            detail = str(error)
            self._inbox.put(lambda: self._say_failed(message["showing"], epoch, detail))
            return
        if self._screen:
            threading.Event().wait(self._panel.paint_s)
        self._inbox.put(lambda: self._paint(message, epoch, content))

    def _paint(self, message: Message, epoch: int, content: bytes | None) -> None:
        if epoch != self._client.epoch or message["showing"] != self._newest:
            return
        self._flip(content)
        self._whole, self._on_screen = self._on_screen, self._newest
        self._log(f"shows {message['index'] or 'black'} (showing {self._newest})")
        self._say_shown()

    def _say_shown(self) -> None:
        self._client.send("shown", {"showing": self._newest, "whole": self._whole})

    def _say_failed(self, showing: int, epoch: int, detail: str) -> None:
        self._log(f"showing {showing} failed: {detail}")
        if epoch == self._client.epoch:
            self._client.say("show_failed", {"showing": showing, "detail": detail})

    def _flip(self, content: bytes | None) -> None:
        screen = self._screen
        if not screen or content is None:
            return
        if self._panel.lag_s > 0:
            self._inbox.after(self._panel.lag_s, lambda: screen.flip(content))
        else:
            screen.flip(content)

    def _go_black(self) -> None:
        self._flip(self._black)
