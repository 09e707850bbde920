"""Predictions sent to the server are scored outside of it, and the result stays."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from flask_openapi3 import OpenAPI

from tests.dataset.scoring.layout import Files, written
from tests.waiting import wait_until
from tests.webapp.clients import operator_client
from tests.webapp.pixels import InlinePixels
from tests.webapp.shape import assert_error
from webapp.app import close_app, create_app
from webapp.cli.main import cli
from webapp.settings import Settings

API = "/api/v1"


class InThisProcess:
    """A run of the command without a process of its own."""

    def __init__(self, arguments: Sequence[str], log: Path) -> None:
        self._result = CliRunner().invoke(cli, list(arguments))
        log.write_text(self._result.output)

    def wait(self) -> int:
        return self._result.exit_code

    def stop(self) -> None:
        pass


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webapp.evaluations.evaluation_service.CommandRun", InThisProcess)


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return written(tmp_path / "files", patients=20)


def of_xrays(files: Files) -> bytes:
    """Return the predictions for the x-rays alone."""
    lines = files.predictions.read_text().splitlines()
    return "\n".join([lines[0], *(line for line in lines if line.startswith("CheXpert-v1.0/"))]).encode()


def register(operator: FlaskClient, files: Files) -> str:
    body = {"name": "Small", "csv": str(files.xrays), "data_dir": str(files.xrays.parent)}
    for line in files.xrays.read_text().splitlines()[1:]:
        xray = files.xrays.parent / line.partition(",")[0]
        xray.parent.mkdir(parents=True, exist_ok=True)
        xray.touch()
    return operator.post(f"{API}/datasets", json=body).json["id"]


def sent(operator: FlaskClient, query: str, predictions: bytes) -> dict[str, object]:
    answer = operator.post(f"{API}/evaluations?{query}", data=predictions, content_type="text/csv")
    assert answer.status_code == 201, answer.text
    return answer.json


def ended(operator: FlaskClient, evaluation: object) -> dict[str, object]:
    def read() -> dict[str, object]:
        return operator.get(f"{API}/evaluations/{evaluation}").json

    wait_until(lambda: read()["state"] in ("done", "failed"))
    return read()


@pytest.mark.usefixtures("in_this_process")
def test_predictions_are_scored_and_the_result_outlives_the_server(
    app: OpenAPI, settings: Settings, operator: FlaskClient, files: Files
) -> None:
    query = f"dataset={register(operator, files)}&name=mine&resamples=20&views=mean"
    created = sent(operator, query, of_xrays(files))
    assert ended(operator, created["id"])["state"] == "done"
    said = operator.get(f"{API}/evaluations/{created['id']}/result").json
    assert (said["about"]["model"], said["about"]["settings"]["views"]) == ("mine", "mean")
    assert [each["set"] for each in said["sets"]] == ["x-rays"]
    page = operator.get(f"{API}/evaluations/{created['id']}/report")
    assert page.content_type == "text/html; charset=utf-8"
    assert "sha256-" in page.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in page.headers["Content-Security-Policy"].partition("style-src")[2]
    close_app(app)
    again = create_app(settings, pixels=InlinePixels(), with_demo=False)
    try:
        listed = operator_client(again).get(f"{API}/evaluations").json["evaluations"]
        assert [(each["id"], each["state"]) for each in listed] == [(created["id"], "done")]
    finally:
        close_app(again)


@pytest.mark.usefixtures("in_this_process")
def test_predictions_that_cannot_be_scored_say_why(operator: FlaskClient, files: Files) -> None:
    predictions = of_xrays(files).replace(b"patient00002/", b"patient99999/")
    created = sent(operator, f"dataset={register(operator, files)}&resamples=5", predictions)
    failed = ended(operator, created["id"])
    assert failed["state"] == "failed"
    assert failed["message"] == "The predictions do not fit the data set."
    assert (
        "row 3: CheXpert-v1.0/valid/patient99999/study1/view1_frontal.jpg is not in the data set"
        in failed["problems"]
    )
    answer = operator.get(f"{API}/evaluations/{created['id']}/result")
    assert_error(answer, 409, "evaluation_not_done")


@pytest.mark.usefixtures("in_this_process")
def test_an_evaluation_that_the_servers_end_cut_short_begins_anew(
    app: OpenAPI, settings: Settings, operator: FlaskClient, files: Files
) -> None:
    created = sent(operator, f"dataset={register(operator, files)}&resamples=5", of_xrays(files))
    ended(operator, created["id"])
    close_app(app)
    record = settings.data_root / "evaluations" / str(created["id"]) / "evaluation.json"
    record.write_text(json.dumps({**json.loads(record.read_text()), "state": "running"}))
    again = create_app(settings, pixels=InlinePixels(), with_demo=False)
    try:
        assert ended(operator_client(again), created["id"])["state"] == "done"
    finally:
        close_app(again)


def test_what_cannot_be_evaluated_is_refused_at_once(operator: FlaskClient) -> None:
    def answered(query: str) -> object:
        return operator.post(f"{API}/evaluations?{query}", data=b"Study\n", content_type="text/csv")

    assert_error(answered(""), 422, "invalid")
    assert_error(answered("dataset=aaaaaaaa"), 404, "dataset_unknown")
    assert_error(answered("job=aaaaaaaa"), 404, "job_unknown")
    assert_error(operator.get(f"{API}/evaluations/aaaaaaaa"), 404, "evaluation_unknown")


@pytest.mark.processes
def test_an_evaluation_runs_in_a_process_of_its_own(operator: FlaskClient, files: Files) -> None:
    created = sent(operator, f"dataset={register(operator, files)}&resamples=5", of_xrays(files))
    found = ended(operator, created["id"])
    assert (found["state"], found["message"]) == ("done", "")
