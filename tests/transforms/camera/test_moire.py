"""Moiré is sampling: its frequency, direction and contrast are those that theory gives."""

import numpy as np
import pytest

from tests.transforms.camera.ideal import ideal_screen_photo
from tests.transforms.camera.pictures import alias, strongest_wave, with_parts
from transforms.effects.screen_photo import ScreenPhoto, ScreenPhotoParams

GREY = np.full((400, 640), 128, np.uint8)


def striped(magnification: float, **parts: dict[str, object]) -> ScreenPhotoParams:
    """A grey screen with stripes, seen from the front by point-like photosites."""
    params = ideal_screen_photo((640, 400), (384, 256), magnification)
    base = {"screen": {"subpixels": "stripe", "fill_x": 0.9, "fill_y": 1.0}, "sensor": {"aperture": 0.6}}
    for part, fields in parts.items():
        base[part] = {**base.get(part, {}), **fields}
    return with_parts(params, **base)


def photo(params: ScreenPhotoParams) -> np.ndarray:
    return ScreenPhoto().apply(GREY, params).astype(float)


@pytest.mark.parametrize("magnification", [0.77, 0.93, 1.06, 1.15])
def test_beat_has_the_frequency_that_sampling_theory_predicts(magnification: float) -> None:
    row = photo(striped(magnification))[128, :, 1]
    assert strongest_wave(row) == pytest.approx(alias(1 / magnification), rel=0.02)


@pytest.mark.parametrize("magnification", [1.85, 2.1])
def test_red_photosites_of_a_bayer_sensor_beat_at_half_the_sampling(magnification: float) -> None:
    params = striped(magnification, sensor={"bayer": "rggb"}, processing={"demosaic": "bilinear"})
    row = photo(params)[128, 0::2, 0]
    assert strongest_wave(row) / 2 == pytest.approx(alias(1 / magnification, 0.5), rel=0.02)


def test_colours_beat_a_third_of_a_period_apart() -> None:
    image = photo(striped(0.93))[128]
    turn = np.exp(-2j * np.pi * (1 - 1 / 0.93) * np.arange(image.shape[0])) * np.hanning(image.shape[0])
    phases = np.angle([(image[:, c] * turn).sum() for c in range(3)])
    steps = np.mod(np.diff(phases), 2 * np.pi)
    assert np.minimum(steps, 2 * np.pi - steps) == pytest.approx(2 * np.pi / 3, abs=0.05)


def wave_vector(window: np.ndarray) -> np.ndarray:
    """Strongest wave (fx, fy) of a picture, up to its sign."""
    weight = np.outer(np.hanning(window.shape[0]), np.hanning(window.shape[1]))
    size = 2048
    spectrum = np.abs(np.fft.rfft2((window - np.average(window, weights=weight)) * weight, (size, size)))
    fy, fx = np.unravel_index(np.argmax(spectrum), spectrum.shape)
    return np.array([fx, fy if fy < size / 2 else fy - size]) / size


@pytest.mark.parametrize("roll", [2.0, 5.0])
def test_turning_the_camera_turns_the_beat_far_more(roll: float) -> None:
    a = np.radians(roll)
    expected = np.array([np.cos(a), np.sin(a)]) / 0.93 - [1, 0]
    measured = wave_vector(photo(striped(0.93, pose={"roll_deg": roll}))[:, 64:-64, 1])
    measured *= np.sign(measured @ expected)
    assert np.linalg.norm(measured - expected) < 0.02 * np.linalg.norm(expected) + 1 / 2048
    assert np.degrees(np.arctan2(abs(measured[1]), abs(measured[0]))) > 5 * roll


def test_tilting_chirps_the_beat_as_the_perspective_says() -> None:
    params = striped(0.93, pose={"yaw_deg": 6.0})
    row = photo(params)[128, :, 1]
    found = []
    for start in (0, 256):
        at = np.array([[start + 63.5, 128.0], [start + 64.5, 128.0]])
        u = params.optics().to_plane(at)[:, 0]
        measured = strongest_wave(row[start : start + 128])
        assert measured == pytest.approx(alias(u[1] - u[0]), rel=0.04)
        found.append(measured)
    assert abs(found[0] - found[1]) > 0.02


def contrast(params: ScreenPhotoParams) -> float:
    row = photo(params)[128, 20:-20, 1]
    return float(row.std() / row.mean())


def test_moire_vanishes_when_the_defocus_is_wider_than_a_pixel_of_the_screen() -> None:
    sharp = contrast(striped(0.93))
    pixel_um = 0.93 * 2.0
    assert sharp > 0.1
    assert contrast(striped(0.93, lens={"defocus_um": 1.22 * pixel_um})) < 0.02 * sharp
    assert contrast(striped(0.93, lens={"defocus_um": 4 * pixel_um})) < 0.08 * sharp


def test_contrast_falls_with_defocus_as_the_disc_s_transfer_function() -> None:
    def beat(params: ScreenPhotoParams) -> float:
        light = (photo(params)[128, :, 1] / 255) ** 2.2
        wave = np.exp(-2j * np.pi * alias(1 / 0.93) * np.arange(len(light)))
        return float(abs((light * np.hanning(len(light)) * wave).sum()))

    sharp, soft = beat(striped(0.93)), beat(striped(0.93, lens={"defocus_um": 1.0}))
    z = np.pi * 0.5 / 0.93
    expected = 1 - z**2 / 8 + z**4 / 192 - z**6 / 9216
    assert soft / sharp == pytest.approx(expected, rel=0.02)


def test_hand_motion_across_the_stripes_wipes_the_moire_out_and_along_them_does_not() -> None:
    def moved(direction: float) -> float:
        # 2000 px of focal length x 10 ms x w = one screen pixel of 0.93 px
        speed = float(np.degrees(0.93 / 2000 / 0.01))
        return contrast(
            striped(
                0.93, motion={"speed_deg_s": speed, "direction_deg": direction}, sensor={"exposure_ms": 10.0}
            )
        )

    still = contrast(striped(0.93))
    assert moved(0.0) < 0.05 * still
    assert moved(90.0) == pytest.approx(still, rel=0.02)


def test_without_subpixels_there_is_no_moire() -> None:
    assert contrast(striped(0.93, screen={"subpixels": "none"})) < 0.002
