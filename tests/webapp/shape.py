"""The one shape of every error."""

from __future__ import annotations

from typing import Any

from werkzeug.test import TestResponse

SENTENCE_ENDS = (".", "?", ")")


def assert_error(answer: TestResponse, status: int, code: str | None = None) -> dict[str, Any]:
    """Assert that an answer is an error of the one shape with this status (and code); returns what is inside."""
    assert answer.status_code == status, (answer.status_code, answer.get_data(as_text=True))
    assert answer.content_type == "application/json"
    assert set(answer.json) == {"error"}
    error: dict[str, Any] = answer.json["error"]
    return assert_error_body(error, code)


def assert_error_body(error: dict[str, Any], code: str | None = None) -> dict[str, Any]:
    """Assert that this is the inside of an error: a code, a sentence, details."""
    assert set(error) == {"code", "message", "details"}
    assert error["code"].replace("_", "").isalnum()
    assert error["code"].islower()
    assert error["message"].endswith(SENTENCE_ENDS), error["message"]
    assert isinstance(error["details"], dict)
    assert code is None or error["code"] == code, error
    return error
