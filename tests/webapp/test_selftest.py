"""Self-tests of devices: open to strangers, who can do little with them."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.webapp.shape import assert_error
from webapp.container import Services
from webapp.selftest.results import MOST_RESULTS, MOST_UPLOADS

URL = "/api/v1/selftests"
BYTES = {"Content-Type": "application/octet-stream"}
RESULT: dict[str, Any] = {
    "name": "Pixel 7a,\x1b Chrome 140",
    "browser": "Mozilla/5.0",
    "secure": True,
    "cameras": ["camera 0, facing back"],
    "largest": [4080, 3072],
    "photo": {"way": "takePhoto", "width": 4080, "height": 3072, "bytes": 3_000_000, "ms": 420},
    "frame_callbacks": True,
    "frames_per_second": 30,
    "wake_lock": True,
    "storage": True,
    "quota": 50_000_000_000,
    "web_socket": True,
    "clock_offset_ms": -12.5,
    "upload_ms": 800,
}


def send(stranger: FlaskClient, address: str = "192.0.2.1", **changes: Any) -> Any:
    return stranger.post(URL, json={**RESULT, **changes}, environ_base={"REMOTE_ADDR": address})


def test_a_device_reports_what_it_offers_and_the_operator_reads_it(
    stranger: FlaskClient, operator: FlaskClient
) -> None:
    assert send(stranger).status_code == 201
    assert send(stranger, name="", photo=None, largest=None).status_code == 201
    newest, first = operator.get(URL).json["tests"]
    assert (newest["name"], newest["photo"]) == ("", None)
    assert first == {**RESULT, "name": "Pixel 7a, Chrome 140", "at": first["at"]}
    assert_error(stranger.get(URL), 401, "credential_missing")


@pytest.mark.parametrize(
    "wrong",
    [
        {"cameras": ["x"] * 13},
        {"cameras": ["x" * 101]},
        {"browser": "x" * 301},
        {"quota": -1},
        {"largest": [1, 2, 3]},
        {"upload_ms": 1e9},
        {"patient": "Anna"},
        {"photo": {**RESULT["photo"], "picture": "data:image/jpeg"}},
    ],
)
def test_what_is_no_result_is_refused(
    stranger: FlaskClient, operator: FlaskClient, wrong: dict[str, Any]
) -> None:
    assert_error(send(stranger, **wrong), 422, "invalid")
    assert_error(send(stranger, browser="x" * 5000), 413, "too_large")
    assert operator.get(URL).json["tests"] == []


def test_a_stranger_sends_few_results_and_the_newest_are_kept(
    stranger: FlaskClient, operator: FlaskClient, lab: Services
) -> None:
    for _ in range(10):
        assert send(stranger).status_code == 201
    assert_error(send(stranger), 429, "too_many_tries")
    for number in range(MOST_RESULTS):
        assert send(stranger, f"198.51.100.{number}", name=str(number)).status_code == 201
    tests = operator.get(URL).json["tests"]
    assert len(tests) == MOST_RESULTS
    assert [one["name"] for one in tests[:2]] == [str(MOST_RESULTS - 1), str(MOST_RESULTS - 2)]
    assert (lab.settings.data_root / "selftests.json").stat().st_mode & 0o077 == 0


def test_four_megabytes_are_counted_and_forgotten_and_more_are_refused(
    stranger: FlaskClient, lab: Services
) -> None:
    before = {path for path in lab.settings.data_root.rglob("*")}
    answer = stranger.post(f"{URL}/bytes", data=bytes(4_000_000), headers=BYTES)
    assert (answer.status_code, answer.json["bytes"]) == (200, 4_000_000)
    assert abs(answer.json["at"] - lab.clock.now()) < 60
    assert_error(stranger.post(f"{URL}/bytes", data=bytes(4_000_001), headers=BYTES), 413)
    assert {path.name for path in lab.settings.data_root.rglob("*")} - {path.name for path in before} <= {
        "audit.jsonl"
    }
    for _ in range(8):
        assert stranger.post(f"{URL}/bytes", data=b"x", headers=BYTES).status_code == 200
    assert_error(stranger.post(f"{URL}/bytes", data=b"x", headers=BYTES), 429, "too_many_tries")


def test_few_measure_their_connection_at_once(stranger: FlaskClient, lab: Services) -> None:
    for _ in range(MOST_UPLOADS):
        assert lab.selftests._uploads.acquire(blocking=False)
    refused = stranger.post(f"{URL}/bytes", data=b"x", headers=BYTES)
    assert_error(refused, 503, "server_busy")
    assert refused.headers["Retry-After"] == "5"
