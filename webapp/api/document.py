"""The OpenAPI document, made when somebody asks for it.

The library describes each route as it is declared, which was a third of the processor time of the server's start;
few servers are ever asked.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any

from flask_openapi3 import APIBlueprint, OpenAPI
from flask_openapi3.types import ParametersTuple
from flask_openapi3.utils import parse_parameters

Route = tuple[str, Callable[..., Any], dict[str, Any]]


class Resource(APIBlueprint):
    """The routes of one resource, described once they are asked for."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._undescribed: list[Route] = []

    def _collect_openapi_info(
        self, rule: str, func: Callable[..., Any], **options: Any
    ) -> ParametersTuple:  # called by the decorators of the library
        self._undescribed.append((rule, func, options))
        return parse_parameters(func, doc_ui=False)

    def describe(self) -> None:
        """Complete ``paths``, ``tags`` and ``components_schemas``."""
        while self._undescribed:
            rule, function, options = self._undescribed.pop(0)
            super()._collect_openapi_info(rule, function, **options)


class Api(OpenAPI):
    """An application whose document is made at the first request for it."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self._resources: list[Resource] = []
        self._describing = Lock()
        super().__init__(*arguments, **options)

    def register_api(self, api: APIBlueprint, **options: Any) -> None:
        """Add the routes of a resource; `generate_spec_json` describes them."""
        assert isinstance(api, Resource)
        self._resources.append(api)
        self.register_blueprint(api, **options)

    def generate_spec_json(self) -> None:
        """Make the document, unless it was made by a request at the same time."""
        with self._describing:
            if self.spec_json:
                return
            for resource in self._resources:
                resource.describe()
                self.tags += resource.tags
                self.paths |= resource.paths
                self.components_schemas |= resource.components_schemas
            super().generate_spec_json()  # type: ignore[no-untyped-call]
