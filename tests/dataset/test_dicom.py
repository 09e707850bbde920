import io
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGLSLossless,
    RLELossless,
    generate_uid,
)

from dataset.errors import ImageError
from dataset.images import check_image, display_picture, probe_image, read_image

RAMP = np.linspace(0, 4095, 64 * 48).reshape(64, 48).astype(np.uint16)


def xray(pixels: np.ndarray = RAMP, syntax: Any = ExplicitVRLittleEndian, **elements: Any) -> FileDataset:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.1.1"
    meta.MediaStorageSOPInstanceUID = generate_uid()
    meta.TransferSyntaxUID = syntax
    dataset = FileDataset("", {}, file_meta=meta, preamble=bytes(128))
    dataset.SOPClassUID, dataset.SOPInstanceUID = (
        meta.MediaStorageSOPClassUID,
        meta.MediaStorageSOPInstanceUID,
    )
    dataset.Modality, dataset.PatientName = "DX", "Test^Phantom"
    dataset.Rows, dataset.Columns = pixels.shape[-2:]
    dataset.SamplesPerPixel, dataset.PhotometricInterpretation = 1, "MONOCHROME2"
    dataset.BitsAllocated = 8 * pixels.dtype.itemsize
    dataset.BitsStored = 12 if pixels.dtype.itemsize == 2 else 8
    dataset.HighBit = dataset.BitsStored - 1
    dataset.PixelRepresentation = int(pixels.dtype.kind == "i")
    order = ">" if syntax == ExplicitVRBigEndian else "<"
    dataset.PixelData = pixels.astype(pixels.dtype.newbyteorder(order)).tobytes()
    for name, value in elements.items():
        setattr(dataset, name, value)
    return dataset


def file_of(dataset: FileDataset) -> bytes:
    buffer = io.BytesIO()
    dataset.save_as(buffer, enforce_file_format=True)
    return buffer.getvalue()


def shares(data: bytes) -> np.ndarray:
    pixels = read_image(data)
    assert pixels.dtype == np.uint16
    return pixels / 65535


def test_the_header_is_read_without_the_pixels() -> None:
    header = probe_image(file_of(xray()))
    assert (header.format, header.width, header.height, header.bits) == ("dicom", 48, 64, 12)
    assert not header.shown_as_is


