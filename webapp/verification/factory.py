"""Wiring of the services that compare photos and x-rays."""

from __future__ import annotations

from webapp.datasets.dataset_registry import Datasets
from webapp.foundation import Foundation
from webapp.verification.descriptions import Descriptions
from webapp.verification.galleries import Galleries
from webapp.verification.near_duplicates import NearDuplicates
from webapp.verification.preflight import Preflight
from webapp.verification.references import References
from webapp.verification.similarity import Similarity


class VerificationServices:
    """References, galleries, and the checks of a subset before its session."""

    def __init__(self, base: Foundation, datasets: Datasets) -> None:
        cache, loose = base.settings.data_root / "cache", base.pixels.loose
        self.references = References(
            cache / "references", datasets.if_unchanged, base.pixels, base.offload, base.queue("references")
        )
        describing = base.queue("describing", base.settings.workers)
        descriptions = Descriptions(cache / "gallery", self.references, loose, describing, base.offload)
        twins = NearDuplicates(loose, describing)
        self.galleries = Galleries(descriptions, twins, loose, base.offload)
        likeness = Similarity(descriptions, twins)
        self.preflight = Preflight(datasets, base.store, base.archive, base.pixels, likeness, base.offload)
