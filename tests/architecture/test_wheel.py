"""A wheel works without the checkout: it carries pages, their libraries and their licences."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.architecture.sources import PACKAGES, ROOT
from tests.serving.running import RunningServer

pytestmark = pytest.mark.processes


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--no-build-isolation", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


def test_it_carries_pages_and_their_libraries_and_nothing_of_tests_and_data(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        carried = set(archive.namelist())
    pages = {
        f"webapp/{path.relative_to(ROOT)}"
        for folder in ("static", "templates")
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
    }
    assert {"webapp/static/vendor/idb.js", "webapp/static/vendor/idb.LICENSE"} <= pages <= carried
    assert {"wsgi.py", "webapp/app.py"} <= carried
    assert {
        "capture/storage/migrations/env.py",
        "capture/storage/migrations/versions/v0001_baseline.py",
    } <= carried
    assert {name.partition("/")[0] for name in carried if ".dist-info/" not in name} == {*PACKAGES, "wsgi.py"}


def test_its_server_serves_its_own_pages(
    wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unpacked = tmp_path / "unpacked"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(unpacked)
    (unpacked / "webapp" / "static" / "proof.txt").write_text("from the wheel")
    monkeypatch.setenv("PYTHONPATH", str(unpacked))
    with RunningServer(tmp_path / "root") as server:
        assert server.get("/static/proof.txt").endswith(b"from the wheel")
        for path in ("/join", "/static/vendor/socket.io.esm.min.js", "/static/vendor/idb.js"):
            assert server.get(path).startswith(b"HTTP/1.1 200"), path
