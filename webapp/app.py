"""The application factory.

``create_app`` is all that ``wsgi``, tests and the demo need: it opens the data root, resumes what was under way
there, and returns an application that is ready to serve.  ``app.extensions`` holds ``services`` and ``socketio``;
whoever made the application ends it with ``close_app``.
"""

from __future__ import annotations

from importlib.metadata import version
from typing import Any, cast

from flask import Flask, current_app, request
from flask.json.provider import DefaultJSONProvider
from flask_openapi3 import Info, OpenAPI
from flask_socketio import SocketIO

from messages import in_language
from webapp import errors, languages
from webapp.api import browser
from webapp.api.blueprint import SECURITY_SCHEMES
from webapp.api.document import Api
from webapp.assets import static_folder, template_folder
from webapp.auth import headers
from webapp.auth.audit import Audit
from webapp.auth.door import Door
from webapp.auth.guard import Guard
from webapp.auth.hosts import KnownHosts
from webapp.container import Services
from webapp.documentation import documentation
from webapp.features import register_features
from webapp.offload import offload_for
from webapp.pages import pages
from webapp.pixels.interface import Pixels
from webapp.pixels.worker_pixels import WorkerPixels
from webapp.settings import Settings
from webapp.sockets.bounds import bound
from webapp.sockets.challenge import ChallengeNamespace
from webapp.sockets.display import DisplayNamespace
from webapp.sockets.operator import OperatorNamespace
from webapp.sockets.phone import PhoneNamespace
from webapp.sockets.socket_transport import SocketTransport
from webapp.workers.cage import WorkerFiles

MAX_JSON_BYTES = 1_000_000
MAX_MESSAGE_BYTES = 100_000


def create_app(settings: Settings, *, pixels: Pixels | None = None, with_demo: bool = True) -> OpenAPI:
    """Open the data root and return the application that serves it.

    Args:
        settings: How to run; ``async_mode`` must fit how the process was started.
        pixels: Who works on pixels; without it, worker processes of its own.
        with_demo: Offer the drawn x-rays as a data set.

    Raises:
        DatasetError: The CSV that the settings name cannot be used.
    """
    app = _flask_app()
    socketio = _socketio(app, settings)
    offload = offload_for(settings.async_mode)
    transport = SocketTransport(socketio)
    pixels = pixels or WorkerPixels(settings, WorkerFiles(settings.data_root))
    services = Services(settings, offload, pixels, transport, with_demo=with_demo)
    app.extensions["services"] = services
    services.guard = Guard(
        app,
        services.operator,
        services.credentials,
        services.sessions.knows,
        services.tries,
        services.challenges.participants,
    )
    Audit(settings.data_root, services.clock.now).register(app)
    register_features(app, services)
    for namespace in (
        PhoneNamespace(services),
        DisplayNamespace(services),
        OperatorNamespace(services),
        ChallengeNamespace(services),
    ):
        socketio.on_namespace(namespace)
    app.wsgi_app = Door(app.wsgi_app, services.guard, KnownHosts(settings.names))  # type: ignore[method-assign]
    services.open()
    return app


def close_app(app: Flask) -> None:
    """Stop the background work of ``app`` and close its data root."""
    cast(Services, app.extensions["services"]).close()


def _flask_app() -> OpenAPI:
    app = Api(
        "webapp",
        info=Info(title="CheXphoto Lab", version=version("chexphoto-lab")),
        security_schemes=SECURITY_SCHEMES,
        validation_error_model=errors.ErrorAnswer,
        validation_error_callback=errors.validation_answer,
        static_folder=str(static_folder()),
        template_folder=str(template_folder()),
    )
    app.config["MAX_CONTENT_LENGTH"] = MAX_JSON_BYTES
    app.json = _Json(app)
    errors.register(app)
    headers.register(app)
    languages.register(app)
    browser.register(app)
    app.register_blueprint(pages)
    app.register_blueprint(documentation)
    app.before_request(_take_json)
    return app


class _Json(DefaultJSONProvider):
    """A JSON provider that keeps the order of keys; JSON nested too deep to parse is invalid."""

    sort_keys = False

    def dumps(self, obj: Any, **options: Any) -> str:
        return super().dumps(in_language(obj, languages.language()), **options)

    def loads(self, s: str | bytes, **options: Any) -> Any:
        try:
            return super().loads(s, **options)
        except RecursionError:
            raise ValueError("nested too deep") from None


def _socketio(app: Flask, settings: Settings) -> SocketIO:
    socketio = SocketIO(
        app,
        async_mode=settings.async_mode,
        async_handlers=False,  # one message of a connection at a time: a flood waits in its own socket
        manage_session=False,
        max_http_buffer_size=MAX_MESSAGE_BYTES,
        ping_interval=settings.ping_s,
        ping_timeout=settings.ping_s,
    )
    bound(socketio.server, settings.async_mode)
    return socketio


def _take_json() -> None:
    """Refuse a body of unknown length, and one of another declared type where JSON is expected."""
    wanted = request.method == "POST" and request.path.startswith("/api/")
    if wanted and request.content_length is None and "Transfer-Encoding" in request.headers:
        raise errors.ApiError(
            "length_required", "Say how long the body is (Content-Length); one in chunks is not read."
        )
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "takes_files", False):
        return
    if wanted and request.content_length and not request.is_json:
        raise errors.ApiError("media_type")
