"""Descriptions of pixels in DICOM files, as devices write them: understood, or refused with the missing part."""

from __future__ import annotations

import io
import struct
from typing import Any

import numpy as np
import pydicom
import pytest
from pydicom.datadict import tag_for_keyword
from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.tag import BaseTag
from pydicom.uid import JPEG2000Lossless, JPEGLSLossless, RLELossless

from dataset.errors import ImageError
from dataset.images import check_image, probe_image, read_image
from tests.dataset.test_dicom import RAMP, file_of, gdcm_compressed, shares, xray

PLAIN = RAMP / 4095
NEEDED = ("PhotometricInterpretation", "BitsAllocated", "BitsStored", "PixelRepresentation")


def test_enough_is_said_without_what_has_one_meaning_only() -> None:
    for name in ("SamplesPerPixel", "HighBit"):
        for empty in (False, True):
            dataset = xray()
            delattr(dataset, name)
            if empty:
                setattr(dataset, name, None)
            assert shares(file_of(dataset)) == pytest.approx(PLAIN, abs=1e-4), (name, empty)


@pytest.mark.parametrize("name", NEEDED)
@pytest.mark.parametrize("empty", [False, True], ids=["missing", "empty"])
def test_what_is_missing_is_named(name: str, empty: bool) -> None:
    dataset = xray()
    delattr(dataset, name)
    if empty:
        setattr(dataset, name, None)
    with pytest.raises(ImageError, match=f"does not say its {name}") as caught:
        check_image(file_of(dataset))
    assert "damaged" not in str(caught.value)


@pytest.mark.parametrize(
    ("elements", "reason"),
    [
        ({"BitsAllocated": 12}, "12 bits each"),
        ({"BitsStored": 0}, "of 16 bits 0 are stored"),
        ({"BitsStored": 20, "HighBit": 19}, "of 16 bits 20 are stored"),
        ({"HighBit": 77}, "up to bit 77"),
        ({"SamplesPerPixel": 3}, "3 channels"),
        ({"PixelData": RAMP.tobytes()[:-96]}, "cut off: 6,048 bytes of 6,144"),
    ],
)
def test_what_cannot_be_is_refused_in_words_of_its_own(elements: dict[str, Any], reason: str) -> None:
    with pytest.raises(ImageError, match=reason) as caught:
        check_image(file_of(xray(**elements)))
    assert "damaged" not in str(caught.value)


# ---- which end is white


def test_a_file_that_contradicts_itself_about_white_is_refused() -> None:
    inverse = file_of(xray(PresentationLUTShape="INVERSE"))
    for look in (probe_image, check_image):
        with pytest.raises(ImageError, match=r"MONOCHROME2.*INVERSE"):
            look(inverse)


@pytest.mark.parametrize("shape", ["INVERSE", "IDENTITY", ""])
def test_monochrome1_is_turned_once_whatever_shape_is_said(shape: str) -> None:
    low_is_white = xray(PhotometricInterpretation="MONOCHROME1", PresentationLUTShape=shape)
    assert shares(file_of(low_is_white)) == pytest.approx(1 - PLAIN, abs=1e-4)


@pytest.mark.parametrize("written", [b"monochrome2 ", b"MONOCHROME2\0"])
def test_small_letters_mean_the_same(written: bytes) -> None:
    data = file_of(xray()).replace(b"MONOCHROME2 ", written)
    assert shares(data) == pytest.approx(PLAIN, abs=1e-4)


def test_a_window_function_may_be_in_small_letters() -> None:
    window = xray(WindowCenter="2000", WindowWidth="100", VOILUTFunction="LINEAR_EXACT")
    data = file_of(window).replace(b"LINEAR_EXACT", b"linear_exact")
    assert shares(data) == pytest.approx(np.clip((RAMP - 2000.0) / 100 + 0.5, 0, 1), abs=1e-4)


# ---- windows that belong together


@pytest.mark.parametrize(
    ("centres", "widths"),
    [(["", "2048"], ["100", "4096"]), (["5", "2048"], ["0", "4096"]), (["2048"], ["4096", "7"])],
)
def test_centre_and_width_are_taken_from_one_window(centres: list[str], widths: list[str]) -> None:
    assert shares(file_of(xray(WindowCenter=centres, WindowWidth=widths))) == pytest.approx(PLAIN, abs=1e-3)


@pytest.mark.parametrize("groups", ["SharedFunctionalGroupsSequence", "PerFrameFunctionalGroupsSequence"])
def test_what_an_enhanced_image_says_in_its_groups_counts(groups: str) -> None:
    window, values, group = Dataset(), Dataset(), Dataset()
    window.WindowCenter, window.WindowWidth = "1000", "200"
    values.RescaleSlope, values.RescaleIntercept = "2", "0"
    group.FrameVOILUTSequence, group.PixelValueTransformationSequence = Sequence([window]), Sequence([values])
    enhanced = xray(NumberOfFrames=1)
    setattr(enhanced, groups, Sequence([group]))
    expected = np.clip((RAMP * 2 - 999.5) / 199 + 0.5, 0, 1)
    assert shares(file_of(enhanced)) == pytest.approx(expected, abs=1e-3)
    measures = Dataset()
    measures.PixelSpacing = ["0.1", "0.2"]
    group.PixelMeasuresSequence = Sequence([measures])
    with pytest.raises(ImageError, match="not square"):
        check_image(file_of(enhanced))


# ---- bits that are not said


