"""Workers' findings in photos of drawn x-rays, on real files, decoded as in the server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image

from capture.state.perspectives import Perspective
from capture.verification import PixelFinding, judge
from dataset.errors import ImageError
from dataset.export import as_turn, export_picture
from dataset.export.turning import turned_homography
from tests.drawn_xrays import frontal
from webapp.tasks import references
from webapp.tasks.references import prepare_reference, reference_of
from webapp.tasks.verification import look_at_frame, verify_photo
from webapp.tasks.xray_file import Circumstances, XrayFile
from webapp.virtual.camera.frames import SimpleCamera
from webapp.virtual.camera.screen import Pixels, fit

CAMERA = SimpleCamera(width=2000, height=1500)


@pytest.fixture(scope="module")
def pictures() -> list[Pixels]:
    drawn = [frontal(number) for number in (1, 2, 3)]
    return [cv2.resize(one, (700, 800), interpolation=cv2.INTER_AREA) for one in drawn]


@pytest.fixture
def xrays(pictures: list[Pixels], tmp_path: Path) -> list[XrayFile]:
    references._kept.clear()
    files = []
    for index, picture in enumerate(pictures, start=1):
        source = tmp_path / f"{index}.png"
        Image.fromarray(picture).save(source)
        files.append(XrayFile(index, source, tmp_path / "cache" / f"{index}.npz"))
    return files


def photo_of(picture: Pixels, file: Path, orientation: int = 1) -> Path:
    """A photo of a picture on a screen; the phone was held so that EXIF has to turn it back."""
    data = CAMERA.photograph(fit(picture, 1280, 960), np.random.default_rng(5))
    pixels = np.asarray(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR_RGB))
    exif = Image.Exif()
    exif[0x0112] = orientation
    turned = np.rot90(pixels, 1) if orientation == 6 else pixels
    Image.fromarray(np.ascontiguousarray(turned)).save(file, quality=92, exif=exif)
    return file


def verify(photo: Path, xray: XrayFile, others: list[XrayFile]) -> dict[str, Any]:
    return verify_photo(photo, photo.with_suffix(".small.jpg"), 200, xray, others)


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_photo_of_its_x_ray_is_verified_and_placed_in_full_size_upright_pixels(
    pictures: list[Pixels], xrays: list[XrayFile], tmp_path: Path, orientation: int
) -> None:
    photo = photo_of(pictures[0], tmp_path / "photo.jpg", orientation)
    found = verify(photo, xrays[0], xrays[1:])
    stored = (1500, 2000) if orientation == 6 else (2000, 1500)
    assert (found["width"], found["height"], found["orientation"]) == (*stored, orientation)
    assert (found["match"]["verdict"], found["match"]["shows"]) == ("verified", 1)
    corners = np.array(found["corners"])
    height, width = pictures[0].shape
    shown = 1500 / height * width
    expected = [
        [1000 - shown / 2, 0],
        [1000 + shown / 2, 0],
        [1000 + shown / 2, 1500],
        [1000 - shown / 2, 1500],
    ]
    assert np.abs(corners - expected).max() < 60
    homography = np.array(found["homography"]).reshape(3, 3)
    moved = cv2.perspectiveTransform(np.array([[[0, 0], [width, 0]]], np.float64), homography)[0]
    assert np.abs(moved - corners[:2]).max() < 0.5
    assert found["quality"]["coverage"] > 0.9
    with Image.open(photo.with_suffix(".small.jpg")) as small:
        assert small.size == (200, 150)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_photo_of_a_phone_held_otherwise_is_accepted_and_exported_upright(
    pictures: list[Pixels], xrays: list[XrayFile], tmp_path: Path, turn: int
) -> None:
    straight = photo_of(pictures[0], tmp_path / "straight.jpg")
    held, exported = tmp_path / "held.jpg", tmp_path / "exported.jpg"
    with Image.open(straight) as photo:
        photo.rotate(-turn, expand=True).save(held, quality=92)
    found = verify(held, xrays[0], xrays[1:])
    assert judge(PixelFinding(measures=found), "strict").verdict == "accepted"
    assert found["turn"] == turn
    assert abs(found["quality"]["roll"]) < 2
    picture = export_picture(held, None, as_turn(found["turn"]))
    exported.write_bytes(picture.data)
    again, upright = verify(exported, xrays[0], xrays[1:]), verify(straight, xrays[0], xrays[1:])
    assert (picture.width, picture.height, again["turn"]) == (2000, 1500, 0)
    assert np.abs(np.array(again["corners"]) - upright["corners"]).max() < 4
    told = turned_homography(found["homography"], turn, (picture.width, picture.height))
    height, width = pictures[0].shape
    corners = np.array([[[0, 0], [width, 0], [width, height], [0, height]]], np.float64)
    moved = cv2.perspectiveTransform(corners, np.array(told).reshape(3, 3))[0]
    assert np.abs(moved - again["corners"]).max() < 4


def test_a_photo_of_another_x_ray_says_of_which(
    pictures: list[Pixels], xrays: list[XrayFile], tmp_path: Path
) -> None:
    photo = photo_of(pictures[2], tmp_path / "photo.jpg")
    found = verify(photo, xrays[0], xrays[1:])
    assert (found["match"]["verdict"], found["match"]["shows"]) == ("wrong", 3)
    assert found["sentence"] == "The photo shows x-ray 3."
    stranger = verify(photo, xrays[0], xrays[1:2])
    assert stranger["match"]["shows"] is None
    assert stranger["sentence"] == "The photo does not show this x-ray."


def test_a_damaged_photo_is_refused_and_leaves_no_thumbnail(
    pictures: list[Pixels], xrays: list[XrayFile], tmp_path: Path
) -> None:
    photo = photo_of(pictures[0], tmp_path / "photo.jpg")
    photo.write_bytes(photo.read_bytes()[:-3000])
    with pytest.raises(ImageError):
        verify(photo, xrays[0], [])
    assert not photo.with_suffix(".small.jpg").exists()


def test_without_its_x_ray_a_photo_is_decoded_and_not_compared(
    pictures: list[Pixels], xrays: list[XrayFile], tmp_path: Path
) -> None:
    photo = photo_of(pictures[0], tmp_path / "photo.jpg")
    xrays[0].source.unlink()
    found = verify(photo, xrays[0], [])
    assert found == {"format": "jpeg", "width": 2000, "height": 1500, "orientation": 1}


def test_an_x_ray_is_looked_at_once_and_found_on_disk_by_the_next_worker(xrays: list[XrayFile]) -> None:
    assert prepare_reference(xrays[0])
    made = xrays[0].cache.read_bytes()
    xrays[0].source.unlink()
    references._kept.clear()
    assert reference_of(xrays[0]).to_bytes() == made


def test_a_damaged_record_is_made_again(xrays: list[XrayFile]) -> None:
    xrays[0].cache.parent.mkdir()
    xrays[0].cache.write_bytes(b"half a reco")
    assert prepare_reference(xrays[0])
    assert len(xrays[0].cache.read_bytes()) > 1000


def test_an_empty_x_ray_has_too_little_structure(tmp_path: Path) -> None:
    Image.fromarray(np.full((400, 300), 90, np.uint8)).save(tmp_path / "flat.png")
    assert not prepare_reference(XrayFile(1, tmp_path / "flat.png", tmp_path / "flat.npz"))


def test_a_frame_is_answered_as_the_protocol_says(
    pictures: list[Pixels], xrays: list[XrayFile], tmp_path: Path
) -> None:
    seen = look_at_frame(photo_of(pictures[0], tmp_path / "frame.jpg").read_bytes(), xrays[0])
    assert {"corners", "code", "sentence", "good", "quality", "verdict"} <= seen.keys()
    assert seen["verdict"] == "verified"


def test_the_angles_of_a_photo_without_exif_rest_on_the_other_photos_of_its_phone(
    pictures: list[Pixels], xrays: list[XrayFile], tmp_path: Path
) -> None:
    photo = photo_of(pictures[0], tmp_path / "photo.jpg")
    size, focal = (2000, 1500), 54 / float(np.hypot(36, 24)) * 2500
    others = tuple(tilted(np.radians(angle), focal, size) for angle in (-20, 15, 18, 22))
    small = photo.with_suffix(".small.jpg")
    found = verify_photo(photo, small, 200, xrays[0], (), Circumstances(perspectives=others))
    assert found["fitted_focal_35mm"] == pytest.approx(54, rel=0.02)
    assert "fitted_focal_35mm" not in verify(photo, xrays[0], [])


def tilted(angle: float, focal: float, size: tuple[int, int]) -> Perspective:
    """Return where a phone with that focal length (px) sees an x-ray of 700 x 800 px from the side and above."""
    yaw = np.array([[np.cos(angle), 0, np.sin(angle)], [0, 1, 0], [-np.sin(angle), 0, np.cos(angle)]])
    pitch = np.array([[1, 0, 0], [0, np.cos(angle), -np.sin(angle)], [0, np.sin(angle), np.cos(angle)]])
    rotation = pitch @ yaw
    away = np.column_stack([rotation[:, 0], rotation[:, 1], [0, 0, 2 * focal]])
    camera = np.array([[focal, 0, size[0] / 2], [0, focal, size[1] / 2], [0, 0, 1]])
    middle = np.array([[1, 0, -350], [0, 1, -400], [0, 0, 1]])
    return Perspective(tuple((camera @ away @ middle).ravel().tolist()), size)
