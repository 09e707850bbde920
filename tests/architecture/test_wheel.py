"""Wheels work without the checkout, put nothing but their own name beside other projects, and carry what they need."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from hatch_build import PACKAGES as CARRIED
from tests.architecture.sources import PACKAGES, ROOT
from tests.serving.running import RunningServer
from tests.wheels.probes import FIRST_PICTURES, grey_png

pytestmark = pytest.mark.processes

PROGRAM, LIBRARY = "chexphoto_lab", "chexphoto_transforms"


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("wheels")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--no-build-isolation", "--wheel-dir", str(folder), str(ROOT), str(ROOT / "transforms")]
    subprocess.run(command, check=True, capture_output=True)
    return {name: next(folder.glob(f"{name}-*.whl")) for name in (PROGRAM, LIBRARY)}


@pytest.fixture(scope="module")
def installed(wheels: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both wheels, unpacked beside packages of other projects that have the names of ours."""
    folder = tmp_path_factory.mktemp("installed")
    for wheel in wheels.values():
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder)
    for package in PACKAGES:
        (folder / package).mkdir()
        (folder / package / "__init__.py").write_text(f"raise RuntimeError('another project has {package}')")
    return folder


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def tops(names: set[str]) -> set[str]:
    return {name.partition("/")[0] for name in names if ".dist-info/" not in name}


def test_the_program_carries_pages_and_their_libraries_and_nothing_of_tests_and_data(
    wheels: dict[str, Path],
) -> None:
    assert PACKAGES == CARRIED
    carried = names_in(wheels[PROGRAM])
    pages = {
        f"{PROGRAM}/webapp/{path.relative_to(ROOT)}"
        for folder in ("static", "templates")
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
    }
    libraries = {f"{PROGRAM}/webapp/static/vendor/{name}" for name in ("idb.js", "idb.LICENSE")}
    assert libraries <= pages <= carried
    migrations = "capture/storage/migrations"
    own = {
        "__init__.py",
        "wsgi.py",
        "webapp/app.py",
        "messages/catalogue.py",
        "transforms/profiles/film.toml",
    }
    own |= {f"{migrations}/env.py", f"{migrations}/versions/v0001_baseline.py"}
    assert {f"{PROGRAM}/{name}" for name in own} <= carried
    assert tops(carried) == {PROGRAM}
    assert {name.split("/")[1] for name in carried if name.startswith(f"{PROGRAM}/")} == {
        *PACKAGES,
        "__init__.py",
        "wsgi.py",
    }
    assert not [name for name in carried if "__pycache__" in name or name.endswith("pyproject.toml")]


def test_the_library_carries_the_transforms_alone(wheels: dict[str, Path]) -> None:
    carried = names_in(wheels[LIBRARY])
    modules = {
        f"{LIBRARY}/{path.relative_to(ROOT / 'transforms')}" for path in (ROOT / "transforms").rglob("*.py")
    }
    assert len(modules) > 50
    data = {f"{LIBRARY}/{name}" for name in ("py.typed", "LICENSE", "profiles/film.toml")}
    assert modules | data <= carried
    assert tops(carried) == {LIBRARY}
    assert not [name for name in carried if "__pycache__" in name or name.endswith("pyproject.toml")]


def test_the_library_makes_the_same_pictures_and_loads_nothing_of_the_web(installed: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-P", "-c", FIRST_PICTURES],
        env=os.environ | {"PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=True,
    )
    *lines, loaded = run.stdout.splitlines()
    assert lines[0] == lines[1]
    assert len(lines[0]) == 64
    assert not {"flask", "pandas", "sqlalchemy", "transforms", "dataset", "torch"} & set(loaded.split())


def test_the_program_serves_its_own_pages_and_pictures_beside_others_of_its_names(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = installed / PROGRAM / "webapp"
    (pages / "static" / "proof.txt").write_text("from the wheel")
    monkeypatch.setenv("PYTHONPATH", str(installed))
    start = [
        sys.executable,
        "-P",
        "-c",
        f"import {PROGRAM} as program; program.main()",
        "serve",
        "--port",
        "0",
    ]
    start += ["--data-root", str(tmp_path / "root")]
    with RunningServer(tmp_path / "root", start) as server:
        assert server.get("/static/proof.txt").endswith(b"from the wheel")
        for path in ("/join", "/static/vendor/socket.io.esm.min.js", "/static/vendor/idb.js"):
            assert server.get(path).startswith(b"HTTP/1.1 200"), path
        # A worker makes it: a process of its own, which finds the same packages.
        answer = server.post("/api/v1/transforms/contrast_up?level=2", grey_png(), "image/png")
        assert answer.startswith(b"HTTP/1.1 200"), answer[:500]