@pytest.mark.parametrize("kind", ["u2", "i2"])
def test_more_bits_than_are_said_are_not_cut_off(kind: str) -> None:
    """Cut off, 4096 would be as black as 0: a picture with contours in it, and nobody told."""
    wide = (RAMP.astype(np.int32) * 4 - (8192 if kind == "i2" else 0)).astype(kind)
    with pytest.raises(ImageError, match="more than the 12 bits"):
        check_image(file_of(xray(wide)))


def test_overlays_where_none_is_declared_are_not_guessed() -> None:
    drawn = RAMP | (np.arange(48) % 2 << 15).astype(np.uint16)
    with pytest.raises(ImageError, match="more than the 12 bits"):
        check_image(file_of(xray(drawn)))
    declared = xray(drawn)
    declared.add_new(0x60020102, "US", 15)
    assert shares(file_of(declared)) == pytest.approx(PLAIN, abs=1e-4)
    elsewhere = xray(drawn)
    elsewhere.add_new(0x60020102, "US", 14)
    with pytest.raises(ImageError, match="more than the 12 bits"):
        check_image(file_of(elsewhere))


@pytest.mark.parametrize("extended", [True, False])
def test_a_sign_may_be_extended_or_not(extended: bool) -> None:
    signed = RAMP.astype(np.int32) - 2048
    words = signed.astype(np.int16) if extended else (signed & 0xFFF).astype(np.uint16)
    grey = shares(file_of(xray(words, PixelRepresentation=1, WindowCenter=0, WindowWidth=4096)))
    assert grey == pytest.approx(PLAIN, abs=1e-3)


# ---- floating point


@pytest.mark.parametrize("name", ["FloatPixelData", "DoubleFloatPixelData"])
def test_numbers_of_floating_point_that_are_none_are_padding(name: str) -> None:
    kind = np.float32 if name == "FloatPixelData" else np.float64
    values = (PLAIN * 0.5 + 3).astype(kind)
    values[:2], values[2], values[3] = np.nan, np.inf, -77
    dataset = xray(BitsAllocated=8 * values.itemsize)
    del dataset.PixelData, dataset.BitsStored, dataset.HighBit, dataset.PixelRepresentation
    setattr(dataset, name, values.tobytes())
    setattr(dataset, name.replace("Data", "PaddingValue"), -77.0)
    grey = shares(file_of(dataset))
    assert grey[:4].max() == 0
    assert grey[4:] == pytest.approx((PLAIN[4:] - PLAIN[4, 0]) / (1 - PLAIN[4, 0]), abs=1e-4)


# ---- compressions


def test_jpeg_of_12_bits_is_refused_by_its_name() -> None:
    lossy = gdcm_compressed(file_of(xray()), "JPEGExtendedProcess2_4")
    with pytest.raises(ImageError, match=r"JPEG Extended .* of 12 bits, which is not decoded here") as caught:
        check_image(lossy)
    assert "damaged" not in str(caught.value)


@pytest.mark.parametrize("said", [RLELossless, JPEGLSLossless])
def test_a_compression_that_is_not_the_one_said_speaks_of_the_file_alone(said: Any) -> None:
    dataset = xray()
    dataset.compress(JPEG2000Lossless, generate_instance_uid=False)
    lying = pydicom.dcmread(io.BytesIO(file_of(dataset)))
    lying.file_meta.TransferSyntaxUID = said
    buffer = io.BytesIO()
    pydicom.dcmwrite(buffer, lying, implicit_vr=False, little_endian=True, force_encoding=True)
    with pytest.raises(ImageError, match=r"cannot be decoded as .*another way than the file says") as caught:
        check_image(buffer.getvalue())
    assert not any(word in str(caught.value) for word in ("plugin", "gdcm", "NoneType", "segments"))


def test_a_header_that_leaves_the_transfer_syntax_empty_is_no_obstacle() -> None:
    data = file_of(xray())
    emptied = data.replace(b"UI\x14\x001.2.840.10008.1.2.1\0", b"UI\0\0")
    assert len(emptied) == len(data) - 20
    assert np.array_equal(read_image(emptied), read_image(data))


SECRET = "Anna^Geheim "


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Rows",
            "Columns",
            "NumberOfFrames",
            "PhotometricInterpretation",
            "SamplesPerPixel",
            "PixelSpacing",
        ),
        *("BitsAllocated", "BitsStored", "HighBit", "PixelRepresentation", "PresentationLUTShape"),
        *("WindowCenter", "WindowWidth", "VOILUTFunction", "RescaleSlope", "RescaleIntercept"),
        *("VOILUTSequence", "ModalityLUTSequence", "PixelPaddingValue", "SharedFunctionalGroupsSequence"),
    ],
)
def test_no_reason_and_no_log_quotes_what_stands_in_the_file(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    reasons: list[str] = []
    dataset = xray(PatientName=SECRET, PatientID="Geheim 4711", WindowCenter="2048", WindowWidth="4096")
    tag = BaseTag(tag_for_keyword(name) or 0)
    dataset[tag] = DataElement(tag, "LO", SECRET)
    data, head = file_of(dataset), struct.pack("<HH", tag.group, tag.element)
    assert head + b"LO" in data
    for vr in (b"LO", b"PN", b"IS", b"DS", b"US", b"CS"):
        for look in (check_image, probe_image, read_image):
            try:
                look(data.replace(head + b"LO", head + vr))
            except ImageError as error:
                reasons.append(str(error))
    assert reasons or name in OVERLOOKED
    assert "Geheim" not in caplog.text
    assert not [reason for reason in reasons if "Geheim" in reason or len(reason) > 250]


OVERLOOKED = ("PixelSpacing", "PresentationLUTShape", "VOILUTFunction", "PixelPaddingValue")
"""What a file is read without where it means nothing."""
