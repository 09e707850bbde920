"""Programs that mean harm, in the real sandbox: each is stopped, and told why."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from tests.waiting import wait_until
from webapp.challenge.sandbox import (
    Ended,
    Interpreter,
    Mount,
    SandboxLimits,
    SandboxMissing,
    SandboxView,
    describe,
    mounts,
    run_in_sandbox,
)
from webapp.challenge.sandbox.mounts import FIRST_USER

pytestmark = pytest.mark.usefixtures("sandbox")
LIMITS = SandboxLimits(
    seconds=120, memory_mb=2000, processes=30, scratch_mb=20, output_bytes=10_000, log_characters=300
)
SECRET = "the label of patient 7"
Run = Callable[..., Ended]


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Interpreter:
    return describe(Path(sys.executable), tmp_path_factory.mktemp("kept out"))


@pytest.fixture
def run(tmp_path: Path, python: Interpreter) -> Run:
    """Run a program's text in a sandbox, in a data root that only its owner may enter."""
    tmp_path.chmod(0o700)
    source = tmp_path / "src"
    source.mkdir()

    def running(
        text: str, limits: SandboxLimits = LIMITS, beat: Callable[[float], None] = lambda _: None
    ) -> Ended:
        (source / "main.py").write_text(textwrap.dedent(text))
        (tmp_path / "input.csv").write_text("Path\nxray.jpg\n")
        for file in (source / "main.py", tmp_path / "input.csv"):
            file.chmod(0o444)
        source.chmod(0o755)
        binds = (Mount(source, "/job/src"), Mount(tmp_path / "input.csv", "/job/input.csv"))
        command = [str(python.executable), "src/main.py", "input.csv", "output.csv"]
        return run_in_sandbox(SandboxView(python, binds), limits, command, "output.csv", beat)

    return running


def test_a_program_reads_its_input_and_its_output_comes_back(run: Run) -> None:
    ended = run(
        """
        import sys, numpy, PIL
        print("reading", sys.argv[1])
        open(sys.argv[2], "w").write(open(sys.argv[1]).read().upper())
        """
    )
    assert (ended.reason, ended.output, ended.log) == ("done", b"PATH\nXRAY.JPG\n", "reading input.csv")


def test_a_failure_comes_with_the_end_of_its_traceback(run: Run) -> None:
    ended = run("print('x' * 5000)\nraise ValueError('no model here')")
    assert (ended.reason, ended.code) == ("failed", 1)
    assert ended.log.endswith("ValueError: no model here")
    assert len(ended.log) <= LIMITS.log_characters


def test_a_program_without_output_is_told_so(run: Run) -> None:
    assert run("pass").reason == "no_output"


def test_too_large_an_output_is_refused(run: Run) -> None:
    ended = run("open('output.csv', 'w').write('1' * 100_000)")
    assert ended.reason == "output"
    assert len(ended.output) <= LIMITS.output_bytes + 1


def test_one_that_hangs_is_ended(run: Run) -> None:
    ended = run("import time\nprint('here', flush=True)\ntime.sleep(3600)", replace(LIMITS, seconds=3))
    assert ended.reason == "time"
    assert ended.seconds < 60


def test_one_that_forks_without_end_is_ended_with_all_its_children(run: Run) -> None:
    before = set(psutil.Process().children(recursive=True))
    ended = run(
        """
        import os
        while True:
            try:
                os.fork()
            except OSError:
                pass
        """
    )
    assert ended.reason == "processes"
    wait_until(lambda: before.issuperset(psutil.Process().children(recursive=True)), "all of them to be gone")


def test_threads_without_end_are_refused_by_the_kernel(run: Run) -> None:
    ended = run(
        """
        import threading
        wait = threading.Event()
        while True:
            threading.Thread(target=wait.wait, daemon=True).start()
        """
    )
    assert ended.reason == "failed"
    assert "can't start new thread" in ended.log


@pytest.mark.parametrize("folder", ["/tmp", "/job", "/dev/shm"])
def test_one_that_fills_the_disk_fills_its_own_memory_and_is_ended(run: Run, folder: str) -> None:
    ended = run(
        f"""
        import itertools
        for number in itertools.count():
            try:
                with open(f"{folder}/{{number}}", "wb") as file:
                    file.write(bytes(1 << 20))
            except OSError as error:
                print(error)
        """
    )
    assert (ended.reason, "No space left" in ended.log) == ("disk", True)


def test_nothing_else_can_be_written(run: Run) -> None:
    ended = run(
        """
        import os
        places = ["/", "/dev", "/run", "/usr", "/job/src", "/proc/sys/kernel", "/etc", "/sys"]
        for place in places:
            try:
                open(place + "/written", "w")
                print("wrote in", place)
            except OSError:
                pass
        print("tried", len(places))
        """
    )
    assert ended.log == "tried 8"


def test_memory_is_bounded(run: Run) -> None:
    assert "MemoryError" in run("x = bytearray(3_000_000_000)").log


def test_memory_that_processes_take_together_is_bounded(run: Run) -> None:
    ended = run(
        """
        import os, time
        for _ in range(6):
            if not os.fork():
                break
        held = bytearray(os.urandom(1)) * 60_000_000
        time.sleep(3600)
        """,
        replace(LIMITS, memory_mb=300),
    )
    assert ended.reason == "memory"


