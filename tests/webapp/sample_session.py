"""A session with a story, as its journal would tell it: a knocked tripod, a stale photo, a lunch break, glare."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
from PIL import Image

from capture.facts import (
    ConnectionLost,
    DeviceAdmitted,
    Fact,
    IndexSkipped,
    LeaseGranted,
    PhaseChanged,
    PhotoStored,
    PhotoTaken,
    PlaceGiven,
    RetakeListed,
    ServerRestarted,
    VerdictGiven,
)
from capture.plan import SessionPlan
from capture.storage import DatasetRow, JournalRow, PhotoRow, SessionRow
from capture.storage.devices import DeviceRow
from webapp.report.flagged_photos import Thumbnails
from webapp.report.source import Source

START = 1_766_052_000.0
FIRST = 5001
SETS = {"nokia10k": "pa", "pixel10k": "pb"}
NAMES = {"pa": "Nokia 6.1", "pb": "Pixel 7a", "d1": "Reading room, left"}
SECONDS = 1.6
"""From one x-ray to the next."""
KNOCK, STALE, LUNCH, SKIPPED, GLARE = 70, 118, 160, 40, range(175, 205)
"""What happens after how many x-rays."""


class Told:
    """Collects facts and photos while time passes."""

    def __init__(self, xrays: int) -> None:
        self.at = START
        self.facts: list[Fact] = []
        self.photos: list[PhotoRow] = []
        self.last = FIRST + xrays - 1
        self.rng = np.random.default_rng(5)

    def phase(self, phase: str, code: str = "", **more: object) -> None:
        self.facts.append(PhaseChanged(self.at, phase, code, **more))  # type: ignore[arg-type]

    def photo(self, index: int, set_name: str, attempt: int = 1, *, wrong: bool = False) -> None:
        phone = SETS[set_name]
        name = f"{index:06d}__{attempt:02d}__x.jpg"
        number = index - FIRST
        measures = self._measures(number, set_name, wrong)
        self.facts += [
            PhotoTaken(self.at, phone, set_name, index, attempt, number, "0" * 64, 4_000_000),
            PhotoStored(self.at + 0.8, phone, set_name, index, attempt, "0" * 64, 4_000_000, name),
            VerdictGiven(
                self.at + 1.1,
                set_name,
                index,
                attempt,
                name,
                "rejected" if wrong else "accepted",
                "wrong_xray" if wrong else "",
                f"it shows x-ray {index - 1:,}" if wrong else "",
                measures,
            ),
        ]
        self.photos.append(
            PhotoRow(
                len(self.photos) + 1,
                "s7k3m9qa",
                set_name,
                index,
                attempt,
                "rejected" if wrong else "accepted",
                "wrong_xray" if wrong else "",
                f"it shows x-ray {index - 1:,}" if wrong else "",
                name,
                4_000_000,
                "0" * 64,
                phone,
                self.at,
                self.at + 0.8,
                {},
                measures,
            )
        )

    def _measures(self, number: int, set_name: str, wrong: bool) -> dict[str, object]:
        noise = self.rng.normal
        tilt = abs((4.0 if set_name == "nokia10k" else 7.0) + noise(0, 0.25))
        if set_name == "nokia10k" and KNOCK <= number < KNOCK + 14:
            tilt += 14 + noise(0, 0.3)
        glare = abs(noise(0.004, 0.003)) + (0.05 + abs(noise(0, 0.02)) if number in GLARE else 0)
        score = 0.31 if wrong else min(0.99, 0.93 - 0.9 * glare - 0.002 * max(0, tilt - 10) + noise(0, 0.008))
        quality = {
            "coverage": 1.0,
            "tilt": tilt,
            "roll": noise(0.6, 0.3),
            "sharpness": 0.72 + noise(0, 0.05) - 0.012 * max(0.0, tilt - 8),
            "glare": glare,
            "contrast": 0.8 + noise(0, 0.02),
            "moire": abs(noise(0.35, 0.12)),
        }
        warnings = [code for code, bad in (("tilted", tilt > 14), ("glare", glare > 0.02)) if bad]
        corners = [[900, 300], [3100, 320 + 8 * tilt], [3080, 2700 - 8 * tilt], [910, 2720]]
        return {
            "format": "jpeg",
            "width": 4000,
            "height": 3000,
            "orientation": 1,
            "match": {
                "verdict": "wrong" if wrong else "verified",
                "code": "",
                "score": score,
                "inliers": 240,
            },
            "quality": quality,
            "warnings": warnings,
            "rejections": [],
            "corners": None if wrong else corners,
        }


def told_session(xrays: int = 240) -> Source:
    """Two phones, ``xrays`` x-rays (more than 210, or the story stops midway)."""
    told = Told(xrays)
    told.facts += [
        DeviceAdmitted(told.at - 300, "d1", "display", NAMES["d1"]),
        LeaseGranted(told.at - 300, "d1", 1),
        DeviceAdmitted(told.at - 200, "pa", "phone", NAMES["pa"]),
        DeviceAdmitted(told.at - 120, "pb", "phone", NAMES["pb"]),
        *(PlaceGiven(told.at - 110, phone, set_name, FIRST) for set_name, phone in SETS.items()),
    ]
    told.phase("running", index=FIRST)
    for number in range(xrays):
        _one_xray(told, number)
        told.at += SECONDS + float(abs(told.rng.normal(0, 0.2)))
    told.phase("finishing")
    told.at += 6
    told.phase("finished")
    return _source(told)


def _one_xray(told: Told, number: int) -> None:
    index = FIRST + number
    if number == SKIPPED:
        told.facts.append(IndexSkipped(told.at, index, "a burnt-in label covers it"))
        return
    if number == KNOCK + 14:
        told.phase("paused", "operator")
        told.at += 95
        told.phase("running", index=index)
    if number == STALE:
        told.photo(index, "pixel10k", wrong=True)
        told.facts.append(RetakeListed(told.at + 1.1, "pixel10k", index, "wrong_xray"))
        told.at += 4
        told.photo(index, "pixel10k", 2)
        told.photo(index, "nokia10k")
        return
    if number == LUNCH:
        told.facts.append(ConnectionLost(told.at, "pb", 1))
        told.phase("paused", "phone_silent", device="pb", index=index)
        told.at += 2700
        told.facts.append(ServerRestarted(told.at))
        told.at += 30
        told.phase("running", index=index)
    for set_name in SETS:
        told.photo(index, set_name)


def _source(told: Told) -> Source:
    conditions = {
        "room": "B 12, reading room",
        "room_light": "Off",
        "window_blinds": "Closed",
        "tripod": "1.1 m",
    }
    plan = SessionPlan(
        "s7k3m9qa", "Morning run", "k3m9qat2", "9f" * 32, FIRST, told.last, tuple(SETS), conditions
    )
    row = SessionRow(plan, START - 600, "finished", START, told.at)
    dataset = DatasetRow(
        "k3m9qat2",
        "CheXpert valid",
        "/data/CheXpert-v1.0/valid.csv",
        "/data",
        "9f" * 32,
        10507,
        {},
        ("Path",),
        0.0,
    )
    roles = {"pa": "phone", "pb": "phone", "d1": "display"}
    devices = tuple(
        DeviceRow(device, "s7k3m9qa", roles[device], name, START - 300, None, "")  # type: ignore[arg-type]
        for device, name in NAMES.items()
    )
    facts = tuple(JournalRow(seq, fact) for seq, fact in enumerate(sorted(told.facts, key=lambda f: f.at), 1))
    return Source(row, dataset, facts, tuple(told.photos), devices, told.at + 60)


def bare(source: Source) -> Source:
    """The same session before its start."""
    return replace(source, row=replace(source.row, phase="waiting", started_at=None), facts=(), photos=())


def small_pictures(source: Source) -> dict[int, Thumbnails]:
    """Any small JPEGs: a photo of 4:3 and an x-ray, for every photo."""
    shade = np.add.outer(np.arange(240), np.arange(320)) % 200
    return {photo.id: Thumbnails(_jpeg(shade), _jpeg(shade.T)) for photo in source.photos}


def _jpeg(pixels: np.ndarray) -> bytes:  # type: ignore[type-arg]
    file = io.BytesIO()
    Image.fromarray(pixels.astype(np.uint8)).save(file, "JPEG")
    return file.getvalue()
