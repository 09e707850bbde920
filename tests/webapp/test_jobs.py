"""Data sets made while the server runs: like the command makes them, told as they grow, and never lost."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
import requests
from flask.testing import FlaskClient
from flask_openapi3 import OpenAPI

from dataset.batch.engine import run_batch
from tests.dataset.batch_runs import digests, make_source, plan
from tests.serving.running import RunningServer
from tests.waiting import wait_until
from tests.webapp.clients import HOST, operator_client
from tests.webapp.pixels import InlinePixels
from tests.webapp.shape import assert_error
from webapp.app import close_app, create_app
from webapp.container import Services
from webapp.jobs.run import JobRun
from webapp.settings import Settings

API = "/api/v1"
MANY = 120
XRAY = "Small-v1.0/train/patient{:05}/study1/view1_frontal.jpg"
Restart = Callable[[], FlaskClient]


@pytest.fixture(autouse=True)
def in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs that stand back for the other tests take minutes."""
    monkeypatch.setattr("webapp.jobs.run.NICE", 0)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return make_source(tmp_path / "source", 6)


@pytest.fixture
def long_source(tmp_path: Path) -> Path:
    """Enough x-rays that a run of them can be interrupted."""
    return make_source(tmp_path / "source", MANY)


@pytest.fixture
def restart(settings: Settings, app: OpenAPI) -> Iterator[Restart]:
    """End the server and start another on its data root."""
    running = [app]

    def start() -> FlaskClient:
        close_app(running[-1])
        running.append(create_app(settings, pixels=InlinePixels(), with_demo=False))
        return operator_client(running[-1])

    yield start
    for app in running[1:]:
        close_app(app)


class Web:
    """The operator of a real server."""

    def __init__(self, server: RunningServer) -> None:
        self.address = f"https://127.0.0.1:{server.port}{API}"
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.verify = str(server.authority)
        self.session.headers["Authorization"] = f"Bearer {server.token}"

    def get(self, path: str) -> Any:
        return self.session.get(self.address + path, timeout=30).json()

    def post(self, path: str, **body: Any) -> Any:
        answer = self.session.post(self.address + path, json=body, timeout=30)
        assert answer.ok, answer.text
        return answer.json()


def register(operator: FlaskClient, source: Path) -> str:
    body = {"name": "Small", "csv": str(source), "data_dir": str(source.parent)}
    return operator.post(f"{API}/datasets", json=body).json["id"]


def begin(operator: FlaskClient, source: Path, **order: Any) -> Any:
    body = {"dataset": register(operator, source), "pipelines": ["photographic"], "workers": 1, **order}
    answer = operator.post(f"{API}/jobs", json=body)
    assert answer.status_code == 201, answer.json
    return answer.json


def look(operator: FlaskClient, job: Any) -> Any:
    return operator.get(f"{API}/jobs/{job['id']}").json


def wait_for_state(operator: FlaskClient, job: Any, state: str) -> Any:
    return wait_until(lambda: (seen := look(operator, job))["state"] == state and seen, state, 60)


def wait_for_images(operator: FlaskClient, job: Any) -> Any:
    return wait_until(
        lambda: (seen := look(operator, job))["progress"]["made"] and seen, "the first images", 60
    )


def test_a_job_makes_what_the_command_makes(operator: FlaskClient, source: Path, tmp_path: Path) -> None:
    job = begin(operator, source, pipelines=["photographic", "moire"], levels=[1, 3], seed=5)
    assert (job["state"], job["progress"]["total"]) == ("waiting", 24)
    done = wait_for_state(operator, job, "done")
    assert (done["progress"]["made"], done["failures"]) == (24, [])
    variants = [(pipeline, level) for pipeline in ("photographic", "moire") for level in (1, 3)]
    run = plan(source, tmp_path / "command", *variants, seed=5)
    run_batch(run, workers=0)
    assert digests(Path(done["folder"])) == digests(run.folder)
    assert operator.get(f"{API}/jobs").json["jobs"][0]["id"] == job["id"]


