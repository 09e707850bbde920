import io
from typing import Any

import numpy as np
import pytest
import simplejpeg
from PIL import Image, ImageCms

from dataset.errors import ImageError
from dataset.exif import exif_orientation, jpeg_focal_35mm, jpeg_segments, without_location

GPS_IFD, EXIF_IFD = 0x8825, 0x8769


def photo(**options: Any) -> bytes:
    file = io.BytesIO()
    Image.effect_noise((320, 240), 70).convert("RGB").save(file, "JPEG", quality=90, **options)
    return file.getvalue()


def phone_exif(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112], exif[0x0132] = (
        "Acme",
        "Phone 7",
        orientation,
        "2026:01:02 03:04:05",
    )
    exif[0x013B] = "Dr. Jane Doe"
    exif.get_ifd(EXIF_IFD)[0x829A] = 0.01
    exif.get_ifd(EXIF_IFD)[0x927C] = b"secret maker note"
    exif.get_ifd(EXIF_IFD)[0xA431] = "serial 12345"
    exif.get_ifd(GPS_IFD).update({1: "N", 2: (48.0, 8.0, 14.0), 3: "E", 4: (11.0, 34.0, 31.0)})
    return exif


def test_the_focal_length_is_read_where_there_is_one() -> None:
    exif = phone_exif()
    assert jpeg_focal_35mm(io.BytesIO(photo(exif=exif))) is None
    exif.get_ifd(EXIF_IFD)[0xA405] = 26
    assert jpeg_focal_35mm(io.BytesIO(photo(exif=exif))) == 26.0
    assert jpeg_focal_35mm(io.BytesIO(photo())) is None


def scan_of(data: bytes) -> bytes:
    return data[data.index(b"\xff\xda") :]


def test_location_names_serials_and_maker_notes_go_and_the_picture_stays_bit_for_bit() -> None:
    data = photo(exif=phone_exif(), comment=b"at home", xmp=b"<x:xmpmeta>exif:GPSLatitude</x:xmpmeta>")
    clean = without_location(data)
    assert scan_of(clean) == scan_of(data)
    assert np.array_equal(simplejpeg.decode_jpeg(clean), simplejpeg.decode_jpeg(data))
    for secret in (b"secret", b"serial", b"Jane", b"home", b"GPSLatitude"):
        assert secret in data
        assert secret not in clean
    with Image.open(io.BytesIO(clean)) as image:
        exif = image.getexif()
    assert dict(exif.get_ifd(GPS_IFD)) == {}
    assert (exif[0x010F], exif[0x0110], exif[0x0112]) == ("Acme", "Phone 7", 1)
    assert float(exif.get_ifd(EXIF_IFD)[0x829A]) == pytest.approx(0.01)


def test_thumbnails_beside_exif_go() -> None:
    data = photo()
    assert data[2:4] == b"\xff\xe0"
    little = b"JFXX\0\x13" + bytes([2, 2]) + b"a face in it"
    with_thumbnail = data[:18] + bytes([2, 2]) + b"two by two.." + data[20:]
    with_thumbnail = with_thumbnail[:4] + (16 + 12).to_bytes(2, "big") + with_thumbnail[6:]
    extended = with_thumbnail[:32] + b"\xff\xe0" + (2 + len(little)).to_bytes(2, "big") + little
    clean = without_location(extended + with_thumbnail[32:])
    assert clean == without_location(data)
    assert b"JFIF" in clean


def test_the_colour_profile_stays() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    with Image.open(io.BytesIO(without_location(photo(icc_profile=profile)))) as image:
        assert image.info["icc_profile"] == profile


def test_what_follows_the_picture_is_cut_off() -> None:
    second = photo(exif=phone_exif())
    clean = without_location(photo() + second)
    assert clean.endswith(b"\xff\xd9")
    assert len(clean) < len(second) + 100
    assert b"Acme" not in clean


@pytest.mark.parametrize("options", [{"progressive": True}, {"restart_marker_blocks": 4}, {"optimize": True}])
def test_progressive_and_restarted_scans_are_copied_whole(options: dict[str, Any]) -> None:
    data = photo(exif=phone_exif(), **options)
    clean = without_location(data)
    assert scan_of(clean) == scan_of(data)
    assert np.array_equal(simplejpeg.decode_jpeg(clean), simplejpeg.decode_jpeg(data))


def test_doing_it_twice_changes_nothing() -> None:
    once = without_location(photo(exif=phone_exif()))
    assert without_location(once) == once


def orientation(data: bytes) -> int:
    [exif] = [segment.payload for segment in jpeg_segments(io.BytesIO(data)) if segment.is_exif]
    return exif_orientation(exif)


def test_a_jpeg_without_exif_stays_without() -> None:
    assert b"Exif" not in without_location(photo())


def test_damaged_exif_is_left_out_and_means_upright() -> None:
    data = photo(exif=phone_exif(6))
    start = data.index(b"Exif\x00\x00") + 6
    broken = data[:start] + b"XX" + data[start + 2 :]
    assert orientation(data) == 6
    assert orientation(broken) == 1
    assert b"Acme" not in without_location(broken)


@pytest.mark.parametrize("value", [0, 9, 65535])
def test_an_impossible_orientation_means_upright(value: int) -> None:
    assert orientation(photo(exif=phone_exif(value))) == 1


def test_no_jpeg_and_a_cut_one_are_refused() -> None:
    data = photo()
    for bad in (b"", b"\x89PNG", data[:100], data[:-2]):
        with pytest.raises(ImageError):
            without_location(bad)
    with pytest.raises(ImageError):
        list(jpeg_segments(io.BytesIO(data[:30])))
