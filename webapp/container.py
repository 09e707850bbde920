"""The services of one server, put together here and nowhere else.

Each feature builds its own services, out of the foundation and of the features that it uses. Routes, sockets and
commands call them by these names.
"""

from __future__ import annotations

from dataclasses import asdict

from webapp.auth.guard import Guard
from webapp.auth.operator import OperatorSignIn, stored_secret
from webapp.auth.tries import Tries
from webapp.challenge.factory import challenge_service
from webapp.datasets.dataset_registry import Datasets
from webapp.datasets.demo_dataset import DemoDataset
from webapp.devices.aiming import Aiming
from webapp.devices.credentials import Credentials
from webapp.devices.enrolment import Enrolment
from webapp.devices.moving import REMIND_S, Moving
from webapp.evaluations.evaluation_service import Evaluations
from webapp.exports.export_service import ExportService
from webapp.foundation import Foundation
from webapp.imports.factory import import_batches
from webapp.jobs.job_service import Jobs
from webapp.local_name.responder import LocalName
from webapp.offload import Offload
from webapp.overview.overview import TICK_S, Overview
from webapp.pictures.picture_cache import Pictures
from webapp.pictures.previews import Previews
from webapp.pixels.interface import Pixels
from webapp.realtime.transport import Transport
from webapp.releases.release_service import Releases
from webapp.report.report_service import ReportService
from webapp.reviews.review_service import ReviewService
from webapp.reviews.sample_service import ReviewSamples
from webapp.runtime.threads import Ticker
from webapp.selftest.results import SelfTestResults
from webapp.sessions.factory import SessionServices
from webapp.settings import Settings
from webapp.statistics.statistics_service import StatisticsService
from webapp.studies.studies import Studies
from webapp.studies.study_coverage import Coverages
from webapp.studies.study_sessions import StudySessions
from webapp.system.phone_address import PhoneAddress
from webapp.uploads.photo_uploads import PhotoUploads
from webapp.variants.factory import VariantServices
from webapp.verification.factory import VerificationServices


class Services(Foundation):
    """One server's sessions, devices, photos and data sets."""

    guard: Guard

    def __init__(
        self,
        settings: Settings,
        offload: Offload,
        pixels: Pixels,
        transport: Transport,
        *,
        with_demo: bool = True,
    ) -> None:
        super().__init__(settings, offload, pixels)
        root, store, archive = settings.data_root, self.store, self.archive
        self.tries = Tries()
        self.operator = OperatorSignIn.load(root, settings.operator_token, self.clock.now)
        self.phone_address = PhoneAddress(root, offload)
        self.local_name = LocalName()
        self.datasets = Datasets(store, offload, self.clock, allow_links=settings.allow_links)
        self.pictures = Pictures(root / "cache", pixels, offload)
        self.previews = Previews(self.datasets.if_unchanged, self.pictures, self.queue("previews"))

        verification = VerificationServices(self, self.datasets)
        self.preflight, self.galleries = verification.preflight, verification.galleries

        self._sessions = SessionServices(
            self, transport, self.datasets, self.pictures, self.previews, verification
        )
        self.sessions, self.snapshots = self._sessions.sessions, self._sessions.snapshots
        self.session_service = self._sessions.session_service
        self.connections, self.consoles = self._sessions.connections, self._sessions.consoles
        self.operator.issued.watch(self.consoles.turn_away)

        self.studies = Studies(store, self.datasets, offload, self.clock)
        self.study_coverage = Coverages(store, self.studies)
        self.study_sessions = StudySessions(self.study_coverage, self.sessions, self.session_service)

        self.succession = self._sessions.succession
        self.credentials = Credentials(store, self.clock, stored_secret(root / "secrets" / "device-key"))
        self.enrolment = Enrolment(self.sessions, self.credentials)
        self.overview = Overview(
            self.sessions, self.snapshots, self.credentials, store, self.consoles, self.clock
        )
        self.moving = Moving(self.sessions, self.succession, self.credentials, self.connections)
        self.aiming = Aiming(self.sessions, verification.references, pixels, self.consoles, self.credentials)
        self.photo_uploads = PhotoUploads(archive, store, self.receiving, self.previews)
        self.loose = import_batches(self, self.datasets, self.sessions, verification)

        self.export_service = ExportService(store, self.datasets, archive, pixels, offload)
        self.report_service = ReportService(store, self.datasets, archive, self.pictures, offload, self.clock)
        self.review_service = ReviewService(store, self.clock)
        self.review_samples = ReviewSamples(store, self.datasets, offload, self.clock, root)
        self.statistics = StatisticsService(store, self.datasets, offload)

        variants = VariantServices(settings, offload, pixels.variants)
        self.images, self.variant_service = variants.images, variants.variant_service
        self.jobs = Jobs(
            settings,
            self.datasets,
            self.variant_service,
            self.clock,
            self.queue("jobs"),
            offload,
            lambda job: self.consoles.tell_all("job", asdict(job)),
        )
        self.evaluations = Evaluations(
            root / "evaluations", self.datasets, self.jobs, self.clock, self.queue("evaluations"), offload
        )
        self.selftests = SelfTestResults(root, self.clock.now, offload)
        self.challenges = challenge_service(self, self.datasets, transport)
        self.releases = Releases(root, self.jobs, self.clock, self.queue("releases"), offload)
        self._with_demo = with_demo
        self._closed = False

    def open(self) -> None:
        """Resume what the last run left (moves of photos, data sets, sessions), then start the clock."""
        stored = self.store(lambda storage: storage.photos.find(states=("pending", "accepted", "rejected")))
        self.offload(self.archive.reconcile, stored)
        if self.settings.csv is not None:
            self.datasets.register(self.settings.csv.stem, self.settings.csv, self.settings.data_dir)
        self._sessions.revive()
        self.jobs.open()
        self.evaluations.open()
        self.releases.open()
        self.loose.open()
        self.challenges.open()
        if self._with_demo:
            demo = DemoDataset(self.datasets, self.pixels.draw_demo, self.settings.data_root)
            self.threads.start("demo", demo.offer, lambda: None)
        self._sessions.start(self.threads)
        overview = Ticker(self.overview.tick, TICK_S)
        self.threads.start("overview", overview.run, overview.close)
        reminder = Ticker(self.moving.remind, REMIND_S)
        self.threads.start("moves", reminder.run, reminder.close)
        self.watchdog.start(self.threads)

    def close(self) -> None:
        """End the workers, the threads and the database's connections."""
        if self._closed:
            return
        self._closed = True
        self.watchdog.close()
        self.jobs.close()
        self.evaluations.close()
        self.challenges.close()
        self.releases.close()
        self.pixels.close()
        self.connections.close()
        self.threads.close()
        self.storage.close()
