"""Samples of images: drawn, shown to readers, reviewed."""

from __future__ import annotations

from typing import Protocol, cast

from flask import Response
from flask_openapi3 import OpenAPI

from capture.reviews import NewReview, one_line
from dataset.statistics.formats import fitness_csv
from webapp.api.blueprint import OPERATOR, add_resource, answer, binary, errors, resource, services_of
from webapp.auth.guard import open_to
from webapp.files import send_file
from webapp.offload import Offload
from webapp.pictures.picture_cache import Pictures
from webapp.reviews.models import ImageReviewBody, NewSample, SampleImagePath, SamplePath
from webapp.reviews.review_service import ReviewService, review_json
from webapp.reviews.routes import check_reader
from webapp.reviews.sample_service import ReviewSamples
from webapp.shapes.review import History, ReviewView, SampleOfImages, SamplesOfImages

api = resource(
    "review-samples", "Random samples of a data set's images, for readers to look at.", abp_security=OPERATOR
)


class SampleNeeds(Protocol):
    """The services that these routes call."""

    review_samples: ReviewSamples
    review_service: ReviewService
    pictures: Pictures
    offload: Offload


def register(app: OpenAPI, services: SampleNeeds) -> None:
    """Add the routes to an application."""
    add_resource(app, api, services)


def services() -> SampleNeeds:
    """Return the services for the present request."""
    return cast(SampleNeeds, services_of(api.name))


@api.get("/review-samples", responses={200: answer(SamplesOfImages)})
@open_to("operator", "reviewer")
def list_review_samples() -> SamplesOfImages:
    """List the samples, newest first."""
    return {"samples": services().review_samples.all()}


@api.post("/review-samples", responses={201: answer(SampleOfImages), **errors(409, 507)})
def draw_review_sample(body: NewSample) -> tuple[SampleOfImages, int]:
    """Draw images of each set of a data set on the server's disk."""
    samples = services().review_samples
    drawn = samples.draw(body.name, body.folder, body.dataset, body.each, body.seed, body.sets)
    return samples.view(drawn.id), 201


@api.get("/review-samples/<string:sample>", responses={200: answer(SampleOfImages)})
def read_review_sample(path: SamplePath) -> SampleOfImages:
    """Read a sample, and the share of its images that readers found fit, with 95 % intervals."""
    return services().review_samples.view(path.sample)


@api.get(
    "/review-samples/<string:sample>/fitness.csv",
    responses={200: binary("text/csv", "A row for each set."), **errors()},
)
def read_fitness_table(path: SamplePath) -> Response:
    """Return the share of images that readers found fit as a CSV."""
    text = fitness_csv(services().review_samples.fitness(path.sample))
    return Response(text, content_type="text/csv; charset=utf-8")


@api.get(
    "/review-samples/<string:sample>/images/<int:number>/picture",
    responses={200: binary("image/*", "The image."), 304: {"description": "Unchanged."}, **errors(409, 503)},
)
@open_to("operator", "reviewer")
def read_sample_picture(path: SampleImagePath) -> Response:
    """Return an image of a sample in a form that browsers show; a file that has changed is refused."""
    file, sha256 = services().review_samples.picture(path.sample, path.number)
    picture, media_type = services().pictures.xray(file)
    return send_file(picture, media_type, services().offload, etag=f"i-{sha256}")


@api.get(
    "/review-samples/<string:sample>/images/<int:number>/xray",
    responses={200: binary("image/*", "The x-ray."), 304: {"description": "Unchanged."}, **errors(409, 503)},
)
@open_to("operator", "reviewer")
def read_sample_xray(path: SampleImagePath) -> Response:
    """Return the x-ray that an image was made from."""
    picture, media_type = services().pictures.xray(services().review_samples.xray(path.sample, path.number))
    return send_file(picture, media_type, services().offload)


@api.get("/review-samples/<string:sample>/reviews", responses={200: answer(History)})
def list_sample_reviews(path: SamplePath) -> History:
    """Read the whole history of a sample's reviews, undone choices included."""
    return {"reviews": services().review_service.history(services().review_samples.get(path.sample).id)}


@api.post("/review-samples/<string:sample>/reviews", responses={201: answer(ReviewView), **errors(409, 507)})
@open_to("operator", "reviewer")
def add_sample_review(path: SamplePath, body: ImageReviewBody) -> tuple[ReviewView, int]:
    """Review an image; an earlier choice of the same reader is replaced and stays in the history."""
    check_reader(body.reader)
    key = services().review_samples.get(path.sample).key(body.number)
    reasons = tuple(dict.fromkeys(body.reasons))
    review = services().review_service.add(
        NewReview(key, body.reader, body.choice, reasons, one_line(body.note))
    )
    return review_json(review), 201
