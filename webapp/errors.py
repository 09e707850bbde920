"""The one shape of all errors, in REST, sockets and commands.

``{"error": {"code", "message", "details"}}``: the code is for programs and never changes, the message is one or
two plain sentences for the person who reads it.  Domain packages raise errors that carry a code and know nothing
of HTTP; `webapp.error_status` says once which status a code has.
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
from webapp.error_status import STATUS
from webapp.faults import sentence
from webapp.shapes.message import ErrorShape

log = logging.getLogger(__name__)

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
    401: (
        "credential_missing",
        "Sign in first: open the address that the server printed when it started, or that `chexphoto sign-in` prints.",
    ),
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