def test_the_console_is_told_as_the_job_goes_on(app: OpenAPI, operator: FlaskClient, source: Path) -> None:
    console = app.extensions["socketio"].test_client(
        app, namespace="/operator", flask_test_client=operator, headers={"Host": HOST}
    )
    job = begin(operator, source)
    heard: list[Any] = []

    def is_done() -> bool:
        heard.extend(m["args"][0] for m in console.get_received("/operator") if m["name"] == "job")
        return bool(heard) and heard[-1]["state"] == "done"

    wait_until(is_done, "the news of the end", 60)
    states = list(dict.fromkeys(news["state"] for news in heard))
    assert states == ["waiting", "running", "done"]
    assert {news["id"] for news in heard} == {job["id"]}
    assert heard[-1]["progress"]["made"] == 6


def test_every_failure_is_listed_and_tried_again_by_resuming(operator: FlaskClient, source: Path) -> None:
    broken = source.parent / XRAY.format(2)
    good = broken.read_bytes()
    broken.write_bytes(b"no image")
    (source.parent / XRAY.format(5)).unlink()
    job = begin(operator, source, levels=[1, 2])
    done = wait_for_state(operator, job, "done")
    assert (done["progress"]["made"], done["progress"]["failed"]) == (8, 4)
    assert [failure["row"] for failure in done["failures"]] == [2, 5]
    assert done["failures"][1]["reason"] == "there is no such file"
    table = operator.get(f"{API}/jobs/{job['id']}/failures")
    rows = list(csv.reader(io.StringIO(table.text)))
    assert [row[:2] for row in rows] == [["Index", "Path"], ["2", XRAY.format(2)], ["5", XRAY.format(5)]]
    broken.write_bytes(good)
    assert operator.post(f"{API}/jobs/{job['id']}/resume").status_code == 200
    again = wait_for_state(operator, job, "done")
    assert (again["progress"]["made"], again["progress"]["there"]) == (2, 8)
    assert [failure["row"] for failure in again["failures"]] == [5]


def test_a_cancelled_job_stops_and_goes_on_when_it_is_resumed(
    operator: FlaskClient, long_source: Path, tmp_path: Path
) -> None:
    job = begin(operator, long_source, levels=[1, 2, 3, 4])
    wait_for_images(operator, job)
    cancelled = operator.post(f"{API}/jobs/{job['id']}/cancel").json
    assert cancelled["state"] == "cancelled"
    assert operator.post(f"{API}/jobs/{job['id']}/cancel").json["error"]["code"] == "job_ended"
    operator.post(f"{API}/jobs/{job['id']}/resume")
    done = wait_for_state(operator, job, "done")
    assert done["progress"]["there"] > 0
    assert done["progress"]["made"] + done["progress"]["there"] == 4 * MANY
    run = plan(long_source, tmp_path / "command", *[("photographic", level) for level in (1, 2, 3, 4)])
    run_batch(run, workers=0)
    assert digests(Path(done["folder"])) == digests(run.folder)


def test_a_job_that_waits_can_be_cancelled_and_never_runs(operator: FlaskClient, long_source: Path) -> None:
    first = begin(operator, long_source, pipelines=["screen_photo"])  # a minute's work
    second = begin(operator, long_source, pipelines=["moire"])
    wait_for_images(operator, first)
    assert look(operator, second)["state"] == "waiting"
    operator.post(f"{API}/jobs/{second['id']}/cancel")
    operator.post(f"{API}/jobs/{first['id']}/cancel")
    third = begin(operator, long_source, pipelines=["identity"], limit=1)
    wait_for_state(operator, third, "done")
    assert (look(operator, second)["started_at"], look(operator, second)["state"]) == (None, "cancelled")


def test_a_job_goes_on_after_the_server_was_restarted(
    operator: FlaskClient, long_source: Path, restart: Restart
) -> None:
    job = begin(operator, long_source, levels=[1, 2, 3, 4])
    wait_for_images(operator, job)
    operator = restart()
    assert look(operator, job)["state"] in ("waiting", "running")
    done = wait_for_state(operator, job, "done")
    assert done["progress"]["there"] > 0
    assert done["progress"]["made"] + done["progress"]["there"] == 4 * MANY


