"""The same behaviour under eventlet, and that its loop goes on while workers work."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

GREEN = "import warnings; warnings.simplefilter('ignore'); import eventlet; eventlet.monkey_patch(); "
ROOT = Path(__file__).parents[2]


def green(code: str, *arguments: str) -> str:
    """Run ``code`` in an interpreter whose first statement is the monkey patch; return what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", GREEN + code, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_everything_holds_under_eventlet() -> None:
    printed = green(
        "import sys, pytest; sys.exit(pytest.main(['-q', '-p', 'no:cacheprovider', '-p', 'no:xdist', *sys.argv[1:]]))",
        "tests/workers/test_pool.py",
        "tests/workers/test_fair_verdicts.py",
    )
    assert "passed" in printed


def test_the_loop_goes_on_while_every_worker_is_busy(tmp_path: Path) -> None:
    ticks = green(
        "\nimport sys, time; from pathlib import Path"
        "\nfrom webapp.workers import WorkerPool, WorkerTimeout"
        "\npool = WorkerPool(1, tasks='tests.workers.fault_tasks'); pool.run('echo', value=1)"
        "\ntask = pool.submit('spin', started=Path(sys.argv[1]), time_limit_s=0.3)"
        "\nticks = 0"
        "\nwhile not task.done():"
        "\n    time.sleep(0.01); ticks += 1"
        "\nassert isinstance(task.exception(), WorkerTimeout)"
        "\npool.close(); print(ticks)",
        str(tmp_path / "started"),
    )
    assert int(ticks) >= 10
