"""Statistics: the papers' tables from CSVs with the papers' counts, and what else a data set tells of itself."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from dataset.chexpert import COLUMNS, OBSERVATIONS, read_table
from dataset.errors import CsvError
from dataset.statistics import (
    ENDINGS,
    FACTS,
    Statistics,
    count,
    images_of,
    read_statistics,
    wilson,
    write_statistics,
    written,
)
from dataset.statistics.tables import tables
from webapp.cli.main import cli
from webapp.sessions.models import Conditions

# CheXpert: A Large Chest Radiograph Dataset with Uncertainty Labels and Expert Comparison (arXiv 1901.07031), Table 1.
CHEXPERT_TABLE_1 = """\
No Finding|16627 (8.86)|0 (0.0)|171014 (91.14)
Enlarged Cardiomediastinum|9020 (4.81)|10148 (5.41)|168473 (89.78)
Cardiomegaly|23002 (12.26)|6597 (3.52)|158042 (84.23)
Lung Lesion|6856 (3.65)|1071 (0.57)|179714 (95.78)
Lung Opacity|92669 (49.39)|4341 (2.31)|90631 (48.3)
Edema|48905 (26.06)|11571 (6.17)|127165 (67.77)
Consolidation|12730 (6.78)|23976 (12.78)|150935 (80.44)
Pneumonia|4576 (2.44)|15658 (8.34)|167407 (89.22)
Atelectasis|29333 (15.63)|29377 (15.66)|128931 (68.71)
Pneumothorax|17313 (9.23)|2663 (1.42)|167665 (89.35)
Pleural Effusion|75696 (40.34)|9419 (5.02)|102526 (54.64)
Pleural Other|2441 (1.3)|1771 (0.94)|183429 (97.76)
Fracture|7270 (3.87)|484 (0.26)|179887 (95.87)
Support Devices|105831 (56.4)|898 (0.48)|80912 (43.12)"""
STUDIES = 187_641

# CheXphoto: 10,000+ Photos and Transformations of Chest X-rays (arXiv 2007.06199). Patients and studies of its
# iPhone1k are not among the counts that were confirmed, so that only its images are compared.
NOKIA = {"patients": 3_000, "studies": 8_931, "images": 10_507}
VALID = {"patients": 200, "studies": 200, "images": 234}
IPHONE_IMAGES = 1_000
TRAIN_SETS = ("natural/nokia10k", "synthetic/digital", "synthetic/photographic")


def paper_rows() -> Iterator[tuple[str, tuple[str, str, str]]]:
    for line in CHEXPERT_TABLE_1.splitlines():
        name, *cells = line.split("|")
        yield name, (cells[0], cells[1], cells[2])


def write_csv(file: Path, paths: Iterable[str], labels: Iterable[tuple[str, ...]], **more: str) -> Path:
    """Write a CSV; ``more`` are further columns that are the same in each row."""
    with file.open("w", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(["Path", *more, *OBSERVATIONS])
        writer.writerows((path, *more.values(), *row) for path, row in zip(paths, labels, strict=True))
    return file


def paths_of(root: str, patients: int, studies: int, images: int) -> list[str]:
    """Return paths with just so many patients, studies and images: the first ones have one more than the others."""
    places = [f"patient{1 + n % patients:05}/study{1 + n // patients}" for n in range(studies)]
    return [
        f"{root}/{places[n % studies]}/view{1 + n // studies}_{'lateral' if n >= studies else 'frontal'}.jpg"
        for n in range(images)
    ]


def nothing(rows: int) -> list[tuple[str, ...]]:
    return [("",) * len(OBSERVATIONS)] * rows


@pytest.fixture(scope="module")
def chexpert(tmp_path_factory: pytest.TempPathFactory) -> Statistics:
    """CheXpert's counts: a study an image, with some negatives written and others left blank."""
    columns = {}
    for name, cells in paper_rows():
        positive, uncertain, negative = (int(cell.split()[0]) for cell in cells)
        assert positive + uncertain + negative == STUDIES
        said = negative // 3
        columns[name] = ["1.0"] * positive + ["-1.0"] * uncertain + ["0.0"] * said + [""] * (negative - said)
    paths = paths_of("CheXpert-v1.0/train", 64_540, STUDIES, STUDIES)
    file = tmp_path_factory.mktemp("chexpert") / "train.csv"
    labels = zip(*(columns[name] for name in OBSERVATIONS), strict=True)
    return read_statistics(write_csv(file, paths, labels))


