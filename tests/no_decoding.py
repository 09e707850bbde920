"""A ban on parsing images in the process of a test: workers, which are other processes, still can."""

from __future__ import annotations

from typing import Any

import pytest

from dataset import origin
from dataset.images import labels, reading


def forbid_decoding(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have everything that parses an image through `dataset.images` fail here."""

    def refuse(*_: Any, **__: Any) -> Any:
        raise AssertionError("an image is parsed in this process")

    monkeypatch.setattr(reading, "_probe", refuse)
    monkeypatch.setattr(labels, "read_labels", refuse)
    monkeypatch.setattr(origin, "read_origin", refuse)
