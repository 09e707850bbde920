"""A whole evaluation: sets, slices, pairs, levels, instability and calibration."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from dataset.files import sha256_of_file
from dataset.scoring.calibration import calibration
from dataset.scoring.evaluation import Evaluation, ScoreSettings
from dataset.scoring.pictures import origin_of, read_pictures
from dataset.scoring.predictions import COMPETITION, PredictionsError
from dataset.scoring.truth import Cases, LabelPolicy, TruthError
from tests.dataset.scoring.layout import SETS, Files, written
from webapp.cli.main import cli
from webapp.evaluations.files import EvaluationFiles, evaluate_files

QUICK = ScoreSettings(resamples=60)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return written(tmp_path_factory.mktemp("evaluation"))


def asked(files: Files) -> EvaluationFiles:
    return EvaluationFiles(
        "mine",
        (files.predictions,),
        (files.xrays, files.photos),
        baseline_name="old",
        baseline=(files.baseline,),
    )


@pytest.fixture(scope="module")
def made(files: Files) -> tuple[Evaluation, str]:
    return evaluate_files(asked(files), QUICK)


@pytest.fixture(scope="module")
def evaluation(made: tuple[Evaluation, str]) -> Evaluation:
    return made[0]


@pytest.mark.parametrize(
    ("path", "kind", "name", "pipeline", "level"),
    [
        ("CheXpert-v1.0/valid/patient1/study1/view1_frontal.jpg", "xray", "x-rays", "", 0),
        ("C/valid/natural/nokia10k/patient1/study1/view1_frontal.jpg", "natural", "natural/nokia10k", "", 0),
        (
            "C/v/synthetic/digital/patient1/study1/view1_frontal.png",
            "synthetic",
            "synthetic/digital",
            "digital",
            1,
        ),
        (
            "C/v/synthetic/blur+x-3/patient1/study1/view1_frontal.png",
            "synthetic",
            "synthetic/blur+x-3",
            "blur+x",
            3,
        ),
    ],
)
def test_a_path_says_where_a_picture_is_from(
    path: str, kind: str, name: str, pipeline: str, level: int
) -> None:
    origin = origin_of(path)
    assert (origin.kind, origin.set, origin.pipeline, origin.level) == (kind, name, pipeline, level)
    assert origin.xray == "patient1/study1/view1_frontal"


def test_the_manifest_names_the_x_ray_of_another_layout() -> None:
    photo = "C/valid/natural/n/patient1/study1/view1_frontal.jpg"
    assert origin_of(photo, {"xray_path": "files/p10/s1/a.jpg"}).xray == origin_of("files/p10/s1/a.jpg").xray


def test_every_set_has_a_score_the_x_rays_first(evaluation: Evaluation) -> None:
    assert [each.set for each in evaluation.sets] == ["x-rays", *sorted(name for name in SETS if name)]
    for each in evaluation.sets:
        assert each.score.mean_of == COMPETITION
        assert each.score.patients == 60


def test_the_score_falls_with_the_level_and_the_pairs_say_so(evaluation: Evaluation) -> None:
    means = [each.score.mean_auroc.value for each in evaluation.sets if each.score.mean_auroc and each.level]
    assert means == sorted(means, reverse=True)
    assert len(means) == 3
    lost = {each.set: each.difference for each in evaluation.differences}
    assert set(lost) == {name for name in SETS if name}
    worst = lost["synthetic/photographic-3"]
    assert worst.high is not None
    assert worst.high < 0
    for each in evaluation.differences:
        assert each.difference.value == pytest.approx(each.of_set - each.of_x_rays)
        assert each.difference.value == pytest.approx(
            np.mean([one.value for one in each.observations.values()])
        )


def test_errors_are_relative_to_the_baseline_over_all_levels(evaluation: Evaluation) -> None:
    assert evaluation.corruption is not None
    assert evaluation.corruption.baseline == "old"
    by_name = {each.corruption: each for each in evaluation.corruption.errors}
    assert {name: each.levels for name, each in by_name.items()} == {
        "natural/phone": (),
        "photographic": (1, 2, 3),
    }
    for each in by_name.values():
        assert 0 < each.ce.value < 1
        assert each.relative_ce is not None
    assert evaluation.corruption.mean_ce.value == pytest.approx(
        np.mean([each.ce.value for each in by_name.values()])
    )


def test_a_model_that_is_its_own_baseline_has_errors_of_one(files: Files) -> None:
    own = EvaluationFiles(
        "mine", (files.predictions,), (files.xrays, files.photos), baseline=(files.predictions,)
    )
    found = evaluate_files(own, QUICK)[0].corruption
    assert found is not None
    assert found.mean_relative_ce is not None
    assert (found.mean_ce.value, found.mean_ce.low, found.mean_ce.high) == (1, 1, 1)
    assert found.mean_relative_ce.value == 1


def test_photos_are_sliced_by_device_and_by_quarters_of_quality(evaluation: Evaluation) -> None:
    slices = [(each.column, each.value) for each in evaluation.slices]
    assert slices[:2] == [("device", "Pixel 9"), ("device", "iPhone 16")] or slices[:2] == [
        ("device", "iPhone 16"),
        ("device", "Pixel 9"),
    ]
    assert [column for column, _ in slices[2:]] == ["quality_sharpness"] * 4
    photos = next(each.pictures for each in evaluation.sets if each.set == "natural/phone")
    for column in ("device", "quality_sharpness"):
        assert sum(each.pictures for each in evaluation.slices if each.column == column) == photos
    assert all(each.mean_auroc for each in evaluation.slices)


def test_a_column_that_no_manifest_has_is_refused(files: Files) -> None:
    with pytest.raises(TruthError, match="no manifest of these data sets has a column 'phase'"):
        evaluate_files(asked(files), ScoreSettings(resamples=2, by=("phase",)))


def test_predictions_are_less_stable_where_there_is_more_noise(evaluation: Evaluation) -> None:
    changes = {each.set: each.change.value for each in evaluation.instability.sets}
    assert changes["synthetic/photographic"] < changes["synthetic/photographic-3"]
    worst = evaluation.instability.most_unstable
    assert len(worst) == 20
    assert [each.deviation for each in worst] == sorted((each.deviation for each in worst), reverse=True)
    assert {each.pictures for each in worst} == {len(SETS)}


def test_calibration_is_the_distance_from_the_diagonal() -> None:
    values = np.repeat([[0.25], [0.75]], 100, axis=0)
    labels = np.concatenate([np.arange(100) < 25, np.arange(100) < 55]).astype(float)[:, None]
    names = tuple(map(str, range(200)))
    found = calibration(Cases(names, names, ("Edema",), labels, values))
    assert found.ece == {"Edema": pytest.approx(0.1)}
    assert found.pooled_ece == pytest.approx(0.1)
    assert [each.cases for each in found.bins] == [100, 100]


def test_predictions_that_do_not_fit_the_data_are_refused(files: Files, tmp_path: Path) -> None:
    lines = files.predictions.read_text().splitlines()
    short = tmp_path / "short.csv"
    short.write_text("\n".join([*lines[:-1], lines[-1].replace("patient", "patience")]))
    with pytest.raises(PredictionsError) as caught:
        evaluate_files(EvaluationFiles("mine", (short,), (files.xrays, files.photos)), QUICK)
    assert len(caught.value.problems) == 2


def test_a_folder_with_several_splits_needs_one_named(files: Files, tmp_path: Path) -> None:
    for split in ("train", "valid"):
        (tmp_path / f"{split}.csv").write_text(files.xrays.read_text())
    with pytest.raises(TruthError, match=r"it has train.csv, valid.csv; say which split"):
        read_pictures([tmp_path], LabelPolicy())
    assert len(read_pictures([tmp_path], LabelPolicy(), "valid").origins) > 0
    with pytest.raises(TruthError, match="pictures are in two of the data sets"):
        read_pictures([tmp_path, tmp_path / "train.csv"], LabelPolicy(), "valid")


def test_the_command_writes_json_and_a_page_that_name_what_they_rest_on(files: Files, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = ["evaluate", str(files.predictions), "--data", str(files.xrays), "--data", str(files.photos)]
    options = ["--out", str(out), "--resamples", "20", "--baseline", str(files.baseline), "--by", "device"]
    result = CliRunner().invoke(cli, [*command, *options])
    assert result.exit_code == 0, result.output
    assert "x-rays: mean AUROC 0." in result.output
    said = json.loads((out / "evaluation.json").read_text())
    assert said["about"]["predictions"] == [
        {"name": "model.csv", "sha256": sha256_of_file(files.predictions)}
    ]
    assert [each["name"] for each in said["about"]["data"]] == ["valid.csv", "valid.csv", "manifest.csv"]
    assert {each["column"] for each in said["slices"]} == {"device"}
    page = (out / "evaluation.html").read_text()
    for digest in (
        each["sha256"] for kind in ("data", "predictions", "baseline") for each in said["about"][kind]
    ):
        assert digest in page
    assert CliRunner().invoke(cli, [*command, "--out", str(out)]).exit_code == 2


def test_the_page_needs_nothing_but_itself(made: tuple[Evaluation, str]) -> None:
    page = made[1]
    assert page.count("<svg") == 2 + len(SETS)
    assert "<script" not in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "left out" not in page
