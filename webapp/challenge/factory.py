"""Builds the services of challenges."""

from __future__ import annotations

from webapp.challenge.challenge_service import ChallengeService
from webapp.challenge.sources import Sources
from webapp.challenge.views import ChallengeNews, ChallengeTransport
from webapp.datasets.dataset_registry import Datasets
from webapp.foundation import Foundation


def challenge_service(
    base: Foundation, datasets: Datasets, transport: ChallengeTransport
) -> ChallengeService:
    """Return the service of challenges."""
    sources = Sources(base.settings, datasets, base.store, base.archive, base.pixels.exports, base.offload)
    return ChallengeService(
        base.settings,
        base.store,
        base.clock,
        base.offload,
        datasets,
        sources,
        (base.queue("withholding"), base.queue("submissions")),
        ChallengeNews(transport, base.queue("challenge news")),
    )