@pytest.fixture
def chexphoto(tmp_path: Path) -> Path:
    """A data set with CheXphoto's sizes and its layout."""
    root = tmp_path / "CheXphoto-v1.0"
    root.mkdir()
    train = [path for name in TRAIN_SETS for path in paths_of(f"CheXphoto-v1.0/train/{name}", **NOKIA)]
    nokia = paths_of("CheXphoto-v1.0/train/natural/iphone1k", **NOKIA)
    train += nokia[:IPHONE_IMAGES]
    valid = [
        path
        for name in ("natural/nokia10k", "synthetic/digital", "synthetic/photographic")
        for path in paths_of(f"CheXphoto-v1.0/valid/{name}", **VALID)
    ]
    write_csv(root / "train.csv", train, nothing(len(train)))
    write_csv(root / "valid.csv", valid, nothing(len(valid)))
    return root


@pytest.mark.slow
def test_table_1_of_chexpert_is_rebuilt_digit_for_digit(chexpert: Statistics) -> None:
    table = tables(chexpert)[1]
    assert table.title == f"Observations of train ({STUDIES} studies)"
    assert table.header == ("observation", "positive (%)", "uncertain (%)", "negative (%)")
    assert "\n".join("|".join(row) for row in table.rows) == CHEXPERT_TABLE_1


@pytest.mark.slow
def test_blank_cells_are_told_apart_when_asked(chexpert: Statistics) -> None:
    rows = {row[0]: row[1:] for row in tables(chexpert, "apart")[1].rows}
    assert rows["Edema"] == ("48905 (26.06)", "11571 (6.17)", "42388 (22.59)", "84777 (45.18)")


def test_table_3_of_chexphoto_is_rebuilt_digit_for_digit(chexphoto: Path) -> None:
    found = read_statistics(chexphoto)
    sizes = {
        (part.split, part.set): {"patients": part.patients, "studies": part.studies, "images": part.images}
        for part in found.parts
    }
    for name in TRAIN_SETS:
        assert sizes["train", name] == NOKIA
        assert sizes["valid", name] == VALID
    assert sizes["train", "natural/iphone1k"]["images"] == IPHONE_IMAGES
    assert sizes["train", "all sets"] == {**NOKIA, "images": 3 * 10_507 + IPHONE_IMAGES}
    table = tables(found)[0]
    assert table.header == ("split", "set", "patients", "studies", "images")
    assert ("train", "natural/nokia10k", "3000", "8931", "10507") in table.rows
    assert [row[0] for row in table.rows] == ["train"] * 5 + ["valid"] * 4


def small(folder: Path, *rows: str) -> Path:
    file = folder / "small.csv"
    file.write_text("\n".join([",".join(COLUMNS), *rows]) + "\n")
    return file


def row(place: str, sex: str, age: str, view: str, edema: str, orientation: str = "") -> str:
    labels = ",".join(edema if name == "Edema" else "" for name in OBSERVATIONS)
    return f"Some-v1.0/{place}.jpg,{sex},{age},{view},{orientation},{labels}"


def test_patients_studies_and_images_are_each_counted_once(tmp_path: Path) -> None:
    file = small(
        tmp_path,
        row("train/patient00001/study1/view1_frontal", "Male", "17", "Frontal", "1.0", "AP"),
        row("train/patient00001/study1/view2_lateral", "Male", "17", "Lateral", "0.0"),
        row("train/patient00001/study2/view1_frontal", "Male", "18", "Frontal", "-1.0", "PA"),
        row("train/patient00002/study1/view1_frontal", "Female", "90", "Frontal", "", "PA"),
        row("train/patient00003/study1/view1_frontal", "", "", "Frontal", "0.0", "PA"),
    )
    (part,) = read_statistics(file).parts
    assert (part.patients, part.studies, part.images) == (3, 4, 5)
    assert part.sex == {"Female": 1, "Male": 1, "not given": 1}
    assert part.age == {"0-17": 1, "18-29": 1, "90 and over": 1, "not given": 1}
    assert part.view == {"Frontal AP": 1, "Frontal PA": 3, "Lateral": 1}
    edema = next(counts for counts in part.observations if counts.observation == "Edema")
    assert (edema.positive, edema.uncertain, edema.negative, edema.blank) == (1, 1, 1, 1)
    assert part.conflicting == 1
    assert "1 studies have images with different labels" in written(read_statistics(file), "text")
    (by_image,) = read_statistics(file, "images").parts
    edema = next(counts for counts in by_image.observations if counts.observation == "Edema")
    assert (edema.positive, edema.uncertain, edema.negative, edema.blank) == (1, 1, 2, 1)


