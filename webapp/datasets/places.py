"""Places on the server's disk that somebody named by REST."""

from __future__ import annotations

from pathlib import Path

from dataset.errors import DatasetError
from webapp.datasets.demo_dataset import DEMO_FOLDER


def place_of(text: str, data_root: Path, refusal: type[DatasetError]) -> Path:
    """Return a path that somebody named, as one on the server's disk that may be a data set's; blocks.

    Raises:
        DatasetError: There is no such place, or it is the server's own.
    """
    try:
        path = Path(text).expanduser()
        real = path.resolve()
    except (OSError, RuntimeError, ValueError):  # no such user, a loop of links, a zero byte
        raise refusal(f"there is no place {text!r} on the server") from None
    root = data_root.resolve()
    if real.is_relative_to(root) and not real.is_relative_to(root / DEMO_FOLDER):
        raise refusal(f"{path} is in the server's own folder; data sets lie elsewhere")
    return path
