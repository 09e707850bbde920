"""A lab on a data root of its own, served in process; clients for each role."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from flask_openapi3 import OpenAPI
from werkzeug.routing import Rule

from tests.webapp.clients import TOKEN, client, operator_client
from tests.webapp.pixels import InlinePixels
from webapp.app import close_app, create_app
from webapp.container import Services
from webapp.settings import Settings

MEMORY_DISK = Path("/dev/shm")


@pytest.fixture
def tmp_path(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: each commit waits for the disk, and these tests make thousands."""
    if not os.access(MEMORY_DISK, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=MEMORY_DISK, prefix="lab-") as folder:
        yield Path(folder)


@pytest.fixture(scope="session", autouse=True)
def _routes_are_compiled_once() -> Iterator[None]:
    """Keep what Werkzeug compiles of a route: for each of some hundred apps anew, it took a third of making one."""
    compiled: dict[tuple[str, bool], Callable[..., tuple[str, str]]] = {}
    compile_anew = Rule._compile_builder

    def compile_once(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        # What is compiled depends on these alone, in an app whose routes have neither defaults nor hosts.
        assert not rule.defaults
        assert not rule.host
        key = (rule.rule, append_unknown)
        if key not in compiled:
            compiled[key] = compile_anew(rule, append_unknown)
        return compiled[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", compile_once)
        yield


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        data_root=tmp_path / "root",
        operator_token=TOKEN,
        async_mode="threading",
        disk_reserve_mb=0,
        workers=1,
    )


@pytest.fixture
def app(settings: Settings) -> Iterator[OpenAPI]:
    app = create_app(settings, pixels=InlinePixels(), with_demo=False)
    yield app
    close_app(app)


@pytest.fixture
def lab(app: OpenAPI) -> Services:
    return app.extensions["services"]


@pytest.fixture
def stranger(app: OpenAPI) -> FlaskClient:
    return client(app)


@pytest.fixture
def operator(app: OpenAPI) -> FlaskClient:
    return operator_client(app)
