"""Challenges: declared by the operator, submitted to by participants."""

from __future__ import annotations

from typing import Protocol, cast

from flask import Response, g, request
from flask_openapi3 import OpenAPI

from capture.storage.challenges import SubmissionRow
from webapp.api.blueprint import (
    OPERATOR,
    PARTICIPANT,
    PUBLIC,
    add_resource,
    answer,
    errors,
    resource,
    services_of,
    takes_files,
)
from webapp.api.bodies import sent_body
from webapp.auth import participant as cookie
from webapp.auth.guard import Caller, open_to, public
from webapp.auth.tries import Tries
from webapp.challenge.challenge_service import ChallengeService, NewSubmission
from webapp.challenge.models import (
    ChallengePath,
    NewChallenge,
    NewParticipant,
    ParticipantPath,
    ParticipantSignIn,
    PredictionsQuery,
    ProgramQuery,
    SubmissionPath,
)
from webapp.challenge.views import challenge_view, participant_view, submission_view
from webapp.errors import ApiError
from webapp.offload import Offload
from webapp.shapes.challenge import (
    Challenges,
    ChallengeView,
    Leaderboard,
    NewParticipantView,
    ParticipantList,
    ParticipantView,
    Submissions,
    SubmissionView,
)

api = resource(
    "challenges", "Withheld sets: submissions to them, and the leaderboard.", abp_security=OPERATOR
)
EITHER = [*OPERATOR, *PARTICIPANT]
FILE = {"schema": {"type": "string", "format": "binary"}}
PREDICTIONS = {"requestBody": {"required": True, "content": {"text/csv": FILE}}}
ARCHIVES = ("application/zip", "application/x-tar", "application/gzip")
PROGRAM = {"requestBody": {"required": True, "content": dict.fromkeys(ARCHIVES, FILE)}}
SUBMITTED = {202: answer(SubmissionView), **errors(400, 409, 411, 413, 503, 507)}


class ChallengeNeeds(Protocol):
    """The services that these routes call."""

    challenges: ChallengeService
    receiving: Offload
    tries: Tries


def register(app: OpenAPI, services: ChallengeNeeds) -> None:
    """Add the routes to an application."""
    add_resource(app, api, services)


def services() -> ChallengeNeeds:
    """Return the services for the present request."""
    return cast(ChallengeNeeds, services_of(api.name))


@api.get("/challenges", security=EITHER, responses={200: answer(Challenges)})
@open_to("operator", "participant")
def list_challenges() -> Challenges:
    """List the challenges; a participant is told of its own."""
    challenges = services().challenges
    if not _is_operator():
        own = challenges.get(_caller().challenge)
        return {"challenges": [challenge_view(own, to_operator=False)], "role": "participant"}
    views = [challenge_view(row, to_operator=True) for row in challenges.all()]
    return {"challenges": views, "role": "operator", "sandbox": challenges.sandbox_problem()}


@api.post("/challenges", responses={201: answer(ChallengeView), **errors(409)})
def declare_challenge(body: NewChallenge) -> tuple[ChallengeView, int]:
    """Withhold a set; its pictures are copied in the background, until its state is ``open``."""
    row = services().challenges.declare(body.name, body.source(), body.daily)
    return challenge_view(row, to_operator=True), 201


@api.post("/challenges/sign-in", security=PUBLIC, responses={204: None})
@public
def sign_in_participant(body: ParticipantSignIn) -> Response:
    """Exchange a participant's token for a cookie."""
    token = body.token.strip()
    with services().tries.one("participant", request.remote_addr or ""):
        if services().challenges.participants.participant_of(token) is None:
            raise ApiError("credential_unknown", "This is not a participant's token.")
    response = Response(status=204)
    cookie.remember(response, token)
    return response


@api.post("/challenges/sign-out", security=PUBLIC, responses={204: None})
@public
def sign_out_participant() -> Response:
    """Forget the participant of this browser."""
    response = Response(status=204)
    cookie.forget(response)
    return response


@api.get("/challenges/<string:challenge>", security=EITHER, responses={200: answer(ChallengeView)})
@open_to("operator", "participant")
def read_challenge(path: ChallengePath) -> ChallengeView:
    """Read a challenge."""
    return challenge_view(services().challenges.get(path.challenge), to_operator=_is_operator())


