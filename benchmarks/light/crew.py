"""A real server and light devices, as `benchmarks.bench_clients.Crew` has virtual ones."""

from __future__ import annotations

import ssl
from collections.abc import Sequence
from typing import Any

from benchmarks.bench_clients import Crew, Times
from benchmarks.light.devices import LightDisplay, LightPhone
from benchmarks.light.photos import Roll
from benchmarks.light.wire import Loop
from webapp.virtual.network.joining import joined


class LightCrew(Crew):
    """One server, and sessions with a light display and light phones each; use as a context manager."""

    def __init__(self, xrays: int, photo_mb: float, **settings: Any) -> None:
        super().__init__(xrays, photo_mb, **settings)
        self._roll = Roll(self.jpeg)
        self._loop = Loop()
        self._light: list[LightDisplay | LightPhone] = []

    def __enter__(self) -> LightCrew:
        super().__enter__()
        self._context = ssl.create_default_context(cafile=str(self.lab.trust.ca))
        return self

    def open(self, sets: Sequence[str], shutter_s: float = 0.0) -> str:
        """Create a session and bring in a display and one phone for each set; the session is ready to start."""
        assert not shutter_s, "light phones take no time for a photo"
        session = self.operator.new_session(self.dataset, 1, self.xrays, list(sets), overlap=True)
        self.times[session] = []
        self._bring_light(session, "display", "Monitor")
        for name in sets:
            self._bring_light(session, "phone", name)
        self.operator.wait_for(session, "devices", lambda seen: seen["can"]["start"], 120)
        return session

    def kept(self) -> list[str]:
        """Return the digests of the photos whose storing was acknowledged."""
        return [digest for device in self._light if isinstance(device, LightPhone) for digest in device.kept]

    def _bring_light(self, session: str, role: str, name: str) -> None:
        credential = joined(self.operator.invitation(session, role), name, role, self.lab.trust)
        times = Times()
        self.times[session].append(times)
        parts = credential, self._context, self._loop, times
        self._light.append(LightDisplay(*parts) if role == "display" else LightPhone(*parts, self._roll))

    def _dismiss(self) -> None:
        self._loop.close()
        for device in self._light:
            device.close()
