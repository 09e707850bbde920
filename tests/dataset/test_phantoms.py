import hashlib
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import cv2
import numpy as np
import pytest

from dataset.chexpert import COLUMNS, OBSERVATIONS, XrayTable, read_table
from dataset.errors import FolderError
from dataset.folder import DataFolder, find_data_folder
from dataset.images import check_images, read_image
from dataset.phantoms import NAME, draw_patient, draw_xray, make_demo_dataset
from dataset.phantoms.findings import Findings
from tests.drawn_xrays import demo_dataset

pytestmark = pytest.mark.slow

COUNT = 24


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    demo_dataset(folder, COUNT)
    return folder


@pytest.fixture(scope="module")
def table(data: Path) -> XrayTable:
    return read_table(data / NAME / "train.csv")


@pytest.fixture(scope="module")
def folder(data: Path, table: XrayTable) -> DataFolder:
    return find_data_folder(table, data)


def test_the_demo_is_a_sound_chexpert_data_set(table: XrayTable, folder: DataFolder) -> None:
    assert table.columns == COLUMNS
    assert len(table) == COUNT
    assert check_images(table, folder, 1, COUNT) == []
    views = table.frame["Frontal/Lateral"].tolist()
    assert views.count("Lateral") >= 6
    assert all(
        ("lateral" in path) == (view == "Lateral") for path, view in zip(table.paths, views, strict=True)
    )


def test_every_observation_occurs_among_the_first_24(table: XrayTable) -> None:
    for name in OBSERVATIONS:
        assert "1.0" in table.frame[name].tolist()[:24], name


def test_no_finding_stands_alone(table: XrayTable) -> None:
    for index in range(1, COUNT + 1):
        labels = table.xray(index).labels
        said = {name for name, value in labels.items() if value != "0.0"}
        assert said
        assert "No Finding" not in said or said <= {"No Finding", "Support Devices"}


def test_any_two_are_told_apart_by_correlation(table: XrayTable, folder: DataFolder) -> None:
    small = [
        cv2.resize(read_image(folder.file(path)), (64, 64), interpolation=cv2.INTER_AREA)
        for path in table.paths
    ]
    plain = [_standardised(image.astype(float)) for image in small]
    fine = [_standardised(image - cv2.GaussianBlur(image.astype(float), (0, 0), 4)) for image in small]
    assert max(float((a * b).mean()) for a, b in combinations(plain, 2)) < 0.96
    assert max(float((a * b).mean()) for a, b in combinations(fine, 2)) < 0.85


def test_cardiomegaly_is_a_larger_heart_in_the_picture() -> None:
    patient = draw_patient(1)
    small, large = (
        draw_xray(replace(patient, findings=Findings(heart=heart)), "frontal") for heart in (0.0, 0.9)
    )
    grown = cv2.GaussianBlur(large.astype(np.float32), (0, 0), 8) - cv2.GaussianBlur(
        small.astype(np.float32), (0, 0), 8
    )
    height, width = grown.shape
    beside_the_heart = grown[int(0.4 * height) : int(0.7 * height), int(0.55 * width) : int(0.85 * width)]
    assert (beside_the_heart > 30).mean() > 0.05
    assert (grown[: int(0.3 * height)] > 30).mean() < 0.005


def test_drawing_again_gives_the_same_bytes(data: Path, table: XrayTable, tmp_path: Path) -> None:
    make_demo_dataset(tmp_path, 3)
    for path in table.paths[:3]:
        assert _digest(tmp_path / path) == _digest(data / path)


def test_what_is_there_is_not_made_again(data: Path, table: XrayTable) -> None:
    file = data / table.path(1)
    before = file.stat().st_mtime_ns
    assert make_demo_dataset(data, COUNT) == data / NAME / "train.csv"
    assert file.stat().st_mtime_ns == before


def test_another_data_set_of_that_name_is_left_alone(tmp_path: Path) -> None:
    csv = make_demo_dataset(tmp_path, 1)
    before = csv.read_bytes()
    with pytest.raises(FolderError, match="another data set"):
        make_demo_dataset(tmp_path, 2)
    assert csv.read_bytes() == before
    next(tmp_path.rglob("*.jpg")).unlink()
    with pytest.raises(FolderError, match="lacks 1"):
        make_demo_dataset(tmp_path, 1)


def test_nothing_is_left_over_when_drawing_is_interrupted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("dataset.phantoms.demo.draw_xray", interrupted)
    with pytest.raises(KeyboardInterrupt):
        make_demo_dataset(tmp_path, 2)
    assert list(tmp_path.iterdir()) == []


def _standardised(image: np.ndarray) -> np.ndarray:
    return (image - image.mean()) / image.std()


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
