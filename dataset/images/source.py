"""Sources of an image: a path, bytes, or an open file, all read alike."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from os import PathLike, fspath
from pathlib import Path
from typing import BinaryIO

from dataset.errors import ImageError
from dataset.regular_files import open_regular

Source = str | PathLike[str] | bytes | BinaryIO


@contextmanager
def opened(source: Source) -> Iterator[BinaryIO]:
    """Open a source for reading from its beginning; an open file is left open, at an unspecified position.

    Raises:
        ImageError: There is no such file, it cannot be read, or it is empty.
    """
    if isinstance(source, bytes):
        file: BinaryIO = io.BytesIO(source)
    elif isinstance(source, (str, PathLike)):
        file = _open(Path(fspath(source)))
    else:
        file = source
    try:
        file.seek(0)
        if not file.read(1):
            raise ImageError("the file is empty (zero bytes)", "empty")
        file.seek(0)
        yield file
    finally:
        if file is not source:
            file.close()


def _open(path: Path) -> BinaryIO:
    try:
        return open_regular(path)
    except FileNotFoundError:
        raise ImageError("there is no such file", "unreadable") from None
    except IsADirectoryError:
        raise ImageError("it is a folder", "unreadable") from None
    except OSError as error:
        raise ImageError(f"the file cannot be read: {error.strerror}", "unreadable") from error
