"""The demo data set: drawn x-rays, so that a newcomer needs no files."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from pathlib import Path

from webapp.datasets.dataset_registry import Datasets
from webapp.workers import WorkersClosed

log = logging.getLogger(__name__)
DEMO = "Demo (drawn x-rays)"
DEMO_FOLDER = "demo"


class DemoDataset:
    """Draws the demo data set at the first start and registers it.

    Args:
        datasets: Where it is registered.
        draw: Draws it in a folder unless it is there, and returns its CSV.
        data_root: The server's data root.
    """

    def __init__(self, datasets: Datasets, draw: Callable[[Path], Path], data_root: Path) -> None:
        self._datasets = datasets
        self._draw = draw
        self._folder = data_root / DEMO_FOLDER
        datasets.preparing.append(DEMO)

    def offer(self) -> None:
        """Register the demo data set; the first time it is drawn, which takes some seconds."""
        # A worker that ends while it draws leaves its working folder.
        for unfinished in self._folder.glob(".*"):
            shutil.rmtree(unfinished, ignore_errors=True)
        try:
            csv = self._draw(self._folder)
            self._datasets.register(DEMO, csv, self._folder)
        except WorkersClosed:
            log.info("The demo data set is drawn at the next start")
        except Exception:
            log.exception("The demo data set could not be offered")
        finally:
            self._datasets.preparing.remove(DEMO)
