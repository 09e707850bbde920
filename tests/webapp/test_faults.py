"""Refused input gets sentences: no pattern and no validator's message reaches a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args

import pytest
from flask.testing import FlaskClient
from flask_openapi3 import OpenAPI
from pydantic import ValidationError
from pydantic_core import core_schema

from capture.plan import MAX_DEVICE_NAME
from capture.reviews import MAX_NAME
from dataset.names import SET
from tests.webapp.routes import PLACES
from tests.webapp.shape import assert_error
from webapp.errors import invalid
from webapp.faults import OTHERWISE, SENTENCES, label, sentence
from webapp.sessions.models import SettingsChosen
from webapp.settings import SettingsError, read_settings

MACHINE_WORDS = re.compile(
    r"pattern|should|input|regex|valid (integer|number|string|list|dict)|value error|pydantic"
    r"|\^\[|\]\{|\bstr\b|\bint\b|\bNone\b",
    re.IGNORECASE,
)
GOOD = {"string": "aaaaaaaa"}
WRONG = {"integer": ["x", 1.5], "number": ["x"], "boolean": ["x"], "array": ["x"], "object": ["x"]}
TAKES_FILES = ("/images", "/transforms/{pipeline}", "/photos", "/photos/{index}/{attempt}", "/aim")


def assert_words(message: str) -> None:
    """Assert that a message is a sentence for people."""
    assert not MACHINE_WORDS.search(message), message
    assert message[0].isupper() or message[0].isdigit(), message
    assert message.endswith("."), message
    assert "{" not in message, message


CONTEXT = {
    "min_length": 2,
    "max_length": 5,
    "ge": 1,
    "gt": 1,
    "le": 5,
    "lt": 5,
    "multiple_of": 2,
    "expected": "'a' or 'b'",
    "error": ValueError("the last is before the first"),
}


def test_every_kind_of_fault_there_is_becomes_a_sentence() -> None:
    kinds = get_args(core_schema.ErrorType)
    assert len(kinds) > 90
    assert set(SENTENCES) <= set(kinds)
    for kind in kinds:
        assert_words(sentence({"type": kind, "loc": ("settings", "settle_ms"), "msg": "", "ctx": CONTEXT}))
    assert sentence({"type": "new_kind", "loc": ("room",)}) == OTHERWISE.format(label="Room")


def test_a_value_is_called_as_people_call_it() -> None:
    assert label(("settings", "settle_ms")) == "The pause before each photo (ms)"
    assert label(("rectified_side",)) == "Rectified side"
    assert label(("levels", 1)) == "Levels, number 2,"
    assert label(()) == "The request"


@dataclass(frozen=True)
class Breach:
    """A request of which one value is not allowed, and the value's name."""

    method: str
    path: str
    where: str
    field: str
    value: Any


def worse(schema: dict[str, Any]) -> Iterator[Any]:
    """Yield values that a schema refuses: each of its constraints broken, and wrong types."""
    for choice in schema.get("anyOf", []):
        if choice.get("type") != "null":
            yield from worse(choice)
    items = schema.get("items", {})
    broken = {
        "minimum": lambda least: least - 1,
        "maximum": lambda most: most + 1,
        "minLength": lambda least: "x" * (least - 1),
        "maxLength": lambda most: "x" * (most + 1),
        "pattern": lambda _: "§ / §",
        "enum": lambda _: "nothing of the kind",
        "const": lambda _: "nothing of the kind",
        "minItems": lambda _: [],
        "maxItems": lambda most: [GOOD.get(items.get("type", ""), 1)] * (most + 1),
        "items": lambda inside: [next(worse(inside), None)],
        "prefixItems": lambda inside: [next(worse(each), None) for each in inside],
    }
    yield from (breach(schema[constraint]) for constraint, breach in broken.items() if constraint in schema)
    yield from WRONG.get(schema.get("type", ""), ())


