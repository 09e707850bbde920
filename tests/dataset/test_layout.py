import pytest

from dataset.errors import LayoutError
from dataset.layout import (
    export_path,
    export_split,
    natural_group,
    parse_xray_path,
    parse_xray_paths,
    synthetic_group,
)

PATH = "CheXpert-v1.0/train/patient00001/study2/view1_frontal.jpg"


def test_a_chexpert_path_comes_apart_and_goes_into_chexphotos_layout() -> None:
    xray = parse_xray_path(PATH)
    assert (xray.dataset, xray.split, xray.patient, xray.study, xray.view) == tuple(PATH[:-4].split("/"))
    expected = "Lab-v1.0/train/natural/nokia10k/patient00001/study2/view1_frontal.jpg"
    assert export_path("Lab-v1.0", "train", natural_group("nokia10k"), xray) == expected


@pytest.mark.parametrize(
    "path",
    [
        "view1_frontal.jpg",
        "CheXpert-v1.0/patient00001/study1/view1_frontal.jpg",
        "a/CheXpert-v1.0/train/patient00001/study1/view1_frontal.jpg",
        "CheXpert-v1.0/train/patient1x/study1/view1_frontal.jpg",
        "CheXpert-v1.0/train/patient00001/study1/view1_oblique.jpg",
        "CheXpert-v1.0/train/patient00001/study1/view1_frontal",
        PATH + "\n",
    ],
)
def test_other_paths_are_refused(path: str) -> None:
    with pytest.raises(LayoutError, match="not of CheXpert's form"):
        parse_xray_path(path)


def test_every_row_that_does_not_fit_is_listed() -> None:
    with pytest.raises(LayoutError) as caught:
        parse_xray_paths([(1, PATH), (2, "a.jpg"), (7, "b.jpg")])
    assert [problem.split(":")[0] for problem in caught.value.problems] == ["x-ray 2", "x-ray 7"]


def test_the_papers_recipes_keep_their_bare_names_at_level_1() -> None:
    assert synthetic_group("digital", 1) == "synthetic/digital"
    assert synthetic_group("photographic", 2) == "synthetic/photographic-2"
    assert synthetic_group("glare_matte+moire+tilt", 1) == "synthetic/glare_matte+moire+tilt-1"


def test_the_split_is_the_paths_or_the_given_one() -> None:
    xray = parse_xray_path(PATH)
    assert export_split(xray, None) == "train"
    assert export_split(xray, "valid") == "valid"
    with pytest.raises(LayoutError, match="not a split"):
        export_split(parse_xray_path(PATH.replace("train", "images")), None)


@pytest.mark.parametrize("name", ["", "..", "a/b", "-x", "a b", "é", "x" * 101])
def test_names_that_cannot_be_folders_are_refused(name: str) -> None:
    with pytest.raises(LayoutError):
        natural_group(name)
