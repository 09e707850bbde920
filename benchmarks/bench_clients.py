"""A real server and many virtual devices for the benchmarks, with a stopwatch on everything they say.

Devices have no screen and no lens here: a display says ``shown`` at once, a phone's photo is a prepared JPEG with
a comment that makes every one unlike the others.  What is left is the protocol, TLS, disk and server.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import simplejpeg

from tests.faults.xrays import make_xrays
from webapp.settings import read_settings
from webapp.virtual.camera.screen import Pixels
from webapp.virtual.camera.shutter import Shutter
from webapp.virtual.display import VirtualDisplay
from webapp.virtual.lab_process import LabProcess
from webapp.virtual.network.joining import joined
from webapp.virtual.network.session_client import ClientBehaviour
from webapp.virtual.phone.phone import Habits, VirtualPhone
from webapp.virtual.phone.store import PhoneStore

SETTINGS = {
    "host": "127.0.0.1",
    "port": 0,
    "demo": False,
    "settle_ms": 0,
    "fresh_frames": 0,
    "log_level": "warning",
    "verification": "off",  # the photos show nothing; what comparing them costs is measured by itself
}
_KEY = re.compile(r"^(asked for|took|reported|sent|stored) (\d+)\.\d+")
_SHOWING = re.compile(r"^(told to show|shows) (\d+) ")


@dataclass(frozen=True, slots=True)
class CannedCamera:
    """A camera that takes no time: always the same JPEG, made different by a comment."""

    jpeg: bytes

    def photograph(self, scene: Pixels, rng: np.random.Generator) -> bytes:  # noqa: ARG002
        """Return the same pixels under new bytes, so that each photo has a digest of its own."""
        note = rng.bytes(16)
        return self.jpeg[:2] + b"\xff\xfe" + (len(note) + 2).to_bytes(2, "big") + note + self.jpeg[2:]


class Blind:
    """A viewfinder that sees nothing and takes no time."""

    def wait_for_frames(self, count: int, timeout: float) -> None:
        """Every frame is fresh."""

    def see(self) -> Pixels:
        """Return nothing worth seeing."""
        return np.zeros((1, 1), np.uint8)


@dataclass
class Times:
    """Times of a device's messages, seconds: ``at[what, index]``; and what went wrong."""

    at: dict[tuple[str, int], float] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)

    def note(self, what: str, index: int) -> None:
        """Note the first time of something."""
        self.at.setdefault((what, index), time.perf_counter())

    def read(self, line: str) -> None:
        """Take a line of a virtual device's log."""
        found = _KEY.match(line) or _SHOWING.match(line)
        if found:
            self.note(found[1], int(found[2]))
        elif re.search("not taken in|failed|refused|gave up|lost|mismatch", line):
            self.troubles.append(line)


class Crew:
    """One server, and sessions with a display and phones each; use as a context manager."""

    def __init__(self, xrays: int, photo_mb: float, **settings: Any) -> None:
        self._stack = ExitStack()
        self.folder = Path(
            self._stack.enter_context(tempfile.TemporaryDirectory(prefix="chexphoto-benchmark-"))
        )
        self.xrays = xrays
        self.jpeg = photo_of(photo_mb)
        given = read_settings({**SETTINGS, "data_root": self.folder / "root", **settings})
        self.lab = LabProcess(given, self.folder / "server.log")
        self.stores: list[PhoneStore] = []
        self.times: dict[str, list[Times]] = {}
        self._devices: list[tuple[Any, threading.Thread]] = []

    def __enter__(self) -> Crew:
        sys.setswitchinterval(0.0005)  # phones do not share an interpreter
        csv = make_xrays(self.folder / "xrays", self.xrays)
        self._stack.enter_context(self.lab)
        self.operator = self.lab.operator()
        self._stack.callback(self.operator.close)
        self._stack.callback(self._dismiss)
        self.dataset = self.operator.register("Benchmark", str(csv), str(self.folder / "xrays"))
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def open(self, sets: Sequence[str], shutter_s: float = 0.0) -> str:
        """Create a session and bring in a display and one phone for each set; the session is ready to start."""
        session = self.operator.new_session(self.dataset, 1, self.xrays, list(sets), overlap=True)
        self.times[session] = []
        self._bring(
            session,
            "display",
            lambda credential, log: VirtualDisplay(credential, self.lab.trust, None, log=log),
        )
        for number, name in enumerate(sets):
            rng = np.random.default_rng([len(self.times), number])
            self.stores.append(PhoneStore())
            parts = self.stores[-1], Shutter(Blind(), CannedCamera(self.jpeg), shutter_s, rng)
            self._bring(
                session,
                "phone",
                lambda credential, log, parts=parts: VirtualPhone(
                    credential, self.lab.trust, *parts, ClientBehaviour(repeat_s=5), Habits(go_on=True), log
                ),
                name,
            )
        self.operator.wait_for(session, "devices", lambda seen: seen["can"]["start"], 120)
        return session

    def kept(self) -> list[str]:
        """Return the digests of the photos whose storing was acknowledged."""
        return [photo.sha256 for store in self.stores for photo in store.taken() if photo.fate == "kept"]

    def _bring(self, session: str, role: str, make: Any, name: str = "Monitor") -> None:
        credential = joined(self.operator.invitation(session, role), name, role, self.lab.trust)
        times = Times()
        self.times[session].append(times)
        device = make(credential, times.read)
        thread = threading.Thread(target=device.run, daemon=True)
        thread.start()
        self._devices.append((device, thread))

    def _dismiss(self) -> None:
        for device, thread in self._devices:
            device.stop()
            thread.join(10)


def photo_of(megabytes: float, width: int = 4000, height: int = 3000) -> bytes:
    """Return a 12 megapixel JPEG of about this size: grain over a gradient, 4:2:0 as phones write it."""
    rng = np.random.default_rng(0)
    ramp = np.linspace(30, 220, width, dtype=np.float32)[None, :, None]
    image = np.clip(ramp + rng.normal(0, 9, (height, width, 1)), 0, 255).astype(np.uint8).repeat(3, axis=2)
    low, high = 20, 98
    while low < high:
        middle = (low + high + 1) // 2
        size = len(simplejpeg.encode_jpeg(image, middle, colorsubsampling="420"))
        low, high = (middle, high) if size <= megabytes * 1e6 else (low, middle - 1)
    return bytes(simplejpeg.encode_jpeg(image, low, colorsubsampling="420"))


def cpu_seconds(pid: int) -> float:
    """Return CPU time of a process and of its children so far, seconds."""
    return sum(map(own_cpu_seconds, [pid, *_descendants(pid)]))


def own_cpu_seconds(pid: int) -> float:
    """Return CPU time of a process with all its threads so far, seconds; 0 for one that has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _descendants(pid: int) -> list[int]:
    lists = Path(f"/proc/{pid}/task").glob("*/children")  # each thread has those that it started
    try:
        own = [int(child) for file in lists for child in file.read_text().split()]
    except OSError:
        return []
    return own + [grandchild for child in own for grandchild in _descendants(child)]


def percentiles(values: Sequence[float]) -> tuple[float, float]:
    """Return the median and 95th percentile."""
    return float(np.percentile(values, 50)), float(np.percentile(values, 95))
