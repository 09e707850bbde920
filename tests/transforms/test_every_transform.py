"""Properties of every transform of the paper, whatever the picture."""

import dataclasses
import json

import numpy as np
import pytest
from hypothesis import given, settings

import transforms
from tests.tiers import examples
from tests.transforms.pictures import PAPER, kinds, levels, names, picture, seeds, sides
from transforms.base import kind_of
from transforms.errors import LevelError, ParameterError, UnknownTransformError, UnsupportedImageError


def drawn(name, level, size, seed, **options):
    transform = transforms.get(name, **options)
    return transform, transform.sample(level, size, np.random.default_rng(seed))


def test_all_fifteen_are_known():
    assert set(PAPER) <= set(transforms.NAMES)
    assert len(set(transforms.NAMES)) == len(transforms.NAMES)


@settings(max_examples=examples(150), deadline=None)
@given(names, levels, sides, sides, kinds, seeds)
def test_any_picture_of_at_least_one_pixel_works_and_keeps_its_kind(name, level, width, height, kind, seed):
    transform, params = drawn(name, level, (width, height), seed)
    image = picture(width, height, kind)
    before = image.copy()
    result = transform.apply(image, params)
    assert np.array_equal(image, before)
    assert kind_of(result) is kind
    assert result.shape[1::-1] == transform.output_size((width, height), params)
    assert not transform.keeps_size or result.shape == image.shape
    assert not np.shares_memory(result, image)
    assert result.flags.writeable


@settings(max_examples=examples(100), deadline=None)
@given(names, levels, sides, sides, kinds, seeds)
def test_parameters_replay_to_the_same_pixels_after_a_trip_through_json(
    name, level, width, height, kind, seed
):
    transform, params = drawn(name, level, (width, height), seed)
    again = transform.params_from(json.loads(params.to_json()))
    assert again == params
    assert again.to_json() == params.to_json()
    image = picture(width, height, kind)
    assert np.array_equal(transform.apply(image, params), transform.apply(image, again))
    assert np.array_equal(transform.apply(image, params), transform.apply(image, params.to_dict()))


@settings(max_examples=examples(60), deadline=None)
@given(names, levels, sides, sides, kinds, seeds)
def test_rendering_has_the_pixels_of_applying(name, level, width, height, kind, seed):
    transform, params = drawn(name, level, (width, height), seed)
    image = picture(width, height, kind)
    rendering = transform.render(image, params)
    assert np.array_equal(rendering.image, transform.apply(image, params))
    assert rendering.source_size == (width, height)
    assert rendering.corners.shape == (4, 2)
    assert all(mask.shape == rendering.image.shape[:2] for mask in rendering.masks.values())


@pytest.mark.parametrize("name", PAPER)
def test_the_same_seed_draws_the_same_and_another_seed_may_not(name):
    _, one = drawn(name, 3, (400, 300), 1)
    _, same = drawn(name, 3, (400, 300), 1)
    assert one == same
    if name not in ("blur", "motion", "exposure", "identity"):
        assert len({drawn(name, 3, (400, 300), seed)[1].to_json() for seed in range(12)}) > 1


@pytest.mark.parametrize("name", PAPER)
def test_parameters_are_frozen(name):
    _, params = drawn(name, 1, (40, 30), 0)
    for field in dataclasses.fields(params):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(params, field.name, 1)


@pytest.mark.parametrize("name", [name for name in PAPER if not name.startswith(("contrast", "random"))])
def test_colour_is_treated_channel_by_channel(name):
    # Contrast turns about the mean of all channels, as Pillow's does.
    transform, params = drawn(name, 2, (61, 47), 4)
    image = picture(61, 47, transforms.ImageKind.RGB8)
    channels = [transform.apply(np.ascontiguousarray(image[:, :, c]), params) for c in range(3)]
    assert np.array_equal(transform.apply(image, params), np.dstack(channels))


@pytest.mark.parametrize("name", PAPER)
def test_sixteen_bits_give_the_picture_of_eight_and_keep_their_depth(name):
    transform, params = drawn(name, 2, (120, 90), 4)
    deep = picture(120, 90, transforms.ImageKind.GREY16)
    shallow = np.round(deep / 257).astype(np.uint8)
    result = transform.apply(deep, params)
    assert np.abs(result / 257 - transform.apply(shallow, params)).mean() < 1.0
    # More values than 8 bits could tell apart: nothing went through 8 bits on the way.
    assert len(np.unique(result)) > 256


