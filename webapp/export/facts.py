"""What the manifest tells of a photo, column by column: conditions, device, camera settings, measures."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from capture.journal import PhotoRow
from capture.plan import SessionPlan
from dataset.export import Fact


def photo_facts(plan: SessionPlan, photo: PhotoRow, device: str) -> dict[str, Fact]:
    """Return the facts of one photo; ``device`` is what the phone calls itself."""
    return {
        **dict(plan.conditions),
        "device": device,
        "taken_at": _time(photo.taken_at),
        "kept_at": _time(photo.kept_at),
        **dict(_columns("camera", photo.camera)),
        **dict(_columns("measured", photo.measures)),
    }


def _columns(prefix: str, values: Mapping[str, Any]) -> Iterator[tuple[str, Fact]]:
    """Yield one column a value: ``{"settings": {"iso": 50}}`` becomes ``camera_settings_iso``; lists stay JSON."""
    for name, value in values.items():
        column = f"{prefix}_{name}"
        if isinstance(value, Mapping):
            yield from _columns(column, value)
        elif isinstance(value, str | int | float | bool) or value is None:
            yield column, value
        else:
            yield column, json.dumps(value)


def _time(at: float | None) -> str | None:
    return None if at is None else datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds")
