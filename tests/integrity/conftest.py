"""A data root to check."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integrity.data_root import DataRoot


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[DataRoot]:
    made = DataRoot(tmp_path / "root")
    yield made
    made.close()
