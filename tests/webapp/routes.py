"""Every route of the service, with an address that fits it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask_openapi3 import OpenAPI

from webapp.auth.guard import Role, access_of

PLACES = {
    "session": "ssssssss",
    "dataset": "dddddddd",
    "device": "pppppppp",
    "role": "phone",
    "set": "pixel10k",
    "index": "1",
    "attempt": "1",
    "pipeline": "photographic",
    "image": "0" * 64,
    "job": "jjjjjjjj",
    "evaluation": "eeeeeeee",
    "pile": "llllllll",
    "photo": "1",
    "study": "tttttttt",
    "credential": "cccccccc",
    "release": "CheXphoto-Lab-v1.0",
    "challenge": "hhhhhhhh",
    "participant": "rrrrrrrr",
    "submission": "mmmmmmmm",
    "sample": "qqqqqqqq",
    "number": "1",
    "filename": "shared/tokens.css",
}


@dataclass(frozen=True)
class Route:
    """A method at an address."""

    method: str
    rule: str
    path: str
    access: frozenset[Role]

    def __str__(self) -> str:
        return f"{self.method} {self.rule}"


def routes(app: OpenAPI, places: Mapping[str, str] = PLACES) -> Iterator[Route]:
    """Yield every route but the static files'; ``places`` gives what stands in addresses."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static" or rule.endpoint.endswith(".static"):
            continue
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda match: places[match[1]], rule.rule)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield Route(method, rule.rule, path, access_of(app, rule.endpoint))


def api_routes(app: OpenAPI, places: Mapping[str, str] = PLACES) -> list[Route]:
    """Return the routes of the REST API."""
    return [route for route in routes(app, places) if route.path.startswith("/api/")]
