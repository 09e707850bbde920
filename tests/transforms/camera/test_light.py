"""Light, noise and time behave as their formulas say."""

import numpy as np
import pytest

from tests.transforms.camera.ideal import ideal_film_photo, ideal_screen_photo
from tests.transforms.camera.pictures import smooth, strongest_wave, with_parts
from transforms.camera.device.colour import encode, white_of
from transforms.camera.device.noise import normal_quantiles
from transforms.camera.device.sensor import PEDESTAL, Metered, Sensor, noisy, rolling_gain
from transforms.camera.optics.lens import bessel_j1
from transforms.camera.optics.motion import HandMotion, path
from transforms.effects.film_photo import FilmPhoto
from transforms.effects.screen_photo import ScreenPhoto

WHITE = np.full((240, 320), 255, np.uint8)


@pytest.mark.parametrize("iso", [100.0, 800.0])
def test_noise_variance_is_linear_in_the_signal_with_the_set_gain(iso: float) -> None:
    sensor = Sensor(iso=iso, base_iso=100.0, full_well_e=8000.0, read_noise_e=4.0, bits=0)
    electrons = sensor.saturation_electrons()
    assert electrons == 8000.0 * 100 / iso
    means, variances = [], []
    for level in (0.05, 0.2, 0.4, 0.6, 0.8):
        light = np.full((400, 500), level, np.float32)
        raw = noisy(
            sensor, light, Metered(1.0, 0.0, np.zeros((15, 18, 3), np.float32)), seed=int(level * 100)
        )
        counts = (raw.astype(float) - PEDESTAL) / (65535 - PEDESTAL) * electrons
        means.append(counts.mean())
        variances.append(counts.var())
    slope, intercept = np.polyfit(means, variances, 1)
    assert slope == pytest.approx(1.0, rel=0.02)
    assert means == pytest.approx(np.array([0.05, 0.2, 0.4, 0.6, 0.8]) * electrons, rel=0.005)
    assert intercept == pytest.approx(16.0, abs=0.01 * max(variances))


def test_read_noise_alone_is_left_in_the_dark() -> None:
    sensor = Sensor(iso=100.0, base_iso=100.0, full_well_e=2000.0, read_noise_e=6.0, bits=0)
    dark = np.zeros((400, 500), np.float32)
    raw = noisy(sensor, dark, Metered(1.0, 0.0, np.zeros((15, 18, 3), np.float32)), seed=1)
    counts = (raw.astype(float) - PEDESTAL) / (65535 - PEDESTAL) * 2000
    assert counts.std() == pytest.approx(6.0, rel=0.01)
    assert counts.mean() == pytest.approx(0.0, abs=0.1)


def test_noise_is_normal_and_uncorrelated_between_neighbours_and_seeds() -> None:
    table = normal_quantiles()
    assert table.mean() == pytest.approx(0, abs=1e-6)
    assert table.std() == pytest.approx(1, abs=1e-6)
    light = np.full((256, 256), 0.5, np.float32)
    veil = np.zeros((10, 10, 3), np.float32)
    one, other = (
        noisy(Sensor(bits=0), light, Metered(1.0, 0.0, veil), seed).astype(float) for seed in (1, 2)
    )
    assert abs(np.corrcoef(one.ravel(), other.ravel())[0, 1]) < 0.02
    assert abs(np.corrcoef(one[:, 1:].ravel(), one[:, :-1].ravel())[0, 1]) < 0.02
    assert abs(np.corrcoef(one[1:].ravel(), one[:-1].ravel())[0, 1]) < 0.02


def test_converter_rounds_to_its_bits_and_clips_at_saturation() -> None:
    ramp = np.linspace(0, 1.2, 4096, dtype=np.float32)[None].repeat(2, axis=0)
    raw = noisy(Sensor(iso=0.0, bits=8), ramp, Metered(1.0, 0.0, np.zeros((2, 130, 3), np.float32)), seed=0)
    assert len(np.unique(raw)) <= 256
    assert raw.max() == 65535
    assert (np.diff(raw[0].astype(int)) >= 0).all()


def test_vignetting_leaves_the_corners_the_share_it_says() -> None:
    params = with_parts(ideal_screen_photo((320, 240)), lens={"vignetting": 0.4})
    photo = (ScreenPhoto().apply(WHITE, params)[:, :, 1] / 255.0) ** 2.2
    assert photo[120, 160] == pytest.approx(1.0, abs=0.01)
    assert photo[1, 1] == pytest.approx(0.6, abs=0.02)


