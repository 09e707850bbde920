"""After the demo: a second session over the same x-rays, for the user's own monitor and phone."""

from __future__ import annotations

import io

import segno

from webapp.shapes.dataset import DatasetView
from webapp.shapes.device import OpenInvitations
from webapp.virtual.lab_process import LabProcess
from webapp.virtual.operator import Operator


def own_phone_session(lab: LabProcess, operator: Operator, dataset: DatasetView) -> str:
    """Create the session and return what to print: where to go, and the QR for the phone."""
    session = operator.new_session(
        dataset["id"], 1, dataset["xrays"], ["my-phone"], title="Try your own phone", overlap=True
    )
    invitations: OpenInvitations = operator.call("GET", f"/sessions/{session}/invitations")
    lines = [
        "Now with your own phone:",
        f"  1. Open the console     {lab.console_url(session)}",
        f"  2. Open the display     {invitations['display']['url']}",
        "     on the monitor to be photographed (any machine on this network).",
        *_way_in(invitations),
        "Ctrl-C stops the server. `make serve` starts it again, with everything in it.",
    ]
    return "\n".join(lines)


def _way_in(invitations: OpenInvitations) -> list[str]:
    """Return how the phone joins, or why it cannot."""
    if not invitations["addresses"]:
        return [f"  3. A phone cannot join: {invitations['advice']}", ""]
    qr = io.StringIO()
    segno.make(invitations["phone"]["url"], error="m", micro=False).terminal(qr, compact=True)
    return [f"  3. Scan with the phone  {invitations['phone']['url']}", "", qr.getvalue()]