@pytest.mark.xdist_group("serving")
def test_a_job_ends_with_a_server_that_is_killed_and_goes_on_with_the_next(
    long_source: Path, tmp_path: Path
) -> None:
    server = RunningServer(tmp_path / "killed")
    with server:
        web = Web(server)
        dataset = web.post("/datasets", name="Small", csv=str(long_source), data_dir=str(long_source.parent))[
            "id"
        ]
        order = {"pipelines": ["photographic"], "levels": [1, 2, 3, 4], "workers": 1}
        job = web.post("/jobs", dataset=dataset, **order)["id"]
        wait_until(lambda: web.get(f"/jobs/{job}")["progress"]["made"], "the first images", 120)
        processes = psutil.Process(server.process.pid).children(recursive=True)
        server.process.kill()
        _, alive = psutil.wait_procs(processes, timeout=20)
        assert alive == []
    with server:
        web = Web(server)
        done = wait_until(
            lambda: (seen := web.get(f"/jobs/{job}"))["state"] == "done" and seen, "the end", 120
        )
    assert done["progress"]["there"] > 0
    assert done["progress"]["made"] + done["progress"]["there"] == 4 * MANY


def test_a_job_whose_csv_changed_fails_with_the_reason(
    operator: FlaskClient, long_source: Path, restart: Restart
) -> None:
    job = begin(operator, long_source, levels=[1, 2, 3, 4])
    wait_for_images(operator, job)
    operator.post(f"{API}/jobs/{job['id']}/cancel")
    long_source.write_text(long_source.read_text().replace("Male", "Female", 1))
    operator.post(f"{API}/jobs/{job['id']}/resume")
    failed = wait_for_state(operator, job, "failed")
    assert failed["code"] == "csv_changed"


def test_a_job_leaves_the_disk_to_photos(
    operator: FlaskClient, lab: Services, long_source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lab.jobs, "_settings", lab.settings.model_copy(update={"disk_reserve_mb": 10**9}))
    job = begin(operator, long_source, levels=[1, 2, 3, 4])
    failed = wait_for_state(operator, job, "failed")
    assert failed["code"] == "disk_full"
    assert failed["progress"]["made"] < 4 * MANY


@pytest.mark.parametrize(
    ("order", "status", "code"),
    [
        ({"pipelines": ["moir"]}, 404, "transform_unknown"),
        ({"pipelines": ["+".join(["moire"] * 50)]}, 422, "transform_invalid"),
        ({"pipelines": []}, 422, "invalid"),
        ({"levels": [0]}, 422, "invalid"),
        ({"levels": [5]}, 422, "invalid"),
        ({"seed": "red"}, 422, "invalid"),
        ({"limit": 0}, 422, "invalid"),
        ({"first": 7}, 422, "subset_outside"),
        ({"split": "holdout"}, 422, "invalid"),
        ({"name": "../up"}, 422, "invalid"),
        ({"dataset": "aaaaaaaa"}, 404, "dataset_unknown"),
        ({"colour": "red"}, 422, "invalid"),
    ],
)
def test_an_order_that_cannot_be_carried_out_is_refused_at_once(
    operator: FlaskClient, source: Path, order: dict[str, Any], status: int, code: str
) -> None:
    body = {"dataset": register(operator, source), "pipelines": ["moire"], **order}
    assert_error(operator.post(f"{API}/jobs", json=body), status, code)
    assert operator.get(f"{API}/jobs").json["jobs"] == []


def test_a_job_knows_no_secrets_and_takes_one_core(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program, said = tmp_path / "python", tmp_path / "said"
    program.write_text("#!/bin/sh\nenv >&2\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    for name in ("CHEXPHOTO_OPERATOR_TOKEN", "CLOUD_SECRET_KEY"):
        monkeypatch.setenv(name, "opens everything")
    run = JobRun([], said)
    assert list(run.reports()) == []
    run.end()
    environment = said.read_text()
    assert "opens everything" not in environment
    assert "OMP_NUM_THREADS=1\n" in environment
    assert "PATH=" in environment


def test_an_unknown_job_is_told(operator: FlaskClient) -> None:
    assert_error(operator.get(f"{API}/jobs/aaaaaaaa"), 404, "job_unknown")
    assert_error(operator.post(f"{API}/jobs/aaaaaaaa/resume"), 404, "job_unknown")
