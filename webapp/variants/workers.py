"""Variants by the pixel workers: below the priority of capture, with failures the client can act on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dataset.errors import ImageError
from dataset.images import ImageHeader
from webapp.errors import ApiError
from webapp.variants.images import unreadable
from webapp.variants.order import VariantOrder
from webapp.variants.shapes import Account, Catalogue, Steps
from webapp.workers import Priority
from webapp.workers.client import ImageEnded, OnBusy, WorkerClient
from webapp.workers.refusals import OrderRefused


class WorkerVariants:
    """Work on variants by worker processes."""

    def __init__(self, workers: WorkerClient) -> None:
        self._workers = workers

    def catalogue(self) -> Catalogue:
        """Return version, recipes and transforms."""
        found: Catalogue = self._ask("catalogue")
        return found

    def header(self, image_id: str, source: Path) -> ImageHeader:
        """Read an image's header."""
        found: ImageHeader = self._ask("probe_image", image=image_id, source=source)
        return found

    def variant(
        self, image_id: str, source: Path, order: VariantOrder, target: Path, on_busy: OnBusy = "raise"
    ) -> Account:
        """Write a variant to ``target`` and return its metadata."""
        account: Account = self._ask(
            "make_variant", on_busy, image=image_id, source=source, order=order, target=target
        )
        return account

    def truth(self, image_id: str, source: Path, order: VariantOrder, target: Path) -> None:
        """Write a zip with the variant and its ground truth to ``target``."""
        self._ask("make_truth", image=image_id, source=source, order=order, target=target)

    def parameters(self, order: VariantOrder, size: tuple[int, int]) -> Steps:
        """Draw the parameters an image of ``size`` would get."""
        steps: Steps = self._ask("draw_parameters", order=order, size=size)
        return steps

    def _ask(self, task: str, on_busy: OnBusy = "raise", **arguments: Any) -> Any:
        try:
            return self._workers.run_on_image(task, Priority.REST, on_busy, **arguments)
        except OrderRefused as error:
            raise ApiError(error.code, error.message) from error
        except ImageEnded as error:
            raise _ended(error) from error
        except ImageError as error:
            raise unreadable(error) from error


def _ended(error: ImageEnded) -> ApiError:
    if error.code == "too_slow":
        return ApiError("too_slow", "This took too long and was ended. Send a smaller image.")
    message = f"This image cannot be used: {error.summary}. Send a smaller one, or another format."
    return ApiError("image_unreadable", message)