def test_veiling_glare_lifts_black_by_its_share_of_the_mean() -> None:
    source = WHITE.copy()
    source[80:160, 110:210] = 0
    params = with_parts(ideal_screen_photo((320, 240)), lens={"glare": 0.05})
    photo = (ScreenPhoto().apply(source, params)[:, :, 1] / 255.0) ** 2.2
    assert photo[120, 160] == pytest.approx(0.05 * (source / 255).mean(), rel=0.15)


def test_blur_disc_spreads_an_edge_over_its_diameter() -> None:
    source = np.zeros((240, 320), np.uint8)
    source[:, 160:] = 255
    params = with_parts(ideal_screen_photo((320, 240)), lens={"defocus_um": 24.0})
    row = (ScreenPhoto().apply(source, params)[120, :, 1] / 255.0) ** 2.2
    spread = np.flatnonzero((row[:200] > 0.01) & (row[:200] < 0.99))
    # 24 um are 12 photosites; a disc's edge profile ends exactly at its radius
    assert 10 <= np.ptp(spread) + 1 <= 13
    assert row[159:161].mean() == pytest.approx(0.5, abs=0.02)


def test_moved_hand_smears_a_point_along_its_path_and_keeps_its_place() -> None:
    source = np.zeros((240, 320), np.uint8)
    source[120, 160] = 255
    speed = float(np.degrees(15 / 2000 / 0.02))
    params = with_parts(
        ideal_screen_photo((320, 240)),
        motion={"speed_deg_s": speed, "direction_deg": 0.0},
        sensor={"exposure_ms": 20.0},
    )
    photo = (ScreenPhoto().apply(source, params)[:, :, 1] / 255.0) ** 2.2
    rows, columns = np.nonzero(photo > 0.2 / 15)
    assert np.ptp(columns) + 1 == pytest.approx(15, abs=1)
    assert set(rows) == {120}
    assert (photo * np.arange(320)).sum() / photo.sum() == pytest.approx(160, abs=0.1)


def test_path_has_the_length_of_angle_times_focal_length() -> None:
    points = path(HandMotion(speed_deg_s=2.0, direction_deg=30.0), 0.02, 3000.0)
    ends = points[-1] - points[0]
    assert np.hypot(*ends) == pytest.approx(np.radians(2.0) * 0.02 * 3000 * 23 / 24)
    assert np.degrees(np.arctan2(ends[1], ends[0])) == pytest.approx(30.0)
    assert points.mean(axis=0) == pytest.approx([0, 0], abs=1e-12)


def test_flicker_makes_bands_of_the_predicted_number_and_depth() -> None:
    params = with_parts(
        ideal_screen_photo((320, 240)),
        screen={"flicker_hz": 240.0, "flicker_depth": 0.4},
        sensor={"exposure_ms": 2.0, "readout_ms": 30.0, "saturation_cd_m2": 200.0},
    )
    rows = (ScreenPhoto().apply(WHITE, params)[:, 160, 1] / 255.0) ** 2.2
    assert strongest_wave(rows) * 240 == pytest.approx(240.0 * 0.030, rel=0.02)
    depth = 0.4 * np.sinc(240 * 0.002)
    assert (rows.max() - rows.min()) / (rows.max() + rows.min()) == pytest.approx(depth, rel=0.03)


def test_exposure_over_whole_periods_leaves_no_bands() -> None:
    sensor = Sensor(exposure_ms=1000 / 120)
    assert np.ptp(rolling_gain(sensor, 500, 120.0, 0.9)) < 1e-6


def test_phone_held_upright_has_its_bands_upright() -> None:
    params = with_parts(
        ideal_screen_photo((320, 240)),
        screen={"flicker_hz": 240.0, "flicker_depth": 0.4},
        sensor={"exposure_ms": 2.0, "readout": "columns", "saturation_cd_m2": 200.0},
    )
    photo = ScreenPhoto().apply(WHITE, params)[:, :, 1]
    assert np.ptp(photo[:, 100]) <= 1
    assert np.ptp(photo[100]) > 20


