"""Synthetic photos on demand: the list of transforms, and one pipeline applied to an image in the request."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO, TypedDict, cast

from flask import Response, request
from pydantic import TypeAdapter

from dataset.json_values import JsonObject
from webapp.api.blueprint import OPERATOR, answer, binary, errors, resource, takes_files
from webapp.api.bodies import received_form, sent_body
from webapp.auth.guard import open_to
from webapp.errors import ApiError
from webapp.variants import answers
from webapp.variants.images import ImageBytes, OpenFile, SourceImage
from webapp.variants.models import (
    ParametersQuery,
    PipelinePath,
    VariantQuery,
)
from webapp.variants.order import VariantOrder
from webapp.variants.services import services
from webapp.variants.shapes import AccountWithImage, Catalogue, DrawnParameters

api = resource("transforms", "Synthetic photos of x-rays.", abp_security=OPERATOR)
BYTES = {"schema": {"type": "string", "format": "binary"}}


class RequestBody(TypedDict):
    """A request's body, as the OpenAPI document describes it."""

    required: bool
    content: dict[str, JsonObject]


IMAGE_TYPES = ("image/jpeg", "image/png", "image/webp", "image/tiff", "image/heic", "application/dicom")
OPAQUE = ("application/octet-stream", "")
FORM_BYTES = 10_000
"""What a form may have beside its image."""
IMAGE_BODY: RequestBody = {
    "required": True,
    "content": {
        **dict.fromkeys((*IMAGE_TYPES, "application/octet-stream"), BYTES),
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "properties": {
                    "image": {"type": "string", "format": "binary"},
                    "parameters": {
                        "type": "string",
                        "description": "Steps of a variant, JSON; instead of drawn ones. Only where nothing is kept.",
                    },
                },
                "required": ["image"],
            }
        },
    },
}
MADE: dict[Any, Any] = {
    200: {
        "description": "The variant: its bytes, or with `Accept: application/json` everything about it, or with "
        "`Accept: application/zip` a zip of both with masks and displacement.",
        "headers": {
            "Chexphoto-Parameters": {
                "description": "What was drawn, JSON, up to 4 kB.",
                "schema": {"type": "string"},
            },
            "Chexphoto-Parameters-Digest": {
                "description": "Its SHA-256 where it is longer; `Link` says where it is.",
                "schema": {"type": "string"},
            },
            "Chexphoto-Homography": {
                "description": "3 x 3, JSON; takes source positions to the variant's.",
                "schema": {"type": "string"},
            },
        },
        "content": {
            **binary("image/jpeg", "")["content"],
            **binary("image/png", "")["content"],
            **binary("image/webp", "")["content"],
            **binary("application/zip", "")["content"],
            "application/json": {"schema": TypeAdapter(AccountWithImage).json_schema()},
        },
    }
}


@api.get("/transforms", responses={200: answer(Catalogue), **errors(503)})
@open_to("operator", "transforms")
def list_transforms() -> Catalogue:
    """List the transforms: what each does, its options and the schema of its parameters."""
    return services().variant_service.catalogue()


@api.get("/transforms/<string:pipeline>/parameters", responses={200: answer(DrawnParameters), **errors(503)})
@open_to("operator", "transforms")
def draw_parameters(path: PipelinePath, query: ParametersQuery) -> DrawnParameters:
    """Draw the parameters that an image of some size gets, without making a picture."""
    order = VariantOrder(path.pipeline, query.level, query.seed, relative=query.relative)
    steps = services().variant_service.pixels.parameters(order, (query.image_width, query.image_height))
    return {"pipeline": path.pipeline, "steps": steps}


@api.post(
    "/transforms/<string:pipeline>",
    responses={**MADE, **errors(400, 411, 413, 415, 503)},
    openapi_extensions={"requestBody": IMAGE_BODY},
)
@takes_files
@open_to("operator", "transforms")
def transform_image(path: PipelinePath, query: VariantQuery) -> Response:
    """Apply a pipeline to the image in the body, raw or as the multipart field `image`; nothing is kept.

    With the field `parameters` (the steps of a variant, JSON) nothing is drawn: level, seed and relative do not count.
    """
    with sent_image() as sent, services().images.temporarily(sent.source) as image:
        return _answer(image, VariantOrder(path.pipeline, **query.model_dump(), steps=sent.steps))


def _answer(image: SourceImage, order: VariantOrder) -> Response:
    if answers.wanted() == answers.ZIP:
        return answers.as_zip(services().variant_service.truth(image.id, image.path, order), order)
    variant = services().variant_service.render_once(image.id, image.path, order)
    if answers.wanted() == answers.JSON:
        return answers.removing(answers.as_json(variant), variant.picture)
    return answers.removing(answers.as_image(variant, order), variant.picture)


@dataclass(frozen=True, slots=True)
class SentImage:
    """The image of a request, and the steps that it gives instead of having them drawn, JSON."""

    source: ImageBytes
    steps: str | None = None


@contextmanager
def sent_image() -> Iterator[SentImage]:
    """Return the image in the current request, for as long as the block lasts.

    Raises:
        ApiError: ``length_required``, ``length_wrong``, ``media_type``, ``image_missing``, ``image_too_large`` or
            ``invalid``.
    """
    sent = sent_body(services().receiving)
    if request.mimetype != "multipart/form-data":
        _require_image_type()
        services().images.require_size(sent.length)
        yield SentImage(sent)
        return
    services().images.require_size(sent.length - FORM_BYTES)
    with received_form(sent) as (fields, files):
        file = files.get("image")
        if file is None:
            raise ApiError("image_missing", "Send the image as the multipart field `image`.")
        source = OpenFile(cast(BinaryIO, file.stream), services().offload)
        yield SentImage(source, _checked_steps(fields.get("parameters")))


def _checked_steps(text: str | None) -> str | None:
    if text is None:
        return None
    try:
        steps = json.loads(text)
    except ValueError:
        steps = None
    if not isinstance(steps, list) or not all(isinstance(step, dict) for step in steps):
        message = 'The field `parameters` is a JSON list of {"transform": ..., "params": {...}}.'
        raise ApiError("invalid", message)
    return text


def _require_image_type() -> None:
    if request.mimetype not in (*IMAGE_TYPES, *OPAQUE) and not request.mimetype.startswith("image/"):
        message = (
            "Send the image as the body (Content-Type: image/jpeg, say), or as the multipart field `image`."
        )
        raise ApiError("media_type", message)
