"""Pixel workers: plain Python processes that do all computation on pixels.

The web process only moves messages and bytes; under eventlet one decoded photo would otherwise stop every phone for a
tenth of a second. The workers are started with ``subprocess`` and not by a process pool: one made before the monkey
patch hangs, and its processes outlive a killed parent.
"""

from webapp.workers.errors import (
    QueueFull,
    WorkerDied,
    WorkerEnded,
    WorkerError,
    WorkerNotReady,
    WorkersClosed,
    WorkerTimeout,
)
from webapp.workers.pool import WorkerPool
from webapp.workers.queue import Priority

__all__ = [
    "Priority",
    "QueueFull",
    "WorkerDied",
    "WorkerEnded",
    "WorkerError",
    "WorkerNotReady",
    "WorkerPool",
    "WorkerTimeout",
    "WorkersClosed",
]
