"""Execution of the state machine's commands.

Commands to devices are sent and forgotten, the machine repeats what matters.  Nothing here may wait: a thumbnail
that is not made yet is left out, judging and filing are queued.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, cast

from capture import commands
from capture.by_person.poses import pose
from capture.plan import SessionPlan
from webapp.realtime.connections import Connections
from webapp.shapes.message import CaptureMessage, PoseAdvised, PressMessage, ShowMessage, VariationView


class PreviewSource(Protocol):
    """Thumbnails of x-rays: ready ones, and requests to make them."""

    def thumbnail_if_ready(self, plan: SessionPlan, index: int) -> bytes | None:
        """Return the thumbnail of an x-ray; None when it is not made yet, or not wanted."""

    def prepare(self, plan: SessionPlan, indices: Sequence[int]) -> None:
        """Have the pictures of ``indices`` made ahead."""

    def path(self, plan: SessionPlan, index: int) -> str:
        """Return the x-ray's path in the CSV."""


class ReferencePreparer(Protocol):
    """References of x-rays for verification."""

    def prepare(self, plan: SessionPlan, indices: Sequence[int]) -> None:
        """Queue the references of ``indices``."""


class Work(Protocol):
    """Background work on photos."""

    def judge(self, session: str, order: commands.Judge) -> None:
        """Queue the verification of a photo."""

    def file(self, session: str, order: commands.File) -> None:
        """Queue a photo's move out of ``pending/``."""


def picture_url(session: str, index: int) -> str:
    """Return the URL of an x-ray for a display."""
    return f"/api/v1/sessions/{session}/xrays/{index}/picture"


class CommandExecutor:
    """The executor that turns commands into messages and work."""

    def __init__(
        self, connections: Connections, previews: PreviewSource, references: ReferencePreparer, work: Work
    ) -> None:
        self._connections = connections
        self._previews = previews
        self._references = references
        self._work = work

    def carry_out(self, plan: SessionPlan, orders: Sequence[commands.Command]) -> None:
        """Carry out the ``orders`` of a session in their order."""
        for order in orders:
            self._do(plan, order)

    def _do(self, plan: SessionPlan, order: commands.Command) -> None:
        tell, session = self._connections, plan.session
        match order:
            case commands.Welcome():
                tell.grant(order.connection, order.generation)
                self._prepare_film(plan, order.resume_point)
            case commands.Supersede():
                tell.send_to(order.connection, "superseded", {})
            case commands.AskHello():
                tell.send_to(order.connection, "say_hello", {})
            case commands.Farewell():
                tell.turn_out(session, order.device, "dropped", {"code": order.code})
            case commands.Show():
                soon = [index for index in (order.index, order.next_index) if index is not None]
                self._prepare(plan, soon)
                tell.send(session, order.display, "show", _show(session, order), order.generation)
            case commands.Capture():
                tell.send(session, order.phone, "capture", self._capture(plan, order), order.generation)
            case commands.Press():
                tell.send(session, order.phone, "press", _press(order), order.generation)
            case commands.Judge():
                self._work.judge(session, order)
            case commands.File():
                self._work.file(session, order)

    def _prepare_film(self, plan: SessionPlan, point: commands.ResumePoint | None) -> None:
        """Prepare what a phone photographs first: its command is not sent again once the small picture is made."""
        if point is not None and not plan.has_display:
            self._prepare(plan, [min(point.last + 1, plan.last)])

    def _prepare(self, plan: SessionPlan, soon: Sequence[int]) -> None:
        self._previews.prepare(plan, soon)
        self._references.prepare(plan, soon)

    def _capture(self, plan: SessionPlan, order: commands.Capture) -> CaptureMessage:
        if not plan.has_display:  # or they are prepared when the x-ray is shown
            self._prepare(plan, [order.index, *(i for i in plan.neighbours(order.index) if i > order.index)])
        message: CaptureMessage = {
            "generation": order.generation,
            "index": order.index,
            "attempt": order.attempt,
            "showing": order.showing,
            "skipped": list(order.skipped),
            "xray": {"path": self._previews.path(plan, order.index)},
            "thumbnail": self._previews.thumbnail_if_ready(plan, order.index),
            "advice": _advice(plan, order.index),
        }
        if order.care is not None:
            message["settle_ms"] = order.care.settle_ms
            message["fresh_frames"] = order.care.fresh_frames
        return message


def _advice(plan: SessionPlan, index: int) -> PoseAdvised | None:
    if plan.capture != "by_hand":
        return None
    advised = pose(plan.session, plan.first, index)
    return {"angle": advised.angle, "distance": advised.distance}


def _press(order: commands.Press) -> PressMessage:
    return {
        "generation": order.generation,
        "index": order.index,
        "attempt": order.attempt,
        "showing": order.showing,
    }


def _show(session: str, order: commands.Show) -> ShowMessage:
    return {
        "generation": order.generation,
        "showing": order.showing,
        "index": order.index,
        "url": None if order.index is None else picture_url(session, order.index),
        "next_url": None if order.next_index is None else picture_url(session, order.next_index),
        "variation": None if order.variation is None else cast(VariationView, order.variation.to_json()),
    }
