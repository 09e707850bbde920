"""Recording a small laboratory by running the present code: ``python -m tests.recorded.make NAME``.

What it writes to ``tests/recorded/NAME/`` stands for the data that people have: later versions must open it, so a
recording is never made anew. Record another one, under a new name, when the data root's format has changed.

- ``lab.tar.xz``: x-rays, a data root (one finished, one paused, one waiting session, a pile of loose photos, reviews,
  invitations), the labels and manifest of its export, and a synthetic data set of the same x-rays;
- ``states.json``: what the code that wrote it says of it;
- ``walks.json.xz``: journals of simulated sessions, which hold every kind of fact, and what their replay gave.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
import tarfile
import tempfile
from pathlib import Path

import cv2
import numpy as np
from click.testing import CliRunner
from flask_openapi3 import OpenAPI

from tests.recorded.states import PLACE, opened, settings_for, states_of
from tests.recorded.walks import record_walks
from tests.waiting import wait_until
from tests.webapp.clients import operator_client
from tests.webapp.drawn_station import DrawnStation, SeeingPhone, drawn
from tests.webapp.loose_photos import API, LoosePile
from tests.webapp.xrays import xray_path
from webapp.cli.main import cli
from webapp.virtual.camera.frames import SimpleCamera, encode
from webapp.virtual.camera.screen import fit

XRAYS = 4
CAMERA = SimpleCamera(width=640, height=480, quality=60)
SYNTHETIC = ("--pipeline", "moire", "--pipeline", "tilt", "--levels", "2", "--quality", "60", "--limit", "2")


class SmallPhone(SeeingPhone):
    """A phone whose photos are small."""

    def see(self, index: int, attempt: int) -> bytes:
        self.photos += 1
        return small_photo(self.sees or index, self.photos)


def small_photo(index: int, seed: int) -> bytes:
    return CAMERA.photograph(fit(drawn(index), 640, 480), np.random.default_rng(seed))


class SmallStation(DrawnStation):
    """A station whose x-rays and photos are small."""

    phone_kind = SmallPhone

    def __init__(self, app: OpenAPI, folder: Path) -> None:
        super().__init__(app, folder, XRAYS)
        for index in range(1, XRAYS + 1):
            small = cv2.resize(drawn(index), (360, 420), interpolation=cv2.INTER_AREA)
            (folder / xray_path(index)).write_bytes(encode(np.dstack([small] * 3), 70))


class Pile(LoosePile):
    """A pile over a data set that is there already."""

    def __init__(self, app: OpenAPI, dataset: str) -> None:
        self.operator = operator_client(app)
        self.dataset = dataset
        self.id = self.begin().json["id"]


def record(folder: Path) -> None:
    """Write ``xrays``, ``root``, ``natural`` and ``synthetic`` into a folder."""
    with opened(settings_for(folder)) as app:
        station = SmallStation(app, folder / "xrays")
        finished = finish(station)
        review(station)
        pause(station)
        station.new_session(title="Never begun", sets=["left", "right"], settings={"settle_ms": 500})
        pile = fill_pile(app, station.dataset)
    export(folder, finished, pile)
    synthesize(folder)


def finish(station: SmallStation) -> str:
    """One session to its end: a wrong x-ray, an operator's retake, a skip."""
    station.session = station.new_session(title="Morning – run", conditions={"room": "B 12"})
    station.bring_devices()
    station.phone.sees = 3
    station.act("start")
    station.photograph(1)
    station.phone.sees = None
    station.display.show_next(2)
    wait_until(lambda: station.photos("rejected"), "the wrong photo")
    station.phone.upload(station.phone.shoot(2))
    take(station, 1, 2)
    station.act("skips", index=4, detail="a burnt-in label covers it")
    station.act("retakes", index=2, detail="a hand was in the way")
    station.display.show_next(None)  # nothing else before it is known that the mismatch is mended
    take(station, 2, 2)
    take(station, 3, 1)
    station.display.show_next(None)
    station.wait_for_phase("finished")
    wait_until(lambda: len(station.photos("accepted")) == 3, "all verdicts")
    return station.session


def take(station: SmallStation, index: int, attempt: int) -> None:
    station.display.show_next(index)
    station.phone.upload(station.phone.shoot(index, attempt))


