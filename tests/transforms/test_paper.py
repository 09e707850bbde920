"""The paper's numbers by level, its quirks as they are by default, and the options that do it right."""

import numpy as np
import pytest

import transforms
from tests.transforms.pictures import PAPER, picture, psnr

LARGE = (2828, 2320)


def draws(name, level, size=(1245, 1031), count=60, **options):
    transform = transforms.get(name, **options)
    return [transform.sample(level, size, np.random.default_rng(seed)) for seed in range(count)]


@pytest.mark.parametrize(("level", "strength"), [(1, 0.5), (2, 2), (3, 3), (4, 4)])
@pytest.mark.parametrize("kind", ["brightness", "contrast"])
def test_factors(kind, level, strength):
    for params in draws(f"{kind}_up", level):
        assert abs(params.factor - (1 + 0.2 * strength)) <= 0.01
    for params in draws(f"{kind}_down", level):
        assert abs(1 / params.factor - (1 + 0.4 * strength)) <= 0.01


def test_random_digital_takes_all_four_ways():
    ways = {(params.contrast > 1, params.brightness > 1) for params in draws("random-digital", 1)}
    assert len(ways) == 4


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_glare_matte(level):
    for params in draws("glare_matte", level):
        assert 0 <= params.center[0] <= 1245
        assert 0 <= params.center[1] <= 1031
        assert params.sigma == 50 * level
        assert params.max_alpha == 150 + 20 * level
        assert params.peak_alpha == 100 * level


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_glare_glossy_stands_in_nine_places(level):
    places = set()
    for params in draws("glare_glossy", level, (1000, 800), 200):
        left, top, right, bottom = params.box
        assert level * 0.1 - 0.002 <= (right - left) / 1000 <= level * 0.1 + 0.051
        assert level * 0.1 - 0.002 <= (bottom - top) / 800 <= level * 0.1 + 0.051
        assert 150 + 20 * level <= params.alpha < 170 + 20 * level
        places.add((left == 0, right == 1000, top == 0, bottom == 800))
    assert len(places) == 9


@pytest.mark.parametrize(
    ("level", "gap", "opacity"), [(1, 20, 0.05), (2, 4.5, 0.15), (3, 2.5, 0.35), (4, 1, 0.5)]
)
def test_moire(level, gap, opacity):
    for params in draws("moire", level):
        assert (params.gap, params.thickness, params.opacity, params.darkness) == (gap, 1, opacity, 1)
        first, second = params.lines
        assert first.angle == 90
        assert 0 < abs(second.angle - 90) < 6
        assert all(0 <= by <= 100 for lines in params.lines for by in lines.offset)


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_tilt_draws_corners_inwards(level):
    for params in draws("tilt", level):
        inwards = np.abs(np.array(params.corners) - [(0, 0), (1, 0), (1, 1), (0, 1)])
        assert (inwards <= 0.05 * level).all()
        assert ((np.array(params.corners) >= 0) & (np.array(params.corners) <= 1)).all()


def test_the_rest_by_level():
    assert [draws("blur", level, count=1)[0].radius for level in (1, 2, 3, 4)] == [1.5, 3, 6, 10]
    assert [draws("motion", level, count=1)[0].size for level in (1, 2, 3, 4)] == [2, 10, 25, 45]
    for level in (1, 2, 3, 4):
        assert {params.degrees for params in draws("rotation", level)} == {-5 * level, 5 * level}
        shifts = {(params.dx, params.dy) for params in draws("translation", level)}
        assert shifts == {(x, y) for x in (-20 * level, 20 * level) for y in (-20 * level, 20 * level)}
    assert draws("translation", 1, count=1)[0].border == 100


def test_exposure_has_levels_and_the_first_is_the_papers():
    first = draws("exposure", 1, count=1)[0]
    assert (first.cutoff, first.gain) == (0.5, 5)
    image = picture(100, 80)
    made = [
        transforms.get("exposure").apply(image, draws("exposure", level, count=1)[0])
        for level in (1, 2, 3, 4)
    ]
    spread = [float(one.std()) for one in made]
    assert spread == sorted(spread)
    assert len(set(spread)) == 4


# ---- quirks


def test_sizes_are_pixels_by_default_and_the_pictures_with_relative():
    small = draws("glare_matte", 1, (390, 323), 1)[0]
    assert small.sigma == 50
    small = draws("glare_matte", 1, (390, 323), 1, relative=True)[0]
    assert small.sigma == pytest.approx(50 * 390 / 2828)
    assert draws("glare_matte", 1, LARGE, 1, relative=True)[0].sigma == 50


