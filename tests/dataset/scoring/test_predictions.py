"""Predictions are read in the contest's form, and whatever does not fit is named by row."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dataset.chexpert import OBSERVATIONS, read_table
from dataset.scoring.predictions import COMPETITION, PredictionsError, parse_predictions, read_predictions
from dataset.scoring.truth import LabelPolicy, TruthError, cases_of, truth_of

HEADER = f"Study,{','.join(COMPETITION)}"
STUDY = "CheXpert-v1.0/valid/patient00001/study1"


def refused(text: str) -> PredictionsError:
    with pytest.raises(PredictionsError) as caught:
        parse_predictions(text.encode(), "mine.csv")
    return caught.value


def test_the_contests_form_is_read() -> None:
    read = parse_predictions(f"\ufeff{HEADER}\n{STUDY},0.1,2e-1,0.30,1,0\n".encode())
    assert (read.unit, read.names, read.observations) == ("Study", (STUDY,), COMPETITION)
    assert read.values.tolist() == [[0.1, 0.2, 0.3, 1.0, 0.0]]
    assert len(read.sha256) == 64


def test_all_14_observations_are_read_in_any_order_of_columns_and_rows() -> None:
    columns = list(reversed(OBSERVATIONS))
    values = [str(place / 20) for place in range(14)]
    text = "\n".join([",".join(["Path", *columns]), ",".join(["b", *values]), ",".join(["a", *values])])
    read = parse_predictions(text.encode())
    assert read.unit == "Path"
    assert read.in_order_of(["a", "b"]).shape == (2, 14)


def test_every_fault_is_named_by_its_row() -> None:
    rows = [
        "a,0,0,0,0,0",
        "b,nan,0,0,0,0",
        "c,0,1.01,0,0,-0.1",
        "a,0,0,0,0,0",
        "d,0,0",
        "e,0,0,x,,inf",
        ",0,0,0,0,0",
    ]
    problems = refused("\n".join([HEADER, *rows])).problems
    assert problems == [
        "row 2 (b), Atelectasis: 'nan' is not a number from 0 to 1",
        "row 3 (c), Cardiomegaly: '1.01' is not a number from 0 to 1",
        "row 3 (c), Pleural Effusion: '-0.1' is not a number from 0 to 1",
        "row 5 has 3 cells, the header 6",
        "row 6 (e), Consolidation: 'x' is not a number from 0 to 1",
        "row 6 (e), Edema: '' is not a number from 0 to 1",
        "row 6 (e), Pleural Effusion: 'inf' is not a number from 0 to 1",
        "row 7 names nothing in its first column",
        "row 4: the study a is already in row 1",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the first column of mine.csv must be 'Study' or 'Path'; it is nothing"),
        ("study,Edema\na,1", "it is 'study'"),
        ("Study,Edema\na,1", "missing: Atelectasis, Cardiomegaly, Consolidation, Pleural Effusion"),
        (HEADER.replace("Edema", "Oedema"), "unknown: 'Oedema'"),
        (f"{HEADER},Edema", "columns with the same name: 'Edema'"),
        (HEADER, "has a header but no predictions"),
        (f'{HEADER}\n"a', "not a well-formed CSV (line 2)"),
    ],
)
def test_another_form_is_refused(text: str, said: str) -> None:
    assert said in str(refused(text))


def test_a_file_that_is_no_text_or_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PredictionsError, match=r"not UTF-8 text \(line 2\)"):
        parse_predictions(f"{HEADER}\n".encode() + b"\xff")
    with pytest.raises(PredictionsError, match="cannot be read"):
        read_predictions(tmp_path / "none.csv")
    with pytest.raises(PredictionsError, match="it is a folder"):
        read_predictions(tmp_path)


def test_missing_and_extra_rows_are_named() -> None:
    read = parse_predictions(f"{HEADER}\na,0,0,0,0,0\nz,0,0,0,0,0\n".encode())
    with pytest.raises(PredictionsError) as caught:
        read.in_order_of(["a", "b"])
    assert caught.value.problems == [
        "there is no prediction for the study b",
        "row 2: z is not in the data set",
    ]


def labelled(folder: Path, rows: list[str], columns: str = "Edema,Consolidation") -> Path:
    csv = folder / "valid.csv"
    csv.write_text("\n".join([f"Path,{columns}", *rows]) + "\n")
    return csv


def test_views_of_a_study_are_joined_by_maximum_or_mean(tmp_path: Path) -> None:
    csv = labelled(tmp_path, [f"{STUDY}/view1_frontal.jpg,1.0,0.0", f"{STUDY}/view2_lateral.jpg,1.0,0.0"])
    truth = truth_of(read_table(csv), LabelPolicy())
    lines = [f"{STUDY}/view1_frontal.jpg,0,0,0.5,0.25,0", f"{STUDY}/view2_lateral.jpg,0,0,0.1,0.75,0"]
    read = parse_predictions("\n".join([HEADER.replace("Study", "Path"), *lines]).encode())
    joined = cases_of(truth, read, "maximum")
    assert (joined.names, joined.patients) == ((STUDY,), ("patient00001",))
    assert joined.observations == ("Consolidation", "Edema")
    assert joined.values.tolist() == [[0.5, 0.75]]
    assert cases_of(truth, read, "mean").values.tolist() == [[0.3, 0.5]]
    assert len(cases_of(truth, read, "each").names) == 2


def test_a_study_without_labels_of_its_own_is_refused(tmp_path: Path) -> None:
    csv = labelled(tmp_path, [f"{STUDY}/view1_frontal.jpg,1.0,0.0", f"{STUDY}/view2_lateral.jpg,0.0,0.0"])
    truth = truth_of(read_table(csv), LabelPolicy())
    read = parse_predictions(f"{HEADER}\n{STUDY},0,0,0,0,0\n".encode())
    with pytest.raises(TruthError) as caught:
        cases_of(truth, read)
    assert caught.value.problems == [f"{STUDY}, Edema: view1_frontal.jpg, view2_lateral.jpg"]
    assert cases_of(truth, read, "each").labels.tolist() == [[0, 1], [0, 0]]


def test_uncertain_and_unmentioned_labels_follow_the_policy(tmp_path: Path) -> None:
    table = read_table(labelled(tmp_path, ["a,-1.0,", "b,1.0,0.0"]))

    def first(policy: LabelPolicy) -> list[float]:
        return truth_of(table, policy).labels[0].tolist()

    assert truth_of(table, LabelPolicy()).observations == ("Edema", "Consolidation")
    np.testing.assert_equal(first(LabelPolicy()), [np.nan, 0])
    assert first(LabelPolicy("zeros")) == [0, 0]
    np.testing.assert_equal(first(LabelPolicy("ones", "ignore")), [1, np.nan])


def test_cells_that_are_no_labels_and_a_table_without_labels_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TruthError, match="row 2, Edema: 'yes' is no label"):
        truth_of(read_table(labelled(tmp_path, ["a,1.0,0.0", "b,yes,0.0"])), LabelPolicy())
    with pytest.raises(TruthError, match="has no labels"):
        truth_of(read_table(labelled(tmp_path, ["a,1"], "Sex")), LabelPolicy())
