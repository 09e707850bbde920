"""Studies: plans, coverage, and sessions made from them."""

from __future__ import annotations

from typing import Protocol, cast

from flask_openapi3 import OpenAPI

from webapp.api.blueprint import OPERATOR, add_resource, answer, errors, resource, services_of
from webapp.sessions.snapshots import Snapshots
from webapp.shapes.session import SessionSnapshot
from webapp.shapes.study import ProposedSubsets, SampleView, StudyCoverage, StudyLines, StudyView
from webapp.studies.models import (
    NewStudy,
    SampleWish,
    StudyChange,
    StudyPath,
    StudySessionWish,
    SubsetsWish,
)
from webapp.studies.studies import Studies, subset_view
from webapp.studies.study_coverage import Coverages
from webapp.studies.study_sessions import StudySessions

api = resource("studies", "A group's work on one data set, over many sessions.", abp_security=OPERATOR)


class StudyNeeds(Protocol):
    """The services that these routes call."""

    studies: Studies
    study_coverage: Coverages
    study_sessions: StudySessions
    snapshots: Snapshots


def register(app: OpenAPI, services: StudyNeeds) -> None:
    """Add the routes to an application."""
    add_resource(app, api, services)


def services() -> StudyNeeds:
    """Return the services for the present request."""
    return cast(StudyNeeds, services_of(api.name))


@api.get("/studies", responses={200: answer(StudyLines)})
def list_studies() -> StudyLines:
    """List the studies, newest first."""
    return {"studies": services().study_coverage.lines()}


@api.post("/studies", responses={201: answer(StudyView), **errors(507)})
def create_study(body: NewStudy) -> tuple[StudyView, int]:
    """Begin a study of a data set."""
    return services().studies.view(services().studies.create(body)), 201


@api.get("/studies/<string:study>", responses={200: answer(StudyView)})
def read_study(path: StudyPath) -> StudyView:
    """Read a study and its plan."""
    return services().studies.view(services().studies.get(path.study))


@api.patch("/studies/<string:study>", responses={200: answer(StudyView), **errors(409, 507)})
def change_study(path: StudyPath, body: StudyChange) -> StudyView:
    """Change a study's name, or all its sets; sessions that were made stay as they are."""
    return services().studies.view(services().studies.change(path.study, body))


@api.get("/studies/<string:study>/coverage", responses={200: answer(StudyCoverage)})
def read_study_coverage(path: StudyPath) -> StudyCoverage:
    """Return what a study has and lacks, by set, subset and condition, and what has to be taken again."""
    return services().study_coverage.of(path.study)


@api.post("/studies/<string:study>/plan", responses={200: answer(ProposedSubsets)})
def propose_subsets(path: StudyPath, body: SubsetsWish) -> ProposedSubsets:
    """Propose subsets with conditions for a set; nothing is stored."""
    return {"subsets": [subset_view(subset) for subset in services().studies.propose(path.study, body)]}


@api.post("/studies/<string:study>/sample", responses={200: answer(SampleView), **errors(409)})
def make_sample(path: StudyPath, body: SampleWish) -> SampleView:
    """Return the x-rays that a CSV lists, or draw some; nothing is stored."""
    return {"indices": list(services().studies.sample(path.study, body))}


@api.post(
    "/studies/<string:study>/sessions",
    responses={200: answer(SessionSnapshot), 201: answer(SessionSnapshot), **errors(409, 503, 507)},
)
def start_study_session(path: StudyPath, body: StudySessionWish) -> tuple[SessionSnapshot, int]:
    """Make the session over a subset or over retakes; 200 and the old one where it has not ended."""
    live, made = services().study_sessions.start(path.study, body)
    return services().snapshots.of(live.id), 201 if made else 200
