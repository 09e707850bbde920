"""Wiring of the services that make variants."""

from __future__ import annotations

from webapp.offload import Offload
from webapp.settings import Settings
from webapp.variants.cache import VariantCache
from webapp.variants.images import Images
from webapp.variants.variant_service import VariantPixels, VariantService


class VariantServices:
    """The stored images, and the service that makes variants of them."""

    def __init__(self, settings: Settings, offload: Offload, pixels: VariantPixels) -> None:
        root, limit = settings.data_root, settings.variant_cache_mb * 1_000_000
        cache = offload(VariantCache, root / "cache" / "variants", limit)
        self.images = Images(root / "uploads", offload, settings.max_image_bytes, pixels.header)
        self.variant_service = VariantService(pixels, cache, root / "cache" / "scratch", offload)
