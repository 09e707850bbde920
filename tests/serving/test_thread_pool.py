"""Real threads that call for green ones, in a process with eventlet's patch."""

from __future__ import annotations

import subprocess
import sys

from tests.serving.running import CHECKOUT, START_LIMIT_S


def test_calls_get_their_results_and_the_process_ends_although_one_never_does() -> None:
    command = [sys.executable, "-W", "ignore", "-m", "tests.serving.calls_in_threads"]
    ended = subprocess.run(
        command, cwd=CHECKOUT, capture_output=True, text=True, timeout=START_LIMIT_S, check=False
    )
    assert (ended.stdout, ended.stderr, ended.returncode) == ("raised\ndone\n", "", 0)
