"""The services that the routes of variants call."""

from __future__ import annotations

from typing import Protocol, cast

from capture.archive import Archive
from webapp.api.blueprint import services_of
from webapp.datasets.dataset_registry import Datasets
from webapp.offload import Offload
from webapp.settings import Settings
from webapp.storage.session_store import SessionStore
from webapp.variants.images import Images
from webapp.variants.variant_service import VariantService


class VariantNeeds(Protocol):
    """The services that these routes call."""

    archive: Archive
    datasets: Datasets
    images: Images
    offload: Offload
    receiving: Offload
    settings: Settings
    store: SessionStore
    variant_service: VariantService


def services() -> VariantNeeds:
    """Return the services for the present request."""
    return cast(VariantNeeds, services_of("transforms"))
