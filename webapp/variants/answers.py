"""Answers with a variant: its bytes with parameters and homography in headers, or all of it as JSON or a zip.

Headers are for small things: parameters of more than 4 kB are named by their digest and a link under which they are
drawn again, which takes no pixels.
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from flask import Response, jsonify, request

from webapp.api.blueprint import PREFIX
from webapp.files import send_file
from webapp.variants.cache import Variant
from webapp.variants.order import VariantOrder
from webapp.variants.services import services
from webapp.variants.shapes import Account, AccountWithImage

MAX_HEADER_BYTES = 4096
JSON, ZIP = "application/json", "application/zip"


def wanted() -> str:
    """Return the representation the client asked for: ``application/json``, ``application/zip`` or ``image``."""
    best = request.accept_mimetypes.best_match(
        [JSON, ZIP, "image/*", "image/jpeg", "image/png", "image/webp"]
    )
    exact = {value for value, _ in request.accept_mimetypes}
    return best if best in (JSON, ZIP) and best in exact else "image"


def as_image(variant: Variant, order: VariantOrder) -> Response:
    """Answer with the variant's bytes."""
    response = send_file(variant.picture, order.media_type, services().offload, etag=variant.name)
    describe(response, variant.account)
    return response


def as_json(variant: Variant) -> Response:
    """Answer with the variant and its metadata as JSON."""
    data = services().offload(variant.picture.read_bytes)
    whole: AccountWithImage = {**variant.account, "image": base64.b64encode(data).decode()}
    return jsonify(whole)


def as_zip(file: Path, order: VariantOrder) -> Response:
    """Answer with the variant, its metadata, masks and displacement; the file is removed once sent."""
    response = send_file(file, ZIP, services().offload, etag=file.name)
    response.headers["Content-Disposition"] = f'attachment; filename="{_plain(order)}.zip"'
    return removing(response, file)


def removing(response: Response, file: Path) -> Response:
    """Remove a file when the answer that reads it is closed."""
    remove = partial(services().offload, file.unlink, missing_ok=True)
    response.call_on_close(remove)
    return response


def describe(response: Response, account: Account) -> None:
    """Put parameters and homography into headers."""
    homography = account["homography"]
    if homography is not None:
        response.headers["Chexphoto-Homography"] = _compact(homography)
    steps = _compact(account["steps"])
    if len(steps) <= MAX_HEADER_BYTES:
        response.headers["Chexphoto-Parameters"] = steps
    else:
        digest = base64.b64encode(hashlib.sha256(steps.encode()).digest()).decode()
        response.headers["Chexphoto-Parameters-Digest"] = f"sha-256=:{digest}:"
        response.headers["Link"] = f'<{_link(account)}>; rel="describedby"; type="application/json"'


def _link(account: Account) -> str:
    query = {
        "level": account["level"],
        "seed": account["seed"],
        "relative": str(account["relative"]).lower(),
        "image_width": account["source_width"],
        "image_height": account["source_height"],
    }
    return f"{PREFIX}/transforms/{quote(account['pipeline'])}/parameters?{urlencode(query)}"


def _compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


def _plain(order: VariantOrder) -> str:
    return "".join(c if c.isalnum() or c in "._+-" else "_" for c in Path(order.file_name).stem)
