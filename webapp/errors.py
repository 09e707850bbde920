"""The one shape of all errors, in REST, sockets and commands.

``{"error": {"code", "message", "details"}}``: the code is for programs and never changes, the message is one or
two plain sentences for the person who reads it.  Domain packages raise errors that carry a code and know nothing
of HTTP; which status a code has is written here once.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from typing import Any, TypedDict
from urllib.parse import urlencode

from flask import Flask, Response, current_app, jsonify, redirect, render_template, request
from jinja2 import TemplateNotFound
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from capture.errors import CodedError
from dataset.errors import (
    CsvChangedError,
    CsvError,
    DatasetError,
    ExportError,
    FolderError,
    ImageError,
    SubsetError,
)
from webapp.faults import sentence
from webapp.shapes.message import ErrorShape

log = logging.getLogger(__name__)

CONFLICTS = (
    "dataset_known",
    "challenge_closed",
    "csv_changed",
    "dataset_in_use",
    "dataset_withheld",
    "decided_already",
    "dropped",
    "evaluation_not_done",
    "event_unknown",
    "image_changed",
    "index_mismatch",
    "job_active",
    "job_ended",
    "journal_conflict",
    "loose_photo_unknown",
    "name_unsafe",
    "needs_too_much_memory",
    "newer_frame",
    "no_attempt_left",
    "no_place",
    "not_a_pile",
    "not_a_spare",
    "not_moved",
    "not_ready",
    "not_shown",
    "not_taken_yet",
    "not_yours",
    "nothing_left",
    "nothing_to_skip",
    "no_display",
    "not_by_hand",
    "not_presented",
    "no_phones",
    "nothing_to_take",
    "nothing_to_undo",
    "overlap",
    "photo_conflict",
    "photo_not_expected",
    "place_taken",
    "plan_invalid",
    "revoked",
    "schema_outdated",
    "schema_unknown",
    "session_full",
    "session_known",
    "study_changed",
    "study_incomplete",
    "superseded",
    "unreachable",
    "upgrade_failed",
    "worker_crashed",
    "worker_died",
    "worker_failed",
    "worker_timeout",
    "wrong_phase",
)
"""Codes of what is impossible in the state that things are in (409)."""

STATUS: dict[str, int] = {
    **dict.fromkeys(CONFLICTS, 409),
    "credential_missing": 401,
    "credential_unknown": 401,
    "credential_revoked": 403,
    "forbidden": 403,
    "cross_site": 403,
    "session_unknown": 404,
    "dataset_unknown": 404,
    "study_unknown": 404,
    "subset_unknown": 404,
    "xray_unknown": 404,
    "device_unknown": 404,
    "photo_unknown": 404,
    "sample_unknown": 404,
    **dict.fromkeys(("challenge_unknown", "participant_unknown", "submission_unknown"), 404),
    "code_unknown": 404,
    "code_expired": 410,
    "length_required": 411,
    "photo_too_large": 413,
    "photo_type": 415,
    "photo_broken": 422,
    "photo_too_many_pixels": 422,
    "photo_empty": 422,
    "photo_changed": 422,
    **dict.fromkeys(
        (
            "evaluation_unknown",
            "image_unknown",
            "job_unknown",
            "not_found",
            "pile_unknown",
            "transform_unknown",
        ),
        404,
    ),
    "bad_request": 400,
    "headers_too_long": 431,
    "image_too_large": 413,
    "submission_too_large": 413,
    "image_type": 415,
    "media_type": 415,
    "address_unknown": 422,
    "image_missing": 422,
    "image_unreadable": 422,
    "invalid": 422,
    "too_many_variants": 422,
    "too_slow": 422,
    "transform_invalid": 422,
    "xray_unreadable": 422,
    "xrays_unreadable": 422,
    "internal": 500,
    "digest_missing": 400,
    "digest_wrong": 400,
    "length_wrong": 400,
    "host_unknown": 421,
    "too_many_tries": 429,
    "submissions_spent": 429,
    "sandbox_missing": 503,
    "server_busy": 503,
    "server_closing": 503,
    "server_stuck": 503,
    "session_unreadable": 503,
    "disk_full": 507,
    "index_outside": 422,
    "sample_invalid": 422,
    "set_unknown": 422,
    "study_invalid": 422,
    "reason_missing": 422,
    "reason_not_wanted": 422,
    "note_missing": 422,
    "reader_name": 422,
}
"""HTTP status of each error code; `tests/webapp/test_errors.py` finds those missing. Nothing else knows a status."""

DATASET_CODES: tuple[tuple[type[DatasetError], str], ...] = (
    (CsvChangedError, "csv_changed"),
    (CsvError, "csv_unusable"),
    (SubsetError, "subset_outside"),
    (FolderError, "folder_unusable"),
    (ImageError, "image_unreadable"),
    (ExportError, "export_impossible"),
    (DatasetError, "dataset_unusable"),
)
"""Codes of faults of data sets: 422, except for a changed CSV, which is a conflict (409)."""

MESSAGES: dict[int, tuple[str, str]] = {
    400: ("bad_request", "The server could not read this request."),
    401: ("credential_missing", "Sign in first: open the address that the server printed when it started."),
    403: ("forbidden", "This is not open to you."),
    404: ("not_found", "There is nothing at this address."),
    405: ("method_not_allowed", "This address does not take that kind of request."),
    411: ("length_required", "Say how long the body is (Content-Length)."),
    413: ("too_large", "The body of this request is too large."),
    415: ("media_type", "This address takes a JSON body (Content-Type: application/json)."),
    422: ("invalid", "Some values are missing or not allowed."),
    429: ("too_many_tries", "Too many tries. Wait a minute, then try again."),
    500: (
        "internal",
        "Something went wrong in the server. Nothing that was stored is lost; the server's log says more.",
    ),
    503: ("server_busy", "The server is busy. Try again in a few seconds."),
}
"""What is said when nothing more specific is known: code and message by status."""


class ErrorEnvelope(TypedDict):
    """An error as it is sent."""

    error: ErrorShape


class ErrorBody(BaseModel):
    """An error: a code for programs, a sentence for people."""

    code: str
    message: str
    details: dict[str, Any] = {}  # each code has details of its own


class ErrorAnswer(BaseModel):
    """The body of every answer that is not a success."""

    error: ErrorBody

    @classmethod
    @cache  # every route documents it up to nine times
    def model_json_schema(cls, **options: Any) -> dict[str, Any]:  # type: ignore[override]
        """Return its JSON schema, made once for each of ``options``."""
        return super().model_json_schema(**options)


class ApiError(Exception):
    """An error with a code, a message and its HTTP status."""

    def __init__(
        self,
        code: str,
        message: str = "",
        details: Mapping[str, object] | None = None,
        *,
        status: int | None = None,
        retry_after: int | None = None,
    ) -> None:
        self.code = code
        self.status = status or _status(code, passing=retry_after is not None)
        self.message = message or MESSAGES.get(self.status, MESSAGES[500])[1]
        self.details = dict(details or {})
        self.retry_after = retry_after
        super().__init__(f"{code}: {self.message}")

    def body(self) -> ErrorEnvelope:
        """Return the error as it is sent."""
        return {"error": {"code": self.code, "message": self.message, "details": self.details}}


def as_api_error(error: Exception) -> ApiError:
    """Return the client's view of ``error``; an unexpected one is logged and becomes ``internal``."""
    if isinstance(error, ApiError):
        return error
    if isinstance(error, HTTPException):
        return _from_status(error)
    if isinstance(error, ValidationError):
        return invalid(error)
    if isinstance(error, DatasetError):
        return _from_dataset(error)
    if isinstance(error, CodedError):
        return ApiError(error.code, error.message, error.details)
    log.error("Unforeseen error", exc_info=error)
    return ApiError("internal", MESSAGES[500][1], status=500)


