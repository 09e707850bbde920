"""Loose photos: import, results, and decisions about the doubtful ones."""

from __future__ import annotations

from collections import Counter
from typing import Protocol, cast

from flask import Response
from flask_openapi3 import OpenAPI

from capture.loose_sentences import loose_sentence
from capture.plan import SessionPlan
from capture.shapes import FoundXray
from capture.storage import LoosePhoto
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
from webapp.api.paths import SessionPath
from webapp.datasets.dataset_registry import Datasets
from webapp.files import send_file
from webapp.imports.import_batches import ImportBatches
from webapp.imports.import_upload import ImportUpload, shown_name
from webapp.imports.models import Decision, LeavingOut, LoosePath, NewLooseQuery, NewPile, PilePath
from webapp.offload import Offload
from webapp.pictures.moving_photos import follow
from webapp.pictures.picture_cache import Pictures
from webapp.shapes.loose import CandidateView, LooseView, Pile, Piles, PileWithPhotos, Preparing
from webapp.uploads.models import UploadHeaders
from webapp.uploads.photo_uploads import sha256_of_digest

api = resource(
    "loose", "Photos taken with a phone's own camera app, assigned by content.", abp_security=OPERATOR
)
PICTURE_SIDE = 1280
BODY = {
    "required": True,
    "content": {
        kind: {"schema": {"type": "string", "format": "binary"}}
        for kind in ("image/jpeg", "image/heic", "image/png", "image/webp", "application/octet-stream")
    },
}


class ImportNeeds(Protocol):
    """The services that these routes call."""

    datasets: Datasets
    loose: ImportBatches
    offload: Offload
    pictures: Pictures
    receiving: Offload


def register(app: OpenAPI, services: ImportNeeds) -> None:
    """Add the routes to an application."""
    add_resource(app, api, services)


def services() -> ImportNeeds:
    """Return the services for the present request."""
    return cast(ImportNeeds, services_of(api.name))


@api.get("/loose", responses={200: answer(Piles)})
def list_piles() -> Piles:
    """List the piles, newest first."""
    return {"piles": [_pile(plan) for plan in services().loose.piles.plans()]}


@api.post("/loose", responses={201: answer(Pile), **errors(409, 507)})
def begin_pile(body: NewPile) -> tuple[Pile, int]:
    """Begin a pile; the same data set, set and title again is the same pile."""
    return _pile(services().loose.piles.begin(body.dataset, body.set, body.title)), 201


@api.post("/sessions/<string:session>/loose", responses={201: answer(Pile), **errors(409, 507)})
def begin_pile_of_session(path: SessionPath) -> tuple[Pile, int]:
    """Begin the pile of a presented session that is over, or return it: its photos are filed in that session."""
    return _pile(services().loose.piles.begin_of(path.session)), 201


@api.get("/loose/<string:pile>", responses={200: answer(PileWithPhotos)})
def read_pile(path: PilePath) -> PileWithPhotos:
    """Read a pile and all that is known of its photos."""
    plan, preparing = (
        services().loose.piles.plan(path.pile),
        services().loose.identification.preparing(path.pile),
    )
    photos = [_photo(plan, photo) for photo in services().loose.piles.photos(path.pile)]
    return {**_pile(plan), "preparing": preparing.to_json(), "photos": photos}


@api.post("/loose/<string:pile>/preparing/stop", responses={200: answer(Preparing)})
def stop_preparing(path: PilePath) -> Preparing:
    """Stop describing the x-rays: results so far are kept, and photos wait."""
    return services().loose.identification.stop_preparing(path.pile).to_json()


@api.post("/loose/<string:pile>/preparing/resume", responses={200: answer(Preparing)})
def resume_preparing(path: PilePath) -> Preparing:
    """Resume describing the x-rays, and identify the waiting photos."""
    return services().loose.identification.resume_preparing(path.pile).to_json()


