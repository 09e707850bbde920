"""Build hook that adds the files outside ``webapp/`` to a wheel: pages with their libraries, and ``wsgi.py``.

An editable install must not carry copies of these (they would go stale, and hide the checkout's own), which is why
this is a build hook and not a table in ``pyproject.toml``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CARRIED = {
    "wsgi.py": "wsgi.py",
    "static": "webapp/static",
    "templates": "webapp/templates",
}


class PagesHook(BuildHookInterface[Any]):
    """Adds `CARRIED` to a wheel that is not editable."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Refuse to build a wheel whose pages would lack their libraries."""
        if version != "standard":
            return
        if not Path(self.root, "static", "vendor", ".complete").is_file():
            raise RuntimeError(
                "static/vendor lacks the pages' libraries; `make dist` gets them and builds the wheel"
            )
        build_data["force_include"].update(
            {str(Path(self.root, here)): there for here, there in CARRIED.items()}
        )
        site = Path(self.root, "build", "site")
        if site.is_dir():
            build_data["force_include"][str(site)] = "webapp/site"
