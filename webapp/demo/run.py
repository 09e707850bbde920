"""One complete session with virtual devices, from x-rays to a data set verified by its pixels."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from capture.facts import ENDED
from webapp.cli.export import export
from webapp.demo.check import Verification, verify
from webapp.demo.devices import virtual_devices
from webapp.settings import Settings
from webapp.shapes.dataset import DatasetView, KnownDatasets
from webapp.shapes.session import SessionSnapshot
from webapp.virtual.lab_process import LabProcess
from webapp.virtual.operator import Operator

SET = "virtual-phone"
MOST_XRAYS = 24
DRAWN_WITHIN_S = 300.0
DONE_WITHIN_S = 300.0

Say = Callable[[str], None]


class DemoError(Exception):
    """The demo failed; the message says at which step."""


@dataclass(frozen=True, slots=True)
class DemoResult:
    """The result of the session."""

    xrays: int
    accepted: int
    retakes: int
    seconds: float
    verification: Verification
    exported: Path

    @property
    def is_right(self) -> bool:
        """Whether there is one correct photo of every x-ray."""
        return self.xrays == self.accepted == self.verification.photos == self.verification.right


def demo_dataset(operator: Operator, settings: Settings, say: Say) -> DatasetView:
    """Return the data set of the settings' CSV, else the drawn one, once the server has registered it.

    Raises:
        DemoError: It never did.
    """
    name: Literal["csv", "data_dir"] = "csv" if settings.csv else "data_dir"
    place = str(settings.csv or settings.data_root / "demo")
    until, said = time.monotonic() + DRAWN_WITHIN_S, False
    while time.monotonic() < until:
        offered: KnownDatasets = operator.call("GET", "/datasets")
        for dataset in offered["datasets"]:
            if dataset[name] == place:
                return dataset
        if not said:
            say("Drawing the x-rays; only the first time, about a minute ...")
            said = True
        time.sleep(0.3)
    raise DemoError("The server did not draw the x-rays; its log says why.")


def run_session(
    lab: LabProcess, operator: Operator, dataset: DatasetView, say: Say, ready: Callable[[], None]
) -> DemoResult:
    """Photograph the first 24 x-rays of ``dataset`` once, export the photos, and verify them.

    ``ready`` is called once the address to watch at is told, and returns when the session may begin.

    Raises:
        DemoError: The session came to a stop.
    """
    last = min(dataset["xrays"], MOST_XRAYS)
    session = operator.new_session(
        dataset["id"], 1, last, [SET], title="Demo with a virtual phone", overlap=True
    )
    say(f"Watch it: {lab.console_url(session)}")
    ready()
    with (
        TemporaryDirectory(prefix="chexphoto-demo-") as folder,
        virtual_devices(operator, session, lab.trust, Path(folder)),
    ):
        seen = photograph(operator, session, say, Path(folder))
    out, name = lab.settings.data_root / "exports", f"Demo-{session}"
    _export(session, lab.settings.data_root, out, name)
    seconds = (seen["ended_at"] or 0.0) - (seen["started_at"] or 0.0)
    verification = verify(Path(dataset["csv"]), Path(dataset["data_dir"]), out / name, SET)
    progress = seen["progress"]
    return DemoResult(
        seen["total"], progress["accepted"], progress["retaken"], seconds, verification, out / name
    )


def _export(session: str, data_root: Path, out: Path, name: str) -> None:
    options = {"--session": session, "--out": str(out), "--name": name, "--data-root": str(data_root)}
    with redirect_stdout(io.StringIO()):
        export.main([part for option in options.items() for part in option], standalone_mode=False)


def photograph(operator: Operator, session: str, say: Say, folder: Path) -> SessionSnapshot:
    """Run a session in which virtual devices take part, and return its end.

    Raises:
        DemoError: It came to a stop; the devices' logs in ``folder`` are part of the message.
    """
    try:
        operator.wait_for(session, "waiting for display and phone", lambda s: s["can"]["start"])
        operator.act(session, "start")
        shown = 0

        def finished(snapshot: SessionSnapshot) -> bool:
            nonlocal shown
            stored = snapshot["progress"]["stored"]
            if stored >= shown + 6 or (stored != shown and stored == snapshot["total"]):
                shown = stored
                say(f"{stored} of {snapshot['total']} photos stored")
            return snapshot["phase"] in ENDED

        seen = operator.wait_for(session, "photographing", finished, DONE_WITHIN_S, every_s=0.3)
    except TimeoutError as error:
        logs = "\n".join(log.read_text(errors="replace")[-2000:] for log in folder.glob("*.log"))
        raise DemoError(f"The session came to a stop. {error}\n{logs}") from error
    if seen["phase"] != "finished":
        why = seen["reason"]["message"] if seen["reason"] else ""
        raise DemoError(f"The session was {seen['phase']}: {why}")
    return seen