class Document:
    """The OpenAPI document, references followed."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document

    def whole(self, schema: Any) -> Any:
        """Return a schema without references."""
        if isinstance(schema, list):
            return [self.whole(each) for each in schema]
        if not isinstance(schema, dict):
            return schema
        if "$ref" in schema:
            found: Any = self.document
            for part in schema["$ref"].removeprefix("#/").split("/"):
                found = found[part]
            return self.whole(found)
        return {name: self.whole(value) for name, value in schema.items()}

    def breaches(self) -> Iterator[Breach]:
        """Yield requests that break every constraint of every parameter and body of every operation."""
        for path, methods in self.document["paths"].items():
            for method, operation in methods.items():
                for parameter in operation.get("parameters", []):
                    if parameter["in"] in ("query", "path"):
                        schema = self.whole(parameter["schema"])
                        for value in worse(schema):
                            yield Breach(method, path, parameter["in"], parameter["name"], value)
                if not path.endswith(TAKES_FILES):
                    yield from self._of_body(method, path, operation)

    def _of_body(self, method: str, path: str, operation: dict[str, Any]) -> Iterator[Breach]:
        content = self.whole(operation.get("requestBody", {})).get("content", {}).get("application/json")
        if content:
            for name, schema in content["schema"].get("properties", {}).items():
                for value in worse(schema):
                    yield Breach(method, path, "body", name, value)
                for inner, inside in schema.get("properties", {}).items():
                    for value in worse(inside):
                        yield Breach(method, path, "body", name, {inner: value})
            yield Breach(method, path, "body", "surprise", 1)
            yield Breach(method, path, "body", "", None)


def ask(operator: FlaskClient, breach: Breach) -> Any:
    places = PLACES | ({breach.field: breach.value} if breach.where == "path" else {})
    path = re.sub(r"\{(\w+)\}", lambda match: str(places[match[1]]).replace("/", "%2F"), breach.path)
    query = {breach.field: breach.value} if breach.where == "query" else {}
    body = {"json": {breach.field: breach.value} if breach.field else []} if breach.where == "body" else {}
    return operator.open(path, method=breach.method.upper(), query_string=query, **body)


def test_no_broken_constraint_of_any_route_is_answered_in_a_programmers_words(
    app: OpenAPI, operator: FlaskClient
) -> None:
    document = Document(operator.get("/openapi/openapi.json").json)
    refused: dict[str, int] = {}
    for breach in document.breaches():
        answer = ask(operator, breach)
        if answer.status_code != 422:
            continue
        error = assert_error(answer, 422)
        assert_words(error["message"])
        for fault in error["details"].get("fields", []):
            assert_words(fault["message"])
        refused[breach.where] = refused.get(breach.where, 0) + 1
    assert refused["body"] > 100, refused
    assert refused["query"] > 25, refused
    assert refused["path"] > 10, refused


@pytest.mark.parametrize("name", ["Nokia10K", "iphone.1k", "x" * 36, "con", "com1"])
def test_a_set_that_cannot_be_called_so_is_named_with_the_rule(operator: FlaskClient, name: str) -> None:
    body = {"dataset": "dddddddd", "first": 1, "last": 1, "sets": ["good", name]}
    (fault,) = assert_error(operator.post("/api/v1/sessions", json=body), 422)["details"]["fields"]
    assert fault == {"field": "sets.1", "message": SET.problem(name)}
    loose = operator.post("/api/v1/loose", json={"dataset": "dddddddd", "set": name})
    assert assert_error(loose, 422)["message"] == SET.problem(name)


@pytest.mark.parametrize("name", ["My data set / 2026", "nul", "ends.", ""])
def test_an_export_that_cannot_be_called_so_is_refused_in_words(operator: FlaskClient, name: str) -> None:
    for path in ("/api/v1/export", "/api/v1/export/check"):
        answer = operator.get(path, query_string={"session": "ssssssss", "name": name})
        assert_words(assert_error(answer, 422)["message"])


def test_pages_are_given_the_rules_that_the_server_goes_by(operator: FlaskClient) -> None:
    rules = operator.get("/api/v1/server").json["rules"]
    assert rules["names"]["set"]["pattern"] == SET.pattern
    assert rules["numbers"]["settle_ms"] == {"least": 0, "most": 10_000}
    schemas = operator.get("/openapi/openapi.json").json["components"]["schemas"]
    texts = {
        "title": schemas["NewSession"]["properties"]["title"],
        "reason": schemas["NewSkip"]["properties"]["detail"],
        "condition": schemas["Conditions"]["properties"]["room"],
        "notes": schemas["Conditions"]["properties"]["notes"],
        "reading_note": schemas["NewReviewBody"]["properties"]["note"],
    }
    assert rules["longest"] == {name: text["maxLength"] for name, text in texts.items()} | {
        "reader": MAX_NAME
    }
    schema = schemas["SettingsChosen"]["properties"]
    checked = 0
    for name, limits in rules["numbers"].items():
        if name in schema:
            (number, _) = schema[name]["anyOf"]
            assert (number["minimum"], number["maximum"]) == (limits["least"], limits["most"])
            checked += 1
    assert checked >= 3


def test_the_join_page_holds_a_devices_name_to_the_servers_limit(stranger: FlaskClient) -> None:
    assert f'data-longest-name="{MAX_DEVICE_NAME}"' in stranger.get("/join").text
    join = {"code": "AAAAAA", "name": "x" * (MAX_DEVICE_NAME + 1)}
    error = assert_error(stranger.post("/api/v1/join", json=join), 422)
    assert error["message"] == f"The name is too long: {MAX_DEVICE_NAME} characters at most."


def test_settings_of_the_command_line_are_refused_in_words_too() -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings({"settle_ms": -1, "port": "x", "log_level": "loud"})
    lines = str(caught.value).splitlines()
    assert len(lines) == 3
    for line in lines:
        assert_words(line.partition(": ")[2])


def test_the_first_fault_is_the_message_and_all_are_listed() -> None:
    with pytest.raises(ValidationError) as caught:
        SettingsChosen.model_validate({"settle_ms": 99_999, "fresh_frames": -1})
    error = invalid(caught.value)
    assert error.message == "The pause before each photo (ms) is too large: 10,000 at most."
    assert [fault["field"] for fault in error.details["fields"]] == ["settle_ms", "fresh_frames"]
