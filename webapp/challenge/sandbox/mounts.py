"""Command lines of bubblewrap.

The program sees what is bound here and nothing else: the system's ``/usr`` and its Python, its own files and the
pictures, all of them read-only. What it may write is memory of a bounded size that ends with it.

A server of root's needs two steps. A user namespace alone would leave the program root's own number, which the kernel
exempts from the bound on processes. So the first step binds everything, with root's right to reach the data root, into
a private ``/mnt`` and gives all rights away; the second, as a user that nobody else is, makes the sandbox out of that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from webapp.challenge.sandbox.interpreter import SYSTEM, Interpreter
from webapp.challenge.sandbox.limits import MEGABYTE, SandboxLimits
from webapp.challenge.sandbox.machine import find_bwrap, find_setpriv, is_root

JOB = "/job"
INSIDE = Path(__file__).with_name("inside.py")
INSIDE_TARGET = "/run/inside.py"
FIRST_USER, USERS = 60_600, 400
"""Numbers that systemd's list of users leaves to nobody."""
STAGE = "/mnt"
LINKS = ("bin", "sbin", "lib", "lib32", "lib64")
LIBRARY_FILES = ("/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/alternatives")
NOBODY = "65534"
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "HOME": "/tmp",
    "TMPDIR": "/tmp",
    "USER": "submission",
    "LANG": "C.UTF-8",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONUNBUFFERED": "1",
}


@dataclass(frozen=True, slots=True)
class Mount:
    """A file or folder that the program may read, and where it finds it."""

    source: Path
    target: str


@dataclass(frozen=True, slots=True)
class SandboxView:
    """The machine as one run sees it.

    Attributes:
        python: What runs it.
        mounts: What it may read, besides that.
        number: Of the submission: no two at once have the same user.
    """

    python: Interpreter
    mounts: tuple[Mount, ...]
    number: int = 0


def command_line(view: SandboxView, limits: SandboxLimits, command: Sequence[str]) -> list[str]:
    """Return the command that runs ``command`` in a sandbox.

    Raises:
        SandboxMissing: A program that it takes is not installed.
    """
    mounts = [*_system(), *_python(view.python), *view.mounts, Mount(INSIDE, INSIDE_TARGET)]
    if not is_root():
        return _sandbox(mounts, limits, command)
    staged = [Mount(Path(STAGE, str(number)), mount.target) for number, mount in enumerate(mounts)]
    binds = [part for at, mount in enumerate(mounts) for part in _bind(Mount(mount.source, f"{STAGE}/{at}"))]
    user = FIRST_USER + view.number % USERS
    return [
        *(str(find_bwrap()), "--dev-bind", "/", "/", "--tmpfs", STAGE, *binds),
        *("--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"),
        # The second step would outlive the first: a change of user clears the wish to end with the parent. The end of
        # a namespace of processes ends all that is in it.
        *("--unshare-pid", "--die-with-parent"),
        *("--", str(find_setpriv()), f"--reuid={user}", f"--regid={user}", "--clear-groups"),
        *_sandbox(staged, limits, command),
    ]


def _sandbox(mounts: Sequence[Mount], limits: SandboxLimits, command: Sequence[str]) -> list[str]:
    size = str(limits.scratch_mb * MEGABYTE)
    writable = [part for folder in ("/tmp", JOB, "/dev/shm") for part in ("--size", size, "--tmpfs", folder)]
    environment = [part for name, value in ENVIRONMENT.items() for part in ("--setenv", name, value)]
    return [
        *(str(find_bwrap()), "--unshare-all", "--unshare-user", "--disable-userns"),
        *("--uid", NOBODY, "--gid", NOBODY, "--hostname", "sandbox", "--die-with-parent", "--new-session"),
        *("--proc", "/proc", "--dev", "/dev", *writable, *_links()),
        *(part for mount in mounts for part in _bind(mount)),
        *(
            "--remount-ro",
            "/dev",
            "--remount-ro",
            "/",
            "--chdir",
            JOB,
            "--clearenv",
            *environment,
            "--",
            *command,
        ),
    ]


def _bind(mount: Mount) -> tuple[str, str, str]:
    return "--ro-bind", str(mount.source), mount.target


def _links() -> list[str]:
    """Return the links by which today's systems keep the folders of old in ``/usr``."""
    names = [name for name in LINKS if Path("/", name).is_symlink()]
    return [part for name in names for part in ("--symlink", f"usr/{name}", f"/{name}")]


def _system() -> list[Mount]:
    real = [
        Path("/", name) for name in LINKS if not Path("/", name).is_symlink() and Path("/", name).is_dir()
    ]
    files = [Path(name) for name in LIBRARY_FILES if Path(name).exists()]
    return [Mount(path, str(path)) for path in (SYSTEM, *real, *files)]


def _python(python: Interpreter) -> list[Mount]:
    return [Mount(folder, str(folder)) for folder in python.folders]
