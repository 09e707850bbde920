"""The server's entry point. The monkey patch comes first: modules imported earlier would block the loop.

Run by ``chexphoto serve``, in an interpreter of its own for that reason, or as ``python -m wsgi``; settings come from
the environment (``CHEXPHOTO_*``). Besides `webapp.offload` this is the one place that knows the async mode.
"""

import os
import sys
import warnings

USUAL = "threading" if sys.platform == "win32" else "eventlet"  # as `webapp.settings` has it
if os.environ.get("CHEXPHOTO_ASYNC_MODE", USUAL) == "eventlet":
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # that eventlet is in bugfix mode is no news to whoever starts a server
        import eventlet
    eventlet.monkey_patch()

import gc
import logging
import signal
import socket
import ssl
from contextlib import suppress
from threading import Event, Thread
from typing import Any, Protocol

from capture.errors import CaptureError
from dataset.errors import DatasetError
from webapp.app import close_app, create_app
from webapp.local_name.interfaces import announced_in
from webapp.local_name.responder import Responder
from webapp.reach import hosts_for_others
from webapp.serving.data_root_lock import DataRootError, DataRootLock
from webapp.serving.live_certificate import LiveCertificate
from webapp.serving.places import Places
from webapp.serving.port import PortError, listen
from webapp.serving.sparing_log import OneLine, Sparing
from webapp.serving.start_message import note_origins, start_message
from webapp.settings import Settings, SettingsError, read_settings
from webapp.tls.store import TlsError

GRACE_S = 2.0
OPEN_FILES = 8192
SWITCH_INTERVAL_S = 0.0005
"""GIL switch interval. Each write and commit crosses threads several times; at the default 5 ms, fifty phones become
GIL-bound rather than disk-bound.
"""
COLLECTED_AFTER = 10_000
"""Objects made before the collector looks for cycles; a photo makes some thousands, and hardly any cycle."""


class Server(Protocol):
    """Server of requests, in either mode."""

    def start(self) -> None:
        """Begin to serve, in the background."""

    def close(self, grace_s: float) -> None:
        """Accept nothing more, and give requests under way a while to end."""


def main() -> int:
    """Serve until told to stop; return the exit status (2: something has to be put right first)."""
    os.umask(0o077)  # what is written is for its owner alone
    _allow_connections()
    try:
        settings = read_settings()
        _log_to_terminal(settings)
        lock = DataRootLock(settings.data_root)
        certificate = LiveCertificate(settings.data_root / "tls", settings.certified_names)
        listener = listen(settings.host, settings.port)
        _serve(settings, listener, certificate)
        lock.close()
    except (SettingsError, DataRootError, TlsError, PortError, DatasetError, CaptureError) as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    return 0


def _serve(settings: Settings, listener: socket.socket, certificate: LiveCertificate) -> None:
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    gc.freeze()  # the modules stay for good: the collector need not look at them again and again
    gc.set_threshold(COLLECTED_AFTER)
    stop = _StopSignal()
    port = listener.getsockname()[1]
    app = create_app(settings, with_demo=settings.demo)
    server = _make_server(settings, app, listener, certificate.context)
    server.start()
    stopped = Event()
    Thread(target=certificate.keep_fresh, args=(stopped,), name="certificate", daemon=True).start()
    if settings.local_host:
        state = app.extensions["services"].local_name
        responder = Responder(settings.local_host, state, lambda: announced_in(hosts_for_others(settings)))
        Thread(target=responder.serve, args=(stopped.is_set,), name="local name", daemon=True).start()
    codes = app.extensions["services"].operator.codes
    note_origins(settings, port)
    print(start_message(settings, codes.new, certificate.certificate.fingerprint, port), flush=True)
    stop.wait()
    print("Stopping.", flush=True)
    stopped.set()
    server.close(GRACE_S)
    close_app(app)


def _make_server(settings: Settings, app: Any, listener: socket.socket, context: ssl.SSLContext) -> Server:
    places = Places(settings.connections_per_address)
    if settings.async_mode == "eventlet":
        from webapp.serving.eventlet_server import EventletServer

        return EventletServer(app, listener, context, places)
    from webapp.serving.threading_server import ThreadingServer

    return ThreadingServer(app, listener, context, places)


class _StopSignal:
    """Waits for Ctrl-C or SIGTERM. By way of a socket: it wakes a green thread and a real one alike."""

    def __init__(self) -> None:
        self._heard, self._said = socket.socketpair()
        self._heard.settimeout(1.0)  # in Windows a handler runs only between two calls
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._say)

    def wait(self) -> None:
        """Return once told to stop; a second signal then ends the process at once."""
        while True:
            with suppress(TimeoutError):
                self._heard.recv(1)
                return

    def _say(self, number: int, _frame: object) -> None:
        signal.signal(number, signal.SIG_DFL)
        self._said.send(b".")


def _allow_connections() -> None:
    """Take as many open files as the system lets this process have: the usual 1,024 would be all connections'."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    enough = OPEN_FILES if most == resource.RLIM_INFINITY else min(most, OPEN_FILES)
    resource.setrlimit(resource.RLIMIT_NOFILE, (enough, most))


def _log_to_terminal(settings: Settings) -> None:
    logging.basicConfig(level=settings.log_level.upper())
    for handler in logging.getLogger().handlers:
        handler.setFormatter(OneLine("%(asctime)s %(levelname)s %(name)s: %(message)s", "%H:%M:%S"))
        handler.addFilter(Sparing())
    # The database is used from real threads, in which a log's lock, green under eventlet, may never be had.
    for noisy in ("alembic", "werkzeug", "engineio", "socketio", "sqlalchemy", "capture.storage.engine"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


if __name__ == "__main__":
    sys.exit(main())
