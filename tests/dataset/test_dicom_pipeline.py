"""DICOM files as devices and archives really write them: each means one picture, or is refused with its true reason."""

from __future__ import annotations

import io
import struct
from typing import Any

import numpy as np
import pydicom
import pytest
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.uid import (
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGLSLossless,
    RLELossless,
)

from dataset.errors import ImageError
from dataset.images import check_image, display_picture, outline_image, probe_image, read_image
from tests.dataset.test_dicom import RAMP, file_of, gdcm_compressed, shares, xray

PLAIN = RAMP / 4095
UNCOMPRESSED = [ImplicitVRLittleEndian, ExplicitVRLittleEndian, ExplicitVRBigEndian]


def written(dataset: Any, syntax: Any) -> bytes:
    buffer = io.BytesIO()
    dataset.file_meta.TransferSyntaxUID = syntax
    pydicom.dcmwrite(
        buffer, dataset, implicit_vr=syntax.is_implicit_VR, little_endian=bool(syntax.is_little_endian)
    )
    return buffer.getvalue()


def table(entries: np.ndarray, bits: int, *, first: int = 0, vr: str = "US") -> Sequence:
    item = Dataset()
    item.LUTDescriptor = [len(entries) % 65536, first, bits]
    values = [int(entry) for entry in entries]
    item.add_new(0x00283006, vr, values if vr == "US" else np.asarray(values, "<u2").tobytes())
    return Sequence([item])


# ---- numbers


@pytest.mark.parametrize("syntax", [ImplicitVRLittleEndian, ExplicitVRLittleEndian])
def test_a_decimal_comma_is_a_decimal_point(syntax: Any) -> None:
    plain = xray(WindowCenter="2047.5", WindowWidth="1024.0", RescaleSlope="1.5", RescaleIntercept="-0.5")
    data = written(plain, syntax)
    comma = data
    for number in (b"2047.5", b"1024.0", b"1.5", b"-0.5"):
        assert comma.count(number) == 1
        comma = comma.replace(number, number.replace(b".", b","))
    assert np.array_equal(read_image(comma), read_image(data))
    expected = np.clip((RAMP * 1.5 - 0.5 - 2047.0) / 1023 + 0.5, 0, 1)
    assert shares(comma) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("bad", [b"abcd", b"1,,4", b"+nan", b"-inf"])
def test_what_is_no_number_is_named(bad: bytes) -> None:
    data = file_of(xray(WindowCenter=2048, WindowWidth=1024))
    with pytest.raises(ImageError, match=r"WindowWidth is no number") as caught:
        check_image(data.replace(b"1024", bad))
    assert "damaged" not in str(caught.value)


# ---- tables


@pytest.mark.parametrize("vr", ["US", "OW"])
@pytest.mark.parametrize("syntax", [ImplicitVRLittleEndian, ExplicitVRLittleEndian])
def test_a_modality_table_may_have_entries_of_12_bits(vr: str, syntax: Any) -> None:
    given = xray(ModalityLUTSequence=table(np.arange(4096), 12, vr=vr), WindowCenter=2048, WindowWidth=4096)
    plain = xray(WindowCenter=2048, WindowWidth=4096)
    assert np.array_equal(read_image(written(given, syntax)), read_image(written(plain, syntax)))


@pytest.mark.parametrize("bits", [12, 16])
@pytest.mark.parametrize("vr", ["US", "OW"])
def test_a_voi_table_reaches_white_at_its_own_largest_number(bits: int, vr: str) -> None:
    grey = shares(file_of(xray(VOILUTSequence=table(np.arange(4096), bits, vr=vr))))
    assert grey == pytest.approx(PLAIN, abs=1e-4)


