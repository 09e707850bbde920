"""X-rays as a session shows them: the full picture for its display, small ones for the operator."""

from __future__ import annotations

from pathlib import Path

from flask import Response

from webapp.api.blueprint import DEVICE, OPERATOR, UNCHANGED, binary, errors, lab, resource
from webapp.api.paths import SessionXrayPath
from webapp.auth.guard import open_to
from webapp.errors import ApiError
from webapp.files import send_file

api = resource("xrays", "Pictures of x-rays. A phone's credential never opens them.")


@api.get(
    "/sessions/<string:session>/xrays/<int:index>/picture",
    security=OPERATOR + DEVICE,
    responses={200: binary("image/*", "JPEG, PNG or WebP, full size."), **UNCHANGED, **errors(409, 503)},
)
@open_to("operator", "display")
def read_picture(path: SessionXrayPath) -> Response:
    """Return what the session's display shows of an x-ray."""
    file, media_type = lab().pictures.xray(_file(path))
    return send_file(file, media_type, lab().offload)


@api.get(
    "/sessions/<string:session>/xrays/<int:index>/thumbnail",
    security=OPERATOR,
    responses={200: binary("image/jpeg", "A small JPEG."), **UNCHANGED, **errors(409, 503)},
)
def read_thumbnail(path: SessionXrayPath) -> Response:
    """Return a small picture of an x-ray."""
    return send_file(lab().pictures.xray_thumbnail(_file(path)), "image/jpeg", lab().offload)


def _file(path: SessionXrayPath) -> Path:
    plan = lab().sessions.plan(path.session)
    if not plan.first <= path.index <= plan.last:
        raise ApiError("xray_unknown", f"This session has the x-rays {plan.first:,} to {plan.last:,}.")
    return lab().datasets.get(plan.dataset).file(path.index)
