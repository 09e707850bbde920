"""One page in one engine: what a walk does with it, and by which driver it is done."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from tests.waiting import wait_until

CEILING_S = 240.0
"""For what hangs. A starved machine may take minutes for what takes a second."""

WITH_TEXT = """
const [words] = arguments;
const all = [...document.querySelectorAll("button, a, summary, h1, h2, h3")];
return all.find((each) => each.checkVisibility() && each.innerText.trim() === words) ?? null;
"""
LISTEN = """
if (window.complaints) return;
window.complaints = [];
addEventListener("error", (event) => window.complaints.push(String(event.message)));
addEventListener("unhandledrejection", (event) => window.complaints.push(`unhandled: ${event.reason}`));
document.addEventListener("securitypolicyviolation", (event) =>
  window.complaints.push(`${event.violatedDirective} refused ${event.blockedURI}`));
const error = console.error;
console.error = (...words) => { window.complaints.push(words.join(" ")); error.apply(console, words); };
"""
"""Collects what goes wrong in a page from now on, for a driver that tells nothing of it."""


class Tab(ABC):
    """A page. Scripts are bodies of functions: ``return`` gives JSON back, ``arguments`` is what was handed in."""

    _before = 0

    @abstractmethod
    def open(self, url: str) -> None:
        """Go there, and wait until it has loaded."""

    @abstractmethod
    def evaluate(self, script: str, *arguments: object) -> Any:
        """Run a script and return its result."""

    @abstractmethod
    def click(self, script: str, *arguments: object) -> None:
        """Press with a pointer what a script returns, as a person does: the browser counts it as a gesture."""

    @abstractmethod
    def screenshot(self) -> bytes:
        """Return a PNG of what is in the window."""

    @abstractmethod
    def resize(self, width: int, height: int) -> None:
        """Give the page this size, or the next larger one that the engine's window can have."""

    @abstractmethod
    def second(self) -> Tab:
        """Open another tab, or where that stays behind this one another window, of the same person."""

    @abstractmethod
    def hide(self) -> None:
        """Minimise its window: the page is in the background."""

    @abstractmethod
    def show(self) -> None:
        """Bring it to the front, also out of a minimised window."""

    @abstractmethod
    def close(self) -> None:
        """Close it."""

    @abstractmethod
    def heard(self) -> list[str]:
        """Return the errors, broken promises and refusals by the content security policy in its pages so far."""

    def complaints(self) -> list[str]:
        """Return what was heard, except of pages that were being left."""
        return self.heard()[self._before :]

    def press(self, words: str) -> None:
        """Press the button or link that says ``words``, as soon as there is one."""
        self.expect(words)
        self.click(WITH_TEXT, words)

    def shows(self, words: str) -> bool:
        """Return whether a heading, button or link says exactly this."""
        look = f"const find = function () {{{WITH_TEXT}}}; return Boolean(find(...arguments));"
        return bool(self.evaluate(look, words))

    def expect(self, words: str) -> None:
        """Wait until a heading, button or link says this."""
        self.wait(lambda: self.shows(words), words)

    def wait(self, look: Callable[[], object], what: str) -> None:
        """Wait for a condition; where it does not come, say what the page says."""
        wait_until(look, lambda: f"{what}; the page says: {self.text()!r}; {self.complaints()}", CEILING_S)

    def leave(self) -> None:
        """Leave its page, which has had nothing to complain of; what breaks off by that is no complaint."""
        said = self.complaints()
        assert said == [], said
        self.open("about:blank")
        self._before = len(self.heard())

    def reload(self) -> None:
        """Load its page anew."""
        here = self.evaluate("return location.href;")
        self.leave()
        self.open(here)

    def text(self) -> str:
        """Return the words in the page."""
        return str(self.evaluate("return document.body.innerText;"))
