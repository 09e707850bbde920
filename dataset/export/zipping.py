"""A reproducible zip stream: bytes are sent while it is being written.

Pictures are stored as they are (they are compressed already), tables deflated; over 4 GB or 65,535 files it becomes a
zip64 by itself.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator

_CHUNK = 1 << 18
_EPOCH = (1980, 1, 1, 0, 0, 0)  # zip's first day
_DEFLATED = (".csv", ".json")


def zip_chunks(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """Yield the bytes of a zip of ``files``, (path, content) each, taken one at a time."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", allowZip64=True) as archive:
        for path, data in files:
            info = zipfile.ZipInfo(path, _EPOCH)
            info.external_attr = 0o644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED if path.endswith(_DEFLATED) else zipfile.ZIP_STORED
            archive.writestr(info, data)
            yield from sink.drained()
    yield from sink.drained()


class _Sink(io.RawIOBase):
    """A seekable buffer for zipfile that keeps the current file only and then hands it out.

    zipfile writes a file's size and checksum into its header afterwards when it can go back.  Headers without them
    are legal, but several unpackers refuse them for stored files.
    """

    def __init__(self, given_away: int = 0) -> None:
        self._given_away = given_away
        self._kept = io.BytesIO()

    def drained(self) -> Iterator[bytes]:
        data = self._kept.getbuffer()
        for start in range(0, len(data), _CHUNK):
            yield bytes(data[start : start + _CHUNK])
        self._given_away += len(data)
        self._kept = io.BytesIO()

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._given_away + self._kept.tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence != io.SEEK_SET or offset < self._given_away:
            raise io.UnsupportedOperation("this part of the zip has been sent")
        self._kept.seek(offset - self._given_away)
        return offset

    def write(self, data: bytes) -> int:  # type: ignore[override]
        return self._kept.write(data)
