"""Rate of advice to an aiming phone: frames over TLS to a real server, alone and three at once.

    python -m benchmarks.aiming [--phones 1 --phones 3] [--seconds 10] [--write docs/benchmarks.md]

A frame is a photo of the x-ray on the display, so that every look finds it, which costs the most.
"""

from __future__ import annotations

import argparse
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from benchmarks.tables import machine, report
from dataset.chexpert import read_table
from dataset.phantoms import make_demo_dataset
from webapp.settings import read_settings
from webapp.virtual.camera.frames import SimpleCamera
from webapp.virtual.camera.screen import fit
from webapp.virtual.display import VirtualDisplay
from webapp.virtual.lab_process import LabProcess
from webapp.virtual.network.joining import joined
from webapp.virtual.network.web import DeviceCredential
from webapp.virtual.operator import Operator

WANTED = {1: 2.0, 3: 1.0}
"""Answers a second that each phone must get, by the number of phones."""
SIDES = (1280, 960)
SETTINGS = {"host": "127.0.0.1", "port": 0, "demo": False, "log_level": "warning"}


def main() -> None:
    """Measure, print, write."""
    options = _options()
    lines = [
        f"`python -m benchmarks.aiming`; {machine()}.",
        "",
        "| phones | answers a second, each | wanted | ms from frame to answer, median / 95 % |",
        "| --- | --- | --- | --- |",
    ]
    with tempfile.TemporaryDirectory(prefix="chexphoto-benchmark-") as name:
        folder = Path(name)
        csv = make_demo_dataset(folder / "xrays", 1)
        frame = _frame(folder / "xrays" / read_table(csv).path(1))
        settings = read_settings({**SETTINGS, "data_root": folder / "root"})
        with LabProcess(settings, folder / "server.log") as lab:
            operator = lab.operator()
            dataset = operator.register("Drawn", str(csv), str(folder / "xrays"))
            for phones in options.phones or list(WANTED):
                waits = _measure(lab, operator, dataset, frame, phones, options.seconds)
                lines.append(_row(phones, waits, options.seconds))
            operator.close()
    report("aiming", lines, options.write)


def _measure(
    lab: LabProcess, operator: Operator, dataset: str, frame: bytes, phones: int, seconds: float
) -> list[list[float]]:
    """Return the seconds that each phone waited for each of its answers."""
    sets = [f"set{number}" for number in range(phones)]
    session = operator.new_session(dataset, 1, 1, sets, overlap=True)
    display = VirtualDisplay(
        joined(operator.invitation(session, "display"), "Monitor", "display", lab.trust), lab.trust, None
    )
    shown = threading.Thread(target=display.run, daemon=True)
    shown.start()
    operator.wait_for(session, "the display", lambda seen: seen["can"]["aim"])
    operator.act(session, "aim")
    operator.wait_for(session, "the x-ray", lambda seen: seen["display"]["showing_state"] == "shown")
    url = operator.invitation(session, "phone")
    devices = [joined(url, name, "phone", lab.trust) for name in sets]
    waits: list[list[float]] = [[] for _ in devices]
    threads = [
        threading.Thread(target=_send, args=(lab, device, frame, seconds, heard))
        for device, heard in zip(devices, waits, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    operator.act(session, "abort")
    display.stop()
    shown.join(10)
    return waits


def _send(lab: LabProcess, me: DeviceCredential, frame: bytes, seconds: float, heard: list[float]) -> None:
    url = f"{me.base}/api/v1/sessions/{me.session}/phones/{me.device}/aim"
    with lab.trust.open() as web:
        web.cookies.update(me.cookies)
        web.post(url, data=frame, headers={"Content-Type": "image/jpeg"}, timeout=60)  # imports, connects
        until = time.perf_counter() + seconds
        while (begun := time.perf_counter()) < until:
            answer = web.post(url, data=frame, headers={"Content-Type": "image/jpeg"}, timeout=60)
            answer.raise_for_status()
            assert answer.json()["verdict"] == "verified"
            heard.append(time.perf_counter() - begun)


def _frame(file: Path) -> bytes:
    xray = np.asarray(cv2.imread(str(file), cv2.IMREAD_GRAYSCALE), np.uint8)
    return SimpleCamera(*SIDES, quality=80).photograph(fit(xray, *SIDES), np.random.default_rng(1))


def _row(phones: int, waits: Sequence[Sequence[float]], seconds: float) -> str:
    every = np.concatenate([np.asarray(heard) for heard in waits]) * 1000
    least = min(len(heard) for heard in waits) / seconds
    wanted = f">= {WANTED[phones]:g}" if phones in WANTED else ""
    return f"| {phones} | {least:.1f} | {wanted} | {np.median(every):.0f} / {np.percentile(every, 95):.0f} |"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--phones", type=int, action="append", help="how many at once; may be given again")
    parser.add_argument(
        "--seconds", type=float, default=10.0, help="how long each number of phones is measured"
    )
    parser.add_argument("--write", metavar="PAGE", help="Markdown page whose section is replaced")
    return parser.parse_args()


if __name__ == "__main__":
    main()