def test_a_voi_table_of_bytes_and_one_for_negative_numbers() -> None:
    item = Dataset()
    item.LUTDescriptor = [256, 0, 8]
    item.add_new(0x00283006, "OW", bytes(range(255, -1, -1)))
    eight = (RAMP // 16).astype(np.uint8)
    grey = shares(file_of(xray(eight, VOILUTSequence=Sequence([item]))))
    assert grey == pytest.approx(1 - eight / 255, abs=1e-4)
    signed = RAMP.astype(np.int16) - 2048
    below = xray(signed, VOILUTSequence=table(np.arange(4096), 12, first=-2048))
    assert shares(file_of(below)) == pytest.approx(PLAIN, abs=1e-4)


def test_a_table_shorter_than_it_says_is_refused() -> None:
    short = table(np.arange(1000), 12)
    short[0].LUTDescriptor = [4096, 0, 12]
    with pytest.raises(ImageError, match="fewer entries than it says"):
        check_image(file_of(xray(VOILUTSequence=short)))


# ---- windows


@pytest.mark.parametrize("function", ["LINEAR_EXACT", "LINEAR"])
def test_a_window_may_be_narrower_than_1(function: str) -> None:
    scaled = xray(
        RescaleSlope="0.0001",
        RescaleIntercept="0",
        WindowCenter="0.2",
        WindowWidth="0.2",
        VOILUTFunction=function,
    )
    assert shares(file_of(scaled)) == pytest.approx(np.clip((RAMP * 0.0001 - 0.1) / 0.2, 0, 1), abs=1e-4)


@pytest.mark.parametrize(
    "elements",
    [
        {"WindowCenter": 60_000, "WindowWidth": 10},
        {"WindowCenter": -5000, "WindowWidth": 100, "VOILUTFunction": "SIGMOID"},
        {"RescaleSlope": "0", "RescaleIntercept": "7"},
        {"VOILUTSequence": table(np.full(4096, 9), 12)},
    ],
)
def test_what_leaves_an_xray_blank_is_noticed(elements: dict[str, Any]) -> None:
    with pytest.raises(ImageError, match="leaves its picture blank"):
        check_image(file_of(xray(**elements)))


def test_an_image_that_is_blank_itself_and_a_window_of_two_greys_are_none_of_that() -> None:
    assert read_image(file_of(xray(np.full((9, 9), 700, np.uint16)))).max() == 0
    two = shares(file_of(xray(WindowCenter=2048, WindowWidth=1)))
    assert set(np.unique(two)) == {0.0, 1.0}
    assert two.mean() == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize(
    ("elements", "reason"),
    [
        ({"WindowCenter": 2048, "WindowWidth": -100}, "negative"),
        ({"WindowCenter": 2048, "WindowWidth": 100, "VOILUTFunction": "LOG"}, "VOILUTFunction"),
    ],
)
def test_a_window_that_means_nothing_is_refused(elements: dict[str, Any], reason: str) -> None:
    with pytest.raises(ImageError, match=reason):
        check_image(file_of(xray(**elements)))


# ---- padding


@pytest.mark.parametrize("syntax", UNCOMPRESSED)
def test_a_range_of_padding_is_black_and_does_not_count_for_the_range(syntax: Any) -> None:
    signed = RAMP.astype(np.int16) - 1000
    signed[:4] = np.arange(-2000, -1996)[:, None] + np.arange(48) % 7
    padded = xray(signed, syntax, BitsStored=16, HighBit=15)
    padded.add_new("PixelPaddingValue", "SS", -2000)
    padded.add_new("PixelPaddingRangeLimit", "SS", -1990)
    grey = shares(written(padded, syntax))
    real = RAMP[4:].astype(float)
    assert grey[:4].max() == 0
    assert grey[4:] == pytest.approx((real - real.min()) / (real.max() - real.min()), abs=1e-4)


def test_padding_is_black_where_low_numbers_are_white_too() -> None:
    padded = RAMP.copy()
    padded[:4] = 0
    inverted = xray(padded, PixelPaddingValue=0, PhotometricInterpretation="MONOCHROME1")
    grey = shares(file_of(inverted))
    assert grey[:4].max() == 0
    assert grey[4, 0] > 0.99


def test_padding_beyond_the_stored_bits_is_padding() -> None:
    padded = RAMP.copy()
    padded[:4] = 63_536
    grey = shares(file_of(xray(padded, PixelPaddingValue=63_536)))
    real = RAMP[4:].astype(float)
    assert grey[:4].max() == 0
    assert grey[4:] == pytest.approx((real - real.min()) / (real.max() - real.min()), abs=1e-4)


# ---- bits


@pytest.mark.parametrize("syntax", [ExplicitVRLittleEndian, RLELossless, JPEG2000Lossless, JPEGLSLossless])
def test_an_overlay_in_the_unused_bits_is_no_part_of_the_picture(syntax: Any) -> None:
    drawn = RAMP.copy()
    drawn[10:20, 10:20] |= 1 << 12
    overlaid = xray(drawn, WindowCenter=2048, WindowWidth=4096)
    overlaid.add_new(0x60000100, "US", 16)
    overlaid.add_new(0x60000102, "US", 12)
    assert shares(compressed(overlaid, syntax)) == pytest.approx(PLAIN, abs=1e-3)


def compressed(dataset: Any, syntax: Any) -> bytes:
    """Encode all 16 bits, and say of them what the data set said before."""
    said = (dataset.BitsStored, dataset.HighBit)
    if syntax == ExplicitVRLittleEndian:
        return file_of(dataset)
    dataset.BitsStored, dataset.HighBit = 16, 15
    dataset.compress(syntax, generate_instance_uid=False) if syntax != JPEGLSLossless else None
    data = (
        file_of(dataset) if syntax != JPEGLSLossless else gdcm_compressed(file_of(dataset), "JPEGLSLossless")
    )
    encoded = pydicom.dcmread(io.BytesIO(data))
    encoded.BitsStored, encoded.HighBit = said
    return file_of(encoded)


def test_stored_bits_may_lie_high_in_their_words() -> None:
    high = xray((RAMP << 4) | 5, HighBit=15)
    assert shares(file_of(high)) == pytest.approx(PLAIN, abs=1e-4)


def test_signed_numbers_of_12_bits_are_signed() -> None:
    low = ((RAMP.astype(np.int32) - 2048) & 0xFFF).astype(np.uint16)
    signed = xray(low, PixelRepresentation=1, WindowCenter=0, WindowWidth=4096)
    assert shares(file_of(signed)) == pytest.approx(PLAIN, abs=1e-3)


# ---- files


@pytest.mark.parametrize("syntax", [ImplicitVRLittleEndian, ExplicitVRLittleEndian])
@pytest.mark.parametrize("meta", [False, True], ids=["bare", "with meta information"])
def test_a_file_without_preamble_is_read(syntax: Any, meta: bool) -> None:
    whole = written(xray(), syntax)
    start = 132 if meta else whole.index(b"\x08\x00\x16\x00")
    assert probe_image(whole[start:]).format == "dicom"
    assert np.array_equal(read_image(whole[start:]), read_image(whole))
    with pytest.raises(ImageError, match="it is a DICOM and not a JPEG"):
        outline_image(whole[start:], ("jpeg",))


def test_a_compressed_file_without_a_header_says_what_to_do() -> None:
    dataset = xray()
    dataset.compress(RLELossless, generate_instance_uid=False)
    whole = file_of(dataset)
    with pytest.raises(ImageError, match="no header that tells how it is compressed; save it again"):
        check_image(whole[whole.index(b"\x08\x00\x16\x00") :])


@pytest.mark.parametrize("name", ["PixelSpacing", "ImagerPixelSpacing", "PixelAspectRatio"])
def test_pixels_that_are_not_square_are_refused(name: str) -> None:
    oblong = file_of(xray(**{name: ["2", "1"]}))
    for look in (probe_image, check_image):
        with pytest.raises(ImageError, match=f"pixels are not square .{name} 2 x 1"):
            look(oblong)
    assert probe_image(file_of(xray(**{name: ["139", "140"]}))).format == "dicom"


def test_a_compression_that_is_not_decoded_is_named() -> None:
    dataset = xray()
    dataset.compress(RLELossless, generate_instance_uid=False)
    dataset.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2.4.102"
    with pytest.raises(ImageError, match=r"MPEG-4 AVC.*not decoded here") as caught:
        check_image(file_of(dataset))
    assert "damaged" not in str(caught.value)


def test_a_file_without_pixels_says_so() -> None:
    empty = xray()
    del empty.PixelData
    with pytest.raises(ImageError, match="no pixels"):
        check_image(file_of(empty))


@pytest.mark.parametrize("change", [(40, struct.pack(">H", 8290)), (8, struct.pack(">I", 60_000))])
def test_a_codestream_that_is_not_the_headers_never_reaches_the_decoder(change: tuple[int, bytes]) -> None:
    """Decoders unfold what it says, and end the whole process on some of it."""
    dataset = xray()
    dataset.compress(JPEG2000Lossless, generate_instance_uid=False)
    data = bytearray(file_of(dataset))
    at = data.index(b"\xff\x4f\xff\x51") + change[0]
    data[at : at + len(change[1])] = change[1]
    with pytest.raises(ImageError, match="and the picture in it"):
        check_image(bytes(data))


def test_what_is_displayed_is_what_is_read() -> None:
    shown = read_image(display_picture(file_of(xray(VOILUTSequence=table(np.arange(4096), 16)))))
    assert np.abs(shown / 255 - PLAIN).max() < 0.01
