"""A virtual operator: the REST calls needed to run a session, over TLS."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any, cast

from dataset.json_values import JsonObject
from webapp.shapes.photo import PhotoView
from webapp.shapes.session import SessionSnapshot
from webapp.virtual.network.web import Trust, ask


class Operator:
    """Calls one lab's REST API with the operator's token.

    Every method raises `webapp.virtual.network.web.DeviceError` with the lab's code and words when it refuses.
    """

    def __init__(self, base: str, token: str, trust: Trust) -> None:
        self.base = base
        self._web = trust.open()
        self._web.headers["Authorization"] = f"Bearer {token}"

    def close(self) -> None:
        """Close the connections."""
        self._web.close()

    def call(self, method: str, path: str, body: JsonObject | None = None) -> Any:
        """Call ``/api/v1<path>`` and return the JSON of the answer, None when it has none."""
        answer = ask(
            self._web, method, f"{self.base}/api/v1{path}", json=body, headers={"Accept": "application/json"}
        )
        return answer.json() if answer.content else None

    def fetch(self, path: str) -> bytes:
        """Return the bytes at any address of the lab."""
        return ask(self._web, "GET", self.base + path).content

    def register(self, name: str, csv: str, data_dir: str) -> str:
        """Register a data set and return its id."""
        return str(self.call("POST", "/datasets", {"name": name, "csv": csv, "data_dir": data_dir})["id"])

    def new_session(self, dataset: str, first: int, last: int, sets: Sequence[str], **more: Any) -> str:
        """Create a session over a subset and return its id."""
        body = {"dataset": dataset, "first": first, "last": last, "sets": list(sets), **more}
        return str(self.call("POST", "/sessions", body)["session"])

    def invitation(self, session: str, role: str) -> str:
        """Return the address by which a phone or a display joins, at the operator's own host."""
        code = self.call("GET", f"/sessions/{session}/invitations")[role]["code"]
        return f"{self.base}/join?code={code.replace('-', '')}"

    def snapshot(self, session: str) -> SessionSnapshot:
        """Return the current snapshot of a session."""
        return cast(SessionSnapshot, self.call("GET", f"/sessions/{session}"))

    def act(self, session: str, what: str, **body: Any) -> SessionSnapshot:
        """Start, pause, resume or abort a session, or ask for ``retakes`` or ``skips``."""
        return cast(SessionSnapshot, self.call("POST", f"/sessions/{session}/{what}", body))

    def photos(self, session: str, state: str | None = None) -> list[PhotoView]:
        """Return all photos of a session, newest first."""
        found: list[PhotoView] = []
        wanted = f"&state={state}" if state else ""
        while True:
            before = f"&before={found[-1]['id']}" if found else ""
            page = self.call("GET", f"/sessions/{session}/photos?limit=500{wanted}{before}")["photos"]
            found += page
            if len(page) < 500:
                return found

    def wait_for(
        self,
        session: str,
        what: str,
        condition: Callable[[SessionSnapshot], object],
        timeout_s: float = 60.0,
        every_s: float = 0.1,
    ) -> SessionSnapshot:
        """Wait until a session's snapshot meets a condition, and return it.

        Raises:
            TimeoutError: It did not within ``timeout_s``; the message says where the session stands.
        """
        until = time.monotonic() + timeout_s
        while True:
            seen = self.snapshot(session)
            if condition(seen):
                return seen
            if time.monotonic() > until:
                reason = seen["reason"]["message"] if seen["reason"] else ""
                raise TimeoutError(
                    f"{what}: the session is {seen['phase']} at {seen['index']} {reason} {seen['waits_for']}"
                )
            time.sleep(every_s)
