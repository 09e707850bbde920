"""Mapping of homographies, points, boxes and masks, against the pixels."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings

import transforms
from tests.tiers import examples
from tests.transforms.pictures import levels, names, picture, seeds
from transforms import geometry
from transforms.annotations import source_of
from transforms.errors import AnnotationError
from transforms.pipeline import followed_by
from transforms.rendering import Rendering

SIZE = (420, 360)


def rendered(name, level, seed, size=SIZE, **options):
    transform = transforms.get(name, **options)
    params = transform.sample(level, size, np.random.default_rng(seed))
    return transform, params, transform.render(picture(*size), params)


def spot(size, at):
    """A soft bright spot, and nothing else."""
    x, y = np.meshgrid(np.arange(size[0]) + 0.5, np.arange(size[1]) + 0.5)
    return np.round(250 * np.exp(-((x - at[0]) ** 2 + (y - at[1]) ** 2) / 18)).astype(np.uint8)


def middle(image):
    """Centre of gravity of the brightness."""
    weight = np.maximum(image.astype(float) - 30, 0)
    x, y = np.meshgrid(np.arange(image.shape[1]) + 0.5, np.arange(image.shape[0]) + 0.5)
    return np.array([(weight * x).sum(), (weight * y).sum()]) / weight.sum()


@settings(max_examples=examples(60), deadline=None)
@given(names, levels, seeds)
def test_the_homography_takes_the_frame_to_the_corners(name, level, seed):
    _, _, rendering = rendered(name, level, seed)
    moved = geometry.move_points(rendering.homography, geometry.frame(SIZE))
    assert np.allclose(moved, rendering.corners)


@pytest.mark.parametrize("name", ["tilt", "rotation", "translation", "motion", "moire"])
@pytest.mark.parametrize("options", [{}, {"relative": True}])
@pytest.mark.parametrize("at", [(130.0, 110.0), (90.3, 140.8)])
def test_a_bright_spot_lands_where_the_homography_says(name, options, at):
    transform, params, rendering = rendered(name, 2, 3, **options)
    pixels = transform.apply(spot(SIZE, at), params)
    said = transforms.warp_points([at], rendering)[0]
    assert np.abs(middle(pixels) - said).max() < 0.15


@pytest.mark.parametrize(("name", "option"), [("rotation", "keep_size"), ("translation", "keep_scale")])
def test_the_homography_follows_the_options(name, option):
    transform, params, rendering = rendered(name, 3, 1, **{option: True})
    said = transforms.warp_points([(120, 100)], rendering)[0]
    assert np.abs(middle(transform.apply(spot(SIZE, (120, 100)), params)) - said).max() < 0.15


def test_a_homography_for_opencv_is_shifted_by_half_a_pixel():
    _, _, rendering = rendered("tilt", 3, 5)
    flat = geometry.between_pixel_centres(rendering.homography)
    warped = cv2.warpPerspective(picture(*SIZE), flat, SIZE, flags=cv2.INTER_CUBIC)
    inside = cv2.erode((rendering.image > 0).astype(np.uint8), np.ones((9, 9))) > 0
    assert np.abs(warped.astype(int) - rendering.image)[inside].mean() < 1
    assert np.allclose(geometry.from_pixel_centres(flat), rendering.homography)


def test_boxes_enclose_what_was_in_them():
    image = np.zeros((360, 420), np.uint8)
    image[60:90, 100:150] = 255
    for name in ("tilt", "rotation", "translation"):
        transform, params, rendering = rendered(name, 3, 2)
        rows, columns = np.nonzero(transform.apply(image, params) > 127)
        seen = [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]
        box = transforms.warp_boxes([[100, 60, 150, 90]], rendering)[0]
        assert np.abs(box - seen).max() < 1.2


def test_boxes_are_cut_to_the_frame_and_keep_their_order():
    _, _, rendering = rendered("translation", 4, 0, keep_scale=True)
    boxes = transforms.warp_boxes([[0, 0, 420, 360], [-500, -500, -400, -400]], rendering)
    assert boxes.shape == (2, 4)
    assert (boxes >= 0).all()
    assert (boxes <= [420, 360, 420, 360]).all()
    assert boxes[1, 0] == boxes[1, 2]
    assert transforms.warp_boxes([], rendering).shape == (0, 4)


@pytest.mark.parametrize("dtype", [np.uint8, np.int32, bool, np.float32])
def test_masks_go_with_the_pixels_by_nearest_label(dtype):
    labels = np.zeros((360, 420), dtype)
    labels[50:120, 70:180] = 1
    for name in ("tilt", "rotation", "translation", "identity"):
        transform, params, rendering = rendered(name, 3, 2)
        mask = transforms.warp_mask(labels, rendering)
        assert mask.dtype == dtype
        assert set(np.unique(mask)) <= {0, 1}
        pixels = transform.apply((labels > 0).astype(np.uint8) * 255, params) > 127
        assert (pixels != (mask > 0)).mean() < 0.005


def test_a_mask_is_filled_where_nothing_of_the_source_shows():
    _, _, rendering = rendered("translation", 1, 2)
    mask = transforms.warp_mask(np.ones((360, 420), np.uint8), rendering, fill=255)
    assert set(np.unique(mask)) == {1, 255}


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda r: transforms.warp_mask(np.zeros((5, 5)), r), "the mask is"),
        (lambda r: transforms.warp_boxes([[1, 2, 3]], r), "boxes must be finite numbers"),
        (lambda r: transforms.warp_points([[1, np.nan]], r), "points must be finite numbers"),
        (lambda r: transforms.warp_points("ab", r), "points must be an array of numbers"),
    ],
)
def test_annotations_that_do_not_fit_are_refused(call, said):
    _, _, rendering = rendered("identity", 1, 0)
    with pytest.raises(AnnotationError, match=said):
        call(rendering)


def test_a_rendering_that_says_nothing_moves_nothing():
    silent = Rendering(picture(5, 5), (5, 5), None, geometry.frame((5, 5)))
    with pytest.raises(AnnotationError, match="does not say where pixels went"):
        transforms.warp_points([(1, 1)], silent)


def bulged(image, strength):
    """A lens's bulge, given by displacement, with a homography near to it."""
    height, width = image.shape
    x, y = np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5)
    dx, dy = x / width - 0.5, y / height - 0.5
    pull = strength * (dx**2 + dy**2 - 0.2)
    field = np.stack([dx * pull * width, dy * pull * height], axis=-1).astype(np.float32)
    map_x, map_y = (x - 0.5 + field[..., 0]).astype(np.float32), (y - 0.5 + field[..., 1]).astype(np.float32)
    pixels = cv2.remap(image, map_x, map_y, cv2.INTER_LINEAR)
    return Rendering(pixels, (width, height), None, geometry.frame((width, height)), field)


@pytest.mark.parametrize("at", [(70.0, 60.0), (180.0, 150.0)])
def test_points_go_through_displacements_and_back(at):
    rendering = bulged(spot(SIZE, at), 0.3)
    said = transforms.warp_points([at], rendering)
    assert np.abs(said[0] - middle(rendering.image)).max() < 0.3
    assert np.allclose(source_of(said, rendering), [at], atol=0.01)


def test_displacement_and_homography_join_in_either_order():
    at = (150.0, 120.0)
    tilt = transforms.get("tilt")
    params = tilt.sample(2, SIZE, np.random.default_rng(1))
    first = bulged(spot(SIZE, at), 0.3)
    both = followed_by(first, tilt.render(first.image, params))
    assert both.displacement.shape == (*both.image.shape, 2)
    assert np.abs(transforms.warp_points([at], both)[0] - middle(both.image)).max() < 0.4
    first = tilt.render(spot(SIZE, at), params)
    both = followed_by(first, bulged(first.image, 0.3))
    assert np.abs(transforms.warp_points([at], both)[0] - middle(both.image)).max() < 0.4
    assert np.allclose(source_of(transforms.warp_points([at], both), both), [at], atol=0.1)