@api.post("/challenges/<string:challenge>/close", responses={200: answer(ChallengeView)})
def close_challenge(path: ChallengePath) -> ChallengeView:
    """Take no further submissions; what waits is still run."""
    return challenge_view(services().challenges.end(path.challenge), to_operator=True)


@api.get("/challenges/<string:challenge>/participants", responses={200: answer(ParticipantList)})
def list_participants(path: ChallengePath) -> ParticipantList:
    """List the participants of a challenge."""
    challenge = services().challenges.get(path.challenge)
    return {
        "participants": [participant_view(row) for row in services().challenges.participants.of(challenge.id)]
    }


@api.post("/challenges/<string:challenge>/participants", responses={201: answer(NewParticipantView)})
def add_participant(path: ChallengePath, body: NewParticipant) -> tuple[NewParticipantView, int]:
    """Add a participant; its token is told this once."""
    challenge = services().challenges.get(path.challenge)
    row, token = services().challenges.participants.add(challenge.id, body.name.strip())
    return {"id": row.id, "name": row.name, "token": token}, 201


@api.post(
    "/challenges/<string:challenge>/participants/<string:participant>/revoke",
    responses={200: answer(ParticipantView)},
)
def revoke_participant(path: ParticipantPath) -> ParticipantView:
    """Make a participant's token void at once; its submissions stay."""
    return participant_view(services().challenges.revoke(path.challenge, path.participant))


@api.post(
    "/challenges/<string:challenge>/predictions",
    security=PARTICIPANT,
    responses=SUBMITTED,
    openapi_extensions=PREDICTIONS,
)
@open_to("participant")
@takes_files
def submit_predictions(path: ChallengePath, query: PredictionsQuery) -> tuple[SubmissionView, int]:
    """Submit predictions: a CSV in the form of the CheXpert contest."""
    return _submitted(path.challenge, NewSubmission(query.model.strip()))


@api.post(
    "/challenges/<string:challenge>/programs",
    security=PARTICIPANT,
    responses=SUBMITTED,
    openapi_extensions=PROGRAM,
)
@open_to("participant")
@takes_files
def submit_program(path: ChallengePath, query: ProgramQuery) -> tuple[SubmissionView, int]:
    """Submit a program: a zip or tar with the folder ``src``, run in a sandbox by the contest's command."""
    return _submitted(path.challenge, NewSubmission(query.model.strip(), query.command))


@api.get("/challenges/<string:challenge>/submissions", security=EITHER, responses={200: answer(Submissions)})
@open_to("operator", "participant")
def list_submissions(path: ChallengePath) -> Submissions:
    """List a participant's own submissions, newest first; the operator's list has all."""
    challenges = services().challenges
    rows = [row for row in challenges.submissions(path.challenge) if _may_see(row)]
    left = 0 if _is_operator() else challenges.left(path.challenge, _caller().participant)
    return {"submissions": [_view(row) for row in reversed(rows)], "left": left}


@api.get(
    "/challenges/<string:challenge>/submissions/<string:submission>",
    security=EITHER,
    responses={200: answer(SubmissionView)},
)
@open_to("operator", "participant")
def read_submission(path: SubmissionPath) -> SubmissionView:
    """Read one submission."""
    rows = services().challenges.submissions(path.challenge)
    row = next((row for row in rows if row.id == path.submission and _may_see(row)), None)
    if row is None:
        raise ApiError("submission_unknown", "There is no such submission.")
    return _view(row)


@api.get("/challenges/<string:challenge>/leaderboard", security=EITHER, responses={200: answer(Leaderboard)})
@open_to("operator", "participant")
def read_leaderboard(path: ChallengePath) -> Leaderboard:
    """Read the leaderboard, best first."""
    return {"rows": services().challenges.leaderboard(path.challenge)}


def _submitted(challenge: str, wish: NewSubmission) -> tuple[SubmissionView, int]:
    sent = sent_body(services().receiving)  # the service has limits of its own
    return _view(services().challenges.submit(challenge, _caller().participant, wish, sent)), 202


def _view(row: SubmissionRow) -> SubmissionView:
    challenges = services().challenges
    name = challenges.participants.names(row.challenge).get(row.participant, "")
    return submission_view(row, name, challenges.queue.ahead(row.id), challenges.queue.progress(row.id))


def _may_see(row: SubmissionRow) -> bool:
    return _is_operator() or row.participant == _caller().participant


def _is_operator() -> bool:
    return _caller().role == "operator"


def _caller() -> Caller:
    return cast(Caller, g.caller)
