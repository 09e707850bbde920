"""The certificate of a running server, renewed without a restart when the machine changes networks."""

from __future__ import annotations

import logging
import ssl
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from webapp.tls.addresses import Reach, machine_reach
from webapp.tls.store import Certificate, TlsError, ensure_certificate

log = logging.getLogger(__name__)

CHECK_EVERY_S = 30.0


class Stopped(Protocol):
    """The interface of a `threading.Event`."""

    def wait(self, timeout: float, /) -> bool:
        """Wait for at most ``timeout`` seconds; return whether it is set."""


class LiveCertificate:
    """A certificate and its TLS context; connections made after a renewal get the new one.

    Args:
        folder: Where authority and certificate are kept.
        names: Further host names and addresses that the operator asked for.
        reach: What the machine answers to; asked anew at every `refresh`.

    Raises:
        TlsError: if the kept authority cannot be read.
    """

    def __init__(
        self, folder: Path, names: tuple[str, ...], reach: Callable[[tuple[str, ...]], Reach] = machine_reach
    ) -> None:
        self._folder = folder
        self._names = names
        self._reach = reach
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.minimum_version = ssl.TLSVersion.TLSv1_2
        self.context.set_alpn_protocols(["http/1.1"])
        self.certificate = self._ensure()
        self.context.load_cert_chain(self.certificate.path)

    def refresh(self) -> bool:
        """Renew the certificate if due; return whether it was."""
        certificate = self._ensure()
        renewed = certificate.serial != self.certificate.serial
        if renewed:
            self.context.load_cert_chain(certificate.path)
            self.certificate = certificate
        return renewed

    def keep_fresh(self, stopped: Stopped, every_s: float = CHECK_EVERY_S) -> None:
        """Refresh repeatedly until ``stopped`` is set; log failures and retry."""
        while not stopped.wait(every_s):
            try:
                self.refresh()
            except (TlsError, OSError) as error:
                log.error("The certificate could not be renewed: %s", error)

    def _ensure(self) -> Certificate:
        return ensure_certificate(self._folder, self._reach(self._names), datetime.now(UTC), self._names)
