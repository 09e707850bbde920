"""Shared parts of all API resources: URL prefix, documented answers, and access to their services."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import is_dataclass
from functools import cache
from typing import Any, Generic, TypeVar, cast

from flask import current_app
from flask_openapi3 import APIBlueprint, OpenAPI, Tag
from pydantic import BaseModel, ConfigDict, RootModel, create_model

from webapp.api.document import Resource
from webapp.errors import ErrorAnswer

Shape = TypeVar("Shape")
View = TypeVar("View", bound=Callable[..., Any])
PREFIX = "/api/v1"
OPERATOR: list[dict[str, list[str]]] = [{"cookie": []}, {"token": []}]
PARTICIPANT: list[dict[str, list[str]]] = [{"participant": []}, {"participant_token": []}]
DEVICE: list[dict[str, list[str]]] = [{"device": []}]
PUBLIC: list[dict[str, list[str]]] = [{}]

# Part of the OpenAPI document, as flask-openapi3 takes it.
SECURITY_SCHEMES: dict[str, Any] = {
    "cookie": {
        "type": "apiKey",
        "in": "cookie",
        "name": "__Host-operator",
        "description": "The operator's cookie, given by `POST /sign-in`.",
    },
    "token": {"type": "http", "scheme": "bearer", "description": "The operator's token, for scripts."},
    "participant": {
        "type": "apiKey",
        "in": "cookie",
        "name": "__Host-participant",
        "description": "The cookie of a challenge's participant, given by `POST /challenges/sign-in`.",
    },
    "participant_token": {
        "type": "http",
        "scheme": "bearer",
        "description": "A participant's token, for scripts.",
    },
    "device": {
        "type": "apiKey",
        "in": "cookie",
        "name": "__Host-phone-<session>",
        "description": "The cookie of one phone or display (`__Host-display-<session>`), given by `POST /join`.",
    },
}


def errors(*statuses: int) -> dict[Any, Any]:
    """Return the documentation of error answers: those every route may give, and ``statuses``."""
    return {status: ErrorAnswer for status in sorted({401, 403, 404, 422, 429, 500, *statuses})}


class _Whole(RootModel[Shape], Generic[Shape]):
    """A base model whose defaults are always part of an answer."""

    # Built when the document is made, which nothing else needs it for.
    model_config = ConfigDict(json_schema_serialization_defaults_required=True, defer_build=True)


class _AsItIs(RootModel[Shape], Generic[Shape]):
    """A base model of answers whose declaration says which parts are always there."""

    model_config = ConfigDict(defer_build=True)


@cache
def answer(shape: type) -> type[BaseModel]:
    """Return the documentation of an answer of some shape, a TypedDict or dataclass; the shape is its declaration."""
    base: Any = _Whole if is_dataclass(shape) else _AsItIs
    return cast(type[BaseModel], create_model(shape.__name__, __base__=base[shape], __doc__=shape.__doc__))


def resource(name: str, description: str, **options: Any) -> APIBlueprint:
    """Return a blueprint for one resource."""
    tag = Tag(name=name, description=description)
    return Resource(
        name, f"webapp.api.{name}", url_prefix=PREFIX, abp_tags=[tag], abp_responses=errors(), **options
    )


UNCHANGED: dict[Any, Any] = {304: {"description": "The client has it already."}}


def takes_files(view: View) -> View:
    """Mark a view whose body is not JSON."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def add_resource(app: OpenAPI, api: APIBlueprint, services: object) -> None:
    """Add the routes of a resource to an application, with the services that they call."""
    app.extensions[f"services of {api.name}"] = services
    app.register_api(api)


def services_of(resource: str) -> object:
    """Return the services of a resource in the application that answers the present request."""
    return current_app.extensions[f"services of {resource}"]


def binary(media_type: str, description: str) -> dict[str, Any]:  # as flask-openapi3 takes it
    """Return the documentation of an answer that is a file."""
    return {
        "description": description,
        "content": {media_type: {"schema": {"type": "string", "format": "binary"}}},
    }
