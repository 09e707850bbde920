"""Rows returned by the journal: one dataclass per table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from capture.facts import Fact, Phase
from capture.plan import SessionPlan
from capture.shapes import PhotoState


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session as the list of sessions needs it; ``phase`` is that of its newest ``PhaseChanged``.

    ``unknown`` names what a newer version put into its plan.
    """

    plan: SessionPlan
    created_at: float
    phase: Phase
    started_at: float | None
    ended_at: float | None
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JournalRow:
    """A fact and its number in the journal, which increases over all sessions."""

    seq: int
    fact: Fact


@dataclass(frozen=True, slots=True)
class PhotoRow:
    """A photo; ``captured`` ones are still on a phone. ``id`` increases with the time of the capture."""

    id: int
    session: str
    set: str
    index: int
    attempt: int
    state: PhotoState
    code: str
    detail: str
    name: str
    size: int
    sha256: str
    device: str
    taken_at: float
    kept_at: float | None
    camera: Mapping[str, Any] = field(default_factory=dict)
    measures: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True)
class DatasetRow:
    """A CSV of x-rays that the operator registered, pinned by its SHA-256."""

    id: str
    name: str
    csv: str
    data_dir: str
    sha256: str
    xrays: int
    splits: Mapping[str, int]
    columns: tuple[str, ...]
    created_at: float
