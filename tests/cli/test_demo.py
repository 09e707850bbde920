"""``chexphoto demo --exit``: a whole session with virtual devices and the camera model, checked by its pixels."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pandas as pd
import pytest

from tests.drawn_xrays import demo_dataset
from webapp.demo.check import verify
from webapp.demo.devices import CHEXPHOTO

pytestmark = pytest.mark.xdist_group("serving")
XRAYS = 3


@pytest.fixture(scope="module")
def csv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo_dataset(tmp_path_factory.mktemp("xrays"), XRAYS)


@pytest.fixture(scope="module")
def said(csv: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    root = tmp_path_factory.mktemp("demo") / "root"
    command = [*CHEXPHOTO, "demo", "--exit", "--csv", str(csv), "--data-root", str(root), "--port", "0"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=240)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def exported(said: str) -> Path:
    return Path(next(line for line in said.splitlines() if "Data set" in line).split(maxsplit=2)[2])


def test_every_photo_of_the_demo_shows_its_own_xray(said: str) -> None:
    assert f"Right by pixels  {XRAYS} of {XRAYS}" in said
    assert len(list(exported(said).rglob("*.jpg"))) == XRAYS


def test_the_address_to_watch_at_signs_in_and_leads_to_the_session(said: str) -> None:
    [watch] = [line.removeprefix("Watch it: ") for line in said.splitlines() if line.startswith("Watch it: ")]
    assert re.fullmatch(r"https://\S+/sign-in\?next=/sessions/[a-z0-9]+#[0-9a-f]{32}", watch)


def test_a_photo_under_another_xrays_name_is_found_by_its_pixels(said: str, csv: Path) -> None:
    folder = exported(said)
    tables = [table for table in folder.glob("*.csv") if table.stem != "manifest"]
    first, second = [path for table in tables for path in pd.read_csv(table)["Path"]][:2]
    photos = [folder.parent / first, folder.parent / second]
    contents = [photo.read_bytes() for photo in photos]
    for photo, content in zip(photos, reversed(contents), strict=True):
        photo.write_bytes(content)
    seen = verify(csv, csv.parents[1], folder, "virtual-phone")
    assert sorted(seen.wrong) == sorted([first, second])
    assert seen.right == XRAYS - 2