def test_cells_that_are_no_label_are_named_by_row(tmp_path: Path) -> None:
    file = small(
        tmp_path,
        row("train/patient00001/study1/view1_frontal", "", "", "", "1"),
        row("train/patient00002/study1/view1_frontal", "", "", "", "yes"),
        row("train/patient00003/study1/view1_frontal", "", "", "", "2.0"),
    )
    with pytest.raises(CsvError, match="2 cells that are no label") as caught:
        read_statistics(file)
    assert caught.value.problems == ["row 2: Edema is 'yes'", "row 3: Edema is '2.0'"]


def test_paths_of_other_forms_are_counted_by_their_folders(tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_text("Path\np10/s1/a.jpg\np10/s1/b.jpg\np10/s2/a.jpg\np11/s1/a.jpg\n")
    (part,) = read_statistics(file).parts
    assert (part.split, part.patients, part.studies, part.images) == ("", 2, 3, 4)
    assert "Sex" not in written(read_statistics(file), "text")


def exported(folder: Path) -> Path:
    """Write a data set of two photographed sets and a synthetic one, with what a manifest tells of them."""
    root = folder / "Ours-v1.0"
    root.mkdir()
    sets = ("natural/nokia10k", "natural/iphone1k", "synthetic/digital-2")
    paths = [path for name in sets for path in paths_of(f"Ours-v1.0/train/{name}", 2, 3, 4)]
    labels = [("1.0", *[""] * (len(OBSERVATIONS) - 1))] * len(paths)
    write_csv(root / "train.csv", paths, labels, Sex="Female", Age="52")
    with (root / "manifest.csv").open("w", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(["Path", "set", "index", "device", "room_light", "pipeline", "level", "review"])
        for number, path in enumerate(paths):
            kind, name = path.split("/")[2:4]
            by_phone = ("Pixel 8", "On") if kind == "natural" else ("", "")
            recipe = ("digital", "2") if kind == "synthetic" else ("", "")
            review = ("usable", "unusable", "", "usable")[number % 4]
            writer.writerow([path, name, number % 4 + 1, *by_phone, *recipe, review])
    return root


def test_a_manifest_tells_devices_conditions_and_what_readers_found(tmp_path: Path) -> None:
    found = read_statistics(exported(tmp_path))
    parts = {part.set: part for part in found.parts}
    assert parts["natural/nokia10k"].facts == {"device": {"Pixel 8": 4}, "room_light": {"On": 4}}
    assert parts["synthetic/digital-2"].facts == {}
    assert [(of.set, of.pipeline, of.level, of.images, of.read, of.fit) for of in found.fitness] == [
        ("digital-2", "digital", 2, 4, 3, 2),
        ("iphone1k", "", None, 4, 3, 2),
        ("nokia10k", "", None, 4, 3, 2),
    ]
    text = written(found, "text")
    assert "Room light (images)" in text
    assert "66.7" in text
    assert "20.8-93.9" in text


def test_sets_with_the_same_labels_are_told_once(tmp_path: Path) -> None:
    titles = [table.title for table in tables(read_statistics(exported(tmp_path)))]
    assert titles[1] == (
        "Observations of train: natural/iphone1k, natural/nokia10k, synthetic/digital-2 (3 studies)"
    )
    assert not titles[2].startswith("Observations")


def test_a_split_without_labels_is_not_told_to_be_negative(chexphoto: Path) -> None:
    found = read_statistics(chexphoto)
    assert not any(table.title.startswith("Observations") for table in tables(found))
    assert all(part["observations"] == [] for part in json.loads(written(found, "json"))["parts"])
    assert "negative" not in written(found, "csv")
    assert ET.fromstring(written(found, "svg")).get("height") != "0"


def test_every_format_tells_the_same_counts(tmp_path: Path) -> None:
    found = read_statistics(exported(tmp_path))
    table = tables(found)[0]
    assert all(" ".join(line) in " ".join(written(found, "text").split()) for line in table.rows)
    assert all(f"| {' | '.join(line)} |" in written(found, "markdown") for line in table.rows)
    latex = written(found, "latex")
    assert all(" & ".join(line) in latex for line in table.rows)
    assert latex.count(r"\toprule") == latex.count(r"\bottomrule") == len(tables(found))
    assert "95 \\% interval" in latex
    rows = list(csv.DictReader(io.StringIO(written(found, "csv"))))
    sizes = [(r["split"], r["set"], r["count"]) for r in rows if r["row"] == "images"]
    assert sizes == [(line[0], line[1], line[4]) for line in table.rows]
    told = json.loads(written(found, "json"))
    assert [part["images"] for part in told["parts"]] == [4, 4, 4, 12]
    assert told["fitness"][0]["interval"] == pytest.approx([0.2077, 0.9385], abs=1e-4)


@pytest.mark.slow
def test_the_plot_has_a_bar_for_each_label_of_each_observation(chexpert: Statistics) -> None:
    drawing = ET.fromstring(written(chexpert, "svg"))
    told = [title.text or "" for title in drawing.iter("{http://www.w3.org/2000/svg}title")]
    assert "Edema, positive: 48905 (26.06 %)" in told
    assert sum(", positive: " in title for title in told) == len(OBSERVATIONS)


def test_a_data_set_gets_its_statistics_in_every_format(tmp_path: Path) -> None:
    root = exported(tmp_path)
    files = write_statistics(root)
    assert sorted(file.name for file in files) == [
        f"statistics.{ending}" for ending in ("csv", "json", "md", "svg", "tex")
    ]
    assert all(file.parent == root / "statistics" and file.stat().st_size for file in files)
    assert write_statistics(root, tmp_path / "apart")[0].parent == tmp_path / "apart"


@given(successes=st.integers(0, 500), more=st.integers(0, 500))
def test_wilsons_interval_holds_the_share_and_stays_a_share(successes: int, more: int) -> None:
    trials = successes + more
    interval = wilson(successes, trials)
    if not trials:
        assert interval is None
        return
    assert interval is not None
    low, high = interval
    assert 0 <= low <= successes / trials <= high <= 1
    assert low < high


def test_wilsons_interval_is_the_published_one() -> None:
    # Newcombe (1998), Statistics in Medicine 17, 857-872, Table I, method 3: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    for successes, trials, expected in (
        (81, 263, (0.2553, 0.3662)),
        (15, 148, (0.0624, 0.1605)),
        (0, 20, (0.0, 0.1611)),
        (1, 29, (0.0061, 0.1718)),
    ):
        assert wilson(successes, trials) == pytest.approx(expected, abs=5e-5)


def test_the_conditions_of_sessions_are_counted() -> None:
    assert set(Conditions.model_fields) - {"notes"} <= set(FACTS)


def test_the_command_counts_a_csv_or_a_folder(tmp_path: Path) -> None:
    root = exported(tmp_path)
    told = CliRunner().invoke(cli, ["stats", str(root)])
    assert told.exit_code == 0, told.output
    assert told.output.startswith("Patients, studies and images\n")
    for format_, ending in ENDINGS.items():
        out = tmp_path / f"out.{ending}"
        options = ["--format", format_, "--out", str(out), "--blank", "apart", "--unit", "images"]
        done = CliRunner().invoke(cli, ["stats", str(root / "train.csv"), *options])
        assert done.exit_code == 0, done.output
        assert "blank" in out.read_text()
    refused = CliRunner().invoke(cli, ["stats", str(tmp_path)])
    assert refused.exit_code == 2
    assert "there is no train.csv, valid.csv or test.csv" in refused.output
    refused = CliRunner().invoke(cli, ["stats"])
    assert "Say what to count" in refused.output


def test_an_x_ray_counts_by_its_path_in_data_sets_that_are_made(tmp_path: Path) -> None:
    file = tmp_path / "mimic.csv"
    file.write_text(
        "Path,CheXpert Path\nfiles/p10/p1/s1/a.jpg,M/valid/patient00001/study1/view1_frontal.jpg\n"
    )
    (part,) = count(images_of(read_table(file)), "mimic").parts
    assert part.split == "valid"
