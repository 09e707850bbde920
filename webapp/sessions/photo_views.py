"""Photos as JSON, for pages and scripts."""

from __future__ import annotations

from typing import cast

from capture.reasons import MISMATCHES
from capture.shapes import KeptState
from capture.storage import PhotoRow
from capture.verification import describe
from dataset.errors import PhotoNameError
from dataset.photo_names import parse_photo_name
from webapp.shapes.photo import Measures, PhotoView


def photo_json(row: PhotoRow) -> PhotoView:
    """Return a photo as the API gives it; its x-ray's path is parsed from its own name."""
    url = f"/api/v1/sessions/{row.session}/photos/{row.set}/{row.index}/{row.attempt}"
    return {
        "id": row.id,
        "session": row.session,
        "set": row.set,
        "index": row.index,
        "attempt": row.attempt,
        "state": cast(KeptState, row.state),
        "code": row.code,
        "detail": describe(row.code, row.measures) if row.code in MISMATCHES else row.detail,
        "name": row.name,
        "size": row.size,
        "sha256": row.sha256,
        "device": row.device,
        "taken_at": row.taken_at,
        "kept_at": row.kept_at,
        "xray_path": _xray_path(row.name),
        "flag": row.measures.get("flag", ""),
        "measures": cast(Measures, dict(row.measures)),
        "note": row.note,
        "thumbnail": f"{url}/thumbnail",
        "url": url,
    }


def _xray_path(name: str) -> str:
    try:
        return parse_photo_name(name).xray_path
    except PhotoNameError:
        return ""
