"""Variants as the pixel workers make them: behind capture, and with failures the client can act on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from dataset.errors import ImageError
from dataset.images import ImageHeader
from webapp.errors import ApiError
from webapp.variants.errors import OrderRefused
from webapp.variants.images import unreadable
from webapp.variants.order import VariantOrder
from webapp.workers import Priority, QueueFull, WorkerDied, WorkerTimeout

Run = Callable[..., Any]
RETRY_AFTER_S = 3
STATUS = {"transform_unknown": 404, "transform_invalid": 422}


class WorkerVariants:
    """Work on variants, done by worker processes.

    Args:
        run: `WorkerPool.run`, or what stands in for it.
    """

    def __init__(self, run: Run) -> None:
        self._run = run

    def catalogue(self) -> dict[str, Any]:
        """Return version, recipes and transforms."""
        found: dict[str, Any] = self._ask("catalogue")
        return found

    def header(self, id: str, source: Path) -> ImageHeader:
        """Read an image's header."""
        found: ImageHeader = self._ask("probe_image", image=id, source=source)
        return found

    def variant(self, id: str, source: Path, order: VariantOrder, target: Path) -> dict[str, Any]:
        """Write a variant to ``target`` and return the account of it."""
        account: dict[str, Any] = self._ask(
            "make_variant", image=id, source=source, order=order.to_json(), target=target
        )
        return account

    def truth(self, id: str, source: Path, order: VariantOrder, target: Path) -> None:
        """Write a zip with the variant and all that is known of it to ``target``."""
        self._ask("make_truth", image=id, source=source, order=order.to_json(), target=target)

    def parameters(self, order: VariantOrder, size: tuple[int, int]) -> list[dict[str, Any]]:
        """Draw the parameters an image of ``size`` would get."""
        steps: list[dict[str, Any]] = self._ask("draw_parameters", order=order.to_json(), size=size)
        return steps

    def _ask(self, task: str, **arguments: Any) -> Any:
        try:
            return self._run(task, priority=Priority.REST, **arguments)
        except OrderRefused as error:
            raise ApiError(error.code, error.message, status=STATUS[error.code]) from error
        except ImageError as error:
            raise unreadable(error) from error
        except QueueFull as error:
            raise ApiError("server_busy", error.message, retry_after=RETRY_AFTER_S) from error
        except WorkerTimeout as error:
            raise ApiError(
                "too_slow", "This took too long and was ended. Send a smaller image.", status=422
            ) from error
        except WorkerDied as error:
            message = f"This image cannot be used: {error.reason}. Send a smaller one, or another format."
            raise ApiError("image_unreadable", message, status=422) from error
