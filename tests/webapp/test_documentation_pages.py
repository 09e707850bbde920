"""The documentation under ``/docs``: open to everybody, under a policy that names its scripts."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from webapp import documentation

SCRIPT = "let here = 1;"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "site"
    monkeypatch.setattr(documentation, "documentation_folder", lambda: folder)
    return folder


def built(site: Path) -> None:
    site.mkdir()
    (site / "getting-started.html").write_text(f"<script>{SCRIPT}</script><p>Hello")
    (site / "style.css").write_text("p { margin: 0 }")


def test_where_it_was_not_built_a_page_says_how(stranger: FlaskClient, site: Path) -> None:
    for address in ("/docs", "/docs/", "/docs/getting-started.html"):
        answer = stranger.get(address)
        assert answer.status_code == 404
        assert "make docs" in answer.get_data(as_text=True)


def test_a_stranger_reads_it_and_only_its_own_script_runs(stranger: FlaskClient, site: Path) -> None:
    built(site)
    assert stranger.get("/docs").headers["Location"] == "/docs/getting-started.html"
    answer = stranger.get("/docs/getting-started.html")
    digest = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
    assert answer.status_code == 200
    assert f"script-src 'self' 'sha256-{digest}';" in answer.headers["Content-Security-Policy"] + ";"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert stranger.get("/docs/style.css").mimetype == "text/css"


@pytest.mark.parametrize("name", ["nothing.html", "../secret.txt", "..%2fsecret.txt", "%2e%2e/secret.txt"])
def test_nothing_else_is_given_out(stranger: FlaskClient, site: Path, name: str) -> None:
    built(site)
    (site.parent / "secret.txt").write_text("secret")
    answer = stranger.get(f"/docs/{name}")
    assert answer.status_code == 404
    assert answer.get_data(as_text=True) != "secret"
