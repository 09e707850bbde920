"""A filter of system calls (seccomp): no network, no programs, no processes, no signals to others.

Refused calls fail with EPERM, as if the process lacked the right, so that a library that merely probes goes on.
The list names what is refused, not what is allowed: what decoders call differs by library, libc and processor.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys
from collections.abc import Iterator

PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, MODE_FILTER = 38, 22, 2
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, KILL = 0x7FFF0000, 0x80000000
NUMBER, ARCHITECTURE, ARGUMENTS = 0, 4, 16
X32 = 0x40000000
CLONE_THREAD = 0x00010000
TIOCSTI, TIOCLINUX = 0x5412, 0x541C
AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
NONE = -1

# name: (x86_64, aarch64); by what an attacker would want of it
REFUSED: dict[str, tuple[int, int]] = {
    # reach somebody; the channel to the server is open already
    "socket": (41, 198),
    "socketpair": (53, 199),
    "connect": (42, 203),
    "bind": (49, 200),
    "listen": (50, 201),
    "accept": (43, 202),
    "accept4": (288, 242),
    # run another program
    "execve": (59, 221),
    "execveat": (322, 281),
    "fork": (57, NONE),
    "vfork": (58, NONE),
    # act on other processes
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "kcmp": (312, 272),
    "tkill": (200, 130),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438),
    "pidfd_send_signal": (424, 424),
    # change who may use a file, which Landlock does not cover
    "chmod": (90, NONE),
    "fchmod": (91, 52),
    "fchmodat": (268, 53),
    "fchmodat2": (452, 452),
    "chown": (92, NONE),
    "lchown": (94, NONE),
    "fchown": (93, 55),
    "fchownat": (260, 54),
    "setxattr": (188, 5),
    "lsetxattr": (189, 6),
    "fsetxattr": (190, 7),
    # leave the cage by a file system or a namespace
    "mount": (165, 40),
    "umount2": (166, 39),
    "move_mount": (429, 429),
    "open_tree": (428, 428),
    "fsopen": (430, 430),
    "mount_setattr": (442, 442),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "unshare": (272, 97),
    "setns": (308, 268),
    "open_by_handle_at": (304, 265),
    # parts of the kernel that decoders never need and that have had many faults
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "fanotify_init": (300, 262),
    "modify_ldt": (154, NONE),
    "personality": (135, 92),
    "shmget": (29, 194),
    "shmat": (30, 196),
    # the machine itself, where the server runs as root
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "reboot": (169, 142),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "acct": (163, 89),
    "sethostname": (170, 161),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "adjtimex": (159, 171),
    "clock_adjtime": (305, 266),
    "iopl": (172, NONE),
    "ioperm": (173, NONE),
}
KILLS = {"kill": (62, 129), "tgkill": (234, 131)}
"""Allowed for the process itself: a library that aborts signals itself."""
PRLIMIT = (302, 261)
CLONE, CLONE3, IOCTL = (56, 220), (435, 435), (16, 29)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def refuse_system_calls() -> bool:
    """Install the filter for this process and its threads to come; return whether the system offers it."""
    machine = platform.machine()
    if sys.platform != "linux" or machine not in AUDIT:
        return False
    code = b"".join(program(machine, os.getpid()))
    libc = ctypes.CDLL(None, use_errno=True)
    filter_ = _Program(len(code) // 8, code)
    # Without it only root may install a filter; and no program with another owner's rights can be started.
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    return not libc.prctl(PR_SET_SECCOMP, MODE_FILTER, ctypes.byref(filter_), 0, 0)


def program(machine: str, pid: int) -> Iterator[bytes]:
    """Yield the filter's instructions for a kind of machine (classic BPF)."""
    column = list(AUDIT).index(machine)
    yield _step(LOAD, ARCHITECTURE)
    yield from _unless_equal(AUDIT[machine], KILL)
    yield _step(LOAD, NUMBER)
    if machine == "x86_64":  # the same calls under other numbers
        yield from _when(AT_LEAST, X32, KILL)
    refusal = _error(errno.EPERM)
    for numbers in REFUSED.values():
        if numbers[column] != NONE:
            yield from _when(EQUAL, numbers[column], refusal)
    # Where it is missing, libc makes threads by `clone`, whose flags a filter can see.
    yield from _when(EQUAL, CLONE3[column], _error(errno.ENOSYS))
    for numbers in KILLS.values():
        yield from _for_call(numbers[column], 0, [*_unless_equal(pid, refusal)])
    own = [*_when(EQUAL, 0, ALLOW), *_unless_equal(pid, refusal)]
    yield from _for_call(PRLIMIT[column], 0, own)
    # A thread is no new process.
    yield from _for_call(CLONE[column], 0, [*_unless(ANY_BIT, CLONE_THREAD, refusal)])
    # Both put words into a terminal as if somebody had typed them.
    typed = [*_when(EQUAL, TIOCSTI, refusal), *_when(EQUAL, TIOCLINUX, refusal)]
    yield from _for_call(IOCTL[column], 1, typed)
    yield _step(RETURN, ALLOW)


def _for_call(number: int, argument: int, checks: list[bytes]) -> Iterator[bytes]:
    """Yield checks of one call's argument (its lower half), which are skipped for other calls."""
    inside = [_step(LOAD, ARGUMENTS + 8 * argument), *checks, _step(RETURN, ALLOW)]
    yield _step(EQUAL, number, otherwise=len(inside))
    yield from inside


def _when(test: int, value: int, result: int) -> Iterator[bytes]:
    yield _step(test, value, otherwise=1)
    yield _step(RETURN, result)


def _unless(test: int, value: int, result: int) -> Iterator[bytes]:
    yield _step(test, value, then=1)
    yield _step(RETURN, result)


def _unless_equal(value: int, result: int) -> Iterator[bytes]:
    return _unless(EQUAL, value, result)


def _error(number: int) -> int:
    return 0x00050000 | number


def _step(code: int, value: int, then: int = 0, otherwise: int = 0) -> bytes:
    return struct.pack("=HBBI", code, then, otherwise, value)
