"""Synthetic photos over REST: the same bytes for the same order, bad input told clearly, nothing kept unasked."""

from __future__ import annotations

import base64
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pydicom
import pytest
from flask.testing import FlaskClient
from flask_openapi3 import OpenAPI
from PIL import Image
from werkzeug.test import TestResponse

from dataset.images import read_image
from dataset.images.encode import encode_image
from tests.fuzz.whole import whole_images
from tests.webapp.pixels import InlinePixels
from tests.webapp.shape import assert_error
from tests.webapp.station import Station
from webapp.container import Services
from webapp.workers import QueueFull, WorkerDied, WorkerNotReady, WorkerTimeout
from webapp.workers.client import WorkerClient

API = "/api/v1"
XRAY = encode_image(np.add.outer(np.arange(90), np.arange(120)).astype(np.uint8), "png")
PNG = {"Content-Type": "image/png"}


def keep(operator: FlaskClient, data: bytes = XRAY) -> str:
    answer = operator.post(f"{API}/images", data=data, headers=PNG)
    assert answer.status_code in (200, 201)
    return answer.json["id"]


def test_what_is_left_of_a_full_disk_is_for_photos(
    operator: FlaskClient, lab: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lab.archive, "free_bytes", lambda: len(XRAY))
    assert_error(operator.post(f"{API}/images", data=XRAY, headers=PNG), 507, "disk_full")
    monkeypatch.undo()
    assert keep(operator)


def test_the_catalogue_describes_every_transform(operator: FlaskClient) -> None:
    catalogue = operator.get(f"{API}/transforms").json
    names = [transform["name"] for transform in catalogue["transforms"]]
    assert {"glare_matte", "moire", "tilt", "screen_photo"} <= set(names)
    assert {"name": "photographic", "pipeline": "glare_matte+moire+tilt"} in catalogue["recipes"]
    assert all(transform["summary"] and transform["parameters"] for transform in catalogue["transforms"])


def test_an_image_in_the_body_comes_back_transformed_with_its_parameters(operator: FlaskClient) -> None:
    url = f"{API}/transforms/photographic?level=2&seed=7&format=png"
    answer = operator.post(url, data=XRAY, headers=PNG)
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert read_image(answer.data).shape == (90, 120)
    steps = json.loads(answer.headers["Chexphoto-Parameters"])
    assert [step["transform"] for step in steps] == ["glare_matte", "moire", "tilt"]
    assert np.array(json.loads(answer.headers["Chexphoto-Homography"])).shape == (3, 3)
    assert operator.post(url, data=XRAY, headers=PNG).data == answer.data


def test_nothing_of_an_image_that_is_only_transformed_is_kept(operator: FlaskClient, lab: Services) -> None:
    operator.post(f"{API}/transforms/identity", data=XRAY, headers=PNG).close()
    root = lab.settings.data_root
    assert [path for path in (root / "uploads").rglob("*") if path.is_file()] == []
    assert [path for path in (root / "cache" / "scratch").rglob("*") if path.is_file()] == []


def test_an_image_may_come_as_a_form_field(operator: FlaskClient) -> None:
    data = {"image": (io.BytesIO(XRAY), "xray.png")}
    answer = operator.post(f"{API}/transforms/tilt", data=data, content_type="multipart/form-data")
    assert answer.mimetype == "image/jpeg"


def test_json_holds_the_image_and_all_that_is_known_of_it(operator: FlaskClient) -> None:
    answer = operator.post(
        f"{API}/transforms/tilt", data=XRAY, headers={**PNG, "Accept": "application/json"}
    ).json
    assert read_image(base64.b64decode(answer["image"])).shape == (90, 120)
    assert (answer["source_width"], answer["width"], answer["format"]) == (120, 120, "jpeg")
    assert answer["steps"][0]["transform"] == "tilt"


def test_a_zip_holds_the_ground_truth(operator: FlaskClient) -> None:
    headers = {**PNG, "Accept": "application/zip"}
    answer = operator.post(f"{API}/transforms/screen_photo", data=XRAY, headers=headers)
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert {"photo.jpg", "account.json", "truth.npz"} <= set(archive.namelist())
        truth = np.load(io.BytesIO(archive.read("truth.npz")))
        assert truth["corners"].shape == (4, 2)


def test_long_parameters_are_linked_and_drawn_again_without_a_picture(operator: FlaskClient) -> None:
    answer = operator.post(f"{API}/transforms/{'+'.join(['moire'] * 16)}?seed=3", data=XRAY, headers=PNG)
    assert "Chexphoto-Parameters" not in answer.headers
    assert answer.headers["Chexphoto-Parameters-Digest"].startswith("sha-256=:")
    link = answer.headers["Link"].partition("<")[2].partition(">")[0]
    assert len(operator.get(link).json["steps"]) == 16


