"""The lab: the one place where a server's components are assembled.

Sockets and routes hold a `Lab` and turn what they hear into its calls.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from capture.archive import Archive, PhotoLimits
from capture.commands import Command
from capture.events import Pause, Tick
from capture.facts import ENDED, Fact
from capture.journal import Journal
from dataset.errors import DatasetError
from webapp.auth.guard import Guard
from webapp.auth.operator import OperatorSignIn
from webapp.auth.tries import Tries
from webapp.datasets.dataset_registry import Datasets, LoadedDataset
from webapp.devices.aiming import Aiming
from webapp.devices.credentials import Credentials
from webapp.devices.enrolment import Joining
from webapp.errors import ApiError
from webapp.exports.export_service import Exporting
from webapp.imports.import_batches import LoosePiles
from webapp.imports.import_files import LOOSE_FORMATS, LooseFiles
from webapp.imports.import_filing import LooseFiling
from webapp.jobs.job_service import Jobs
from webapp.offload import Lane, Offload, RealThreads
from webapp.pictures.picture_cache import Pictures
from webapp.pictures.previews import Previews
from webapp.pixels.interface import Pixels
from webapp.realtime.broadcast import Broadcast
from webapp.realtime.connections import Connections
from webapp.realtime.consoles import Consoles
from webapp.realtime.transport import Outlets
from webapp.report.report_service import Reporting
from webapp.reviews.review_service import Reviewing
from webapp.runtime.clock import Clock
from webapp.runtime.threads import SideBySide, Threads, Ticker, WorkQueue
from webapp.runtime.watchdog import Watchdog
from webapp.sessions.command_executor import Orders
from webapp.sessions.notifications import Announcer
from webapp.sessions.session_registry import Sessions
from webapp.sessions.session_runner import LiveSession
from webapp.sessions.session_service import Planning
from webapp.sessions.snapshots import Snapshots
from webapp.settings import Settings
from webapp.shapes.session import SessionSnapshot
from webapp.storage.session_store import SessionStore
from webapp.system.phone_address import PhoneAddress
from webapp.uploads.photo_uploads import Intake
from webapp.variants.cache import VariantCache
from webapp.variants.images import Images
from webapp.variants.studio import Studio
from webapp.verification.descriptions import Descriptions
from webapp.verification.galleries import Galleries
from webapp.verification.near_duplicates import Twins
from webapp.verification.preflight import Checks
from webapp.verification.references import References
from webapp.verification.similarity import Likeness
from webapp.verification.verification_queue import Background

log = logging.getLogger(__name__)
DEMO = "Demo (drawn x-rays)"
DEMO_FOLDER = "demo"
TICK_S = 1.0
CSV_CHECK_TICKS = 10


class Lab:
    """One server's sessions, devices, photos and data sets."""

    guard: Guard

    def __init__(
        self,
        settings: Settings,
        offload: Offload,
        pixels: Pixels,
        outlets: Outlets,
        *,
        with_demo: bool = True,
    ) -> None:
        root = settings.data_root
        root.mkdir(parents=True, exist_ok=True)
        self.settings = settings
        self.offload = offload
        self.clock = Clock()
        self.threads = Threads()
        self.tries = Tries()
        self.outlets = outlets
        self.operator = OperatorSignIn.load(root, settings.operator_token)
        self.journal = Journal(f"sqlite:///{root / 'lab.db'}")
        self.archive = Archive(root, _limits(settings))
        self.phone_address = PhoneAddress(root, offload)
        self.store = SessionStore(self.journal, Lane(offload), self.clock)
        self.datasets = Datasets(self.store, offload, self.clock, allow_links=settings.allow_links)
        self.credentials = Credentials(self.store, self.clock)
        self.connections = Connections(outlets.to_device, outlets.cut, self.threads.spawn)
        self.consoles = Consoles(outlets, self._queue("consoles"))
        self.sessions = Sessions(self.store, self.clock, self)
        self.snapshots = Snapshots(self.sessions, self.datasets, self.store)
        self.pixels = pixels
        self.pictures = Pictures(root / "cache", pixels, offload)
        self.images = Images(root / "uploads", offload, settings.max_image_bytes, pixels.variants.header)
        variants = offload(VariantCache, root / "cache" / "variants", settings.variant_cache_mb * 1_000_000)
        self.studio = Studio(pixels.variants, variants, root / "cache" / "scratch", offload)
        self.watchdog = Watchdog(RealThreads(settings.async_mode))
        self._turn = self.watchdog.pulse("ticker")
        self._broadcast = Broadcast(
            self._tell_state, self.clock.now, beat=self.watchdog.pulse("broadcast").beat
        )
        self.previews = Previews(self.dataset_if_unchanged, self.pictures, self._queue("previews"))
        self.references = References(
            root / "cache" / "references",
            self.dataset_if_unchanged,
            pixels,
            offload,
            self._queue("references"),
        )
        self.aiming = Aiming(self.sessions, self.references, pixels, self.consoles)
        self.background = Background(
            self.archive,
            pixels,
            self.pictures,
            self.references,
            offload,
            self.sessions.get,
            SideBySide("verdicts", self.threads, settings.workers),
            self._queue("moves"),
        )
        self._describing = self._queue("describing", settings.workers)
        descriptions = Descriptions(
            root / "cache" / "gallery", self.references, pixels.loose, self._describing, offload
        )
        twins = Twins(pixels.loose, self._describing)
        likeness = Likeness(descriptions, twins)
        self.checks = Checks(self.datasets, self.store, self.archive, pixels, likeness, offload)
        self.exporting = Exporting(self.store, self.datasets, self.archive, pixels, offload)
        self.reviewing = Reviewing(self.store, self.clock)
        self.jobs = Jobs(
            settings,
            self.datasets,
            self.studio,
            self.clock,
            self._queue("jobs"),
            offload,
            lambda job: self.consoles.tell_all("job", asdict(job)),
        )
        self.reporting = Reporting(
            self.store, self.datasets, self.archive, self.pictures, offload, self.clock
        )
        self.galleries = Galleries(descriptions, twins, pixels.loose, offload)
        self.loose = self._loose_piles(root)
        self.planning = Planning(self.sessions, self.checks, settings, self.clock)
        self.joining = Joining(self.sessions, self.credentials)
        self.intake = Intake(self.archive, self.store, offload, self.previews)
        self._announcer = Announcer(
            self.connections, self.store, self.consoles, self._queue("announcer"), self._broadcast
        )
        self._orders = Orders(self.connections, self.previews, self.references, self.background)
        self._with_demo = with_demo
        self._closed = False
        self._ticks = 0

    def open(self) -> None:
        """Resume what the last run left (moves of photos, data sets, sessions), then start the clock."""
        stored = self.store(lambda journal: journal.photos(states=("pending", "accepted", "rejected")))
        self.offload(self.archive.reconcile, stored)
        if self.settings.csv is not None:
            self.datasets.register(self.settings.csv.stem, self.settings.csv, self.settings.data_dir)
        self.sessions.revive_unended()
        for live in self.sessions.at_work():
            self._check_csv(live)
        self.jobs.open()
        self.loose.open()
        if self._with_demo:
            self.datasets.preparing.append(DEMO)
            self.threads.start("demo", self._offer_demo, lambda: None)
        ticker = Ticker(self._tick, TICK_S)
        self.threads.start("ticker", ticker.run, ticker.close)
        self.threads.start("broadcast", self._broadcast.run, self._broadcast.close)
        self.watchdog.start(self.threads)

    def close(self) -> None:
        """Stop the workers, the threads and the database's connections."""
        if self._closed:
            return
        self._closed = True
        self.watchdog.close()
        self.jobs.close()
        self.pixels.close()
        self.connections.close()
        self.threads.close()
        self.journal.close()

    def happened(
        self, live: LiveSession, facts: Sequence[tuple[int, Fact]], commands: Sequence[Command]
    ) -> None:
        """Carry out and publish the result of an event (called by the session, in order)."""
        self._orders.carry_out(live.plan, commands)
        if facts:
            self._announcer.announce(live, facts)

    def lost_track(self, live: LiveSession) -> None:
        """Reconnect the devices of a session (called by the session)."""
        for connection in self.connections.of_session(live.id):
            self.threads.later(0, self.outlets.cut, connection.namespace, connection.id)

    def knows_session(self, session: str) -> bool:
        """Return whether there is such a session."""
        return (
            self.sessions.in_memory(session) is not None or self.store(Journal.session, session) is not None
        )

    def snapshot(self, session: str) -> SessionSnapshot:
        """Return the snapshot of a session for the console."""
        return self.snapshots.snapshot(self.sessions.get(session))

    def dataset_if_unchanged(self, dataset: str) -> LoadedDataset | None:
        """Return a data set, None where its CSV has changed or gone."""
        try:
            return self.datasets.get(dataset)
        except (ApiError, DatasetError):
            return None

    def _offer_demo(self) -> None:
        """Register the demo data set; the first time it is drawn, which takes some seconds."""
        try:
            folder = self.settings.data_root / DEMO_FOLDER
            csv = self.pixels.draw_demo(folder)
            self.datasets.register(DEMO, csv, folder)
        except Exception:
            log.exception("The demo data set could not be offered")
        finally:
            self.datasets.preparing.remove(DEMO)

    def _loose_piles(self, root: Path) -> LoosePiles:
        archive = Archive(root, replace(_limits(self.settings), formats=LOOSE_FORMATS))
        files = LooseFiles(root, archive, self.offload)
        filing = LooseFiling(self.sessions, self.store, self.datasets, files, archive, self.offload)
        return LoosePiles(
            self.sessions,
            self.store,
            self.datasets,
            self.galleries,
            self.references,
            files,
            filing,
            self.pixels.loose,
            self._queue("loose"),
            self.offload,
        )

    def _queue(self, name: str, workers: int = 1) -> WorkQueue:
        return WorkQueue(name, self.threads, workers)

    def _tell_state(self, session: str) -> None:
        live = self.sessions.get(session)
        self._announcer.tell_state(live, lambda: self.snapshots.snapshot(live))

    def _tick(self) -> None:
        self._ticks += 1
        self._turn.beat()
        for live in self.sessions.at_work():
            self._turn.beat()
            phase = live.machine.state.phase
            if phase in ENDED:
                continue
            live.deliver(Tick)
            if phase in ("aiming", "running"):
                self._broadcast.touch(live.id)
            # A session that stands for an outage goes on without anybody who would look at the CSV before.
            if phase in ("aiming", "running", "paused") and self._ticks % CSV_CHECK_TICKS == 0:
                self._check_csv(live)

    def _check_csv(self, live: LiveSession) -> None:
        """Stop a session whose CSV has changed, before its next index means another x-ray."""
        going_on = live.machine.state.phase in ("aiming", "running", "paused", "finishing")
        if going_on and self.datasets.has_changed(self.datasets.row(live.plan.dataset)):
            live.deliver(lambda at: Pause(at, code="csv_changed"))


def _limits(settings: Settings) -> PhotoLimits:
    return PhotoLimits(
        max_bytes=settings.max_photo_bytes,
        max_pixels=int(settings.max_photo_megapixels * 1_000_000),
        reserve_bytes=settings.disk_reserve_mb * 1_000_000,
    )
