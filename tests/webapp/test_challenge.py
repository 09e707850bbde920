"""Challenges in the application: declared, submitted to, run, ranked, and gone on with after a restart."""

from __future__ import annotations

import threading
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from flask_openapi3 import OpenAPI

from tests.waiting import wait_until
from tests.webapp.challenge import COMMAND, NAME, PHOTOS, Challenge, Team, archive, make_set, predictions
from tests.webapp.clients import HOST, client, operator_client
from tests.webapp.pixels import InlinePixels
from tests.webapp.shape import assert_error
from tests.webapp.station import Station
from webapp.app import close_app, create_app
from webapp.challenge.sandbox import SandboxMissing
from webapp.settings import Settings
from webapp.workers import WorkersClosed


@pytest.fixture
def challenge(app: OpenAPI, operator: FlaskClient, tmp_path: Path) -> Challenge:
    return Challenge(app, operator, tmp_path / "withheld")


@pytest.fixture
def team(challenge: Challenge) -> Team:
    return challenge.participant()


def test_predictions_are_scored_on_each_part_that_they_cover(team: Team) -> None:
    both = team.predict(predictions(NAME, PHOTOS))
    assert both["state"] == "done", both
    assert both["scores"]["clean"]["mean_auroc"] == both["scores"]["photos"]["mean_auroc"] == 1.0
    assert both["scores"]["clean"]["studies"] == 8
    wrong = team.predict(predictions(NAME, good=False))
    assert set(wrong["scores"]) == {"clean"}
    assert wrong["scores"]["clean"]["mean_auroc"] == 0.0


def test_refused_predictions_are_told_of_in_their_own_words_alone(team: Team) -> None:
    rows = predictions(NAME).splitlines()
    part = team.predict(b"\n".join(rows[:4]))
    assert (part["state"], part["code"]) == ("failed", "submission_invalid")
    assert "cover 3 of the 8 studies" in part["message"]
    assert "patient00005" not in part["message"]
    strange = team.predict(b"\n".join([*rows, b"Other/study1,0,0,0,0,0"]))
    assert "the first is row 9" in strange["message"]
    assert "'x' is not a number" in team.predict(rows[0] + b"\nOther,x,0,0,0,0\n")["message"]


@pytest.mark.usefixtures("sandbox")
def test_a_program_sees_the_pictures_and_its_predictions_are_scored(team: Team) -> None:
    ended = team.run()
    assert ended["state"] == "done", ended
    assert set(ended["scores"]) == {"clean", "photos"}


@pytest.mark.usefixtures("sandbox")
def test_a_program_never_sees_labels_and_is_told_why_it_failed(team: Team) -> None:
    ended = team.run(
        """
        import os, sys
        places = [place for place in os.listdir("/") if place in ("etc", "job", "run", "tmp")]
        own = (sys.prefix, sys.base_prefix)
        walked = [
            f for place in places for at, _, files in os.walk(f"/{place}") if not at.startswith(own) for f in files
        ]
        print(len(walked) > 5, [f for f in walked if f.endswith((".csv", ".json"))], end="")
        raise SystemExit(3)
        """
    )
    assert (ended["state"], ended["code"]) == ("failed", "failed")
    assert ended["message"] == "The program ended with exit code 3."
    assert ended["log"] == "True ['input.csv']"


@pytest.mark.usefixtures("sandbox")
def test_a_bundle_of_codalab_is_taken_as_it_is(team: Team) -> None:
    command = 'cl run valid.csv:0x1 src:0x2 weights:0x3 "python src/predict.py valid.csv output.csv" -n run-predictions'
    program = "import sys\nfrom pathlib import Path\nprint(Path('weights/w.txt').read_text(), sys.argv[1:])"
    ended = team.ended(
        team.send("programs", archive(program, **{"weights/w.txt": b"heavy"}), command=command)
    )
    assert ended["code"] == "no_output"
    assert ended["log"] == "heavy ['valid.csv', 'output.csv']"
    lacking = team.ended(team.send("programs", archive(program), command=command))
    assert "lacks weights" in lacking["message"]


@pytest.mark.usefixtures("sandbox")
def test_what_is_wrong_with_a_programs_predictions_has_to_fit_into_its_log(team: Team) -> None:
    text = "A" * 5000
    ended = team.run(f"open('output.csv', 'w').write('Study,{text}\\n')")
    assert ended["code"] == "predictions_invalid"
    assert len(ended["log"]) <= 300
    assert text[:100] not in ended["message"]


