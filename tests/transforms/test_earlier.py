"""Peers of the benchmarks: an earlier revision beside today's code, and the paper's code in a process of its own."""

import shutil
import subprocess
import sys
import tempfile

import pytest

from benchmarks import earlier

PAPERS_CODE = """
def blurred(level, image):
    assert image.size == (8, 6) and level == 2
PERTURBATIONS = {"blur": blurred}
"""


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
@pytest.mark.processes
def test_an_earlier_revision_is_imported_beside_todays(tmp_path, monkeypatch):
    def git(*arguments):
        identity = [
            "-c",
            "user.name=nobody",
            "-c",
            "user.email=nobody@example.org",
            "-c",
            "commit.gpgsign=false",
        ]
        return subprocess.run(
            ["git", *identity, *arguments], cwd=tmp_path, check=True, capture_output=True, text=True
        ).stdout.strip()

    package = tmp_path / "transforms" / "__init__.py"
    package.parent.mkdir()
    package.write_text("from .speed import SPEED\n")
    package.with_name("speed.py").write_text("SPEED = 'slow'\n")
    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "--no-verify", "--message", "Be slow")
    package.with_name("speed.py").write_text("SPEED = 'fast'\n")
    monkeypatch.setattr(earlier, "ROOT", tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(sys, "path", list(sys.path))
    try:
        assert earlier.revision.__wrapped__(git("rev-parse", "HEAD")).SPEED == "slow"
        with pytest.raises(subprocess.CalledProcessError):
            earlier.revision.__wrapped__("never-was")
    finally:
        for name in [name for name in sys.modules if name.split(".")[0] == earlier.BEFORE]:
            del sys.modules[name]


@pytest.mark.processes
def test_the_papers_code_is_timed_where_it_has_the_transform(tmp_path):
    (tmp_path / "constants.py").write_text(PAPERS_CODE)
    took = earlier.original(tmp_path, "blur", 2, (8, 6), 2)
    assert took is not None
    assert took >= 0
    assert earlier.original(tmp_path, "moire", 2, (8, 6), 2) is None
