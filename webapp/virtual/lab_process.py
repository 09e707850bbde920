"""A real server in its own process: started, killed, restarted, for the demo, benchmarks and fault tests."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from pathlib import Path

from webapp.auth.one_time import OneTimeCodes
from webapp.auth.operator import HEADER_FILE
from webapp.reach import sign_in_address
from webapp.serving.command import SERVER
from webapp.settings import Settings, environment
from webapp.virtual.network.web import Trust
from webapp.virtual.operator import Operator

START_LIMIT_S = 90.0
_OPEN = re.compile(r"Open +(https://\S+?)/sign-in\b")


class LabError(Exception):
    """The server did not start; the message is its output."""


class LabProcess:
    """One server on one data root; use as a context manager.

    Args:
        settings: How it runs. A port of 0 becomes a free one at the first start and stays that one.
        log: File that takes what it prints and logs; grows over restarts.
    """

    def __init__(self, settings: Settings, log: Path) -> None:
        self.settings, self.log = settings, log
        self.url = ""
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> LabProcess:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def trust(self) -> Trust:
        """Trust in this lab's own certificate authority only."""
        return Trust(self.settings.data_root / "tls" / "ca.crt")

    def console_url(self, session: str) -> str:
        """Return an address that signs in, once, and opens the console of ``session``."""
        code = OneTimeCodes(self._secrets).new()
        return sign_in_address(self.url, code, f"/sessions/{session}")

    @property
    def token(self) -> str:
        """The operator's token."""
        given = self.settings.operator_token
        return given or (self._secrets / "operator-token").read_text(encoding="ascii").strip()

    @property
    def authorization(self) -> Path:
        """The file with the header that a script of the operator sends."""
        return self._secrets / HEADER_FILE

    @property
    def _secrets(self) -> Path:
        return self.settings.data_root / "secrets"

    @property
    def is_running(self) -> bool:
        """Whether the process is running."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """Its process id.

        Raises:
            LabError: It is not running.
        """
        if self._process is None:
            raise LabError("The server is not running.")
        return self._process.pid

    def operator(self) -> Operator:
        """Return an operator of this lab."""
        return Operator(self.url, self.token, self.trust)

    def start(self) -> None:
        """Start it and wait until it is reachable.

        Raises:
            LabError: It did not come up.
        """
        self.log.parent.mkdir(parents=True, exist_ok=True)
        begun = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                SERVER,
                env=os.environ | environment(self.settings),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            found = self._wait_for_address(begun)
        except BaseException:
            self.kill()
            raise
        self.url = found[1]
        port = int(self.url.rpartition(":")[2])
        self.settings = self.settings.model_copy(update={"port": port})

    def kill(self) -> None:
        """Kill it without any handler running, like a power cut."""
        if self._process:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()

    def stop(self) -> None:
        """Stop it as Ctrl-C does."""
        if self._process and self.is_running:
            self._process.terminate()
            try:
                self._process.wait(15)
            except subprocess.TimeoutExpired:
                self.kill()

    def _wait_for_address(self, begun: int) -> re.Match[str]:
        until = time.monotonic() + START_LIMIT_S
        while True:
            said = self.log.read_bytes()[begun:].decode(errors="replace")
            found = _OPEN.search(said)
            if found:
                return found
            if not self.is_running or time.monotonic() > until:
                raise LabError(said.rpartition("Error: ")[2].strip() or "The server did not start.")
            time.sleep(0.02)
