"""Photos: uploads by phones, and access for the operator."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol, cast

from flask import Response, g, request
from flask_openapi3 import OpenAPI

from capture.archive import Archive
from capture.events import NotePhoto
from capture.shapes import PhotoState
from capture.storage import PhotoRow
from webapp.api.blueprint import (
    DEVICE,
    OPERATOR,
    UNCHANGED,
    add_resource,
    answer,
    binary,
    errors,
    resource,
    services_of,
)
from webapp.api.bodies import sent_body
from webapp.api.paths import PhotoPath, SessionPath, UploadPath
from webapp.auth.guard import open_to
from webapp.errors import ApiError
from webapp.files import send_file
from webapp.offload import Offload
from webapp.pictures.moving_photos import follow
from webapp.pictures.picture_cache import Pictures
from webapp.sessions.photo_views import photo_json
from webapp.sessions.session_registry import Sessions
from webapp.shapes.photo import Photos, PhotoView, Receipt
from webapp.storage.session_store import SessionStore
from webapp.uploads.models import PhotoNote, PhotosQuery, UploadHeaders
from webapp.uploads.photo_uploads import PhotoUploads, Upload, sha256_of_digest

api = resource("photos", "Photos of x-rays, each under (session, set, index, attempt) exactly once.")
MEDIA_TYPES = {".jpg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}
LOOSE_TYPES = {".heic": "image/heic"}
"""What only loose photos may be."""
KEPT_OR_LOST: tuple[PhotoState, ...] = ("pending", "accepted", "rejected", "lost")
BODY = {
    "required": True,
    "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in MEDIA_TYPES.values()},
}


class UploadNeeds(Protocol):
    """The services that these routes call."""

    archive: Archive
    photo_uploads: PhotoUploads
    offload: Offload
    pictures: Pictures
    receiving: Offload
    sessions: Sessions
    store: SessionStore


def register(app: OpenAPI, services: UploadNeeds) -> None:
    """Add the routes to an application."""
    add_resource(app, api, services)


def services() -> UploadNeeds:
    """Return the services for the present request."""
    return cast(UploadNeeds, services_of(api.name))


@api.put(
    "/sessions/<string:session>/phones/<string:device>/photos/<int:index>/<int:attempt>",
    security=DEVICE,
    responses={200: answer(Receipt), 201: answer(Receipt), **errors(400, 409, 411, 413, 415, 503, 507)},
    openapi_extensions={"requestBody": BODY},
)
@open_to("phone")
def put_photo(path: UploadPath, header: UploadHeaders) -> tuple[Receipt, int]:
    """Keep a photo: 201 the first time, 200 for the same bytes again, 409 for other bytes under this key."""
    upload = _upload(path, header)
    receipt, new = services().photo_uploads.take(services().sessions.get(path.session), upload)
    return receipt, 201 if new else 200


@api.get("/sessions/<string:session>/photos", security=OPERATOR, responses={200: answer(Photos)})
def list_photos(path: SessionPath, query: PhotosQuery) -> Photos:
    """List photos, newest first."""
    services().sessions.plan(path.session)
    states: tuple[PhotoState, ...] = (query.state,) if query.state else KEPT_OR_LOST
    rows = services().store(
        lambda storage: storage.photos.find(
            path.session, query.set, states, query.before, query.limit, flagged=query.flagged
        )
    )
    return {"photos": [photo_json(row) for row in rows]}


@api.get(
    "/sessions/<string:session>/photos/<string:set>/<int:index>/<int:attempt>",
    security=OPERATOR,
    responses={200: binary("image/*", "The photo's bytes, as taken."), **UNCHANGED},
)
def read_photo(path: PhotoPath) -> Response:
    """Return a photo, byte for byte as it was taken."""
    row = _row(path)

    def sent(file: Path) -> Response:
        media_type = (MEDIA_TYPES | LOOSE_TYPES).get(file.suffix, "application/octet-stream")
        return send_file(file, media_type, services().offload, etag=row.sha256)

    return follow(lambda: _file(path, row), sent)


@api.put(
    "/sessions/<string:session>/photos/<string:set>/<int:index>/<int:attempt>/note",
    security=OPERATOR,
    responses={200: answer(PhotoView), **errors(409, 507)},
)
def note_photo(path: PhotoPath, body: PhotoNote) -> PhotoView:
    """Keep a note on a photo, in the place of an earlier one."""
    key = (path.set, path.index, path.attempt)
    services().sessions.get(path.session).deliver(lambda at: NotePhoto(at, *key, body.note.strip()))
    row = services().store(lambda storage: storage.photos.get(path.session, *key))
    if row is None:
        raise ApiError("photo_unknown", "There is no such photo.")
    return photo_json(row)


@api.get(
    "/sessions/<string:session>/photos/<string:set>/<int:index>/<int:attempt>/picture",
    security=OPERATOR,
    responses={200: binary("image/*", "JPEG, PNG or WebP, full size."), **UNCHANGED, **errors(503)},
)
@open_to("operator", "reviewer")
def read_photo_picture(path: PhotoPath) -> Response:
    """Return what a browser can show of a photo: the photo itself where possible."""
    row = _row(path)

    def sent(file: Path) -> Response:
        picture, media_type = services().pictures.photo(file, path.set, path.session)
        return send_file(picture, media_type, services().offload, etag=f"p-{row.sha256}")

    return follow(lambda: _file(path, row), sent)


@api.get(
    "/sessions/<string:session>/photos/<string:set>/<int:index>/<int:attempt>/thumbnail",
    security=OPERATOR,
    responses={200: binary("image/jpeg", "A small JPEG."), **UNCHANGED, **errors(503)},
)
@open_to("operator", "reviewer")
def read_photo_thumbnail(path: PhotoPath) -> Response:
    """Return a small picture of a photo."""
    row = _row(path)
    place = follow(
        lambda: _file(path, row),
        lambda file: services().pictures.photo_thumbnail(file, path.set, path.session),
    )
    return send_file(place, "image/jpeg", services().offload, etag=f"s-{row.sha256}")


def _upload(path: UploadPath, header: UploadHeaders) -> Upload:
    sent = sent_body(services().receiving)  # the archive has limits of its own
    return Upload(
        device=g.caller.device,
        index=path.index,
        attempt=path.attempt,
        sha256=sha256_of_digest(header.content_digest),
        content_type=request.mimetype,
        length=sent.length,
        body=sent.body,
    )


def _row(path: PhotoPath) -> PhotoRow:
    services().sessions.plan(path.session)
    row = services().store(
        lambda storage: storage.photos.get(path.session, path.set, path.index, path.attempt)
    )
    if row is None:
        raise ApiError("photo_unknown", "There is no such photo.")
    return row


def _file(path: PhotoPath, row: PhotoRow) -> Path:
    """Return where a photo is at the moment."""
    file = services().offload(services().archive.find, path.set, path.session, row.name)
    if file is None:
        raise ApiError("photo_unknown", "There is no such photo.")
    return file