def test_a_kept_image_has_variants_with_a_validator_that_no_browser_keeps(operator: FlaskClient) -> None:
    url = f"{API}/images/{keep(operator)}/variants/moire?level=3&width=60"
    answer = operator.get(url)
    assert read_image(answer.data).shape == (45, 60)
    assert answer.headers["Cache-Control"] == "no-store"
    again = operator.get(url, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert operator.get(url).data == answer.data


def test_the_same_bytes_are_one_image(operator: FlaskClient) -> None:
    first = operator.post(f"{API}/images", data=XRAY, headers=PNG)
    second = operator.post(f"{API}/images", data=XRAY, headers=PNG)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json["id"] == second.json["id"]


def test_a_deleted_image_is_gone(operator: FlaskClient) -> None:
    image = keep(operator)
    assert operator.delete(f"{API}/images/{image}").status_code == 204
    assert operator.get(f"{API}/images/{image}/variants/moire").json["error"]["code"] == "image_unknown"


def test_many_variants_come_as_one_zip_with_a_manifest(operator: FlaskClient) -> None:
    body = {
        "image": keep(operator),
        "pipelines": ["moire", "photographic"],
        "levels": [1, 4],
        "seeds": [0, 1],
    }
    answer = operator.post(f"{API}/variants", json=body)
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert len(manifest) == 8
        assert {entry["path"] for entry in manifest} | {"manifest.json"} == set(archive.namelist())


def cmyk() -> bytes:
    buffer = io.BytesIO()
    Image.new("CMYK", (8, 8)).save(buffer, "JPEG")
    return buffer.getvalue()


def bomb() -> bytes:
    buffer = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(buffer, "PNG")
    return buffer.getvalue()


def animated() -> bytes:
    buffer = io.BytesIO()
    frames = [Image.new("L", (8, 8), shade) for shade in (0, 255)]
    frames[0].save(buffer, "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    return buffer.getvalue()


def animated_png() -> bytes:
    buffer = io.BytesIO()
    frames = [Image.new("L", (8, 8), shade) for shade in (0, 255)]
    frames[0].save(buffer, "PNG", save_all=True, append_images=frames[1:])
    return buffer.getvalue()


def zero_wide() -> bytes:
    """A PNG that says, with the right check sum, that it is 0 pixels wide."""
    header = b"IHDR" + struct.pack(">IIBBBBB", 0, 90, 8, 0, 0, 0, 0)
    return XRAY[:12] + header + struct.pack(">I", zlib.crc32(header)) + XRAY[33:]


def of_frames() -> bytes:
    """A DICOM of several frames."""
    dataset = pydicom.dcmread(io.BytesIO(whole_images()["dicom"]))
    dataset.NumberOfFrames = 3
    dataset.PixelData = dataset.PixelData * 3
    buffer = io.BytesIO()
    dataset.save_as(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("make", "status", "code"),
    [
        (bytes, 422, "image_unreadable"),
        (lambda: b"not an image at all", 415, "image_type"),
        (lambda: XRAY[:-40], 422, "image_unreadable"),
        (cmyk, 422, "image_unreadable"),
        (bomb, 422, "image_unreadable"),
        (animated, 422, "image_unreadable"),
        (animated_png, 422, "image_unreadable"),
        (zero_wide, 422, "image_unreadable"),
        (of_frames, 422, "image_unreadable"),
    ],
    ids=["empty", "text", "truncated", "cmyk", "bomb", "animated", "animated png", "zero wide", "frames"],
)
def test_an_unfit_image_is_refused_with_the_reason(
    operator: FlaskClient, make: Callable[[], bytes], status: int, code: str
) -> None:
    data = make()
    length = {"CONTENT_LENGTH": str(len(data))}  # which browsers and scripts give of an empty body too
    answer = operator.post(f"{API}/transforms/photographic", data=data, headers=PNG, environ_overrides=length)
    assert (answer.status_code, answer.json["error"]["code"]) == (status, code)
    assert len(answer.json["error"]["message"]) > 15


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("moir", 404, "transform_unknown"),
        ("photographic?level=0", 422, "invalid"),
        ("photographic?level=5", 422, "invalid"),
        ("photographic?seed=red", 422, "invalid"),
        ("photographic?width=-5", 422, "invalid"),
        ("photographic?colour=red", 422, "invalid"),
        ("+".join(["moire"] * 50), 422, "transform_invalid"),
        ("+", 404, "transform_unknown"),
    ],
)
def test_an_unfit_order_is_refused_with_the_reason(
    operator: FlaskClient, address: str, status: int, code: str
) -> None:
    answer = operator.post(f"{API}/transforms/{address}", data=XRAY, headers=PNG)
    assert (answer.status_code, answer.json["error"]["code"]) == (status, code)


def test_a_mistyped_transform_gets_a_suggestion(operator: FlaskClient) -> None:
    answer = operator.post(f"{API}/transforms/moir", data=XRAY, headers=PNG)
    assert "'moire'" in answer.json["error"]["message"]


def test_what_is_not_an_image_by_its_type_is_refused(operator: FlaskClient) -> None:
    answer = operator.post(
        f"{API}/transforms/moire", data=b"{}", headers={"Content-Type": "application/json"}
    )
    assert (answer.status_code, answer.json["error"]["code"]) == (415, "media_type")


