"""Synthetic photos over REST: the same bytes for the same order, bad input told clearly, nothing kept unasked."""

from __future__ import annotations

import base64
import io
import json
import zipfile

import numpy as np
import pytest
from flask.testing import FlaskClient
from PIL import Image

from dataset.images import read_image
from dataset.images.encode import encode_image
from webapp.lab.lab import Lab

API = "/api/v1"
XRAY = encode_image(np.add.outer(np.arange(90), np.arange(120)).astype(np.uint8), "png")
PNG = {"Content-Type": "image/png"}


def keep(operator: FlaskClient, data: bytes = XRAY) -> str:
    answer = operator.post(f"{API}/images", data=data, headers=PNG)
    assert answer.status_code in (200, 201)
    return answer.json["id"]


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


def test_nothing_of_an_image_that_is_only_transformed_is_kept(operator: FlaskClient, lab: Lab) -> None:
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


def test_a_kept_image_has_variants_that_may_be_cached_for_ever(operator: FlaskClient) -> None:
    url = f"{API}/images/{keep(operator)}/variants/moire?level=3&width=60"
    answer = operator.get(url)
    assert read_image(answer.data).shape == (45, 60)
    assert "immutable" in answer.headers["Cache-Control"]
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


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"", 422, "image_unreadable"),
        (b"not an image at all", 415, "image_type"),
        (XRAY[:-40], 422, "image_unreadable"),
        (cmyk(), 422, "image_unreadable"),
        (bomb(), 422, "image_unreadable"),
        (animated(), 422, "image_unreadable"),
    ],
    ids=["empty", "text", "truncated", "cmyk", "bomb", "animated"],
)
def test_an_unfit_image_is_refused_with_the_reason(
    operator: FlaskClient, data: bytes, status: int, code: str
) -> None:
    answer = operator.post(f"{API}/transforms/photographic", data=data, headers=PNG)
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
