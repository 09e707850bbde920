"""Data that an earlier version wrote: it opens, says what it said then, and comes out as it came out then."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from capture.storage import Storage
from dataset.batch.engine import run_batch
from dataset.images import READING
from dataset.manifest import read_rows
from tests.recorded.make import SYNTHETIC
from tests.recorded.states import states_of, unpack
from tests.recorded.walks import read_walks, replayed
from webapp.cli import synthesize
from webapp.cli.main import cli
from webapp.serving.data_root_lock import DataRootLock

RECORDINGS = sorted(path.parent for path in Path(__file__).parent.glob("*/lab.tar.xz"))
ROOT = Path(__file__).parents[2]
MANIFEST = "CheXphoto-v1.0/manifest.csv"
TABLES = {"natural": 4, "synthetic": 3}
"""The least number of CSVs that each export has."""


@pytest.fixture(params=RECORDINGS, ids=lambda recorded: recorded.name)
def recorded(request: pytest.FixtureRequest) -> Path:
    return request.param


WORDING = {"message", "waits_for", "start_why", "sentence"}
"""Sentences for people: they may be put in better words."""


def kept(then: Any, now: Any, where: str = "") -> list[str]:
    """Return what of ``then`` is no longer so ``now``; names and values may have been added since."""
    if isinstance(then, dict) and isinstance(now, dict):
        return [
            line
            for name in then.keys() - WORDING
            for line in (
                kept(then[name], now[name], f"{where}/{name}") if name in now else [f"{where}/{name}: gone"]
            )
        ]
    if isinstance(then, list) and isinstance(now, list) and len(then) == len(now):
        return [
            line for n, pair in enumerate(zip(then, now, strict=True)) for line in kept(*pair, f"{where}/{n}")
        ]
    return [] if then == now else [f"{where}: was {then!r}, is {now!r}"]


def test_there_are_recordings() -> None:
    assert RECORDINGS


def test_every_session_opens_with_the_state_it_had(recorded: Path, tmp_path: Path) -> None:
    then = json.loads((recorded / "states.json").read_text(encoding="utf-8"))
    phases = sorted(line["phase"] for line in then["listed"])
    assert {"finished", "paused", "waiting"} <= set(phases)
    assert len({fact["kind"] for _, fact in then["facts"]}) >= 15, "a recording of little says little"
    assert kept(then, states_of(recorded, tmp_path)) == []


def test_its_sessions_appear_as_one_study_of_each_data_set(recorded: Path, tmp_path: Path) -> None:
    unpack(recorded, tmp_path)
    storage = Storage(f"sqlite:///{tmp_path / 'root' / 'lab.db'}")
    studies = {study.id: study for study in storage.studies.all()}
    sessions = storage.sessions.all()
    storage.close()
    assert len(sessions) >= 3
    for row in sessions:
        study = studies[row.plan.study]
        assert study.dataset == row.plan.dataset
        assert set(row.plan.sets) <= {of_study.name for of_study in study.sets}
    assert {study.dataset for study in studies.values()} == {row.plan.dataset for row in sessions}


def test_every_kind_of_fact_is_read_and_replayed_as_it_was(recorded: Path) -> None:
    walks = read_walks(recorded)
    for walk in walks:  # told by the server since, and held above as part of its answer
        walk["replayed"]["snapshot"].pop("dataset", None)
    assert len({fact["kind"] for walk in walks for fact in walk["facts"]}) >= 25
    assert [kept(walk["replayed"], replayed(walk)) for walk in walks] == [[] for _ in walks]


def test_photos_are_exported_with_the_labels_and_the_manifest_of_then(recorded: Path, tmp_path: Path) -> None:
    unpack(recorded, tmp_path)
    then = json.loads((recorded / "states.json").read_text(encoding="utf-8"))
    sessions = [line["session"] for line in then["listed"][::-1] if line["phase"] == "finished"]
    chosen = [word for session in sessions for word in ("--session", session)]
    root, out = str(tmp_path / "root"), str(tmp_path / "out")
    done = CliRunner().invoke(cli, ["export", *chosen, "--data-root", root, "--out", out])
    assert done.exit_code == 0, done.output
    assert tables(tmp_path / "out") == tables(tmp_path / "natural")
    assert len(tables(tmp_path / "out")) >= TABLES["natural"]


def test_a_synthetic_data_set_is_found_complete(
    recorded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(plan: Any, *, workers: int, **options: Any) -> Any:
        return run_batch(plan, workers=0, **options)

    monkeypatch.setattr(synthesize, "run_batch", run)
    unpack(recorded, tmp_path)
    before = tables(tmp_path / "synthetic")
    csv, out = str(tmp_path / "xrays" / "Lab-v1.0" / "train.csv"), str(tmp_path / "synthetic")
    done = CliRunner().invoke(cli, ["synthesize", "--csv", csv, "--out", out, *SYNTHETIC])
    assert done.exit_code == 0, done.output
    after = tables(tmp_path / "synthetic")
    manifest = after.pop(MANIFEST), before.pop(MANIFEST)
    (tmp_path / "before.csv").write_bytes(manifest[1])
    rows = list(read_rows(tmp_path / "synthetic" / MANIFEST)), list(read_rows(tmp_path / "before.csv"))
    assert len(rows[0]) == len(rows[1]) > 0
    assert after == before
    assert len(after) >= TABLES["synthetic"]
    assert done.stdout.startswith("0 images made, 4 were there"), done.output
    assert kept(rows[1], rows[0]) == []


def test_a_synthetic_data_set_is_not_finished_with_other_pixels(
    recorded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unpack(recorded, tmp_path)
    csv, out = str(tmp_path / "xrays" / "Lab-v1.0" / "train.csv"), tmp_path / "synthetic"
    image = next(path for path in out.rglob("*") if path.suffix in (".jpg", ".png"))
    image.unlink()
    monkeypatch.setattr("dataset.batch.plan.READING", READING + 1)
    done = CliRunner().invoke(cli, ["synthesize", "--csv", csv, "--out", str(out), *SYNTHETIC])
    assert done.exit_code != 0
    assert "another version of this program" in done.output
    assert f"{READING + 1} now" in done.output
    assert not image.exists()


def tables(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*.csv")}


def newer(root: Path) -> None:
    """Make the database one of a newer version."""
    Storage(f"sqlite:///{root / 'lab.db'}").close()
    with closing(sqlite3.connect(root / "lab.db")) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '0099'")
        database.execute("INSERT INTO schema_history VALUES ('0099', '9.4.2', '2030-01-01 00:00:00')")


def test_a_command_upgrades_a_data_root_unless_a_server_has_it_open(recorded: Path, tmp_path: Path) -> None:
    unpack(recorded, tmp_path)
    root = tmp_path / "root"
    session = json.loads((recorded / "states.json").read_text(encoding="utf-8"))["listed"][-1]["session"]
    command = [
        "report",
        session,
        "--no-pictures",
        "--data-root",
        str(root),
        "--out",
        str(tmp_path / "r.html"),
    ]
    lock = DataRootLock(root)
    refused = CliRunner().invoke(cli, command)
    lock.close()
    assert (refused.exit_code, "Stop the server" in refused.output) == (2, True), refused.output
    done = CliRunner().invoke(cli, command)
    assert done.exit_code == 0, done.output
    assert [path.name for path in root.glob("*.backup")] == ["lab.db.0000.backup"]


def test_a_server_says_in_one_sentence_that_the_data_root_is_of_a_newer_version(
    recorded: Path, tmp_path: Path
) -> None:
    unpack(recorded, tmp_path)
    newer(tmp_path / "root")
    settings = {"CHEXPHOTO_DATA_ROOT": str(tmp_path / "root"), "CHEXPHOTO_PORT": "0"}
    ended = subprocess.run(
        [sys.executable, "-m", "wsgi"],
        cwd=ROOT,
        env=os.environ | settings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 2, ended.stderr
    assert "Error: The database was changed by version 9.4.2" in ended.stderr
    assert "Traceback" not in ended.stderr
    done = CliRunner().invoke(
        cli, ["export", "--session", "x", "--data-root", settings["CHEXPHOTO_DATA_ROOT"], "--out", "x"]
    )
    assert (done.exit_code, "Install version 9.4.2" in done.output) == (2, True), done.output
