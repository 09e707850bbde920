"""Wiring of the import of loose photos."""

from __future__ import annotations

from dataclasses import replace

from capture.archive import Archive
from webapp.datasets.dataset_registry import Datasets
from webapp.foundation import Foundation, photo_limits
from webapp.imports.import_batches import ImportBatches
from webapp.imports.import_files import LOOSE_FORMATS, ImportFiles
from webapp.imports.import_filing import ImportFiling
from webapp.imports.import_identification import ImportIdentification
from webapp.imports.import_piles import ImportPiles
from webapp.imports.import_times import ImportTimes
from webapp.sessions.session_registry import Sessions
from webapp.verification.factory import VerificationServices


def import_batches(
    base: Foundation, datasets: Datasets, sessions: Sessions, verification: VerificationServices
) -> ImportBatches:
    """Return the service, with an archive of its own: loose photos may have more formats."""
    root, store, offload = base.settings.data_root, base.store, base.offload
    archive = Archive(root, replace(photo_limits(base.settings), formats=LOOSE_FORMATS))
    files = ImportFiles(root, archive, offload, base.receiving)
    filing = ImportFiling(sessions, store, datasets, files, archive, offload)
    piles = ImportPiles(sessions, store, datasets)
    identification = ImportIdentification(
        sessions,
        piles,
        datasets,
        verification.galleries,
        verification.references,
        files,
        filing,
        ImportTimes(store),
        base.pixels.loose,
        base.queue("loose"),
    )
    return ImportBatches(sessions, store, piles, identification, files, filing, offload)
