"""The lab without its web server, for commands that work on a data root directly."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from webapp.cli.main import CommandError
from webapp.container import Services
from webapp.offload import offload_for
from webapp.pixels.worker_pixels import WorkerPixels
from webapp.serving.data_root_lock import DataRootError, DataRootLock
from webapp.settings import SettingsError, read_settings
from webapp.workers.cage import WorkerFiles


class _Nobody:
    """A transport that drops all messages."""

    def to_device(self, event: str, namespace: str, data: Mapping[str, object], connection: str) -> None:
        """Send to nobody."""

    def to_watchers(self, session: str, event: str, data: Any) -> None:
        """Send to nobody."""

    def to_operators(self, event: str, data: Any) -> None:
        """Send to nobody."""

    def is_watched(self, session: str) -> bool:  # noqa: ARG002 - as `Transport` has it
        """Return False: nobody watches."""
        return False

    def to_overviews(self, event: str, data: Any) -> None:
        """Send to nobody."""

    def overview_is_open(self) -> bool:
        """Return False: nobody watches."""
        return False

    def to_challenge(self, challenge: str, event: str, data: Mapping[str, object]) -> None:
        """Send to nobody."""

    def to_participant(
        self, challenge: str, participant: str, event: str, data: Mapping[str, object]
    ) -> None:
        """Send to nobody."""

    def cut_participant(self, participant: str) -> None:
        """Ignore the request: there is no connection."""

    def cut_holder(self, credential: str) -> None:
        """Ignore the request: there is no connection."""

    def turn_out(self, namespace: str, connection: str) -> None:
        """Ignore the request: there is no connection."""

    def cut(self, namespace: str, connection: str) -> None:
        """Ignore the request: there is no connection."""


@contextmanager
def offline_lab(data_root: Path | None, workers: int | None) -> Iterator[Services]:
    """Open a data root that no server has open.

    Args:
        data_root: The folder; None leaves it to the environment, then to the default.
        workers: Processes that work on pixels; None likewise.

    Raises:
        CommandError: The folder cannot be used, or a server has it open.
    """
    given: dict[str, object] = {"async_mode": "threading", "demo": False}
    given |= {} if data_root is None else {"data_root": data_root}
    given |= {} if workers is None else {"workers": workers}
    os.umask(0o077)  # what goes into a data root is for its owner alone
    try:
        settings = read_settings(given)
        lock = DataRootLock(settings.data_root)
    except (SettingsError, DataRootError) as error:
        raise CommandError(str(error)) from None
    try:
        pixels = WorkerPixels(settings, WorkerFiles(settings.data_root))
        lab = Services(settings, offload_for("threading"), pixels, _Nobody(), with_demo=False)
        try:
            lab.open()
            yield lab
        finally:
            lab.close()
    finally:
        lock.close()
