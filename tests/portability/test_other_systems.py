"""The program runs where the calls of POSIX are missing, as in Windows; none of them is used without a way around."""

from __future__ import annotations

import ast
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import PACKAGES, modules, tree
from tests.serving.running import CHECKOUT, RunningServer
from tests.wheels.probes import grey_png

WITHOUT = Path(__file__).parent / "without_posix"
MODULES = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "termios", "tty"}
NAMES = {
    "os": {
        *(
            "chown",
            "fchmod",
            "fchown",
            "fork",
            "forkpty",
            "geteuid",
            "getgid",
            "getuid",
            "killpg",
            "mkfifo",
            "nice",
        ),
        *(
            "posix_fallocate",
            "pread",
            "pwrite",
            "sched_getaffinity",
            "setsid",
            "statvfs",
            "sync",
            "uname",
            "execve",
        ),
        *("O_CLOEXEC", "O_DIRECTORY", "O_NOFOLLOW", "O_NONBLOCK", "O_SYNC", "SEEK_DATA"),
    },
    "signal": {
        "ITIMER_PROF",
        "SIGBUS",
        "SIGCHLD",
        "SIGHUP",
        "SIGKILL",
        "SIGPROF",
        "SIGUSR1",
        "alarm",
        "setitimer",
    },
    "socket": {"AF_UNIX", "SO_REUSEPORT", "recv_fds", "send_fds"},
}
ALLOWED = {
    "webapp.challenge.sandbox.inside": "runs in the sandbox, which only Linux has",
    "webapp.challenge.sandbox.machine": "asked only where there is a sandbox",
    "webapp.challenge.sandbox.watch": "runs only where there is a sandbox",
    "transforms.kernels.cache": "looks first whether it is there",
    "webapp.cli.serve": "in Windows it starts the server in another way",
    "webapp.workers.cage.landlock": "in Linux alone",
    "webapp.workers.limits": "looks first whether they are there",
    "webapp.workers.line_process": "looks first whether killpg is there",
    "webapp.workers.parent": "in Linux alone",
    "webapp.virtual.lab_process": "a tool of development that imitates a power cut",
    "wsgi": "goes on without resource",
}


def _of_posix(module: str) -> set[str]:
    """Return what a module uses that only POSIX has."""
    used = set()
    for node in ast.walk(tree(module)):
        match node:
            case ast.Import(names=names):
                used |= {one.name for one in names if one.name in MODULES}
            case ast.ImportFrom(module=str(name)) if name in MODULES:
                used.add(name)
            case ast.Attribute(value=ast.Name(id=home), attr=name) if name in NAMES.get(home, ()):
                used.add(f"{home}.{name}")
    return used


def test_what_only_posix_has_is_used_only_where_there_is_a_way_around() -> None:
    ours = [name for name in modules() if name.partition(".")[0] in {*PACKAGES, "wsgi", "chexphoto_lab"}]
    assert len(ours) > 400
    using = {name: used for name in ours if (used := _of_posix(name))}
    assert using.keys() == ALLOWED.keys(), using


@pytest.mark.processes
def test_a_server_without_the_calls_of_posix_serves_pages_and_pictures_and_stops(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(WITHOUT))
    root = tmp_path / "root"
    with RunningServer(root, async_mode="threading") as server:
        assert server.get("/join").startswith(b"HTTP/1.1 200")
        answer = server.post("/api/v1/transforms/contrast_up?level=2", grey_png(), "image/png")
        assert answer.startswith(b"HTTP/1.1 200"), answer[:500]
        lock = (
            "import sys; from pathlib import Path\nfrom webapp.serving.data_root_lock import DataRootLock\n"
        )
        second = subprocess.run(
            [sys.executable, "-c", f"{lock}DataRootLock(Path(sys.argv[1]))", str(root)],
            cwd=CHECKOUT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert f"(process {server.process.pid})" in second.stderr
        assert server.stop(signal.SIGINT) == 0
