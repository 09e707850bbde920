"""Build hook that says what a wheel carries, and where: everything under the one name ``chexphoto_lab``.

Names such as ``dataset`` and ``matching`` are those of other projects' packages too, hence the folder (see
`chexphoto_lab`). An editable install must not carry copies (they would go stale, and hide the checkout's own), which is
why this is a build hook and not a table in ``pyproject.toml``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NAME = "chexphoto_lab"
PACKAGES = ("webapp", "capture", "dataset", "transforms", "matching", "messages")
CARRIED = {
    "chexphoto_lab.py": "__init__.py",
    "wsgi.py": "wsgi.py",
    "static": "webapp/static",
    "templates": "webapp/templates",
    **{package: package for package in PACKAGES},
}
LEFT_OUT = {Path("transforms/pyproject.toml"), Path("transforms/README.md")}
"""Files of the wheel that holds the transforms alone."""


class ProgramHook(BuildHookInterface[Any]):
    """Adds `CARRIED` to a wheel that is not editable."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Refuse to build a wheel whose pages would lack their libraries."""
        if version != "standard":
            return
        if not Path(self.root, "static", "vendor", ".complete").is_file():
            raise RuntimeError(
                "static/vendor lacks the pages' libraries; `make dist` gets them and builds the wheel"
            )
        carried = CARRIED | ({"build/site": "webapp/site"} if Path(self.root, "build/site").is_dir() else {})
        for here, there in carried.items():
            build_data["force_include"].update(
                {str(path): f"{NAME}/{there}/{inside}".rstrip("/.") for path, inside in self._files(here)}
            )

    def _files(self, here: str) -> list[tuple[Path, str]]:
        """Return each file of a file or folder, with its place in that folder."""
        start = Path(self.root, here)
        if start.is_file():
            return [(start, "")]
        files = [path for path in start.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
        return [
            (path, path.relative_to(start).as_posix())
            for path in files
            if path.relative_to(self.root) not in LEFT_OUT
        ]
