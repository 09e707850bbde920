"""Files of loose photos not yet filed: ``loose/<pile>/<sha-256>.<extension>`` under the data root."""

from __future__ import annotations

from pathlib import Path

from capture.archive import Archive, ReceivedPhoto
from capture.archive.disk import move, remove
from capture.plan import SessionPlan
from capture.storage import LoosePhoto
from dataset.images import Format
from webapp.imports.import_upload import ImportUpload
from webapp.offload import Offload
from webapp.uploads.receiving import receive

LOOSE_FORMATS: tuple[Format, ...] = ("jpeg", "heic", "png", "webp")
ANY_TYPE = "image/jpeg"
"""Browsers know no media type for HEIC; what the bytes are decides, not what they are said to be."""


class ImportFiles:
    """The folder of photos not yet filed.

    Args:
        root: The data root.
        archive: Checks what comes in; it takes HEIC too.
        offload: How to reach the disk without blocking.
        receiving: How to wait for a client without blocking.
    """

    def __init__(self, root: Path, archive: Archive, offload: Offload, receiving: Offload) -> None:
        self._folder = root / "loose"
        self._small = root / "cache" / "loose"
        self._archive = archive
        self._offload = offload
        self._receiving = receiving

    def receive(self, pile: str, upload: ImportUpload) -> ReceivedPhoto:
        """Store a photo's bytes durably.

        Raises:
            CaptureError: What the archive refuses.
        """
        photo = self._receiving(receive, self._archive, upload.body, upload.length, upload.sha256, ANY_TYPE)
        self._offload(move, photo.path, self._folder / pile / f"{photo.sha256}.{photo.extension}")
        return photo

    def place(self, pile: str, photo: LoosePhoto) -> Path:
        """Return the path of a photo until it is filed."""
        return self._folder / pile / f"{photo.sha256}.{photo.extension}"

    def small(self, pile: str, photo: LoosePhoto) -> Path:
        """Return the path for a photo's thumbnail; its folder exists."""
        folder = self._small / pile
        self._offload(folder.mkdir, parents=True, exist_ok=True)
        return folder / f"{photo.sha256}.jpg"

    def keep(self, archive: Archive, plan: SessionPlan, photo: LoosePhoto, name: str) -> None:
        """Copy a photo into the archive's ``pending/`` under its name; idempotent. Blocks.

        Raises:
            CaptureError: It has changed since it came (``digest_wrong``), or there is no room.
        """
        if (
            archive.find(plan.sets[0], plan.session, name) is not None
            and not self.place(plan.session, photo).exists()
        ):
            return
        with self.place(plan.session, photo).open("rb") as file:
            received = receive(archive, file, photo.size, photo.sha256, ANY_TYPE)
        archive.keep(received, plan.sets[0], plan.session, name)

    def digests(self, pile: str) -> set[str]:
        """Return the digests of a pile's photos in this folder. Blocks."""
        folder = self._folder / pile
        return {file.stem for file in folder.iterdir()} if folder.is_dir() else set()

    def drop(self, pile: str, photo: LoosePhoto) -> None:
        """Remove a photo that is filed. Blocks."""
        remove(self.place(pile, photo))
