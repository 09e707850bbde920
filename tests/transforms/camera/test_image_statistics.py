"""The statistics by which photos are compared find what was put into a picture."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest

from benchmarks.image_statistics import (
    aliases,
    colour_of,
    edge_response,
    linear,
    mtf50,
    photon_transfer,
    strongest_wave,
)
from benchmarks.realism_measures import noise_of, red_blue_phase
from transforms.camera.device.sensor import Sensor


@pytest.mark.parametrize("sigma", [0.8, 1.5, 3.0])
def test_the_edge_of_a_gaussian_blur_has_its_mtf50(sigma: float) -> None:
    fine = 8
    rows, columns = np.indices((96 * fine, 96 * fine)) / fine
    edge = (columns > 40 + 0.09 * rows).astype(np.float64)
    blurred = cv2.GaussianBlur(edge, (0, 0), sigma * fine)
    picture = blurred[fine // 2 :: fine, fine // 2 :: fine]
    found = mtf50(*edge_response(picture))
    assert found == pytest.approx(math.sqrt(math.log(2) / 2) / math.pi / sigma, rel=0.03)


def test_an_edge_that_never_loses_half_its_contrast_has_no_mtf50() -> None:
    assert math.isnan(mtf50(np.array([0, 0.5, 1]), np.array([1, 0.9, 0.8])))


@pytest.mark.parametrize(("gain", "read"), [(0.5, 3.0), (2.0, 0.0)])
def test_photon_transfer_finds_gain_and_read_noise(gain: float, read: float) -> None:
    random = np.random.default_rng(3)
    fixed = 1 + 0.02 * random.normal(
        size=(200, 200)
    )  # photosites that differ add nothing to a pair's difference
    pairs = []
    for electrons in (5, 50, 500, 2000):
        shots = [random.poisson(electrons * fixed) + read * random.normal(size=fixed.shape) for _ in range(2)]
        pairs.append((shots[0] * gain, shots[1] * gain))
    slope, intercept = photon_transfer(pairs)
    assert slope == pytest.approx(gain, rel=0.03)
    assert intercept == pytest.approx((read * gain) ** 2, abs=0.5 * gain**2)


@pytest.mark.parametrize("wave", [(0.125, 0.0), (0.25, -0.1875), (0.0625, 0.40625)])
def test_a_wave_in_noise_is_found_by_its_frequency(wave: tuple[float, float]) -> None:
    rows, columns = np.indices((128, 128))
    noise = np.random.default_rng(1).normal(size=(128, 128))
    picture = 100 + rows + 2 * np.sin(2 * np.pi * (wave[0] * columns + wave[1] * rows)) + noise
    frequency, decibels = strongest_wave(picture)
    np.testing.assert_allclose(frequency, wave, atol=1 / 128)
    assert decibels > 25
    assert strongest_wave(100 + rows + noise)[1] < 15


def test_a_frequency_beyond_the_sampling_appears_as_its_alias() -> None:
    np.testing.assert_allclose(aliases(np.array([0.93, 0.1]), 1.0), [-0.07, 0.1])
    np.testing.assert_allclose(aliases(np.array([0.47, 1.02]), 0.5), [-0.03, 0.02], atol=1e-12)


def test_light_and_colour_are_srgb_s() -> None:
    np.testing.assert_allclose(linear(np.array([0, 128, 255], np.uint8)), [0, 0.2158605, 1], atol=1e-6)
    np.testing.assert_allclose(colour_of(np.full((4, 4, 3), 255, np.uint8)), [100, 0, 0], atol=0.05)
    assert colour_of(np.full((4, 4, 3), (180, 190, 220), np.uint8))[2] < -10


def test_the_sensor_s_electrons_and_read_noise_are_found_in_its_raw_data() -> None:
    sensor = Sensor(pitch_um=2.0, iso=100.0, base_iso=50.0, full_well_e=16000.0, read_noise_e=4.0, bits=0)
    wells, read = noise_of(sensor)
    assert wells == pytest.approx(16000 / 2 / 2.0**2, rel=0.03)
    assert read == pytest.approx(4.0, rel=0.1)


def test_red_and_blue_photosites_see_a_fine_grating_in_opposite_phase() -> None:
    assert red_blue_phase() == pytest.approx(180, abs=15)
