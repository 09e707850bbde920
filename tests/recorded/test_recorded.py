"""Data that an earlier version wrote: it opens, says what it said then, and comes out as it came out then."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import transforms
from dataset.batch.engine import run_batch
from tests.recorded.make import SYNTHETIC
from tests.recorded.states import states_of, unpack
from webapp.cli import synthesize
from webapp.cli.main import cli

RECORDINGS = sorted(path.parent for path in Path(__file__).parent.glob("*/lab.tar.xz"))
MANIFEST = "CheXphoto-v1.0/manifest.csv"
TABLES = {"natural": 4, "synthetic": 3}
"""The least number of CSVs that each export has."""


@pytest.fixture(params=RECORDINGS, ids=lambda recorded: recorded.name)
def recorded(request: pytest.FixtureRequest) -> Path:
    return request.param


def kept(then: Any, now: Any, where: str = "") -> list[str]:
    """Return what of ``then`` is no longer so ``now``; names and values may have been added since."""
    if isinstance(then, dict) and isinstance(now, dict):
        return [
            line
            for name in then
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
    assert after == before
    assert len(after) >= TABLES["synthetic"]
    if (
        transforms.version().encode() in manifest[1]
    ):  # else other pixels would come out today: they are made anew
        assert done.stdout.startswith("0 images made, 4 were there"), done.output
        assert manifest[0] == manifest[1]


def tables(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*.csv")}