def test_a_command_that_is_not_the_contracts_is_refused_at_once(team: Team) -> None:
    answer = team.send("programs", archive(), command="bash src/run.sh a b")
    assert_error(answer, 422, "dataset_unusable")
    assert team.get("/submissions").json["submissions"] == []


def test_programs_are_refused_with_the_reason_where_there_is_no_sandbox(
    team: Team, operator: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> None:
        raise SandboxMissing("bubblewrap is not installed")

    monkeypatch.setattr("webapp.challenge.challenge_service.check_sandbox", missing)
    assert_error(team.send("programs", archive(), command=COMMAND), 503, "sandbox_missing")
    assert operator.get("/api/v1/challenges").json["sandbox"] == "bubblewrap is not installed"


def test_a_participant_has_so_many_submissions_a_day(
    app: OpenAPI, operator: FlaskClient, tmp_path: Path
) -> None:
    team = Challenge(app, operator, tmp_path / "withheld", daily=1).participant()
    assert team.get("/submissions").json["left"] == 1
    team.predict(b"nonsense")
    assert team.get("/submissions").json["left"] == 0
    assert_error(team.send("predictions", predictions(NAME)), 429, "submissions_spent")
    assert len(list((tmp_path / "root/challenges").glob("*/uploads/*"))) == 0


def test_the_leaderboard_ranks_by_photos_then_xrays_then_time(challenge: Challenge) -> None:
    first, second = challenge.participant("First"), challenge.participant("Second")
    first.predict(predictions(NAME), "clean only")
    first.predict(predictions(NAME, PHOTOS), "early")
    second.predict(predictions(NAME, PHOTOS), "late")
    second.predict(predictions(PHOTOS, good=False), "wrong")
    rows = second.get("/leaderboard").json["rows"]
    assert [(row["rank"], row["model"], row["participant"]) for row in rows] == [
        (1, "early", "First"),
        (2, "late", "Second"),
        (3, "wrong", "Second"),
        (4, "clean only", "First"),
    ]
    assert (
        len(challenge.operator.get(f"/api/v1/challenges/{challenge.id}/submissions").json["submissions"]) == 4
    )
    assert {row["participant"] for row in first.get("/submissions").json["submissions"]} == {"First"}


def test_a_token_is_good_for_one_challenge_until_it_is_revoked(
    app: OpenAPI, challenge: Challenge, team: Team, tmp_path: Path
) -> None:
    other = Challenge(app, challenge.operator, tmp_path / "other").participant()
    strange = team.browser.get(f"/api/v1/challenges/{other.challenge.id}")
    assert_error(strange, 403, "forbidden")
    [own] = team.browser.get("/api/v1/challenges").json["challenges"]
    assert own["id"] == challenge.id
    script = {"Authorization": f"Bearer {team.token}"}
    address = f"/api/v1/challenges/{challenge.id}/leaderboard"
    assert client(app).get(address, headers=script).status_code == 200
    for refused in (f"/api/v1/challenges/{challenge.id}/participants", "/api/v1/sessions"):
        assert_error(client(app).get(refused, headers=script), 403, "forbidden")
    revoke = f"/api/v1/challenges/{challenge.id}/participants/{team.id}/revoke"
    assert challenge.operator.post(revoke).json["revoked"]
    assert_error(team.get(), 403, "credential_revoked")
    assert_error(client(app).get(address, headers=script), 403, "credential_revoked")
    database = (tmp_path / "root/lab.db").read_bytes() + (tmp_path / "root/lab.db-wal").read_bytes()
    assert team.token.encode() not in database


def test_a_withheld_data_set_is_shown_by_no_session(app: OpenAPI, tmp_path: Path) -> None:
    station = Station(app, tmp_path / "xrays")
    body = {"name": "Test", "dataset": station.dataset}
    assert_error(station.operator.post("/api/v1/challenges", json=body), 409, "dataset_in_use")
    station.act("abort", reason="over")
    named = {"name": "Test", "csv": str(station.csv), "data_dir": str(tmp_path / "xrays")}
    declared = station.operator.post("/api/v1/challenges", json=named).json
    assert declared["dataset"] == station.dataset
    wish = {"dataset": station.dataset, "first": 1, "last": 2, "sets": ["other"]}
    address = f"/api/v1/challenges/{declared['id']}"
    wait_until(lambda: station.operator.get(address).json["state"] == "failed")  # one class only
    assert "be scored" in station.operator.get(address).json["detail"]
    assert station.operator.post("/api/v1/sessions", json=wish).status_code == 201


def test_sessions_are_refused_while_a_challenge_is_open(
    app: OpenAPI, operator: FlaskClient, challenge: Challenge, tmp_path: Path
) -> None:
    folder = tmp_path / "withheld/clean"
    registered = {"name": "Secret", "csv": str(folder / NAME / "valid.csv"), "data_dir": str(folder)}
    dataset = operator.post("/api/v1/datasets", json=registered).json["id"]
    challenge.declare({"name": "Again", "dataset": dataset})
    wish = {"dataset": dataset, "first": 1, "last": 2, "sets": ["other"]}
    assert_error(operator.post("/api/v1/sessions", json=wish), 409, "dataset_withheld")


def test_a_submission_under_way_is_run_again_after_a_restart_and_told_as_failed_the_second_time(
    settings: Settings, tmp_path: Path
) -> None:
    app = create_app(settings, pixels=InlinePixels(), with_demo=False)
    team = Challenge(app, operator_client(app), tmp_path / "withheld").participant()
    done = team.predict(predictions(NAME))
    store = app.extensions["services"].store
    row = store(lambda storage: storage.challenges.submission(done["id"]))
    upload = tmp_path / "root/challenges" / team.challenge.id / "uploads" / row.id
    for runs, expected in ((1, "done"), (2, "failed")):
        upload.write_bytes(predictions(NAME))
        interrupted = replace(row, state="running", runs=runs, scores=None)
        store(lambda storage, row=interrupted: storage.challenges.put_submission(row))
        close_app(app)
        app = create_app(settings, pixels=InlinePixels(), with_demo=False)
        store = app.extensions["services"].store
        address = f"/api/v1/challenges/{team.challenge.id}/submissions/{row.id}"
        ended = wait_until(partial(ended_one, operator_client(app), address), "it to end")
        assert ended["state"] == expected
    assert ended["code"] == "server_ended"
    close_app(app)


def ended_one(browser: FlaskClient, address: str) -> Any:
    found = browser.get(address).json
    return found if found["state"] in ("done", "failed") else None


def test_news_go_to_the_participant_and_the_operator_and_nobody_else(
    app: OpenAPI, challenge: Challenge, team: Team
) -> None:
    other = challenge.participant("Other")
    socketio = app.extensions["socketio"]

    def connect(browser: FlaskClient) -> object:
        cookies = "; ".join(f"{cookie.key}={cookie.value}" for cookie in browser._cookies.values())
        connection = socketio.test_client(
            app, namespace="/challenge", headers={"Host": HOST, "Cookie": cookies}
        )
        answer = connection.emit("watch", {"challenge": challenge.id}, namespace="/challenge", callback=True)
        assert answer["ok"], answer
        return connection

    own, strange, operators = (
        connect(browser) for browser in (team.browser, other.browser, challenge.operator)
    )
    team.predict(predictions(NAME))

    heard: dict[str, set[str]] = {"own": set(), "strange": set(), "operators": set()}

    def listen() -> None:
        for who, connection in (("own", own), ("strange", strange), ("operators", operators)):
            news = {event["name"] for event in connection.get_received("/challenge")}  # type: ignore[attr-defined]
            # That the challenge was prepared may be told as late as now.
            heard[who] |= news - {"challenge"}

    everything = {"submission", "leaderboard"}
    wait_until(lambda: listen() or (heard["own"] == heard["operators"] == everything and heard["strange"]))
    assert heard == {"own": everything, "operators": everything, "strange": {"leaderboard"}}


def test_a_challenge_that_the_servers_stop_finds_in_preparation_is_prepared_at_the_next_start(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = threading.Event()

    def cut_short(*_: object) -> None:
        tried.set()
        raise WorkersClosed("The server is shutting down.")

    app = create_app(settings, pixels=InlinePixels(), with_demo=False)
    with monkeypatch.context() as patch:
        patch.setattr("webapp.challenge.challenge_service.write_withheld", cut_short)
        body = {"name": "Test", "csv": str(make_set(tmp_path)), "data_dir": str(tmp_path), "daily": 1}
        made = operator_client(app).post("/api/v1/challenges", json=body)
        assert made.status_code == 201, made.json
        assert tried.wait(60)
        close_app(app)
    again = create_app(settings, pixels=InlinePixels(), with_demo=False)
    try:
        address, operator = f"/api/v1/challenges/{made.json['id']}", operator_client(again)
        wait_until(lambda: operator.get(address).json["state"] == "open", "the set to be copied")
    finally:
        close_app(again)
