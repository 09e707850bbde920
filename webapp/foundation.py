"""The foundation of all features' services: settings, storage, the clock, threads and the pixel workers."""

from __future__ import annotations

from capture.archive import Archive, PhotoLimits
from capture.storage import Storage
from webapp.offload import Lane, Offload, RealThreads, Waiting
from webapp.pixels.interface import Pixels
from webapp.runtime.clock import Clock
from webapp.runtime.threads import Threads, WorkQueue
from webapp.runtime.watchdog import Watchdog
from webapp.settings import Settings
from webapp.storage.session_store import SessionStore


class Foundation:
    """The base of one server's services, on one data root."""

    def __init__(self, settings: Settings, offload: Offload, pixels: Pixels) -> None:
        root = settings.data_root
        root.mkdir(parents=True, exist_ok=True)
        self.settings = settings
        self.offload = offload
        self.receiving: Offload = Waiting(offload)
        self.pixels = pixels
        self.clock = Clock()
        self.threads = Threads()
        self.watchdog = Watchdog(RealThreads(settings.async_mode))
        self.storage = Storage(f"sqlite:///{root / 'lab.db'}")
        self.store = SessionStore(self.storage, Lane(offload), self.clock)
        self.archive = Archive(root, photo_limits(settings))

    def queue(self, name: str, workers: int = 1) -> WorkQueue:
        """Return a new queue with threads of its own."""
        return WorkQueue(name, self.threads, workers)


def photo_limits(settings: Settings) -> PhotoLimits:
    """Return what photos the archive takes."""
    return PhotoLimits(
        max_bytes=settings.max_photo_bytes,
        max_pixels=int(settings.max_photo_megapixels * 1_000_000),
        reserve_bytes=settings.disk_reserve_mb * 1_000_000,
        formats=("jpeg", "png", "webp", "heic"),
    )