@pytest.mark.parametrize("name", PAPER)
@pytest.mark.parametrize("level", [1, 3])
def test_relative_makes_a_small_picture_look_like_the_reduced_large_one(name, level):
    small, factor = (354, 290), 8
    large = (354 * factor, 290 * factor)
    transform = transforms.get(name, relative=True)
    image = picture(*small)
    enlarged = np.kron(image, np.ones((factor, factor), np.uint8))
    of_small = transform.apply(image, transform.sample(level, small, np.random.default_rng(8)))
    of_large = transform.apply(enlarged, transform.sample(level, large, np.random.default_rng(8)))
    height, width = (side // factor for side in of_large.shape)
    blocks = of_large[: height * factor, : width * factor].reshape(height, factor, width, factor)
    reduced = blocks.mean(axis=(1, 3))
    rows, columns = min(height, of_small.shape[0]), min(width, of_small.shape[1])
    assert psnr(of_small[:rows, :columns], reduced[:rows, :columns]) > 30


def lines_in(params):
    grey = np.full((200, 300), 200, np.uint8)
    return transforms.get("moire").apply(grey, params)[100].astype(int)


def test_moire_lines_stand_evenly_on_request():
    one_field = {"angle": 90.0, "spread": 1.0, "offset": [0.0, 0.0]}
    params = {"gap": 30.5, "thickness": 1.0, "opacity": 0.5, "darkness": 1.0, "lines": [one_field]}

    def distances(row):
        # Lines 31.5 apart in the doubled picture, 15.75 here: six pixels either way hold one of them.
        dark = 200.0 - row
        peaks = [x for x in range(8, 292) if dark[x] > 20 and dark[x] == dark[x - 6 : x + 7].max()]
        first_of_each = [x for x, before in zip(peaks, [-9, *peaks], strict=False) if x - before > 1]
        around = np.arange(-6, 7)
        places = [x + (dark[x - 6 : x + 7] * around).sum() / dark[x - 6 : x + 7].sum() for x in first_of_each]
        return np.diff(places)

    papers, even = distances(lines_in(params)), distances(lines_in(params | {"even": True}))
    assert np.ptp(papers) > 0.4
    assert np.allclose(even, 15.75, atol=0.12)


def test_moire_lines_are_even_where_asked_for_or_relative():
    assert not draws("moire", 2, count=1)[0].even
    assert draws("moire", 2, count=1, even_lines=True)[0].even
    assert draws("moire", 2, count=1, relative=True)[0].even


def test_motion_of_even_length_moves_the_picture_down_unless_centred():
    image = np.zeros((21, 41), np.uint8)
    image[10, 20] = 240
    moved = transforms.get("motion").apply(image, {"size": 2})
    assert moved[11].sum() == 240
    assert moved[10].sum() == 0
    kept = transforms.get("motion").apply(image, {"size": 2, "centred": True})
    assert kept[10, 19:22].tolist() == [60, 120, 60]
    assert draws("motion", 2, count=1, centred=True)[0].centred


def test_rotation_grows_the_canvas_unless_it_keeps_the_size():
    image = picture(300, 200)
    grown = transforms.get("rotation").apply(image, {"degrees": 10})
    assert grown.shape[0] > 200
    assert grown.shape[1] > 300
    params = draws("rotation", 2, (300, 200), 1, keep_size=True)[0]
    assert transforms.get("rotation").apply(image, params).shape == image.shape


def test_translation_shrinks_by_its_border_unless_it_keeps_the_scale():
    image = np.full((400, 500), 200, np.uint8)
    shrunk = transforms.get("translation").apply(image, {"dx": 20, "dy": -20, "border": 100})
    assert (shrunk > 100).sum() == 300 * 200
    params = draws("translation", 1, (500, 400), 1, keep_scale=True)[0]
    shifted = transforms.get("translation").apply(image, params)
    assert (shifted > 100).sum() == 480 * 380


@pytest.mark.parametrize(
    ("size", "border"), [((201, 201), 100), ((200, 900), 50), ((900, 200), 50), ((8, 6), 1.5)]
)
def test_translations_border_is_a_quarter_of_a_small_pictures_shorter_side(size, border):
    for params in draws("translation", 4, size, 5):
        assert params.border == border
        # However small, nothing leaves the frame.
        assert abs(params.dx) <= border
        assert abs(params.dy) <= border
