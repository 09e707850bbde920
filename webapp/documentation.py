"""The documentation's pages under ``/docs``, built by `make docs`: a lab may have no internet.

Open to everybody: it tells of the product, never of data.  The theme has short scripts in its pages, so that each page
brings a policy that names those by their hashes; everything else stays as strict.
"""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

from flask import Blueprint, Response, render_template, send_from_directory
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from webapp.assets import documentation_folder
from webapp.auth.guard import public
from webapp.auth.headers import policy

documentation = Blueprint("documentation", __name__)
FIRST_PAGE = "getting-started.html"
_INLINE_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)


@documentation.get("/docs")
@documentation.get("/docs/")
@public
def first_page() -> tuple[str, int] | BaseResponse:
    """Redirect to the first page, or explain how the pages are built."""
    if not (documentation_folder() / FIRST_PAGE).is_file():
        return render_template("docs-missing.html"), 404
    return Response(status=303, headers={"Location": f"/docs/{FIRST_PAGE}"})


@documentation.get("/docs/<path:filename>")
@public
def page(filename: str) -> tuple[str, int] | BaseResponse:
    """Return a page of the documentation, or one of its assets."""
    folder = documentation_folder()
    if not (folder / FIRST_PAGE).is_file():
        return render_template("docs-missing.html"), 404
    try:
        response = send_from_directory(folder.resolve(), filename, conditional=True)
    except NotFound:
        return render_template("docs-missing.html", built=True), 404
    if response.mimetype == "text/html":
        hashes = " ".join(f"'sha256-{digest}'" for digest in _script_hashes(folder / filename))
        response.headers["Content-Security-Policy"] = policy(script_src=f"'self' {hashes}".strip())
    return response


def _script_hashes(file: Path) -> list[str]:
    scripts = _INLINE_SCRIPT.findall(file.read_bytes())
    return sorted({base64.b64encode(hashlib.sha256(script).digest()).decode() for script in scripts})
