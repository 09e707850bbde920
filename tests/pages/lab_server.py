"""A real server in its own process: started, killed, started again on the same data root and port.

Whatever it prints is kept, and shown when it does not come up or has died.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "operator-token-of-the-page-tests"
START_S = 60.0


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class ApiFailure(AssertionError):
    """The server refused a call; carries status and error object."""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        super().__init__(f"{status} {body}")
        self.status = status
        self.error = body.get("error", {})


class LabServer:
    """One server on one data root.

    Args:
        data_root: Where it keeps everything.
        csv: The data set it offers.
        options: Further settings by name, as ``CHEXPHOTO_<NAME>``.
    """

    def __init__(self, data_root: Path, csv: Path, **options: object) -> None:
        self.port = free_port()
        self.url = f"https://localhost:{self.port}"
        self._csv = csv
        self._log = data_root.with_suffix(".log")
        values = {
            "data_root": data_root,
            "csv": csv,
            "host": "127.0.0.1",
            "port": self.port,
            "workers": 1,
        } | options
        values |= {"operator_token": TOKEN, "disk_reserve_mb": 0, "demo": "false"}
        self._environment = os.environ | {
            f"CHEXPHOTO_{name.upper()}": str(value) for name, value in values.items()
        }
        self._process: subprocess.Popen[bytes] | None = None
        self._tls = ssl.create_default_context()
        self._tls.check_hostname = False
        self._tls.verify_mode = ssl.CERT_NONE

    @property
    def log(self) -> str:
        """What the server printed so far."""
        return self._log.read_text(errors="replace") if self._log.exists() else ""

    def start(self) -> LabServer:
        """Start it and wait until it answers."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "wsgi"],
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise AssertionError(f"the server did not come up:\n{self.log}")
            time.sleep(0.05)
        return self

    def kill(self) -> None:
        """Kill it like a power cut: no handler runs."""
        process, self._process = self._process, None
        if process is not None:
            process.send_signal(signal.SIGKILL)
            process.wait(10)

    def stop(self) -> None:
        """End it the ordinary way; kill it when it does not."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()
        self._process = None

    def call(self, method: str, path: str, body: object = None) -> Any:
        """Call the operator's API below ``/api/v1`` and return the JSON of the answer.

        Raises:
            ApiFailure: The server refused.
        """
        data = None if body is None else json.dumps(body).encode()
        headers = {
            "Authorization": f"Bearer {TOKEN}",
            "Content-Type": "application/json",
            "Accept": "application/json",
        }
        request = urllib.request.Request(f"{self.url}/api/v1{path}", data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=120, context=self._tls) as answer:
                content = answer.read()
        except urllib.error.HTTPError as error:
            with error:
                raise ApiFailure(error.code, json.loads(error.read() or b"{}")) from None
        return json.loads(content) if content else None

    def dataset(self) -> str:
        """Return the id of the data set that the server was started with (it may offer others)."""
        [own] = [
            found for found in self.call("GET", "/datasets")["datasets"] if found["csv"] == str(self._csv)
        ]
        return str(own["id"])

    def fetch(self, path: str) -> bytes:
        """Return the bytes of any address of the server, as the operator."""
        request = urllib.request.Request(f"{self.url}{path}", headers={"Authorization": f"Bearer {TOKEN}"})
        with urllib.request.urlopen(request, timeout=120, context=self._tls) as answer:
            return bytes(answer.read())

    def _answers(self) -> bool:
        try:
            self.fetch("/api/v1/health")
        except OSError:
            return False
        return True