def test_without_a_window_the_image_is_spread_over_its_own_range() -> None:
    assert shares(file_of(xray(RAMP // 2 + 100))) == pytest.approx((RAMP // 2) / (RAMP // 2).max(), abs=1e-4)


def test_padding_does_not_count_for_that_range() -> None:
    padded = RAMP.copy() // 2 + 1000
    padded[:3] = 0
    grey = shares(file_of(xray(padded, PixelPaddingValue=0)))
    assert grey[3, 0] < 0.002
    assert grey[:3].max() == 0


def test_the_first_window_is_applied_as_the_standard_says() -> None:
    grey = shares(file_of(xray(WindowCenter=[2048, 100], WindowWidth=[1024, 10])))
    expected = np.clip((RAMP - 2047.5) / 1023 + 0.5, 0, 1)
    assert grey == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        ("LINEAR_EXACT", np.clip((RAMP - 2048.0) / 1024 + 0.5, 0, 1)),
        ("SIGMOID", 1 / (1 + np.exp(-4 * (RAMP - 2048.0) / 1024))),
    ],
)
def test_the_other_window_functions(function: str, expected: np.ndarray) -> None:
    grey = shares(file_of(xray(WindowCenter=2048, WindowWidth=1024, VOILUTFunction=function)))
    assert grey == pytest.approx(expected, abs=1e-4)


def test_slope_and_intercept_come_before_the_window() -> None:
    signed = (RAMP.astype(np.int16) // 2) - 1000
    grey = shares(
        file_of(xray(signed, RescaleSlope="2", RescaleIntercept="500", WindowCenter=0, WindowWidth=2000))
    )
    expected = np.clip((signed * 2.0 + 500 + 0.5) / 1999 + 0.5, 0, 1)
    assert grey == pytest.approx(expected, abs=1e-4)


def test_a_modality_table_is_looked_up() -> None:
    item = Dataset()
    item.LUTDescriptor, item.ModalityLUTType = [4096, 0, 16], "US"
    item.add_new(0x00283006, "US", [int(v) for v in np.sqrt(np.arange(4096)) * 1000])
    grey = shares(file_of(xray(ModalityLUTSequence=Sequence([item]))))
    assert grey == pytest.approx(np.floor(np.sqrt(RAMP) * 1000) / np.floor(np.sqrt(4095) * 1000), abs=1e-3)


def test_a_voi_table_is_looked_up() -> None:
    item = Dataset()
    item.LUTDescriptor = [4096, 0, 12]
    item.add_new(0x00283006, "US", [int(4095 - v) for v in range(4096)])
    grey = shares(file_of(xray(VOILUTSequence=Sequence([item]), WindowCenter=1, WindowWidth=1)))
    assert grey == pytest.approx((4095 - RAMP) / 4095, abs=1e-3)


def test_monochrome1_is_turned_so_that_dense_is_bright() -> None:
    plain, turned = (shares(file_of(xray(PhotometricInterpretation=f"MONOCHROME{kind}"))) for kind in (2, 1))
    assert turned == pytest.approx(1 - plain, abs=1e-4)


@pytest.mark.parametrize("syntax", [ImplicitVRLittleEndian, ExplicitVRLittleEndian, ExplicitVRBigEndian])
def test_every_uncompressed_syntax(syntax: Any) -> None:
    dataset = xray(syntax=syntax)
    buffer = io.BytesIO()
    little = bool(syntax.is_little_endian)
    pydicom.dcmwrite(buffer, dataset, implicit_vr=bool(syntax.is_implicit_VR), little_endian=little)
    assert shares(buffer.getvalue()) == pytest.approx(RAMP / 4095, abs=1e-4)


@pytest.mark.parametrize("syntax", [RLELossless, JPEG2000Lossless, JPEGLSLossless])
def test_compressed_syntaxes(syntax: Any) -> None:
    dataset = xray()
    if syntax == JPEGLSLossless:
        compressed = gdcm_compressed(file_of(dataset), "JPEGLSLossless")
    else:
        dataset.compress(syntax, generate_instance_uid=False)
        compressed = file_of(dataset)
    assert pydicom.dcmread(io.BytesIO(compressed)).file_meta.TransferSyntaxUID == syntax
    assert shares(compressed) == pytest.approx(RAMP / 4095, abs=1e-4)


@pytest.mark.parametrize("process", ["JPEGLosslessProcess14", "JPEGLosslessProcess14_1"])
def test_jpeg_lossless_as_detectors_write_it(process: str) -> None:
    assert shares(gdcm_compressed(file_of(xray()), process)) == pytest.approx(RAMP / 4095, abs=1e-4)


def test_baseline_jpeg_of_8_bits() -> None:
    eight = (RAMP // 16).astype(np.uint8)
    grey = shares(gdcm_compressed(file_of(xray(eight)), "JPEGBaselineProcess1"))
    assert np.abs(grey - eight / 255).max() < 0.04


def test_a_dicom_xray_is_displayed_as_png() -> None:
    shown = read_image(display_picture(file_of(xray(WindowCenter=2048, WindowWidth=4096))))
    assert shown.dtype == np.uint8
    assert shown.shape == (64, 48)


@pytest.mark.parametrize(
    ("elements", "code", "reason"),
    [
        ({"NumberOfFrames": 2}, "animated", "2 frames"),
        ({"PhotometricInterpretation": "RGB", "SamplesPerPixel": 3}, "colours", "RGB"),
        ({"PhotometricInterpretation": "PALETTE COLOR"}, "colours", "PALETTE COLOR"),
        ({"Rows": 60_000, "Columns": 60_000}, "too_many_pixels", "100 megapixels"),
        ({"Rows": 0}, "damaged", "no pixels"),
        ({"PixelData": b"\0" * 100}, "damaged", "100 bytes of 6,144"),
    ],
)
def test_what_is_no_xray_says_why(elements: dict[str, Any], code: str, reason: str) -> None:
    with pytest.raises(ImageError, match=reason) as caught:
        check_image(file_of(xray(**elements)))
    assert caught.value.code == code


def test_a_report_and_a_deflated_file_say_so() -> None:
    report = xray()
    del report.Rows, report.Columns, report.PixelData
    with pytest.raises(ImageError, match="holds no image"):
        probe_image(file_of(report))
    with pytest.raises(ImageError, match="deflated"):
        probe_image(file_of(xray(syntax=DeflatedExplicitVRLittleEndian)))


def test_a_cut_off_file_is_damaged() -> None:
    data = file_of(xray())
    for length in (140, 400, len(data) // 2, len(data) - 10):
        with pytest.raises(ImageError):
            check_image(data[:length])


def gdcm_compressed(data: bytes, syntax: str) -> bytes:
    """Have GDCM write ``data`` in another transfer syntax; it only knows files."""
    import tempfile

    import gdcm

    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.dcm", Path(folder) / "out.dcm"
        source.write_bytes(data)
        reader = gdcm.ImageReader()
        reader.SetFileName(str(source))
        assert reader.Read()
        change = gdcm.ImageChangeTransferSyntax()
        change.SetTransferSyntax(gdcm.TransferSyntax(getattr(gdcm.TransferSyntax, syntax)))
        change.SetInput(reader.GetImage())
        assert change.Change()
        writer = gdcm.ImageWriter()
        writer.SetFileName(str(target))
        writer.SetFile(reader.GetFile())
        writer.SetImage(change.GetOutput())
        assert writer.Write()
        return target.read_bytes()