def _status(code: str, *, passing: bool) -> int:
    if code not in STATUS:
        log.error("No HTTP status is known for the error code %s", code)
    status = STATUS.get(code, 500)
    # A conflict that will pass: whoever gets 409 gives up, whoever gets 503 tries again.
    return 503 if passing and status == 409 else status


def invalid(error: ValidationError) -> ApiError:
    """Return the error for input that a model refused, with every invalid field."""
    fields = [
        {"field": ".".join(str(part) for part in fault["loc"]), "message": sentence(fault)}
        for fault in error.errors()
    ]
    return ApiError("invalid", fields[0]["message"], {"fields": fields}, status=422)


def answer(error: Exception) -> Response:
    """Return ``error`` as an HTTP answer."""
    told = as_api_error(error)
    response = jsonify(told.body())
    response.status_code = told.status
    if told.retry_after is None and told.status in (429, 503, 507):
        told.retry_after = 5
    if told.retry_after is not None:
        response.headers["Retry-After"] = str(told.retry_after)
    if isinstance(error, HTTPException):
        for name, value in error.get_headers():
            if name == "Allow":
                response.headers[name] = value
    return response


def register(app: Flask) -> None:
    """Handle every error of ``app`` in the one shape; browsers get it as a page."""
    app.register_error_handler(Exception, _handle)


def validation_answer(error: ValidationError) -> Response:
    """Answer input that does not fit its model (flask-openapi3 calls this)."""
    return answer(invalid(error))


def told_of(error: DatasetError) -> str:
    """Return a sentence about what is wrong with a data set or an image."""
    text = error.summary.rstrip(":.")
    return f"{text[:1].upper()}{text[1:]}."


def _from_dataset(error: DatasetError) -> ApiError:
    code = next(code for kind, code in DATASET_CODES if isinstance(error, kind))
    details = {} if error.problems == [error.summary] else {"problems": error.problems}
    return ApiError(code, told_of(error), details, status=STATUS.get(code, 422))


def _from_status(error: HTTPException) -> ApiError:
    status = error.code or 500
    code, message = MESSAGES.get(status, ("error", HTTPStatus(status).phrase))
    return ApiError(code, message, status=status)


def _handle(error: Exception) -> BaseResponse:
    if isinstance(error, HTTPException) and error.response is not None:
        return error.get_response()
    if isinstance(error, HTTPException) and (error.code or 500) < 400:
        return error.get_response()
    if _is_page():
        return _page(as_api_error(error))
    return answer(error)


def _is_page() -> bool:
    browsing = request.accept_mimetypes.best_match(["application/json", "text/html"]) == "text/html"
    return browsing and request.method in ("GET", "HEAD") and not request.path.startswith("/api/")


def _is_device() -> bool:
    return request.path.startswith(("/phone/", "/display/"))


def _asked_for() -> str:
    return request.full_path.rstrip("?")


def _page(error: ApiError) -> BaseResponse:
    if error.status == 401:
        return redirect("/join" if _is_device() else f"/sign-in?{urlencode({'next': _asked_for()})}", 303)
    try:
        page = render_template("error.html", error=error, for_device=_is_device())
    except TemplateNotFound:
        current_app.logger.warning("There is no template error.html")
        page = error.message
    return Response(page, error.status, content_type="text/html; charset=utf-8")
