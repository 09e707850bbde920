"""The variant service: variants made by the pixel workers, each at most once at a time.

The web process never imports the transforms: what they are called, which version they have and whether an order
makes sense is the workers' to say.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from dataset.images import ImageHeader
from webapp.offload import Offload
from webapp.variants.cache import Variant, VariantCache
from webapp.variants.order import VariantOrder
from webapp.variants.shapes import Account, Catalogue, Steps
from webapp.workers.client import OnBusy


class VariantPixels(Protocol):
    """The service's interface to the workers; raises `ApiError` for bad orders and images, and when busy.

    ``id`` names an image's bytes: those that ended a worker once are refused at once the next time.
    """

    def catalogue(self) -> Catalogue:
        """Return version, recipes and transforms."""

    def header(self, image_id: str, source: Path) -> ImageHeader:
        """Read an image's header."""

    def variant(
        self, image_id: str, source: Path, order: VariantOrder, target: Path, on_busy: OnBusy = "raise"
    ) -> Account:
        """Write a variant to ``target`` and return its metadata."""

    def truth(self, image_id: str, source: Path, order: VariantOrder, target: Path) -> None:
        """Write a zip with the variant, its metadata, masks and displacement to ``target``."""

    def parameters(self, order: VariantOrder, size: tuple[int, int]) -> Steps:
        """Draw the parameters an image of ``size`` would get."""


class VariantService:
    """The service that makes variants, or finds them in the cache."""

    def __init__(self, pixels: VariantPixels, cache: VariantCache, scratch: Path, offload: Offload) -> None:
        self.pixels = pixels
        self._cache = cache
        self._scratch = scratch
        self._offload = offload
        self._mutex = threading.Lock()
        self._making: dict[str, threading.Lock] = {}
        self._catalogue: Catalogue | None = None
        offload(_empty, scratch)

    def catalogue(self) -> Catalogue:
        """Return the catalogue of transforms."""
        if self._catalogue is None:
            self._catalogue = self.pixels.catalogue()
        return self._catalogue

    def name(self, source: str, order: VariantOrder) -> str:
        """Return the name of a variant: its strong ETag."""
        return order.name(source, self.catalogue()["version"])

    def variant(self, image_id: str, source: Path, order: VariantOrder, on_busy: OnBusy = "raise") -> Variant:
        """Return a variant of a stored image, made if necessary; a parameter says whether to wait for busy workers.

        Raises:
            ApiError: As `VariantPixels`.
        """
        name = self.name(image_id, order)
        with self._alone(name):
            found = self._offload(self._cache.find, name)
            if found is not None:
                return found
            unfinished = self._scratch / name
            try:
                account = self.pixels.variant(image_id, source, order, unfinished, on_busy)
                return self._offload(self._cache.keep, name, unfinished, account)
            finally:
                self._offload(unfinished.unlink, missing_ok=True)

    def render_once(self, image_id: str, source: Path, order: VariantOrder) -> Variant:
        """Return a variant that is not cached; the caller removes it after reading."""
        target = self._target(self.name(image_id, order))
        account = self._made(target, lambda: self.pixels.variant(image_id, source, order, target))
        return Variant(target.name.partition("-")[0], target, account)

    def truth(self, image_id: str, source: Path, order: VariantOrder) -> Path:
        """Return a zip with the variant and its ground truth; the caller removes it after reading."""
        target = self._target(self.name(image_id, order))
        self._made(target, lambda: self.pixels.truth(image_id, source, order, target))
        return target

    def _target(self, name: str) -> Path:
        return self._scratch / f"{name}-{threading.get_ident()}"

    def _made(self, target: Path, make: Callable[[], Any]) -> Any:
        try:
            return make()
        except BaseException:
            self._offload(target.unlink, missing_ok=True)
            raise

    def _alone(self, name: str) -> threading.Lock:
        with self._mutex:
            if len(self._making) > 1000:
                self._making = {held: lock for held, lock in self._making.items() if lock.locked()}
            return self._making.setdefault(name, threading.Lock())


def _empty(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.iterdir():
        left.unlink()
