"""Generated requests, good and bad, find no answer that the OpenAPI document does not promise, and no 5xx."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from flask_openapi3 import OpenAPI
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import booleans
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.tiers import examples
from tests.webapp.clients import HOST, TOKEN
from tests.webapp.station import Station
from tests.webapp.xrays import jpeg

HEADERS = {"Authorization": f"Bearer {TOKEN}", "Host": HOST}
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
BOUNDED = settings(
    max_examples=examples(8),
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
TAKES_IMAGES = ("/transforms/{pipeline}", "/images")
ARCHIVES = ("application/zip", "application/x-tar", "application/gzip")
for archive in ARCHIVES:
    schemathesis.serializer.alias(archive, "application/octet-stream")


@pytest.fixture
def station(app: OpenAPI, tmp_path: Path) -> Station:
    station = Station(app, tmp_path / "data").open()
    station.photograph(1)
    return station


def kept_image(station: Station) -> str:
    headers = {"Content-Type": "image/jpeg"}
    return station.operator.post("/api/v1/images", data=jpeg(3), headers=headers).json["id"]


def ended_job(station: Station) -> str:
    job = station.post("/jobs", dataset=station.dataset, pipelines=["identity"], limit=1, workers=1)["id"]
    station.post(f"/jobs/{job}/cancel")
    return job


def test_no_generated_request_gets_an_undocumented_answer(app: OpenAPI, station: Station) -> None:
    document = schemathesis.openapi.from_wsgi("/openapi/openapi.json", app, headers=HEADERS)
    real = {
        "session": station.session,
        "dataset": station.dataset,
        "device": station.phone.id,
        "set": "pixel10k",
        "index": 1,
        "attempt": 1,
        "pipeline": "photographic",
        "image": kept_image(station),
        "job": ended_job(station),
    }
    ours = [found.ok() for found in document.get_all_operations()]
    ours.sort(key=lambda operation: operation.method != "put")  # before somebody revokes the phone
    assert len(ours) > 30
    name, _, secret = station.phone.cookie.partition("=")
    as_phone: dict[str, Any] = {"cookies": {name: secret}}
    as_operator: dict[str, Any] = {"headers": HEADERS}
    answers: Counter[int] = Counter()
    for operation in ours:

        @BOUNDED
        @given(case=operation.as_strategy(), existing=booleans())
        def is_answered_as_documented(case: schemathesis.Case, existing: bool) -> None:
            if existing:
                case.path_parameters.update({n: v for n, v in real.items() if n in case.path_parameters})
            if existing and case.method == "POST" and case.operation.path.endswith(TAKES_IMAGES):
                case.body, case.media_type = jpeg(7), "image/jpeg"
            response = case.call(**(as_phone if case.method == "PUT" else as_operator))
            answers[response.status_code] += 1
            case.validate_response(response, checks=CHECKS)

        is_answered_as_documented()
    assert {200, 204, 400, 404, 409, 422} <= set(answers), answers
