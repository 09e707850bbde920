"""Evaluations: predictions sent here, scored at low priority."""

from __future__ import annotations

from typing import Protocol, cast

from flask import Response, jsonify
from flask_openapi3 import OpenAPI

from dataset.scoring.predictions import MAX_BYTES
from webapp.api.blueprint import (
    OPERATOR,
    UNCHANGED,
    add_resource,
    answer,
    binary,
    errors,
    resource,
    services_of,
    takes_files,
)
from webapp.api.bodies import sent_body
from webapp.auth.headers import policy
from webapp.evaluations.evaluation_service import Evaluations
from webapp.evaluations.models import EvaluationPath, NewEvaluationQuery
from webapp.evaluations.order import EvaluationList, EvaluationOrder, EvaluationView
from webapp.files import send_file
from webapp.offload import Offload
from webapp.report.style import style_source

api = resource("evaluations", "Scores of a model's predictions.", abp_security=OPERATOR)
BODY = {"required": True, "content": {"text/csv": {"schema": {"type": "string"}}}}


class EvaluationNeeds(Protocol):
    """The services that these routes call."""

    evaluations: Evaluations
    offload: Offload
    receiving: Offload


def register(app: OpenAPI, services: EvaluationNeeds) -> None:
    """Add the routes to an application."""
    add_resource(app, api, services)


def services() -> EvaluationNeeds:
    """Return the services for the present request."""
    return cast(EvaluationNeeds, services_of(api.name))


@api.get("/evaluations", responses={200: answer(EvaluationList)})
def list_evaluations() -> Response:
    """List the evaluations, newest first."""
    return jsonify(EvaluationList(services().evaluations.all()))


@api.post(
    "/evaluations",
    responses={201: answer(EvaluationView), **errors(400, 409, 411, 413)},
    openapi_extensions={"requestBody": BODY},
)
@takes_files
def add_evaluation(query: NewEvaluationQuery) -> tuple[Response, int]:
    """Score predictions, a CSV in the form of the CheXpert contest, by study or by path."""
    values = query.model_dump(exclude={"job", "dataset"})
    order = EvaluationOrder(dataset=query.dataset or "", jobs=tuple(dict.fromkeys(query.job)), **values)
    sent = sent_body(services().receiving, MAX_BYTES)
    return jsonify(services().evaluations.add(order, sent)), 201


@api.get("/evaluations/<string:evaluation>", responses={200: answer(EvaluationView)})
def read_evaluation(path: EvaluationPath) -> Response:
    """Read how far an evaluation is."""
    return jsonify(services().evaluations.get(path.evaluation))


@api.get(
    "/evaluations/<string:evaluation>/result",
    responses={200: binary("application/json", "All scores."), **UNCHANGED, **errors(409)},
)
def read_result(path: EvaluationPath) -> Response:
    """Return all scores of an evaluation."""
    file = services().evaluations.result(path.evaluation, "evaluation.json")
    return send_file(file, "application/json", services().offload)


@api.get(
    "/evaluations/<string:evaluation>/report",
    responses={
        200: binary("text/html", "One page that needs nothing but itself."),
        **UNCHANGED,
        **errors(409),
    },
)
def read_evaluation_report(path: EvaluationPath) -> Response:
    """Return the report on an evaluation."""
    file = services().evaluations.result(path.evaluation, "evaluation.html")
    response = send_file(file, "text/html; charset=utf-8", services().offload)
    # Nothing inline is allowed anywhere else; here it is this one style sheet, by its digest.
    response.headers["Content-Security-Policy"] = policy(
        default_src="'none'",
        style_src=style_source(),
        img_src="data:",
        connect_src="'none'",
        media_src="'none'",
    )
    return response
