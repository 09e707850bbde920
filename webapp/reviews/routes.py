"""Reviews: readers judge whether photos are usable, and the server computes their agreement."""

from __future__ import annotations

from typing import Protocol, cast

from flask import g
from flask_openapi3 import OpenAPI

from capture.reviews import NewReview, PhotoKey, one_line, reader_key
from webapp.api.blueprint import OPERATOR, add_resource, answer, errors, resource, services_of
from webapp.api.paths import SessionPath
from webapp.auth.guard import open_to
from webapp.errors import ApiError
from webapp.reviews.models import NewReviewBody, QueueQuery, SelectionQuery, UndoBody
from webapp.reviews.review_service import ReviewService, Selection, review_json
from webapp.sessions.models import PageQuery
from webapp.sessions.session_registry import Sessions
from webapp.sessions.snapshots import Snapshots, first_of
from webapp.shapes.review import (
    AgreementView,
    History,
    QueuePart,
    ReadableSession,
    ReadableSessions,
    ReviewView,
)
from webapp.shapes.session import SessionLine

api = resource("reviews", "What readers say of photos: usable or not, and why.", abp_security=OPERATOR)


class ReviewNeeds(Protocol):
    """The services that these routes call."""

    review_service: ReviewService
    sessions: Sessions
    snapshots: Snapshots


def register(app: OpenAPI, services: ReviewNeeds) -> None:
    """Add the routes to an application."""
    add_resource(app, api, services)


def services() -> ReviewNeeds:
    """Return the services for the present request."""
    return cast(ReviewNeeds, services_of(api.name))


@api.get("/reviews", responses={200: answer(QueuePart)})
@open_to("operator", "reviewer")
def list_queue(query: QueueQuery) -> QueuePart:
    """Read a part of a reader's queue, from the first photo without a review."""
    check_reader(query.reader)
    selection = Selection(tuple(dict.fromkeys(query.session)), query.which, query.order)
    return services().review_service.queue(selection, query.reader, query.start, query.limit)


@api.get("/reviews/sessions", responses={200: answer(ReadableSessions)})
@open_to("operator", "reviewer")
def list_readable_sessions(query: PageQuery) -> ReadableSessions:
    """List the sessions that have photos to review, newest first, a page at a time."""
    # Whoever asks gets no turn for each of 10,000 sessions that have nothing to review.
    lines = services().snapshots.lines(query.after or "", with_accepted=True, at_once=query.limit + 1)
    found, following = first_of((line for line in lines if line["progress"]["accepted"]), query.limit)
    return {"sessions": [_readable(line) for line in found], "next": following}


@api.get("/reviews/agreement", responses={200: answer(AgreementView)})
def read_agreement(query: SelectionQuery) -> AgreementView:
    """Read each reader's counts, and Cohen's kappa of each pair."""
    return services().review_service.agreement(Selection(tuple(dict.fromkeys(query.session)), query.which))


@api.post("/reviews/undo", responses={200: answer(ReviewView), **errors(409, 507)})
@open_to("operator", "reviewer")
def undo_review(body: UndoBody) -> ReviewView:
    """Undo a reader's newest choice and return it; the previous choice is in force again."""
    check_reader(body.reader)
    return review_json(services().review_service.undo(tuple(body.sessions), body.reader))


@api.get("/sessions/<string:session>/reviews", responses={200: answer(History)})
def list_reviews(path: SessionPath) -> History:
    """Read the whole history of a session's reviews, undone choices included."""
    return {"reviews": services().review_service.history(path.session)}


@api.post("/sessions/<string:session>/reviews", responses={201: answer(ReviewView), **errors(409, 507)})
@open_to("operator", "reviewer")
def add_review(path: SessionPath, body: NewReviewBody) -> tuple[ReviewView, int]:
    """Review a photo; an earlier choice of the same reader is replaced and stays in the history."""
    check_reader(body.reader)
    services().sessions.get(path.session)
    photo = PhotoKey(path.session, body.set, body.index, body.attempt)
    reasons = tuple(dict.fromkeys(body.reasons))
    review = services().review_service.add(
        NewReview(photo, body.reader, body.choice, reasons, one_line(body.note))
    )
    return review_json(review), 201


def _readable(line: SessionLine) -> ReadableSession:
    return {
        "session": line["session"],
        "title": line["title"],
        "sets": line["sets"],
        "first": line["first"],
        "last": line["last"],
        "created_at": line["created_at"],
        "accepted": line["progress"]["accepted"],
    }


def check_reader(name: str) -> None:
    """Refuse a reader who came by a link to read under another name, or to see another's choices.

    Raises:
        ApiError: ``forbidden``.
    """
    if g.caller.role == "reviewer" and reader_key(name) != reader_key(g.caller.name):
        raise ApiError("forbidden", f"This link is for the reader {g.caller.name}.")
