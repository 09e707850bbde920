"""Origin of a photo, as its file tells it, and the order of a pile."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from dataset.errors import ImageError
from dataset.origin import Origin, in_order, read_origin
from dataset.photo_names import by_name


def photo(
    folder: Path, name: str, *, image_format: str = "JPEG", tags: dict[int, object] | None = None
) -> Path:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Apple", "iPhone 8"
    exif.get_ifd(0x8769).update(tags or {})
    data = io.BytesIO()
    Image.new("RGB", (16, 12)).save(data, image_format, exif=exif.tobytes())
    (folder / name).write_bytes(data.getvalue())
    return folder / name


@pytest.mark.parametrize("image_format", ["JPEG", "WEBP", "PNG"])
def test_time_camera_and_lens_are_read(tmp_path: Path, image_format: str) -> None:
    tags = {0x9003: "2019:05:04 10:11:12", 0x9291: "25", 0x920A: 3.99, 0xA405: 28}
    assert read_origin(photo(tmp_path, "a", image_format=image_format, tags=tags)) == Origin(
        "2019-05-04T10:11:12.250", "Apple", "iPhone 8", 3.99, 28.0
    )


@pytest.mark.parametrize("time", ["0000:00:00 00:00:00", "yesterday", ""])
def test_a_time_that_is_none_is_unknown(tmp_path: Path, time: str) -> None:
    assert read_origin(photo(tmp_path, "a.jpg", tags={0x9003: time})).taken is None


def test_a_photo_without_exif_has_an_unknown_origin(tmp_path: Path) -> None:
    Image.new("L", (16, 12)).save(tmp_path / "a.jpg")
    assert read_origin(tmp_path / "a.jpg") == Origin()


def test_damaged_exif_is_no_reason_to_fail(tmp_path: Path) -> None:
    file = photo(tmp_path, "a.jpg", tags={0x9003: "2019:05:04 10:11:12"})
    data = bytearray(file.read_bytes())
    at = data.index(b"Exif\x00\x00")
    data[at + 10 : at + 60] = b"\xff" * 50
    file.write_bytes(data)
    assert read_origin(file) == Origin()


def test_a_text_is_no_photo(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_text("hello")
    with pytest.raises(ImageError):
        read_origin(tmp_path / "a.jpg")


def test_time_decides_before_name() -> None:
    pile = [
        (Path("a.jpg"), Origin("2019-05-04T10:11:13.000")),
        (Path("b.jpg"), Origin("2019-05-04T10:11:12.000")),
    ]
    assert in_order(pile) == [Path("b.jpg"), Path("a.jpg")]


def test_names_decide_within_a_second_and_count_as_people_do() -> None:
    same = Origin("2019-05-04T10:11:12.000")
    assert in_order([(Path("IMG_10.jpg"), same), (Path("IMG_9.jpg"), same)]) == [
        Path("IMG_9.jpg"),
        Path("IMG_10.jpg"),
    ]


def test_names_decide_alone_where_one_photo_has_no_time() -> None:
    pile = [(Path("b.jpg"), Origin("2019-05-04T10:11:12.000")), (Path("a.jpg"), Origin())]
    assert in_order(pile) == [Path("a.jpg"), Path("b.jpg")]


def test_names_of_any_kind_can_be_compared() -> None:
    names = ["1.jpg", "a.jpg", "2b.jpg", "IMG_2 (1).jpg", ""]
    assert sorted(names, key=by_name) == ["", "1.jpg", "2b.jpg", "a.jpg", "IMG_2 (1).jpg"]


def test_only_plain_figures_count_as_numbers_in_names() -> None:
    names = ["x-ray 10²5.jpg", "x-ray 9.jpg", "x-ray 10.jpg", "²"]
    assert sorted(names, key=by_name) == ["x-ray 9.jpg", "x-ray 10.jpg", "x-ray 10²5.jpg", "²"]


@pytest.mark.parametrize(
    ("said", "zone"), [("+02:00", "+02:00"), ("-03:30\x00", "-03:30"), ("Z", None), ("", None)]
)
def test_the_zone_of_the_time_is_read_where_it_is_one(tmp_path: Path, said: str, zone: str | None) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2026:05:04 10:11:12"
    exif.get_ifd(0x8769)[0x9011] = said
    Image.new("L", (8, 8)).save(tmp_path / "a.jpg", exif=exif.tobytes())
    assert read_origin(tmp_path / "a.jpg").zone == zone