@pytest.mark.parametrize("name", PAPER)
def test_layout_and_byte_order_make_no_difference(name):
    transform, params = drawn(name, 2, (50, 40), 4)
    deep = picture(50, 40, transforms.ImageKind.GREY16)
    expected = transform.apply(deep, params)
    assert np.array_equal(transform.apply(deep.astype(">u2"), params), expected)
    assert np.array_equal(transform.apply(np.asfortranarray(deep), params), expected)
    frozen = deep.copy()
    frozen.setflags(write=False)
    assert np.array_equal(transform.apply(frozen, params), expected)


@pytest.mark.parametrize("level", [0, 5, -1, 1.0, "1", True, None])
def test_another_level_is_refused(level):
    with pytest.raises(LevelError, match="levels are 1, 2, 3 and 4"):
        transforms.get("blur").sample(level, (10, 10), np.random.default_rng(0))


@pytest.mark.parametrize("size", [(0, 5), (5, -1), (5,), None, ("a", 2)])
def test_an_impossible_size_is_refused(size):
    with pytest.raises(UnsupportedImageError, match="size"):
        transforms.get("blur").sample(1, size, np.random.default_rng(0))


@pytest.mark.parametrize(
    "image",
    [
        [[1, 2]],
        np.zeros((4, 4), np.float32),
        np.zeros((4, 4), bool),
        np.zeros((4, 4, 4), np.uint8),
        np.zeros((4, 4, 1), np.uint8),
        np.zeros((4, 4, 3), np.uint16),
        np.zeros(4, np.uint8),
        np.zeros((0, 4), np.uint8),
    ],
)
def test_another_kind_of_array_is_refused(image):
    with pytest.raises(UnsupportedImageError):
        transforms.get("identity").apply(image, {})


def test_an_unknown_name_suggests_the_nearest():
    with pytest.raises(UnknownTransformError, match="did you mean 'moire'"):
        transforms.get("moiree")
    with pytest.raises(UnknownTransformError, match="no option 'keepsize'; did you mean 'keep_size'"):
        transforms.get("rotation", keepsize=True)


@pytest.mark.parametrize(
    ("name", "values", "said"),
    [
        ("blur", {}, "blur: radius: Field required"),
        ("blur", {"radius": -1}, "blur: radius: .* got -1"),
        ("blur", {"radius": "3"}, "blur: radius"),
        ("blur", {"radius": True}, "blur: radius"),
        ("blur", {"radius": float("nan")}, "blur: radius"),
        ("blur", {"radius": 1, "strength": 2}, "blur: strength"),
        ("motion", {"size": 2.5}, "size: .*whole number"),
        ("moire", {"gap": 1, "thickness": 1, "opacity": 2, "darkness": 1, "lines": []}, "moire: opacity"),
        ("moire", {"gap": 1, "thickness": 1, "opacity": 1, "darkness": 1, "lines": [{}]}, "lines.0.angle"),
        ("tilt", {"corners": [[0, 0], [0, 1], [1, 1], [1, 0]]}, "corners: .*convex"),
        ("tilt", {"corners": [[0, 0], [0, 0], [0, 0], [0, 0]]}, "corners: .*convex"),
        ("glare_glossy", {"box": [1, 2, 3], "alpha": 3}, "box"),
        ("blur", [1], "must be a JSON object"),
        ("blur", {"radius": {1, 2}}, "must be a JSON object"),
    ],
)
def test_parameters_that_do_not_fit_are_refused_by_field(name, values, said):
    with pytest.raises(ParameterError, match=said):
        transforms.get(name).params_from(values)


def test_parameters_of_another_transform_are_refused():
    with pytest.raises(ParameterError, match="expected BlurParams or a dictionary, got IdentityParams"):
        transforms.get("blur").apply(picture(5, 5), transforms.get("identity").params_from({}))


def test_a_border_wider_than_the_picture_is_refused():
    with pytest.raises(ParameterError, match="leaves nothing of a picture of 50 x 40"):
        transforms.get("translation").apply(picture(50, 40), {"dx": 0, "dy": 0, "border": 20})


@pytest.mark.parametrize("name", transforms.NAMES)
def test_every_transform_says_what_it_is_and_what_its_parameters_are(name):
    transform = transforms.get(name)
    assert transform.summary.endswith(".")
    schema = transform.params_schema()
    assert schema["type"] == "object"
    json.dumps(schema)


def test_the_version_depends_on_the_transforms_asked_for():
    assert transforms.version() == transforms.version()
    assert transforms.version(["blur"]) != transforms.version(["tilt"])
    assert transforms.version(["blur", "tilt"]) == transforms.version(["tilt", "blur"])