def test_a_form_without_the_field_says_which_one_is_wanted(operator: FlaskClient) -> None:
    answer = operator.post(f"{API}/transforms/moire", data={"other": "x"}, content_type="multipart/form-data")
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "image_missing")


def with_parameters(operator: FlaskClient, pipeline: str, parameters: str) -> TestResponse:
    data = {"image": (io.BytesIO(XRAY), "xray.png"), "parameters": parameters}
    url = f"{API}/transforms/{pipeline}?format=png&seed=99"
    return operator.post(url, data=data, content_type="multipart/form-data")


def test_parameters_of_a_variant_give_it_again_and_may_be_changed(operator: FlaskClient) -> None:
    url = f"{API}/transforms/photographic?format=png&seed=7"
    first = operator.post(url, data=XRAY, headers=PNG)
    steps = json.loads(first.headers["Chexphoto-Parameters"])
    assert with_parameters(operator, "photographic", json.dumps(steps)).data == first.data
    steps[0]["params"]["sigma"] = 5.0
    assert with_parameters(operator, "photographic", json.dumps(steps)).data != first.data


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"distance_mm": -400.0}, "distance_mm"),
        ({"yaw_deg": 81.0}, "yaw_deg"),
        ({"pitch_deg": -90.0}, "pitch_deg"),
        ({"height": 3}, "height"),
    ],
)
def test_a_camera_that_cannot_be_is_refused_by_the_name_of_the_parameter(
    operator: FlaskClient, change: dict[str, object], said: str
) -> None:
    link = f"{API}/transforms/screen_photo/parameters?image_width=120&image_height=90"
    [step] = operator.get(link).json["steps"]
    step["params"]["pose"] |= change
    error = assert_error(
        with_parameters(operator, "screen_photo", json.dumps([step])), 422, "transform_invalid"
    )
    assert said in error["message"]


@pytest.mark.parametrize("text", ["", "{}", "[1]", "[", '[{"transform": "moire", "params": {}}]', "null"])
def test_parameters_that_are_none_are_refused(operator: FlaskClient, text: str) -> None:
    assert_error(with_parameters(operator, "tilt", text), 422)


def test_an_unknown_profile_gets_a_suggestion(operator: FlaskClient) -> None:
    answer = operator.post(f"{API}/transforms/screen_photo.iphone9", data=XRAY, headers=PNG)
    assert "'iphone8'" in assert_error(answer, 404, "transform_unknown")["message"]


def test_a_photo_of_a_session_has_variants_too(app: OpenAPI, tmp_path: Path) -> None:
    station = Station(app, tmp_path / "data").open()
    station.photograph(1)
    [photo] = station.operator.get(f"{API}/sessions/{station.session}/photos").json["photos"]
    answer = station.operator.get(f"{API}/images/{photo['sha256']}/variants/moire?width=20")
    assert read_image(answer.data).shape[1] == 20
    station.operator.delete(f"{API}/images/{photo['sha256']}")
    assert station.operator.get(photo["url"]).status_code == 200


def test_an_xray_of_a_data_set_is_kept_by_its_index(app: OpenAPI, tmp_path: Path) -> None:
    station = Station(app, tmp_path / "data")
    choice = {"dataset": station.dataset, "index": 2}
    answer = station.operator.post(f"{API}/images", json=choice)
    assert (answer.status_code, answer.json["format"]) == (201, "jpeg")
    assert_error(station.operator.post(f"{API}/images", json={**choice, "index": 99}), 422)


@pytest.mark.parametrize(
    ("failure", "status", "code"),
    [
        (QueueFull("Too much waits already."), 503, "server_busy"),
        (WorkerNotReady("A worker could not be started."), 503, "server_busy"),
        (WorkerTimeout("make_variant took longer than 30 s."), 422, "too_slow"),
        (WorkerDied("The process that did make_variant was ended by signal 9."), 422, "image_unreadable"),
    ],
)
def test_what_befalls_a_worker_befalls_its_own_request_alone(
    operator: FlaskClient, monkeypatch: pytest.MonkeyPatch, failure: Exception, status: int, code: str
) -> None:
    url = f"{API}/images/{keep(operator)}/variants/moire"
    operator.get(f"{API}/transforms")
    with monkeypatch.context() as patched:

        def fail(task: str, **_: object) -> None:
            raise failure

        patched.setattr(InlinePixels.variants, "_workers", WorkerClient(fail))
        answer = operator.get(url)
    assert_error(answer, status, code)
    assert ("Retry-After" in answer.headers) == (status == 503)
    assert operator.get(url).status_code == 200


@pytest.mark.parametrize("url", ["/api/v1/transforms/identity", "/api/v1/images", "/api/v1/datasets"])
def test_a_body_in_chunks_is_refused_with_its_true_reason(operator: FlaskClient, url: str) -> None:
    data = encode_image(np.zeros((8, 8), np.uint8), "png")
    answer = operator.post(
        url,
        input_stream=io.BytesIO(data),
        headers={"Transfer-Encoding": "chunked", "Content-Type": "image/png"},
    )
    assert_error(answer, 411, "length_required")
