"""Stored images and their variants: made on first request, cacheable without limit."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from flask import Response, request

from dataset.regular_files import open_regular
from webapp.api.blueprint import OPERATOR, UNCHANGED, answer, errors, resource, takes_files
from webapp.errors import ApiError
from webapp.variants import answers
from webapp.variants.images import OpenFile
from webapp.variants.models import ImagePath, VariantPath, VariantQuery, XrayChoice
from webapp.variants.order import VariantOrder
from webapp.variants.services import services
from webapp.variants.shapes import ImageView
from webapp.variants.transform_routes import IMAGE_BODY, MADE, sent_image

api = resource(
    "images", "X-rays to make variants of, under the SHA-256 of their bytes.", abp_security=OPERATOR
)
BODY = {
    "required": True,
    "content": {**IMAGE_BODY["content"], "application/json": {"schema": XrayChoice.model_json_schema()}},
}


@api.post(
    "/images",
    responses={200: answer(ImageView), 201: answer(ImageView), **errors(400, 411, 413, 415, 503, 507)},
    openapi_extensions={"requestBody": BODY},
)
@takes_files
def keep_image() -> tuple[ImageView, int]:
    """Keep an image: in the body, as the multipart field `image`, or (JSON) an x-ray of a data set."""
    if services().archive.free_bytes() <= (request.content_length or 0):
        raise ApiError(
            "disk_full", "The server's disk has no room for this image: what is left is for photos."
        )
    if request.is_json:
        choice = XrayChoice.model_validate(request.get_json())
        with _opened(services().datasets.get(choice.dataset).file(choice.index)) as file:
            image, header, new = services().images.keep(OpenFile(file, services().offload))
    else:
        with sent_image() as sent:
            image, header, new = services().images.keep(sent.source)
    kept: ImageView = {
        "id": image.id,
        "width": header.width,
        "height": header.height,
        "format": header.format,
    }
    return kept, 201 if new else 200


@api.delete("/images/<string:image>", responses={204: None})
def delete_image(path: ImagePath) -> tuple[str, int]:
    """Remove an image that was sent here."""
    if not services().images.delete(path.image):
        raise _unknown()
    return "", 204


@api.get(
    "/images/<string:image>/variants/<string:pipeline>",
    responses={**MADE, **UNCHANGED, **errors(415, 503)},
)
def read_variant(path: VariantPath, query: VariantQuery) -> Response:
    """Return a variant of an image or of a session's photo."""
    source = find_image(path.image)
    order = VariantOrder(path.pipeline, **query.model_dump())
    if answers.wanted() == answers.ZIP:
        return answers.as_zip(services().variant_service.truth(path.image, source, order), order)
    if request.if_none_match.contains(services().variant_service.name(path.image, order)):
        return Response(status=304)
    variant = services().variant_service.variant(path.image, source, order)
    if answers.wanted() == answers.JSON:
        return answers.as_json(variant)
    response = answers.as_image(variant, order)
    response.headers["Vary"] = "Accept"
    return response


def find_image(image_id: str) -> Path:
    """Return the file of an image or photo with this digest.

    Raises:
        ApiError: ``image_unknown``.
    """
    found = services().images.find(image_id) or _find_photo(image_id)
    if found is None:
        raise _unknown()
    return found


def _opened(xray: Path) -> BinaryIO:
    try:
        return services().offload(open_regular, xray)
    except OSError as error:
        message = f"{xray.name} cannot be read: {error.strerror}."
        raise ApiError("image_unreadable", message) from error


def _find_photo(image_id: str) -> Path | None:
    row = services().store(lambda storage: storage.photos.by_digest(image_id))
    return (
        None if row is None else services().offload(services().archive.find, row.set, row.session, row.name)
    )


def _unknown() -> ApiError:
    message = "No image with this id is kept here. Send it first: POST /api/v1/images."
    return ApiError("image_unknown", message)
