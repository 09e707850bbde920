"""The cage of a worker: what a decoder that a hostile image has taken over can still do.

Linux enforces it: no new privileges, a list of refused system calls (`seccomp`), and the files that may be read and
written (`landlock`). Elsewhere, and on kernels without these, workers have their limits of memory and time alone.
Everything is set before the first image is looked at, and nothing in the process can undo it.
"""

from webapp.workers.cage.enclosure import Enclosure
from webapp.workers.cage.entering import Protection, enter
from webapp.workers.cage.files import CommandFiles, FileRules, GuardedFiles, WorkerFiles

__all__ = ["CommandFiles", "Enclosure", "FileRules", "GuardedFiles", "Protection", "WorkerFiles", "enter"]
