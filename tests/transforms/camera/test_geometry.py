"""The ground truth says where everything really went."""

import cv2
import numpy as np
import pytest

from tests.transforms.camera.ideal import ideal_film_photo, ideal_screen_photo
from tests.transforms.camera.pictures import centroid, discs, with_parts
from transforms import geometry, get
from transforms.camera.optics.lens import distort
from transforms.effects.film_photo import FilmPhoto
from transforms.effects.film_photo import geometry_of as film_geometry
from transforms.effects.screen_photo import ScreenPhoto
from transforms.effects.screen_photo import geometry_of as screen_geometry

WINDOW = {
    "window_x_mm": 20.0,
    "window_y_mm": 0.0,
    "window_z_mm": 400.0,
    "window_width_mm": 160.0,
    "window_height_mm": 130.0,
}


@pytest.mark.parametrize("level", [1, 3])
def test_homography_maps_points_within_half_a_pixel_when_nothing_distorts(level: int) -> None:
    source, centres = discs(500, 420, radius=12)
    drawn = get("screen_photo", oneplus6=True, monitor_1080p_24in=True).sample(
        level, (500, 420), np.random.default_rng(level)
    )
    params = with_parts(
        drawn,
        lens={"k1": 0.0, "k2": 0.0, "lateral_red": 0.0, "lateral_blue": 0.0, "vignetting": 0.0},
        reflection={"window_cd_m2": 0.0, "lamp_cd_m2": 0.0, "photographer": False},
        viewer={"cursor": False},
    )
    photo = ScreenPhoto().render(source, params)
    assert photo.displacement is None
    assert geometry.move_points(photo.homography, geometry.frame((500, 420))) == pytest.approx(photo.corners)
    for place in geometry.move_points(photo.homography, centres):
        assert centroid(photo.image[:, :, 1], place, 36) == pytest.approx(place, abs=0.5)


def test_straight_edges_bend_as_the_distortion_coefficients_say() -> None:
    source = np.zeros((300, 400), np.uint8)
    source[30] = 255
    params = with_parts(ideal_screen_photo((400, 300), (400, 300)), lens={"k1": -0.5, "k2": 0.9})
    photo = ScreenPhoto().apply(source, params)[:, :, 1].astype(float) ** 2.2
    columns = np.arange(40, 360, 16)
    rows = (photo[:, columns] * np.arange(300)[:, None]).sum(axis=0) / photo[:, columns].sum(axis=0)
    x = np.linspace(0, 399, 2000)
    bent = distort(params.lens, np.column_stack([x, np.full(2000, 30.0)]), (199.5, 149.5), 2000.0)
    expected = np.interp(columns, bent[:, 0], bent[:, 1])
    assert np.abs(rows - expected).max() < 0.1
    # k1 = -0.5 at a radius of a tenth of the focal length: half a percent, which is what bends the line
    assert np.ptp(expected) > 0.3


def test_displacement_field_and_forward_map_are_each_other_s_inverse_under_distortion() -> None:
    params = with_parts(
        ideal_screen_photo((400, 300), (320, 260), 0.7),
        lens={"k1": -0.8, "k2": 0.3},
        pose={"yaw_deg": 9.0, "roll_deg": 3.0},
    )
    source, centres = discs(400, 300)
    photo = ScreenPhoto().render(source, params)
    truth = screen_geometry(params, (400, 300))
    for centre, place in zip(centres, truth.forward(centres), strict=True):
        x, y = int(place[0]), int(place[1])
        back = np.array([x + 0.5, y + 0.5]) + photo.displacement[y, x]
        there = truth.forward(back[None])[0]
        assert there == pytest.approx([x + 0.5, y + 0.5], abs=0.02)
        assert centroid(photo.image[:, :, 1], place, 9) == pytest.approx(place, abs=0.3)
        assert np.linalg.norm(centre - back) < 2
    assert truth.forward(geometry.frame((400, 300))) == pytest.approx(photo.corners)


