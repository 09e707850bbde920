"""A network that can go away as Wi-Fi does: nothing arrives any more, and nobody is told."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator

CHUNK = 16_384


class _Pair:
    """A connection through the network: the client's end and the server's."""

    def __init__(self, client: socket.socket, server: socket.socket) -> None:
        self.ends = (client, server)
        self.lost = False

    def close(self) -> None:
        for end in self.ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


class Network:
    """A relay before a server on this machine; use as a context manager.

    Args:
        port: The server's.
        upload_rate: Bytes a second that a connection carries towards the server.
    """

    def __init__(self, port: int, upload_rate: float = float("inf")) -> None:
        self._server, self._rate = ("127.0.0.1", port), upload_rate
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._up = threading.Event()
        self._up.set()
        self._mutex = threading.Lock()
        self._pairs: list[_Pair] = []

    def __enter__(self) -> Network:
        threading.Thread(target=self._accept, daemon=True, name="network").start()
        return self

    def __exit__(self, *_: object) -> None:
        self._up.set()
        # Closing alone does not wake the thread that accepts.
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._mutex:
            for pair in self._pairs:
                pair.close()

    @contextlib.contextmanager
    def outage(self, lost: bool) -> Iterator[None]:
        """Nothing arrives in here; ``lost``: nor does it ever, by the connections that there were."""
        self._up.clear()
        if lost:
            with self._mutex:
                for pair in self._pairs:
                    pair.lost = True
        try:
            yield
        finally:
            self._up.set()

    @contextlib.contextmanager
    def slowed(self, upload_rate: float) -> Iterator[None]:
        """Carry so many bytes a second towards the server in here."""
        before, self._rate = self._rate, upload_rate
        try:
            yield
        finally:
            self._rate = before

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._connect, args=(client,), daemon=True).start()

    def _connect(self, client: socket.socket) -> None:
        self._up.wait()
        try:
            pair = _Pair(client, socket.create_connection(self._server))
        except OSError:
            client.close()
            return
        with self._mutex:
            self._pairs.append(pair)
        threading.Thread(target=self._carry, args=(pair, 0), daemon=True).start()
        self._carry(pair, 1)

    def _carry(self, pair: _Pair, source: int) -> None:
        """Carry one direction until either end closes; the end of a lost connection is not told either."""
        with contextlib.suppress(OSError):
            while data := pair.ends[source].recv(CHUNK):
                if source == 0:
                    time.sleep(len(data) / self._rate)
                self._up.wait()
                if not pair.lost:
                    pair.ends[1 - source].sendall(data)
        self._up.wait()
        if not pair.lost:
            pair.close()
