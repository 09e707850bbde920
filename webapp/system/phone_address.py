"""The address for phones, where the operator has chosen one; stored in the data root."""

from __future__ import annotations

from pathlib import Path

from dataset.files import write_atomically
from webapp.offload import Offload

FILE = "phone-address"


class PhoneAddress:
    """The host in QR codes; empty until the operator chooses."""

    def __init__(self, root: Path, offload: Offload) -> None:
        self._path = root / FILE
        self._offload = offload
        self.host = self._path.read_text(encoding="utf-8").strip() if self._path.is_file() else ""

    def choose(self, host: str) -> None:
        """Store ``host`` durably."""
        self._offload(write_atomically, self._path, f"{host}\n")
        self.host = host
