"""The routes of transforms, images and their variants."""

from __future__ import annotations

from flask_openapi3 import OpenAPI

from webapp.api.blueprint import add_resource
from webapp.variants import image_routes, transform_routes, variant_routes
from webapp.variants.services import VariantNeeds


def register(app: OpenAPI, services: VariantNeeds) -> None:
    """Add the routes to an application."""
    for routes in (transform_routes, image_routes, variant_routes):
        add_resource(app, routes.api, services)