def review(station: SmallStation) -> None:
    """Two readers, of whom one changes his mind and takes that back."""
    for reader, index, choice, reasons in (
        ("Dr. Okafor", 1, "usable", []),
        ("Dr. Okafor", 2, "unusable", ["blur"]),
        ("Dr. Lind", 2, "usable", []),
        ("Dr. Lind", 2, "unusable", ["glare"]),
    ):
        body = {"reader": reader, "set": "pixel10k", "index": index, "attempt": 2, "choice": choice}
        station.act("reviews", **body, reasons=reasons, note="upper right" if reasons else "")
    station.post("/reviews/undo", reader="Dr. Lind", sessions=[station.session])


def pause(station: SmallStation) -> None:
    """A session in its middle: one photo is filed, one is still on the phone, one phone was revoked."""
    station.sets = ("iphone1k",)
    station.session = station.new_session(title="Afternoon")
    revoked = SmallPhone(station.app, station.code("phone"), "Lost phone").come()
    station.act(f"devices/{revoked.id}/revoke")
    station.open()
    station.photograph(1)
    station.display.show_next(2)
    wait_until(lambda: station.photos("accepted"), "the verdict")
    station.phone.shoot(2)
    station.act("pause")


def fill_pile(app: OpenAPI, dataset: str) -> str:
    """Loose photos: one assigned by content, one by a person, one left out, one undecided."""
    pile = Pile(app, dataset)
    for number, data in enumerate([small_photo(3, 31), *map(beach, range(3))]):
        assert pile.send(data, f"IMG_{number}.JPG").status_code == 201
    _, second, third, _ = pile.looked_at()
    assert pile.decide(second["id"], index=4, person="Ada").status_code == 200
    assert pile.leave_out(third["id"]).status_code == 200
    assert pile.operator.get(f"{API}/loose/{pile.id}").json["counts"] == {
        "assigned": 2,
        "left_out": 1,
        "unknown": 1,
    }
    return pile.id


def beach(seed: int) -> bytes:
    """A photo of no x-ray."""
    noise = np.random.default_rng(seed).integers(0, 255, (30, 40, 3), np.uint8)
    return encode(cv2.resize(noise, (400, 300), interpolation=cv2.INTER_CUBIC), 50)


def export(folder: Path, *sessions: str) -> None:
    chosen = [word for session in sessions for word in ("--session", session)]
    out = folder / "natural"
    run("export", *chosen, "--data-root", folder / "root", "--out", out)
    for photo in out.rglob("*.jpg"):
        photo.unlink()  # they are in the data root


def synthesize(folder: Path) -> None:
    run(
        "synthesize",
        "--csv",
        folder / "xrays" / "Lab-v1.0" / "train.csv",
        "--out",
        folder / "synthetic",
        *SYNTHETIC,
    )


def run(*arguments: object) -> None:
    done = CliRunner().invoke(cli, [str(argument) for argument in arguments])
    assert done.exit_code == 0, done.output


def pack(folder: Path, target: Path) -> None:
    """Leave out what comes by itself, make the database one small file, and pack everything without names of users."""
    for made in ("cache", "secrets", "uploads", "jobs", "incoming", "server.lock"):
        path = folder / "root" / made
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    database = sqlite3.connect(folder / "root" / "lab.db", isolation_level=None)
    for column in ("csv", "data_dir"):
        database.execute(f"UPDATE datasets SET {column} = replace({column}, ?, ?)", (str(folder), PLACE))
    for statement in ("PRAGMA journal_mode=DELETE", "VACUUM"):
        database.execute(statement).close()
    database.close()
    with tarfile.open(target, "w:xz", preset=9) as archive:
        for part in ("xrays", "root", "natural", "synthetic"):
            archive.add(folder / part, part, filter=nameless)


def nameless(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry


def main(name: str) -> None:
    target = Path(__file__).parent / name
    target.mkdir()
    record_walks(target)
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as again:
        record(Path(folder))
        pack(Path(folder), target / "lab.tar.xz")
        states = states_of(target, Path(again))
    text = json.dumps(states, indent=1, sort_keys=True, ensure_ascii=False)
    (target / "states.json").write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
