"""Reviews: readers judge whether photos are usable, and the server computes their agreement."""

from __future__ import annotations

from capture.reviews import NewReview, PhotoKey, one_line
from webapp.api.blueprint import OPERATOR, answer, errors, lab, resource
from webapp.api.paths import SessionPath
from webapp.reviews.models import NewReviewBody, QueueQuery, SelectionQuery, UndoBody
from webapp.reviews.review_service import Selection, review_json
from webapp.shapes.review import AgreementView, History, QueuePart, ReviewView

api = resource("reviews", "What readers say of photos: usable or not, and why.", abp_security=OPERATOR)


@api.get("/reviews", responses={200: answer(QueuePart)})
def list_queue(query: QueueQuery) -> QueuePart:
    """Read a part of what a reader goes through, from the first photo that is not read yet."""
    selection = Selection(tuple(dict.fromkeys(query.session)), query.which, query.order)
    return lab().reviewing.queue(selection, query.reader, query.start, query.limit)


@api.get("/reviews/agreement", responses={200: answer(AgreementView)})
def read_agreement(query: SelectionQuery) -> AgreementView:
    """Read what each reader made of the photos, and Cohen's kappa of each two of them."""
    return lab().reviewing.agreement(Selection(tuple(dict.fromkeys(query.session)), query.which))


@api.post("/reviews/undo", responses={200: answer(ReviewView), **errors(409, 507)})
def undo_review(body: UndoBody) -> ReviewView:
    """Take back a reader's newest choice; returns it. What was said of the photo before holds again."""
    return review_json(lab().reviewing.undo(tuple(body.sessions), body.reader))


@api.get("/sessions/<string:session>/reviews", responses={200: answer(History)})
def list_reviews(path: SessionPath) -> History:
    """Read the whole history of a session's reviews, what was taken back included."""
    return {"reviews": lab().reviewing.history(path.session)}


@api.post("/sessions/<string:session>/reviews", responses={201: answer(ReviewView), **errors(409, 507)})
def add_review(path: SessionPath, body: NewReviewBody) -> tuple[ReviewView, int]:
    """Say of a photo whether it is usable; an earlier choice of the same reader gives way and stays in the history."""
    lab().sessions.get(path.session)
    photo = PhotoKey(path.session, body.set, body.index, body.attempt)
    reasons = tuple(dict.fromkeys(body.reasons))
    review = lab().reviewing.add(NewReview(photo, body.reader, body.choice, reasons, one_line(body.note)))
    return review_json(review), 201
