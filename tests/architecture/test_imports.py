"""The direction of imports between packages."""

from __future__ import annotations

import ast
from collections import Counter

import pytest

from tests.architecture.sources import PACKAGES, cycles, edges, home, imported, modules, tree

BELOW = {
    "webapp": {"capture", "dataset", "transforms", "matching", "messages"},
    "capture": {"dataset", "transforms", "matching", "messages"},
    "dataset": {"transforms", "matching"},
    "transforms": set(),
    "matching": set(),
    "messages": set(),
}
ROOMS = {*PACKAGES, "chexphoto_lab", "wsgi"}
KNOWS_EVENTLET = {
    "wsgi",
    "webapp.offload",
    "webapp.thread_pool",
    "webapp.serving.eventlet_server",
    "webapp.serving.eventlet_connection",
    "webapp.serving.websocket",
}
STARTS_PROCESSES = {
    "dataset.batch.pool",
    "webapp.cli.serve",
    "webapp.challenge.sandbox.inside",
    "webapp.challenge.sandbox.interpreter",
    "webapp.challenge.sandbox.machine",
    "webapp.challenge.sandbox.supervise",
    "webapp.demo.devices",
    "webapp.workers.line_process",
    "webapp.virtual.lab_process",
    "webapp.workers.ends",
}
"""The server itself forks nothing and has no process pool: workers are plain processes, jobs the command.

Strangers' programs are run in sandboxes, by a process of their own."""
WEB = {
    "flask",
    "flask_socketio",
    "flask_openapi3",
    "socketio",
    "engineio",
    "werkzeug",
    "eventlet",
    "socket",
    "ssl",
}
FILES_AND_TABLES = {"csv", "pandas", "sqlite3", "sqlalchemy"}


def roots(module: str) -> set[str]:
    return {name.partition(".")[0] for name in imported(module)}


@pytest.mark.parametrize("package", PACKAGES)
def test_imports_run_one_way(package: str) -> None:
    own = [module for module in modules() if module.partition(".")[0] == package]
    upward = {module: roots(module) & (ROOMS - BELOW[package] - {package}) for module in own}
    assert {module: names for module, names in upward.items() if names} == {}


def test_no_modules_or_packages_import_each_other_in_a_circle() -> None:
    assert len(edges()) > 1000
    assert cycles() == {}


def test_no_package_holds_more_than_twenty_modules() -> None:
    sizes = Counter(path.parent for path in modules().values())
    assert {str(folder): count for folder, count in sizes.items() if count > 20} == {}


def test_only_routes_and_whoever_registers_them_know_routes() -> None:
    """A service can be used without the web: by a command, by another service, by a test."""
    routes = {module for module in modules() if module.endswith("routes")}
    assert len(routes) > 10
    users = {module for module, other in edges() if other in routes}
    assert users <= {"webapp.features", *routes}


def test_imports_are_absolute_except_in_the_library_that_has_two_names() -> None:
    """`transforms` is `chexphoto_transforms` in a wheel of its own, and so never names itself."""
    inside = [
        (module.partition(".")[0], bool(node.level))
        for module in modules()
        for node in ast.walk(tree(module))
        if isinstance(node, ast.ImportFrom) and home(module, node).partition(".")[0] in PACKAGES
    ]
    assert {package for package, relative in inside if relative} == {"transforms"}
    assert {package for package, relative in inside if not relative} == ROOMS - {"transforms"}


def test_the_domain_knows_neither_web_nor_sockets() -> None:
    below = [
        module
        for module in modules()
        if module.partition(".")[0] in {"capture", "dataset", *BELOW["dataset"]}
    ]
    assert {module: found for module in below if (found := roots(module) & WEB)} == {}


def test_the_ground_floor_knows_no_tables() -> None:
    ground = [module for module in modules() if module.partition(".")[0] in BELOW["dataset"]]
    assert {module: found for module in ground if (found := roots(module) & FILES_AND_TABLES)} == {}


def test_eventlet_is_known_in_few_places_only() -> None:
    assert {module for module in modules() if "eventlet" in roots(module)} == KNOWS_EVENTLET


def test_processes_are_started_in_few_places() -> None:
    users = {module for module in modules() if roots(module) & {"subprocess", "multiprocessing"}}
    assert users == STARTS_PROCESSES
