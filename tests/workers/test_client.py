"""Failures of the workers as each part of the server sees them: the same failure means the same everywhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from capture.verification import PixelFinding
from dataset.errors import ExportError, ImageError
from webapp.errors import as_api_error
from webapp.pixels.export_pixels import ExportPixels
from webapp.pixels.import_pixels import ImportPixels, Unreadable
from webapp.pixels.worker_pixels import WorkerPixels
from webapp.settings import Settings
from webapp.tasks.xray_file import XrayFile
from webapp.variants.order import VariantOrder
from webapp.variants.workers import WorkerVariants
from webapp.workers import Priority, QueueFull, WorkerDied, WorkerNotReady, WorkersClosed, WorkerTimeout
from webapp.workers.client import BUSY_WAIT_S, RETRY_AFTER_S, WorkerClient
from webapp.workers.errors import OutOfMemory, TooMuchWork, WorkerCrashed

PHOTO, XRAY = Path("photo.jpg"), XrayFile(1, Path("xray.png"), Path("xray.npz"))
Call = Callable[["Failing"], Any]
BUSY = [QueueFull("full"), WorkerNotReady("none could be started")]
BY_CHANCE = [WorkerDied("ended by signal 9"), WorkerTimeout("took 30 s")]
BY_INPUT = [WorkerCrashed("signal 11"), OutOfMemory("no memory"), TooMuchWork("30 s of processor time")]
ENDED = [*BY_CHANCE, *BY_INPUT]


class Failing:
    """Workers that fail as told, then as told next; after the last they answer."""

    def __init__(self, folder: Path, *failures: Exception) -> None:
        self.failures = list(failures)
        self.asked = 0
        self.waited: list[float] = []
        self.folder = folder

    def run(self, task: str, **arguments: Any) -> Any:
        self.asked += 1
        if self.failures:
            raise self.failures.pop(0)
        return {}

    @property
    def client(self) -> WorkerClient:
        return WorkerClient(self.run, self.waited.append)


class Pages(WorkerPixels):
    """What pages and sessions ask, with other workers behind it."""

    def __init__(self, failing: Failing) -> None:
        super().__init__(Settings(data_root=failing.folder))
        self._workers = failing.client


def order() -> VariantOrder:
    return VariantOrder(pipeline=("moire",))


AT_ONCE: dict[str, Call] = {
    "thumbnail": lambda failing: Pages(failing).thumbnail(PHOTO, 320),
    "picture": lambda failing: Pages(failing).picture(PHOTO),
    "frame": lambda failing: Pages(failing).look_at_frame(b"", XRAY),
    "reference": lambda failing: Pages(failing).prepare_reference(XRAY),
    "problems": lambda failing: Pages(failing).problems([(1, "a", PHOTO)]),
    "sizes": lambda failing: Pages(failing).sizes({1: PHOTO}),
    "loose picture": lambda failing: ImportPixels(failing.client).picture(PHOTO, 320),
    "header": lambda failing: WorkerVariants(failing.client).header("id", PHOTO),
    "variant": lambda failing: WorkerVariants(failing.client).variant("id", PHOTO, order(), PHOTO),
    "truth": lambda failing: WorkerVariants(failing.client).truth("id", PHOTO, order(), PHOTO),
    "catalogue": lambda failing: WorkerVariants(failing.client).catalogue(),
}
"""What somebody waits for, who can ask again."""
PATIENT: dict[str, Call] = {
    "verdict": lambda failing: Pages(failing).examine(PHOTO, PHOTO, XRAY),
    "identify": lambda failing: ImportPixels(failing.client).identify(PHOTO, PHOTO, []),
    "measure": lambda failing: ImportPixels(failing.client).measure(PHOTO, PHOTO, XRAY),
    "describe": lambda failing: ImportPixels(failing.client).describe([XRAY], PHOTO),
    "alike": lambda failing: ImportPixels(failing.client).find_alike([PHOTO], [1]),
    "export": lambda failing: ExportPixels(failing.client).export_picture(PHOTO, None, 0),
    "rectify": lambda failing: ExportPixels(failing.client).rectify_photo(PHOTO, None, [], (1, 1), (1, 1)),
    "variants": lambda failing: WorkerVariants(failing.client).variant("id", PHOTO, order(), PHOTO, "wait"),
}
"""What goes on by itself and must come to an end."""


def named(failures: list[Any]) -> Any:
    return pytest.mark.parametrize("failure", failures, ids=lambda failure: type(failure).__name__)


@pytest.fixture(autouse=True)
def no_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webapp.pixels.worker_pixels.WorkerPool", lambda *_, **__: SimpleNamespace(run=None))


@pytest.fixture(params=AT_ONCE)
def at_once(request: pytest.FixtureRequest) -> Call:
    return AT_ONCE[request.param]


@pytest.fixture(params=PATIENT)
def patient(request: pytest.FixtureRequest) -> Call:
    return PATIENT[request.param]


@named(BUSY)
def test_who_can_ask_again_is_told_that_the_server_is_busy(
    at_once: Call, failure: Exception, tmp_path: Path
) -> None:
    failing = Failing(tmp_path, failure)
    with pytest.raises(Exception) as raised:  # noqa: PT011 - any; what it is over HTTP is asserted
        at_once(failing)
    told = as_api_error(raised.value)
    assert (told.code, told.status, told.retry_after) == ("server_busy", 503, RETRY_AFTER_S)
    assert (failing.asked, failing.waited) == (1, [])


@named(BUSY)
def test_what_goes_on_by_itself_waits_until_the_workers_can_take_it(
    patient: Call, failure: Exception, tmp_path: Path
) -> None:
    failing = Failing(tmp_path, failure, failure)
    patient(failing)
    assert (failing.asked, failing.waited) == (3, [BUSY_WAIT_S] * 2)


def test_whoever_waits_is_told_when_the_server_shuts_down(patient: Call, tmp_path: Path) -> None:
    with pytest.raises(WorkersClosed):
        patient(Failing(tmp_path, QueueFull("full"), WorkersClosed("The server is shutting down.")))


def test_a_request_to_a_server_that_shuts_down_is_to_be_made_again(at_once: Call, tmp_path: Path) -> None:
    with pytest.raises(WorkersClosed) as raised:
        at_once(Failing(tmp_path, WorkersClosed("The server is shutting down.")))
    assert as_api_error(raised.value).status == 503


@named(ENDED)
@pytest.mark.parametrize("name", ["thumbnail", "picture", "frame", "reference", "loose picture"])
def test_an_image_that_ends_a_worker_cannot_be_used(name: str, failure: WorkerDied, tmp_path: Path) -> None:
    with pytest.raises(Exception) as raised:  # noqa: PT011 - any; what it is over HTTP is asserted
        AT_ONCE[name](Failing(tmp_path, failure))
    told = as_api_error(raised.value)
    assert (told.code, told.status) == ("image_unreadable", 422)
    assert failure.reason in told.message.lower()


@named(ENDED)
@pytest.mark.parametrize("name", ["header", "variant", "truth"])
def test_an_image_that_ends_a_worker_should_be_sent_smaller(
    name: str, failure: Exception, tmp_path: Path
) -> None:
    with pytest.raises(Exception, match="Send a smaller") as raised:
        AT_ONCE[name](Failing(tmp_path, failure))
    told = as_api_error(raised.value)
    slow = isinstance(failure, WorkerTimeout)
    assert (told.code, told.status) == ("too_slow" if slow else "image_unreadable", 422)


@named(ENDED)
def test_one_xray_that_ends_a_worker_is_the_problem_and_its_size_unknown(
    failure: WorkerDied, tmp_path: Path
) -> None:
    assert AT_ONCE["problems"](Failing(tmp_path, failure)) == [(1, "a", failure.reason)]
    sizes, unknown = AT_ONCE["sizes"](Failing(tmp_path, failure))
    assert (sizes, failure.reason in unknown[1]) == ({}, True)


def outcome(name: str, failing: Failing) -> Any:
    """What becomes of a photo: the reason why nothing is known of it, empty if it was looked at."""
    found = PATIENT[name](failing)
    return found.broken if isinstance(found, PixelFinding) else getattr(found, "reason", "")


@named(BY_CHANCE)
@pytest.mark.parametrize("name", ["verdict", "identify"])
def test_a_photo_whose_worker_ended_by_chance_is_looked_at_once_more(
    name: str, failure: WorkerDied, tmp_path: Path
) -> None:
    failing = Failing(tmp_path, failure)
    assert (outcome(name, failing), failing.asked) == ("", 2)
    failing = Failing(tmp_path, failure, failure)
    assert (outcome(name, failing), failing.asked) == (failure.reason, 2)


@named(BY_INPUT)
@pytest.mark.parametrize("name", ["verdict", "identify"])
def test_a_photo_that_ends_workers_is_not_looked_at_again(
    name: str, failure: WorkerDied, tmp_path: Path
) -> None:
    failing = Failing(tmp_path, failure)
    assert (outcome(name, failing), failing.asked) == (failure.reason, 1)


@named(ENDED)
@pytest.mark.parametrize(
    ("name", "error"), [("export", ExportError), ("rectify", ExportError), ("measure", ImageError)]
)
def test_an_export_names_the_photo_that_ended_a_worker_and_a_measurement_gives_it_up(
    name: str, error: type[Exception], failure: WorkerDied, tmp_path: Path
) -> None:
    with pytest.raises(error, match=failure.reason) as raised:
        PATIENT[name](Failing(tmp_path, failure))
    assert (str(PHOTO) in str(raised.value)) == (error is ExportError)


def test_what_a_task_says_of_an_image_is_passed_on(tmp_path: Path) -> None:
    damaged = ImageError("it is cut off", "damaged")
    assert PATIENT["verdict"](Failing(tmp_path, damaged)).broken == "it is cut off"
    assert PATIENT["identify"](Failing(tmp_path, damaged)) == Unreadable("it is cut off")
    for name in ("thumbnail", "frame", "header", "loose picture"):
        with pytest.raises(Exception, match=r"(?i)it is cut off"):
            AT_ONCE[name](Failing(tmp_path, damaged))


def test_a_task_is_asked_for_with_its_urgency_and_arguments() -> None:
    asked: list[dict[str, Any]] = []
    client = WorkerClient(lambda task, **arguments: asked.append({"task": task, **arguments}))
    client.run("echo", Priority.AIM, time_limit_s=2, value=3)
    assert asked == [{"task": "echo", "priority": Priority.AIM, "time_limit_s": 2, "value": 3}]
