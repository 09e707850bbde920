"""Files that clients send: received by threads that may wait, refused at once if too large, and whole or not at all."""

from __future__ import annotations

import hashlib
import io
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from flask.testing import FlaskClient
from flask_openapi3 import OpenAPI
from werkzeug.test import TestResponse

from dataset.images.encode import encode_image
from tests.webapp.challenge import COMMAND, Challenge, Team, archive
from tests.webapp.clients import client, operator_client
from tests.webapp.loose_photos import LoosePile, photo_file
from tests.webapp.shape import assert_error
from tests.webapp.station import Station
from webapp.container import Services
from webapp.settings import Settings

API = "/api/v1"
PIECE = 256 * 1024
NOISE = np.random.default_rng(1).integers(0, 256, (600, 700), np.uint8)
XRAY = encode_image(NOISE, "png")
"""More than one piece: what is read into the same memory again would show."""
BOUNDARY = "the-end"
FORM = (
    f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="image"; filename="x.png"\r\n\r\n'.encode()
    + XRAY
    + f"\r\n--{BOUNDARY}--\r\n".encode()
)
FAR_TOO_LONG = 10**12


class Watched(io.BytesIO):
    """A body that knows whether it is read by a thread that may wait."""

    waiting = threading.local()
    seen = 0

    def readinto(self, buffer: Any, /) -> int:
        assert getattr(self.waiting, "here", False), "read on the request's own thread"
        size = super().readinto(buffer)
        self.seen += size
        return size

    def read(self, size: int | None = -1, /) -> bytes:
        assert size == 0, "read on the request's own thread"  # none: a client that waits to be asked is asked
        return b""


@dataclass
class Upload:
    """A request that sends a file."""

    browser: FlaskClient
    path: str
    data: bytes
    kind: str
    too_large: str
    query: dict[str, str] = field(default_factory=dict)

    def send(self, data: bytes, length: int) -> tuple[TestResponse, Watched]:
        body = Watched(data)
        digest = b64encode(hashlib.sha256(self.data).digest()).decode()
        answer = self.browser.post(
            API + self.path,
            input_stream=body,
            query_string=self.query,
            content_type=self.kind,
            headers={"Content-Digest": f"sha-256=:{digest}:"},
            environ_overrides={"CONTENT_LENGTH": str(length)},
        )
        return answer, body


def image(app: OpenAPI, _: Path) -> Upload:
    return Upload(operator_client(app), "/images", XRAY, "image/png", "image_too_large")


def image_in_a_form(app: OpenAPI, _: Path) -> Upload:
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    return Upload(operator_client(app), "/images", FORM, kind, "image_too_large")


def image_to_transform(app: OpenAPI, _: Path) -> Upload:
    return Upload(operator_client(app), "/transforms/moire", XRAY, "image/png", "image_too_large")


def predictions(app: OpenAPI, folder: Path) -> Upload:
    return _submission(app, folder, "predictions", b"Study,Edema\n" * 30_000)


def program(app: OpenAPI, folder: Path) -> Upload:
    upload = _submission(app, folder, "programs", archive(more=NOISE.tobytes()))
    upload.query["command"] = COMMAND
    return upload


def _submission(app: OpenAPI, folder: Path, what: str, data: bytes) -> Upload:
    challenge = Challenge(app, operator_client(app), folder / "withheld")
    path = f"/challenges/{challenge.id}/{what}"
    team = Team(challenge, *challenge.token())
    return Upload(team.browser, path, data, "text/csv", "submission_too_large", {"model": "mine"})


def evaluation(app: OpenAPI, folder: Path) -> Upload:
    pile = LoosePile(app, folder / "xrays")
    data = b"Study,Edema\n" * 30_000
    return Upload(pile.operator, "/evaluations", data, "text/csv", "too_large", {"dataset": pile.dataset})


