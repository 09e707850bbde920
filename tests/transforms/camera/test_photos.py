"""Drawn photos: any profile, any level, any picture; the same parameters give the same bytes."""

import hashlib
import json
import os
import subprocess
import sys

import numpy as np
import pytest

from tests.transforms.camera.pictures import smooth, with_parts
from transforms import get, profiles
from transforms.base import Transform
from transforms.effects.screen_photo import draw_screen_photo
from transforms.errors import ParameterError, UnknownTransformError, UnsupportedImageError

SOURCE = smooth(120, 100)
TRANSFORMS = ("screen_photo", "film_photo")


def small(params: object) -> object:
    """The same photo with few photosites."""
    sensor = params.sensor  # type: ignore[attr-defined]
    factor = 200 / max(sensor.size_px)
    return with_parts(
        params,
        sensor={
            "width_px": max(16, round(sensor.width_px * factor)),
            "height_px": max(16, round(sensor.height_px * factor)),
            "pitch_um": sensor.pitch_um / factor,
        },
    )


@pytest.mark.parametrize("level", [1, 2, 3, 4])
@pytest.mark.parametrize("phone", profiles.PHONES)
@pytest.mark.parametrize("monitor", profiles.MONITORS)
def test_every_phone_photographs_every_screen_at_every_level(phone: str, monitor: str, level: int) -> None:
    transform = get("screen_photo", **{phone: True, monitor: True})
    params = transform.sample(level, (120, 100), np.random.default_rng(level))
    assert (params.phone, params.monitor) == (phone, monitor)
    photo = transform.apply(SOURCE, small(params))
    assert photo.dtype == np.uint8
    assert photo.std() > 5


@pytest.mark.parametrize("level", [1, 2, 3, 4])
@pytest.mark.parametrize("box", profiles.LIGHT_BOXES)
def test_films_on_every_box_at_every_level(box: str, level: int) -> None:
    transform = get("film_photo", **{box: True})
    params = transform.sample(level, (120, 100), np.random.default_rng(level))
    assert params.light_box_name == box
    assert transform.apply(SOURCE, small(params)).std() > 5


@pytest.mark.parametrize("name", TRANSFORMS)
def test_parameters_survive_json_and_give_the_same_photo(name: str) -> None:
    transform = get(name)
    params = small(transform.sample(3, (120, 100), np.random.default_rng(5)))
    replayed = transform.params_from(json.loads(params.to_json()))  # type: ignore[attr-defined]
    assert replayed == params
    assert np.array_equal(transform.apply(SOURCE, replayed), transform.render(SOURCE, params).image)


@pytest.mark.parametrize("name", TRANSFORMS)
def test_seed_changes_the_noise_and_nothing_else(name: str) -> None:
    transform = get(name)
    params = small(transform.sample(1, (120, 100), np.random.default_rng(5)))
    one, other = (transform.apply(SOURCE, with_parts_seed(params, seed)).astype(float) for seed in (1, 2))
    assert np.abs(one - other).max() > 0
    assert np.abs(one - other).mean() < 4


def with_parts_seed(params: object, seed: int) -> object:
    import dataclasses

    return dataclasses.replace(params, seed=seed)  # type: ignore[type-var]


@pytest.mark.processes
def test_another_process_with_other_threads_makes_the_same_bytes() -> None:
    program = (
        "import cv2, hashlib, numpy as np, sys; cv2.setNumThreads(int(sys.argv[1]));"
        "from transforms import get; image = np.arange(12000, dtype=np.uint8).reshape(100, 120);"
        "t = get('screen_photo', iphone8=True); p = t.sample(2, (120, 100), np.random.default_rng(9));"
        "print(hashlib.sha256(t.apply(image, p).tobytes()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program, threads],
            capture_output=True,
            text=True,
            check=True,
            env=dict(os.environ),
        ).stdout.strip()
        for threads in ("1", "4")
    }
    image = np.arange(12000, dtype=np.uint8).reshape(100, 120)
    transform = get("screen_photo", iphone8=True)
    here = transform.apply(image, transform.sample(2, (120, 100), np.random.default_rng(9)))
    assert digests == {hashlib.sha256(here.tobytes()).hexdigest()}


@pytest.mark.parametrize("name", TRANSFORMS)
@pytest.mark.parametrize("kind", ["grey", "rgb", "grey16"])
def test_every_kind_of_picture_gives_a_colour_photo_of_the_declared_size(name: str, kind: str) -> None:
    source = {"grey": SOURCE, "rgb": np.dstack([SOURCE] * 3), "grey16": SOURCE.astype(np.uint16) * 257}[kind]
    transform: Transform = get(name)
    params = small(transform.sample(2, (120, 100), np.random.default_rng(3)))
    before = source.copy()
    photo = transform.render(source, params)
    assert photo.size == transform.output_size((120, 100), params)
    assert photo.image.dtype == np.uint8
    assert photo.image.ndim == 3
    assert np.array_equal(source, before)
    for mask in photo.masks.values():
        assert mask.shape == photo.image.shape[:2]
        assert mask.dtype == np.uint8


def test_grey_stored_as_rgb_gives_the_same_photo_as_grey() -> None:
    transform = get("screen_photo")
    params = small(transform.sample(2, (120, 100), np.random.default_rng(3)))
    assert np.array_equal(transform.apply(SOURCE, params), transform.apply(np.dstack([SOURCE] * 3), params))


