"""The paper's pictures, remade: Pillow, OpenCV and scikit-image give them, ours must be the same."""

import cv2
import numpy as np
import pytest
from PIL import Image, ImageEnhance, ImageFilter

import transforms
from benchmarks import plain
from tests.transforms.pictures import picture, psnr
from transforms.boxes import boxes


def sampled(name, level=1, size=(390, 323), seed=0):
    return transforms.get(name).sample(level, size, np.random.default_rng(seed))


@pytest.mark.parametrize("level", [1, 2, 3, 4])
@pytest.mark.parametrize("kind", [transforms.ImageKind.GREY8, transforms.ImageKind.RGB8])
@pytest.mark.parametrize("way", ["up", "down"])
def test_brightness_and_contrast_are_pillows_value_for_value(level, kind, way):
    image = picture(160, 120, kind)
    for name, enhancer in (("brightness", ImageEnhance.Brightness), ("contrast", ImageEnhance.Contrast)):
        params = sampled(f"{name}_{way}", level)
        expected = enhancer(Image.fromarray(image)).enhance(params.factor)
        assert np.array_equal(transforms.get(f"{name}_{way}").apply(image, params), np.asarray(expected))


def test_random_digital_is_contrast_and_then_brightness():
    image = picture(160, 120)
    for seed in range(8):
        params = sampled("random-digital", 2, seed=seed)
        between = transforms.get("contrast_up").apply(image, {"factor": params.contrast})
        expected = transforms.get("brightness_up").apply(between, {"factor": params.brightness})
        # In one table the second step does not see the mean of the first: brightness needs none.
        assert np.array_equal(transforms.get("random-digital").apply(image, params), expected)


def test_exposure_is_the_sigmoid_cut_off_to_whole_numbers():
    image = np.arange(256, dtype=np.uint8).reshape(16, 16)
    curve = 255 / (1 + np.exp(5 * (0.5 - image / 255)))
    assert np.array_equal(transforms.get("exposure").apply(image, {}), curve.astype(np.uint8))


@pytest.mark.parametrize("radius", [0.3, 1.0, 1.5, 3, 6, 10, 40])
def test_blur_is_pillows_to_rounding(radius):
    image = picture(200, 150)
    expected = np.asarray(Image.fromarray(image).filter(ImageFilter.GaussianBlur(radius)))
    made = transforms.get("blur").apply(image, {"radius": radius})
    assert np.abs(made.astype(int) - expected).max() <= 2
    assert psnr(made, expected) > 55


@pytest.mark.parametrize("kind", [transforms.ImageKind.GREY8, transforms.ImageKind.RGB8])
@pytest.mark.parametrize("radius", [1.5, 3])
def test_a_large_picture_is_blurred_at_once_except_for_its_edges_as_by_pillow(radius, kind):
    image = picture(1000, 920, kind)
    expected = np.asarray(Image.fromarray(image).filter(ImageFilter.GaussianBlur(radius)))
    made = transforms.get("blur").apply(image, {"radius": radius})
    assert psnr(made, expected) > 52
    edge = boxes(radius).edge
    inner = (slice(edge, -edge), slice(edge, -edge))
    assert np.abs(made.astype(int) - expected)[inner].max() <= 2


@pytest.mark.parametrize("size", [1, 2, 3, 10, 25, 45])
def test_motion_is_a_row_of_a_square_kernel(size):
    image = picture(200, 150)
    kernel = np.zeros((size, size))
    kernel[(size - 1) // 2] = 1 / size
    made = transforms.get("motion").apply(image, {"size": size})
    assert psnr(made, cv2.filter2D(image, -1, kernel)) > 55


@pytest.mark.parametrize("name", ["moire", "tilt", "translation", "glare_matte", "glare_glossy"])
@pytest.mark.parametrize("level", [1, 2, 3, 4])
@pytest.mark.parametrize("size", [(390, 323), (210, 260)])
def test_the_plain_writing_gives_the_same_picture(name, level, size):
    image = picture(*size)
    params = sampled(name, level, size, seed=level)
    expected = np.asarray(plain.writing(name, params)(np.dstack([image] * 3)))[:, :, 0]
    made = transforms.get(name).apply(image, params)
    assert psnr(made, expected) > 52


@pytest.mark.parametrize("size", [(390, 323), (391, 324), (50, 21)])
@pytest.mark.parametrize("degrees", [5, -20])
def test_rotation_is_opencvs_on_a_canvas_that_holds_the_whole_picture(size, degrees):
    image = picture(*size)
    width, height = size
    matrix = cv2.getRotationMatrix2D((width // 2, height // 2), degrees, 1.0)
    cos, sin = abs(matrix[0, 0]), abs(matrix[0, 1])
    grown = int(height * sin + width * cos), int(height * cos + width * sin)
    matrix[:, 2] += grown[0] / 2 - width // 2, grown[1] / 2 - height // 2
    made = transforms.get("rotation").apply(image, {"degrees": degrees})
    assert np.array_equal(made, cv2.warpAffine(image, matrix, grown))


def test_colours_stay_in_their_places_under_rotation():
    red = np.zeros((40, 40, 3), np.uint8)
    red[..., 0] = 200
    made = transforms.get("rotation").apply(red, {"degrees": 10})
    assert tuple(made[made.shape[0] // 2, made.shape[1] // 2]) == (200, 0, 0)


def test_identity_changes_nothing():
    image = picture(33, 21)
    assert np.array_equal(transforms.get("identity").apply(image, {}), image)
