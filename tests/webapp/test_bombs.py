"""Small files that claim much, sent to a real server: its own process neither decodes them nor grows by them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import requests

from tests import bombs
from tests.serving.running import RunningServer
from tests.webapp.devices import content_digest
from tests.webapp.test_real_server import Client, Lab
from tests.webapp.xrays import jpeg, make_dataset

pytestmark = [
    pytest.mark.xdist_group("serving"),
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what a process has mapped"),
]
DECODERS = ("PIL/", "pi_heif", "simplejpeg", "gdcm", "openjpeg")
PUT = {
    "deflated DICOM": (415, "photo_type", "JPEG"),
    "TIFF of 10,000 chained pages": (415, "photo_type", "JPEG"),
    "JPEG of 250,000 segments": (422, "photo_broken", "1,000 parts"),
}
"""What is sent as a photo, and its refusal: status, code, and what the message says."""
KEPT = {
    "deflated DICOM": (415, "image_type", "deflated"),
    "TIFF of 10,000 chained pages": (422, "image_unreadable", "several pages"),
    "JPEG of 250,000 segments": (422, "image_unreadable", "1,000 parts"),
}
MOST_GROWTH = 100_000_000
"""A server that was just started goes on importing; a deflated DICOM, unfolded, takes more than this."""


LIMIT_S = 2.5
"""Of processor time: two bombs take all of it. What a worker imports at its first image takes 1 s."""
LARGEST = "PNG of 9,900 x 9,900, 16-bit RGBA"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    root = tmp_path_factory.mktemp("bombs") / "root"
    with RunningServer(root, async_mode="eventlet", disk_reserve_mb=0, worker_time_limit_s=LIMIT_S) as server:
        yield server
        assert "Traceback" not in server.output


@pytest.fixture(scope="module")
def csv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_dataset(tmp_path_factory.mktemp("xrays"), 2)


@pytest.fixture(scope="module")
def lab(server: RunningServer, csv: Path) -> Lab:
    return Lab(server, csv)


@pytest.fixture
def process(server: RunningServer, lab: Lab) -> Iterator[psutil.Process]:
    """The web process; afterwards it has grown little and knows no decoder."""
    transform(lab, jpeg(1))
    process = psutil.Process(server.process.pid)
    before = process.memory_info().rss
    yield process
    assert process.memory_info().rss - before < MOST_GROWTH
    maps = Path(f"/proc/{process.pid}/maps").read_text()
    assert "libpython" in maps or "python" in maps
    assert [name for name in DECODERS if name in maps] == []


def transform(lab: Lab, data: bytes) -> requests.Response:
    headers = {"Content-Type": "application/octet-stream"}
    url = f"{lab.base}/api/v1/transforms/identity?width=32"
    return lab.operator.post(url, data=data, headers=headers, timeout=120)


@pytest.mark.usefixtures("process")
def test_no_bomb_sent_to_be_transformed_is_answered_with_anything_but_its_reason(lab: Lab) -> None:
    answers = {name: transform(lab, make()) for name, make in bombs.PHOTOS.items() if name != LARGEST}
    # The WebP is a whole picture: whether it can be had in time is the machine's affair.
    assert answers.pop("WebP of 9,900 x 9,900").status_code in (200, 422)
    assert {name: answer.status_code for name, answer in answers.items()} == {
        **dict.fromkeys(answers, 422),
        "DICOM of 120,000 elements": 415,
        "DICOM of empty elements, 20 MB": 415,
        "deflated DICOM": 415,
    }
    assert len(answers) == len(bombs.PHOTOS) - 2
    assert all(len(answer.json()["error"]["message"]) > 20 for answer in answers.values())
    assert transform(lab, jpeg(1)).status_code == 200


@pytest.mark.usefixtures("process")
def test_what_ended_a_worker_is_refused_at_once_the_second_time(lab: Lab, server: RunningServer) -> None:
    bomb = bombs.PHOTOS[LARGEST]()
    first = transform(lab, bomb)
    ended = server.output.count("and was ended")
    second = transform(lab, bomb)
    assert (first.status_code, second.status_code) == (422, 422)
    assert first.json() == second.json()
    assert first.json()["error"]["code"] == "too_slow"
    assert server.output.count("and was ended") == ended > 0


@pytest.mark.usefixtures("process")
def test_bombs_as_frames_are_refused_by_their_first_bytes_or_few_steps(lab: Lab) -> None:
    display, phone = lab.join("display").connect(), lab.join("phone").connect()
    try:
        lab.post(f"/sessions/{lab.session}/aim")
        display.paint()
        url = f"{lab.base}/api/v1/sessions/{lab.session}/phones/{phone.device}/aim"
        answers = {name: send(phone, url, make()) for name, make in bombs.FRAMES.items()}
        codes = {name: answer.json()["error"]["code"] for name, answer in answers.items()}
        assert codes == {
            **dict.fromkeys(bombs.FRAMES, "image_type"),
            "JPEG of 250,000 segments": "image_unreadable",
        }
    finally:
        display.leave()
        phone.leave()


@pytest.mark.usefixtures("process")
@pytest.mark.parametrize(("name", "refused"), PUT.items())
def test_a_bomb_as_a_photo_is_refused_with_the_true_reason(
    server: RunningServer, csv: Path, name: str, refused: tuple[int, str, str]
) -> None:
    lab = Lab(server, csv)
    display, phone = lab.join("display").connect(), lab.join("phone").connect()
    try:
        assert phone.say("ready", ready=True, code="", status={})["ok"]
        lab.post(f"/sessions/{lab.session}/start")
        display.paint()
        bomb = bombs.PHOTOS[name]()
        url, order = phone.shoot(bomb)
        assert_refused(phone.put(url, bomb), *refused)
        assert phone.say("spoiled", index=order["index"], attempt=order["attempt"])["ok"]
    finally:
        display.leave()
        phone.leave()


@pytest.mark.usefixtures("process")
@pytest.mark.parametrize(("name", "refused"), KEPT.items())
def test_a_bomb_is_not_kept_as_an_image(lab: Lab, name: str, refused: tuple[int, str, str]) -> None:
    headers = {"Content-Type": "application/octet-stream"}
    url = f"{lab.base}/api/v1/images"
    assert_refused(lab.operator.post(url, data=bombs.PHOTOS[name](), headers=headers, timeout=60), *refused)


@pytest.mark.usefixtures("process")
@pytest.mark.parametrize(("name", "refused"), PUT.items())
def test_a_bomb_as_a_loose_photo_is_refused_with_the_true_reason(
    lab: Lab, name: str, refused: tuple[int, str, str]
) -> None:
    dataset = lab.get("/datasets")["datasets"][0]["id"]
    pile = lab.post("/loose", dataset=dataset, set="loose1k")["id"]
    data = bombs.PHOTOS[name]()
    headers = {"Content-Type": "application/octet-stream", "Content-Digest": content_digest(data)}
    url = f"{lab.base}/api/v1/loose/{pile}/photos?name=IMG_1.JPG"
    assert_refused(lab.operator.post(url, data=data, headers=headers, timeout=60), *refused)
    assert lab.get(f"/loose/{pile}")["photos"] == []


def assert_refused(answer: requests.Response, status: int, code: str, reason: str) -> None:
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (status, code)
    assert reason in error["message"]


def send(phone: Client, url: str, data: bytes) -> requests.Response:
    return phone.web.post(url, data=data, headers={"Content-Type": "image/jpeg"}, timeout=60)
