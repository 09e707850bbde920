"""The demo's display and phone: the public commands, in their own processes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from webapp.virtual.network.web import Trust
from webapp.virtual.operator import Operator

CHEXPHOTO = [sys.executable, "-P", "-c", "from webapp.cli.main import main; main()"]


@contextmanager
def virtual_devices(operator: Operator, session: str, trust: Trust, folder: Path) -> Iterator[None]:
    """Run a virtual display and a virtual phone in a session; their logs go to ``folder``."""
    common = ["--screen", str(folder / "screen.bmp"), "--ca", str(trust.ca)]
    started: list[subprocess.Popen[bytes]] = []
    try:
        for role, options in (("display", []), ("phone", ["--go-on"])):
            url = operator.invitation(session, role)
            command = [*CHEXPHOTO, f"virtual-{role}", url, *common, *options]
            with (folder / f"{role}.log").open("wb") as log:
                started.append(subprocess.Popen(command, stdout=log, stderr=log))
        yield
    finally:
        for device in started:
            device.terminate()
        for device in started:
            device.wait(15)
