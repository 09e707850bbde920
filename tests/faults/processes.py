"""Devices in processes of their own, started by the commands that anybody can run, so that they can be killed."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

from tests.faults.station import SCREEN, Station
from webapp.demo.devices import CHEXPHOTO


class DeviceProcess:
    """``chexphoto virtual-phone`` or ``virtual-display`` in a station's session."""

    def __init__(self, station: Station, role: str, *options: str) -> None:
        url = station.operator.invitation(station.session, role)
        size = f"{SCREEN[0]}x{SCREEN[1]}"
        command = [*CHEXPHOTO, f"virtual-{role}", url, "--screen", str(station.screen), "--size", size]
        command += ["--ca", str(station.lab.trust.ca), *options]
        command += ["--plain"] if role == "phone" else []
        self.log = Path(station.folder / f"{station.session}-{role}.log")
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)

    def kill(self) -> None:
        """Kill it like a flat battery."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(10)

    def ends(self, timeout_s: float = 30) -> int:
        """Its exit status, once it ends by itself."""
        return self._process.wait(timeout_s)