@pytest.mark.parametrize("shape", [(1, 1), (1, 900), (900, 1), (3, 2)])
@pytest.mark.parametrize("name", TRANSFORMS)
def test_tiny_and_extreme_pictures_do_not_break_it(name: str, shape: tuple[int, int]) -> None:
    transform = get(name)
    params = small(transform.sample(4, (shape[1], shape[0]), np.random.default_rng(1)))
    assert transform.render(np.full(shape, 200, np.uint8), params).image.ndim == 3


def test_whole_x_ray_is_in_the_photo_at_the_careful_levels() -> None:
    for seed in range(10):
        transform = get("screen_photo")
        for level in (1, 2):
            params = transform.sample(level, (390, 320), np.random.default_rng(seed))
            corners = transform.render(np.zeros((320, 390), np.uint8), small(params)).corners
            width, height = transform.output_size((390, 320), small(params))
            assert (corners > 0).all()
            assert (corners < [width, height]).all()


def test_levels_grow_from_tripod_to_hurry() -> None:
    transform = get("screen_photo")
    tilt, speed, light = [], [], []
    for level in (1, 2, 3, 4):
        drawn = [transform.sample(level, (390, 320), np.random.default_rng(seed)) for seed in range(20)]
        tilt.append(np.mean([abs(p.pose.yaw_deg) for p in drawn]))
        speed.append(np.mean([p.motion.speed_deg_s for p in drawn]))
        light.append(np.mean([p.surroundings.ambient_lux for p in drawn]))
    for series in (tilt, speed, light):
        assert series == sorted(series)
        assert series[0] < series[-1]
    assert speed[0] == 0


def test_options_choose_how_the_photo_is_taken_and_sent() -> None:
    rng = np.random.default_rng
    native = get("screen_photo", iphone8=True, native=True).sample(1, (390, 320), rng(0))
    assert native.sensor.size_px == (4032, 3024)
    assert native.sensor.pitch_um == pytest.approx(1.22)
    upright = get("screen_photo", iphone8=True, upright=True).sample(1, (390, 320), rng(0))
    assert upright.sensor.width_px < upright.sensor.height_px
    assert upright.sensor.readout == "columns"
    sent = get("screen_photo", iphone8=True, messenger=True)
    assert max(sent.output_size((390, 320), sent.sample(1, (390, 320), rng(0)))) == 1600


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"pose": {"distance_mm": -10.0}}, "pose.distance_mm"),
        ({"pose": {"yaw_deg": 81.0}}, "pose.yaw_deg"),
        ({"pose": {"pitch_deg": -95.0}}, "pose.pitch_deg"),
        ({"pose": {"distance_mm": 60.0, "yaw_deg": 75.0}}, "behind the camera"),
        ({"lens": {"k1": -0.9, "focal_mm": 1.5}}, "fold"),
        ({"sensor": {"bits": 11}}, "sensor.bits"),
        ({"screen": {"surface": "shiny"}}, "screen.surface"),
        ({"screen": {"colour": 3}}, "screen.colour"),
        ({"sensor": {"width_px": 100000}}, "sensor.width_px"),
        ({"lens": {"defocus_um": "wide"}}, "lens.defocus_um"),
    ],
)
def test_bad_parameters_are_named(values: dict[str, object], said: str) -> None:
    with pytest.raises(ParameterError, match=said):
        get("screen_photo").apply(SOURCE, values)


def test_unknown_profiles_suggest_the_nearest() -> None:
    with pytest.raises(ParameterError, match="did you mean 'nokia6'"):
        profiles.load("nokia66")
    with pytest.raises(UnknownTransformError, match="did you mean 'laptop_glossy'"):
        get("screen_photo", laptop_glosy=True)


def test_colour_that_is_no_picture_is_refused() -> None:
    with pytest.raises(UnsupportedImageError):
        get("screen_photo").apply(np.zeros((5, 5, 4), np.uint8), {})


def test_every_number_of_a_profile_has_a_source_or_is_marked_an_estimate() -> None:
    for name in (*profiles.names(), "film", "level_1", "level_2", "level_3", "level_4"):
        profile = profiles.load(name)
        assert profile.summary
        for rows in profile.tables.values():
            for quantity in rows.values():
                assert bool(quantity.source) != quantity.estimate


def test_public_specifications_carry_their_source() -> None:
    named = set(profiles.PHONES) - {"budget_phone"}
    assert len(named) >= 2
    assert len(profiles.MONITORS) >= 2
    for name in named:
        assert profiles.load(name).tables["sensor"]["width_px"].source
    for name in profiles.MONITORS:
        assert profiles.load(name).tables["screen"]["pitch_mm"].source


@pytest.mark.parametrize(
    "entry",
    [
        "{ value = 1 }",
        '{ value = 1, source = "x", estimate = true }',
        "{ range = [2, 1], estimate = true }",
        "{ estimate = true }",
    ],
)
def test_profile_entries_without_origin_or_value_are_refused(entry: str) -> None:
    with pytest.raises(ParameterError, match=r"mine: lens\.k1"):
        profiles.parse("mine", f"[lens]\nk1 = {entry}\n")


def test_drawn_iso_follows_light_aperture_and_time() -> None:
    drawn = [
        draw_screen_photo(
            profiles.load("nokia6"),
            profiles.load("monitor_1080p_24in"),
            3,
            (390, 320),
            np.random.default_rng(seed),
        )
        for seed in range(12)
    ]
    for params in drawn:
        light = params.screen.peak_cd_m2 * 2**-params.sensor.ev
        expected = 78 / (0.65 * light * params.sensor.exposure_ms / 1000 / params.lens.f_number**2)
        assert params.sensor.iso == pytest.approx(max(expected, 50.0), rel=1e-6)