def test_files_of_the_machine_are_not_there(run: Run, tmp_path: Path) -> None:
    (tmp_path / "labels.csv").write_text(SECRET)
    other = tmp_path / "other submission"
    other.mkdir()
    (other / "model.py").write_text(SECRET)
    wanted = [
        *("/etc/shadow", "/etc/passwd", "/root", "/home", "/proc/1/environ", "/mnt/0"),
        *(str(tmp_path), str(tmp_path / "labels.csv"), str(other / "model.py"), __file__),
    ]
    ended = run(
        f"""
        import os
        for place in {wanted!r}:
            try:
                found = os.listdir(place) if os.path.isdir(place) else open(place).read()
            except OSError as error:
                continue
            print("FOUND", place, found)
        print("tried", {len(wanted)})
        open({wanted[7]!r})
        """
    )
    assert "FOUND" not in ended.log.replace("FOUND /proc/1/environ", "")
    assert SECRET not in ended.log
    assert ended.reason == "failed"
    assert "No such file or directory" in ended.log


def test_no_path_of_another_process_leads_out(run: Run) -> None:
    ended = run(
        f"""
        import glob, os
        for root in glob.glob("/proc/[0-9]*/root") + glob.glob("/proc/[0-9]*/cwd"):
            try:
                print("FOUND" if os.path.exists(root + {__file__!r}) else "", end="")
            except OSError:
                pass
        print(len(glob.glob("/proc/[0-9]*")), "processes")
        """
    )
    assert ended.log == "3 processes"


def test_the_environment_is_not_the_servers(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHEXPHOTO_OPERATOR_TOKEN", SECRET)
    ended = run("import os\nprint(sorted(os.environ))\nprint(open('/proc/1/environ').read())")
    assert SECRET not in ended.log
    assert "CHEXPHOTO" not in ended.log


def test_the_network_cannot_be_reached_nor_a_server_on_this_machine(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        ended = run(
            f"""
            import socket
            for address in [("127.0.0.1", {port}), ("8.8.8.8", 53)]:
                try:
                    socket.create_connection(address, timeout=5)
                    print("CONNECTED")
                except OSError as error:
                    print(error)
            socket.create_connection(("192.0.2.1", 80), timeout=5)
            """
        )
    assert "CONNECTED" not in ended.log
    assert (ended.reason, "Network is unreachable" in ended.log) == ("failed", True)


def test_it_is_a_user_of_its_own_without_any_right(run: Run) -> None:
    ended = run(
        """
        import ctypes, os
        libc = ctypes.CDLL(None, use_errno=True)
        CLONE_NEWUSER = 0x10000000
        print(os.getuid(), os.getgid(), libc.unshare(CLONE_NEWUSER))
        print([line.split()[1] for line in open("/proc/self/status") if line.startswith(("CapEff", "NoNewPrivs"))])
        """
    )
    assert ended.log == "65534 65534 -1\n['0000000000000000', '1']"


@pytest.mark.skipif(os.geteuid() != 0, reason="only a server of root's has rights to give away")
def test_a_program_of_a_server_of_roots_is_not_root_outside_either(run: Run) -> None:
    seen: set[int] = set()

    def look(_: float) -> None:
        family = psutil.Process().children(recursive=True)
        seen.update(each.uids().real for each in family if "src/main.py" in each.cmdline()[1:2])

    def program_is_seen(seconds: float) -> None:
        with suppress(psutil.Error):
            look(seconds)

    ended = run("import time\ntime.sleep(1)", beat=program_is_seen)
    assert ended.code == 0
    assert seen
    assert all(uid >= FIRST_USER for uid in seen)


def test_it_works_for_a_server_that_is_not_root(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mounts, "is_root", lambda: False)
    ended = run("import sys\nopen(sys.argv[2], 'w').write(open(sys.argv[1]).read())")
    assert (ended.reason, ended.output) == ("done", b"Path\nxray.jpg\n")
    assert "No such file" in run("open('/etc/shadow')").log
    assert run("import time\ntime.sleep(3600)", replace(LIMITS, seconds=1)).reason == "time"


def test_it_ends_with_the_process_that_watches_it(tmp_path: Path, python: Interpreter) -> None:
    text = f"""
        import sys
        from pathlib import Path
        from webapp.challenge.sandbox import SandboxView, SandboxLimits, describe, run_in_sandbox
        python = describe(Path(sys.executable), Path({str(tmp_path)!r}))
        program = "import time; time.sleep(3600); marker = {tmp_path.name!r}"
        run_in_sandbox(SandboxView(python, ()), SandboxLimits(), [str(python.executable), "-c", program], "output.csv")
    """
    watcher = subprocess.Popen([sys.executable, "-c", textwrap.dedent(text)])
    try:
        wait_until(lambda: _marked(tmp_path.name), "the program to run")
    finally:
        watcher.send_signal(signal.SIGKILL)
        watcher.wait()
    wait_until(lambda: not _marked(tmp_path.name), "the program to have ended")


def test_without_bubblewrap_it_is_refused_with_the_reason(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(SandboxMissing, match="bubblewrap"):
        run("pass")


def test_a_python_beside_the_data_root_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SandboxMissing, match="data root"):
        describe(Path(sys.executable), Path(sys.prefix) / "data")
    with pytest.raises(SandboxMissing, match="does not run"):
        describe(tmp_path / "python", tmp_path)


def _marked(marker: str) -> bool:
    lines = (process.info["cmdline"] or [] for process in psutil.process_iter(["cmdline"]))
    return any(line[1:2] == ["-c"] and f"marker = '{marker}'" in line[-1] for line in lines)


def test_a_sandbox_takes_little_time(run: Run) -> None:
    own = time.monotonic()
    subprocess.run([sys.executable, "-I", "-c", "pass"], check=True)
    pace = time.monotonic() - own
    ended = run("open('output.csv', 'w').write('1')")
    assert ended.reason == "done"
    assert ended.seconds < 1 + 20 * pace