def test_curled_film_moves_points_to_where_the_displacement_field_says() -> None:
    source, centres = discs(400, 480, radius=9)
    params = with_parts(
        ideal_film_photo((400, 480), (560, 660)),
        curl={"bottom_mm": 40.0, "right_mm": 20.0, "wave_mm": 3.0},
        pose={"yaw_deg": 8.0, "pitch_deg": 5.0},
        film={"log_range": 2.5},
    )
    photo = FilmPhoto().render(source, params)
    places = film_geometry(params, (400, 480)).forward(centres)
    level = with_parts(params, curl={"bottom_mm": 0.0, "right_mm": 0.0, "wave_mm": 0.0})
    flat = geometry.move_points(film_geometry(level, (400, 480)).homography(), centres)
    assert np.linalg.norm(places - flat, axis=1).max() > 5
    for centre, place in zip(centres, places, strict=True):
        assert centroid(photo.image[:, :, 1], place, 14) == pytest.approx(place, abs=0.5)
        x, y = int(place[0]), int(place[1])
        back = np.array([x + 0.5, y + 0.5]) + photo.displacement[y, x]
        assert np.linalg.norm(back - centre) < 2


def test_colours_are_magnified_by_their_lateral_aberration() -> None:
    source, centres = discs(400, 300)
    params = with_parts(ideal_screen_photo((400, 300)), lens={"lateral_red": 0.01, "lateral_blue": -0.01})
    photo = ScreenPhoto().apply(source, params)
    middle = np.array([200.0, 150.0])
    for centre in centres:
        for colour, factor in ((0, 1.01), (1, 1.0), (2, 0.99)):
            expected = middle + (centre - middle) * factor
            assert centroid(photo[:, :, colour], expected, 11) == pytest.approx(expected, abs=0.1)


def test_messenger_scales_the_ground_truth_with_the_photo() -> None:
    source, centres = discs(500, 400, radius=10)
    params = with_parts(
        ideal_screen_photo((500, 400), (480, 400), 0.9),
        delivery={"messenger_long_side": 240, "messenger_quality": 95},
    )
    photo = ScreenPhoto().render(source, params)
    assert photo.size == (240, 200) == ScreenPhoto().output_size((500, 400), params)
    for place in geometry.move_points(photo.homography, centres):
        assert centroid(photo.image[:, :, 1], place, 8) == pytest.approx(place, abs=0.3)
    assert photo.masks["glare"].shape == (200, 240)


def test_pointer_is_marked_as_occlusion_where_it_is_drawn() -> None:
    params = with_parts(
        ideal_screen_photo((960, 720)), viewer={"cursor": True, "cursor_x": 0.25, "cursor_y": 0.5}
    )
    black = np.zeros((720, 960), np.uint8)
    photo = ScreenPhoto().render(black, params)
    lit = photo.image[:, :, 1] > 100
    hidden = photo.masks["occlusion"] > 0
    assert lit.sum() > 20
    assert (hidden | ~lit).all()
    assert hidden.sum() < 8 * lit.sum()


def test_clips_and_paper_labels_are_marked_as_occlusion() -> None:
    params = with_parts(
        ideal_film_photo((400, 480)), light_box={"clips": 2}, marks={"label": "sticker", "seed": 2}
    )
    photo = FilmPhoto().render(np.full((480, 400), 255, np.uint8), params)
    clips = photo.image[:, :, 1] < 5
    assert clips.sum() > 300
    assert (photo.masks["occlusion"][clips] == 255).mean() > 0.97
    label = photo.masks["occlusion"][14:44, 280:380]
    assert (label == 255).mean() > 0.95
    assert photo.masks["occlusion"][100:].max() == 0


def test_a_window_s_reflection_is_in_the_glare_mask_and_in_the_photo() -> None:
    params = with_parts(
        ideal_screen_photo((400, 300)),
        reflection={"mirrored": 0.04, "window_cd_m2": 2000.0, **WINDOW},
    )
    black = np.zeros((300, 400), np.uint8)
    photo = ScreenPhoto().render(black, params)
    glare = photo.masks["glare"]
    assert glare.max() > 150
    assert photo.image[glare > 150].mean() > 150
    assert photo.image[cv2.dilate(glare, np.ones((5, 5), np.uint8)) == 0].max() <= 2
