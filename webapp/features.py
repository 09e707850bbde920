"""The features of the server: each adds its routes to the application, with the services that they call."""

from __future__ import annotations

from flask_openapi3 import OpenAPI

from webapp.challenge import routes as challenge
from webapp.container import Services
from webapp.datasets import routes as datasets
from webapp.devices import routes as devices
from webapp.evaluations import routes as evaluations
from webapp.exports import routes as exports
from webapp.imports import routes as imports
from webapp.jobs import routes as jobs
from webapp.releases import routes as releases
from webapp.report import routes as report
from webapp.reviews import routes as reviews
from webapp.reviews import sample_routes as review_samples
from webapp.selftest import routes as selftest
from webapp.sessions import routes as sessions
from webapp.statistics import routes as statistics
from webapp.studies import routes as studies
from webapp.system import routes as system
from webapp.uploads import routes as uploads
from webapp.variants import routes as variants


def register_features(app: OpenAPI, services: Services) -> None:
    """Add the routes of all features; the API's document lists them in this order."""
    system.register(app, services)
    datasets.register(app, services)
    sessions.register(app, services)
    studies.register(app, services)
    devices.register(app, services)
    selftest.register(app, services)
    uploads.register(app, services)
    report.register(app, services)
    reviews.register(app, services)
    review_samples.register(app, services)
    statistics.register(app, services)
    exports.register(app, services)
    variants.register(app, services)
    jobs.register(app, services)
    evaluations.register(app, services)
    releases.register(app, services)
    imports.register(app, services)
    challenge.register(app, services)
