"""Transforms in a row: how they are written, drawn, joined and refused."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import transforms
from tests.tiers import examples
from tests.transforms.pictures import kinds, levels, names, picture, seeds, sides
from transforms.errors import LevelError, ParameterError, PipelineError, UnknownTransformError

Pipeline = transforms.Pipeline
pipelines = st.lists(names, min_size=1, max_size=4).map("+".join)


def test_recipes_are_the_papers_two_sets():
    assert str(Pipeline.parse("digital")) == "random-digital"
    assert str(Pipeline.parse("photographic")) == "glare_matte+moire+tilt"
    assert Pipeline.parse("photographic").name == "photographic"
    assert str(Pipeline.parse("digital+photographic")) == "random-digital+glare_matte+moire+tilt"


def test_a_recipe_draws_and_makes_what_its_transforms_do():
    image = picture(90, 70)
    made = []
    for text in ("photographic", "glare_matte+moire+tilt", " glare_matte + moire + tilt "):
        pipeline = Pipeline.parse(text)
        made.append(pipeline.apply(image, pipeline.sample(1, (90, 70), seed=3, index=9)))
    assert np.array_equal(made[0], made[1])
    assert np.array_equal(made[0], made[2])


def test_options_are_written_behind_dots():
    pipeline = Pipeline.parse("rotation.keep_size+motion.centred+tilt")
    assert str(pipeline) == "rotation.keep_size+motion.centred+tilt"
    params = pipeline.sample(3, (80, 60))
    assert params[0].keep_size
    assert params[1].centred
    assert Pipeline.parse(str(pipeline)).transforms == pipeline.transforms


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        ("", PipelineError, "at least one transform"),
        ("  ", PipelineError, "at least one transform"),
        (None, PipelineError, "at least one transform"),
        ("tilt+", UnknownTransformError, "unknown transform ''"),
        ("glare_mat", UnknownTransformError, "did you mean 'glare_matte'"),
        ("Photographic", UnknownTransformError, "did you mean 'photographic'"),
        ("rotation.keep_sizes", UnknownTransformError, "did you mean 'keep_size'"),
        ("photographic.keep_size", UnknownTransformError, "photographic"),
        ("rotation.relative.relative", UnknownTransformError, "relative"),
        ("../../etc/passwd", UnknownTransformError, "unknown transform"),
        ("+".join(["tilt"] * 17), PipelineError, "at most 16 transforms"),
        ("+".join(["photographic"] * 6), PipelineError, "at most 16 transforms"),
        ("+".join(["tilt"] * 100_000), PipelineError, "at most 16 transforms"),
    ],
)
def test_what_is_no_pipeline_is_refused(text, error, said):
    with pytest.raises(error, match=said):
        Pipeline.parse(text)


def test_sixteen_are_fine():
    assert len(Pipeline.parse("+".join(["tilt"] * 16)).transforms) == 16


@settings(max_examples=examples(40), deadline=None)
@given(pipelines, levels, sides, sides, kinds, seeds, st.integers(0, 300_000))
def test_a_variant_is_its_seed_and_index_and_replays_from_json(text, level, width, height, kind, seed, index):
    pipeline = Pipeline.parse(text)
    params = pipeline.sample(level, (width, height), seed, index)
    assert params == Pipeline.parse(text).sample(level, (width, height), seed, index)
    replayed = pipeline.params_from(json.loads(json.dumps(pipeline.describe(params))))
    assert replayed == params
    image = picture(width, height, kind)
    rendering = pipeline.render(image, replayed)
    assert np.array_equal(rendering.image, pipeline.apply(image, params))
    assert rendering.size == pipeline.output_size((width, height), params)
    assert rendering.source_size == (width, height)


def test_seed_index_and_position_each_change_the_draw():
    pipeline = Pipeline.parse("glare_matte+glare_matte")
    seen = {
        params.to_json()
        for seed, index in [(0, 0), (1, 0), (0, 1), (2**40, 0)]
        for params in pipeline.sample(1, (500, 400), seed, index)
    }
    assert len(seen) == 8


def test_a_hundred_x_rays_get_a_hundred_glares():
    pipeline = Pipeline.parse("glare_matte")
    assert len({pipeline.sample(1, (500, 400), 0, index)[0].center for index in range(1, 101)}) == 100


@pytest.mark.parametrize("bad", [-1, 1.5, "7", True, None])
def test_a_seed_or_index_that_is_no_whole_number_is_refused(bad):
    with pytest.raises(ParameterError, match="seed must be a whole number"):
        Pipeline.parse("tilt").sample(1, (5, 5), seed=bad)
    with pytest.raises(ParameterError, match="index must be a whole number"):
        Pipeline.parse("tilt").sample(1, (5, 5), index=bad)


def test_a_level_that_is_none_is_refused():
    with pytest.raises(LevelError, match="level 5"):
        Pipeline.parse("tilt").sample(5, (5, 5))


def test_parameters_of_another_pipeline_are_refused():
    tilt, both = Pipeline.parse("tilt"), Pipeline.parse("tilt+blur")
    params = both.sample(1, (50, 40))
    with pytest.raises(ParameterError, match="has 1 transforms, got parameters of 2"):
        tilt.apply(picture(50, 40), params)
    with pytest.raises(PipelineError, match="parameters are those of"):
        tilt.params_from(both.describe(params))


def test_later_sizes_follow_earlier_transforms():
    pipeline = Pipeline.parse("rotation+glare_glossy")
    params = pipeline.sample(4, (300, 100), seed=2)
    width, height = pipeline.transforms[0].output_size((300, 100), params[0])
    assert width > 300
    for seed in range(30):
        _, glare = pipeline.sample(4, (300, 100), seed=seed)
        assert glare.box[2] <= width
        assert glare.box[3] <= height


def test_homographies_multiply_and_masks_move_along():
    pipeline = Pipeline.parse("glare_glossy+rotation+tilt+glare_matte")
    image = picture(200, 150)
    params = pipeline.sample(2, (200, 150), seed=4)
    whole = pipeline.render(image, params)
    expected, point = np.eye(3), np.array([[40.0, 60.0]])
    for transform, own in zip(pipeline.transforms, params, strict=True):
        step = transform.render(image, own)
        point = transforms.warp_points(point, step)
        expected, image = step.homography @ expected, step.image
    assert np.allclose(whole.homography, expected)
    assert np.allclose(transforms.warp_points([(40, 60)], whole), point)
    assert np.allclose(whole.corners, transforms.warp_points([(0, 0), (200, 0), (200, 150), (0, 150)], whole))
    assert whole.masks["glare"].shape == whole.image.shape
    assert (whole.masks["glare"] > 0).any()


def test_relative_reaches_every_transform():
    params = Pipeline.parse("blur+glare_matte", relative=True).sample(1, (390, 323))
    assert params[0].radius == pytest.approx(1.5 * 390 / 2828)
    assert params[1].sigma == pytest.approx(50 * 390 / 2828)


def test_a_pipelines_version_is_that_of_its_transforms():
    assert Pipeline.parse("blur").version() == transforms.version(["blur"])
    assert Pipeline.parse("blur").version() != Pipeline.parse("tilt").version()


@pytest.mark.parametrize(
    "name", ["screen_photo", "film_photo", "screen_photo+tilt", "tilt+screen_photo", "moire+tilt"]
)
def test_the_displacement_may_be_left_out_and_nothing_else_changes(name):
    pipeline = transforms.Pipeline.parse(name)
    image = picture(120, 90)
    params = pipeline.sample(2, (120, 90), seed=4)
    whole, bare = (
        pipeline.render(image, params),
        pipeline.render(image, params, masks=False, displacement=False),
    )
    assert bare.displacement is None
    assert (whole.displacement is None) == (name == "moire+tilt")
    assert (whole.image == bare.image).all()
    assert (whole.homography == bare.homography).all()
    assert (whole.corners == bare.corners).all()


@pytest.mark.parametrize("name", ["screen_photo", "film_photo"])
def test_what_nobody_asks_for_is_not_computed(name, monkeypatch):
    def refuse(*_):
        raise AssertionError("computed and thrown away")

    pipeline = transforms.Pipeline.parse(f"{name}+blur")
    params = pipeline.sample(1, (120, 90), seed=1)
    monkeypatch.setattr("transforms.camera.optics.truth.Geometry.displacement", refuse)
    monkeypatch.setattr("transforms.camera.optics.truth.Geometry.on_photo", refuse)
    made = pipeline.render(picture(120, 90), params, masks=False, displacement=False)
    assert made.homography is not None


def test_masks_may_be_left_out_and_nothing_else_changes():
    pipeline = transforms.Pipeline.parse("photographic+glare_glossy")
    image = picture(120, 90)
    params = pipeline.sample(2, (120, 90), seed=4)
    whole, bare = pipeline.render(image, params), pipeline.render(image, params, masks=False)
    assert set(whole.masks) == {"glare"}
    assert bare.masks == {}
    assert (whole.image == bare.image).all()
    assert (whole.homography == bare.homography).all()
    assert (whole.corners == bare.corners).all()