@api.post("/loose/<string:pile>/copies-as-one", responses={200: answer(Pile)})
def treat_pile_copies_as_one(path: PilePath) -> Pile:
    """Treat x-rays that content cannot tell apart as one, for photos that wait for a person and later ones."""
    services().loose.identification.treat_copies_as_one(path.pile)
    return _pile(services().loose.piles.plan(path.pile))


@api.post(
    "/loose/<string:pile>/photos",
    responses={200: answer(LooseView), 201: answer(LooseView), **errors(400, 409, 411, 413, 415, 507)},
    openapi_extensions={"requestBody": BODY},
)
@takes_files
def take_photo(path: PilePath, query: NewLooseQuery, header: UploadHeaders) -> tuple[LooseView, int]:
    """Keep a photo and look for its x-ray: 201 the first time, 200 for the same bytes again."""
    sent = sent_body(services().receiving)  # the archive has limits of its own
    digest = sha256_of_digest(header.content_digest)
    sent.body.begin()
    upload = ImportUpload(shown_name(query.name), sent.length, digest, sent.body)
    photo, new = services().loose.take(path.pile, upload)
    return _photo(services().loose.piles.plan(path.pile), photo), 201 if new else 200


@api.get(
    "/loose/<string:pile>/photos/<int:photo>/picture",
    responses={200: binary("image/jpeg", "The photo, at most 1280 pixels."), **UNCHANGED, **errors(503)},
)
def read_loose_picture(path: LoosePath) -> Response:
    """Return a photo as any browser can show it, upright."""
    photo = services().loose.piles.photo(path.pile, path.photo)
    place = follow(
        lambda: services().loose.file(path.pile, path.photo),
        lambda file: services().pictures.loose_picture(file, photo.sha256, PICTURE_SIDE),
    )
    return send_file(place, "image/jpeg", services().offload, etag=f"l-{photo.sha256}")


@api.post(
    "/loose/<string:pile>/photos/<int:photo>/assignment",
    responses={200: answer(LooseView), **errors(409, 507)},
)
def assign_photo(path: LoosePath, body: Decision) -> LooseView:
    """Return the file a photo under the x-ray that a person says it shows."""
    filed = services().loose.decide(path.pile, path.photo, body.index, body.person.strip() or "operator")
    return _photo(services().loose.piles.plan(path.pile), filed)


@api.post(
    "/loose/<string:pile>/photos/<int:photo>/left-out", responses={200: answer(LooseView), **errors(409, 507)}
)
def leave_photo_out(path: LoosePath, body: LeavingOut) -> LooseView:
    """Leave a photo out: it shows none of the x-rays. It can still be assigned later."""
    left = services().loose.leave_out(path.pile, path.photo, body.person.strip() or "operator")
    return _photo(services().loose.piles.plan(path.pile), left)


def _pile(plan: SessionPlan) -> Pile:
    counts = Counter(photo.state for photo in services().loose.piles.photos(plan.session))
    return {
        "id": plan.session,
        "title": plan.title,
        "dataset": plan.dataset,
        "set": plan.sets[0],
        "xrays": plan.xrays,
        "last": plan.last,
        "counts": dict(counts),
    }


def _photo(plan: SessionPlan, photo: LoosePhoto) -> LooseView:
    return {
        "id": photo.id,
        "file": photo.file,
        "sha256": photo.sha256,
        "size": photo.size,
        "state": photo.state,
        "reason": photo.reason,
        "sentence": loose_sentence(photo),
        "index": photo.index,
        "attempt": photo.attempt,
        "decided_by": photo.decided_by,
        "taken": photo.camera.get("taken"),
        "camera": dict(photo.camera),
        "candidates": [_candidate(plan, candidate) for candidate in photo.candidates],
        "picture": f"/api/v1/loose/{plan.session}/photos/{photo.id}/picture",
    }


def _candidate(plan: SessionPlan, candidate: FoundXray) -> CandidateView:
    index = candidate["index"]
    dataset = services().datasets.if_unchanged(plan.dataset)
    return {
        **candidate,
        "path": "" if dataset is None else dataset.table.path(index),
        "thumbnail": f"/api/v1/datasets/{plan.dataset}/xrays/{index}/thumbnail",
    }