def loose_photo(app: OpenAPI, folder: Path) -> Upload:
    pile = LoosePile(app, folder / "xrays")
    path, kind = f"/loose/{pile.id}/photos", "application/octet-stream"
    return Upload(pile.operator, path, photo_file(1), kind, "photo_too_large", {"name": "IMG_1.JPG"})


def frame(app: OpenAPI, folder: Path) -> Upload:
    station = Station(app, folder / "data")
    station.bring_devices()
    station.act("aim")
    station.display.show_next(1)
    phone = station.phone
    data = encode_image(NOISE, "jpeg", 95)
    path = f"/sessions/{phone.session}/phones/{phone.id}/aim"
    return Upload(phone.browser, path, data, "image/jpeg", "image_too_large")


def bytes_of_a_selftest(app: OpenAPI, _: Path) -> Upload:
    kind = "application/octet-stream"
    return Upload(client(app), "/selftests/bytes", NOISE.tobytes(), kind, "too_large")


UPLOADS: tuple[Callable[[OpenAPI, Path], Upload], ...] = (
    image,
    image_in_a_form,
    image_to_transform,
    predictions,
    program,
    evaluation,
    loose_photo,
    frame,
    bytes_of_a_selftest,
)
ROUTES = {
    "challenges.submit_predictions",
    "challenges.submit_program",
    "devices.look_at_frame",
    "evaluations.add_evaluation",
    "images.keep_image",
    "loose.take_photo",
    "selftest.swallow_bytes",
    "transforms.transform_image",
}
"""Those of `UPLOADS`; photos of phones, in `tests.webapp.test_uploads`, are not sent by POST and need no mark."""


@pytest.fixture(params=UPLOADS, ids=lambda upload: upload.__name__)
def upload(request: pytest.FixtureRequest, app: OpenAPI, tmp_path: Path, lab: Services) -> Iterator[Upload]:
    called = lab.receiving

    def receiving(function: Any, /, *args: Any, **kwargs: Any) -> Any:
        def here() -> Any:
            Watched.waiting.here = True
            try:
                return function(*args, **kwargs)
            finally:
                Watched.waiting.here = False

        return called(here)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lab, "receiving", receiving)
        patch.setattr(lab.loose._files, "_receiving", receiving)
        patch.setattr(lab.archive, "free_bytes", lambda: 2 * FAR_TOO_LONG)
        patch.setattr("webapp.challenge.challenge_service.check_sandbox", lambda: None)
        yield request.param(app, tmp_path)


def kept(root: Path) -> set[Path]:
    """Return the files of a data root, without its journals and the times at which tokens were used."""
    files = {path for path in root.rglob("*") if path.is_file()}
    return {path for path in files if not path.name.startswith(("lab.db", "audit", "last-use"))}


def test_a_file_is_received_whole_or_not_at_all(upload: Upload, settings: Settings) -> None:
    before = kept(settings.data_root)
    answer, body = upload.send(upload.data, FAR_TOO_LONG)
    assert_error(answer, 413, upload.too_large)
    assert body.seen == 0
    answer, body = upload.send(upload.data[:-10], len(upload.data))
    assert_error(answer, 400, "length_wrong")
    assert body.seen == len(upload.data) - 10
    assert kept(settings.data_root) == before
    answer, body = upload.send(upload.data, len(upload.data))
    assert answer.status_code in (200, 201, 202), answer.json
    assert body.seen == len(upload.data) > PIECE


def test_an_image_in_a_form_is_kept_under_the_digest_of_its_own_bytes(app: OpenAPI) -> None:
    sent = operator_client(app).post(f"{API}/images", data={"image": (io.BytesIO(XRAY), "x.png")})
    assert sent.json["id"] == hashlib.sha256(XRAY).hexdigest()


def test_every_route_that_takes_files_is_tested(app: OpenAPI) -> None:
    views = app.view_functions
    assert {name for name, view in views.items() if getattr(view, "takes_files", False)} == ROUTES