def test_screen_bluer_than_the_white_balance_comes_out_blue_and_matched_comes_out_grey() -> None:
    grey = np.full((64, 64), 128, np.uint8)
    params = with_parts(ideal_screen_photo((64, 64)), screen={"white_k": 8000.0})
    photo = ScreenPhoto().apply(grey, with_parts(params, processing={"white_balance_k": 6000.0}))
    assert photo[32, 32, 2] > photo[32, 32, 1] + 8 > photo[32, 32, 0] + 12
    matched = ScreenPhoto().apply(
        grey, with_parts(params, processing={"white_balance_k": 8000.0}, sensor={"saturation_cd_m2": 200.0})
    )
    assert np.ptp(matched[32, 32].astype(int)) <= 1


def test_daylight_of_6504_kelvin_is_srgb_white() -> None:
    assert white_of(6504.0) == pytest.approx([1, 1, 1], abs=0.003)
    assert white_of(2800.0)[0] > 2 > 0.5 > white_of(2800.0)[2]


def test_srgb_curve_meets_the_standard_s_values() -> None:
    assert encode(np.array([0.0, 0.0031308, 0.214041, 1.0]), 0) == pytest.approx(
        [0, 0.04045, 0.5, 1], abs=1e-4
    )


def test_bessel_function_agrees_with_its_integral() -> None:
    x = np.array([0.3, 1.0, 2.9, 3.1, 3.8317, 10.0, 40.0])
    t = (np.arange(20000) + 0.5) / 20000 * np.pi
    integral = np.cos(t[None] - x[:, None] * np.sin(t)[None]).mean(axis=1)
    assert bessel_j1(x) == pytest.approx(integral, abs=1e-6)


def test_meter_brings_the_mean_to_mid_grey_unless_highlights_forbid() -> None:
    grey = np.full((240, 320), 140, np.uint8)
    metered = with_parts(ideal_screen_photo((320, 240)), sensor={"saturation_cd_m2": 0.0})
    light = (ScreenPhoto().apply(grey, metered)[:, :, 1].mean() / 255.0) ** 2.2
    assert light == pytest.approx(0.18, rel=0.03)
    brighter = with_parts(metered, sensor={"ev": 1.0})
    assert (ScreenPhoto().apply(grey, brighter)[:, :, 1].mean() / 255.0) ** 2.2 == pytest.approx(
        0.36, rel=0.03
    )
    lamp = np.zeros((240, 320), np.uint8)
    lamp[40:80, 40:90] = 255
    dimmer = with_parts(metered, sensor={"highlights": 0.5})
    assert ScreenPhoto().apply(lamp, metered)[60, 60, 1] == 255
    assert (ScreenPhoto().apply(lamp, dimmer)[60, 60, 1] / 255.0) ** 2.2 == pytest.approx(0.5, rel=0.05)


def test_bare_light_box_is_brighter_before_a_tube_and_dimmer_at_its_edges() -> None:
    params = with_parts(
        ideal_film_photo((200, 200), (300, 300)),
        light_box={"width_mm": 600.0, "height_mm": 600.0, "tubes": 2, "hot_spots": 0.3, "fall_off": 0.3},
    )
    photo = FilmPhoto().apply(np.zeros((200, 200), np.uint8), params)[:, 25, 1].astype(int)
    assert photo[75] > photo[150] + 5
    assert photo[75] > photo[2] + 5


def test_yellowed_film_lets_less_blue_through_and_a_blue_base_less_red() -> None:
    params = ideal_film_photo((64, 64))
    white = np.full((64, 64), 255, np.uint8)
    old = FilmPhoto().apply(white, with_parts(params, film={"yellowing": 1.0}))[32, 32].astype(int)
    blue = FilmPhoto().apply(white, with_parts(params, film={"blue_base": 1.0}))[32, 32].astype(int)
    assert old[2] < old[0] - 20
    assert blue[0] < blue[2] - 20


def test_marks_show_on_the_film_and_their_seed_moves_them() -> None:
    base = with_parts(
        ideal_film_photo((300, 360)), marks={"scratches": 5, "dust": 20, "fingerprints": 2, "creases": 1}
    )
    source = smooth(300, 360) // 2 + 60
    clean = FilmPhoto().apply(source, ideal_film_photo((300, 360))).astype(int)
    worn, elsewhere = (
        FilmPhoto().apply(source, with_parts(base, marks={"seed": seed})).astype(int) for seed in (1, 2)
    )
    assert 0.005 < (np.abs(worn - clean) > 3).mean() < 0.3
    assert (np.abs(worn - elsewhere) > 3).any()
