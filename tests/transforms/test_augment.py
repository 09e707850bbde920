"""The callable for data loaders: what it takes, what it gives back, and that it never repeats itself."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np
import pytest
from PIL import Image

from tests.transforms.pictures import picture, psnr
from transforms import Augment, ImageKind, warp_boxes, warp_mask
from transforms.errors import LevelError, ParameterError, UnknownTransformError, UnsupportedImageError


@pytest.mark.parametrize("mode", ["L", "RGB", "I;16"])
def test_a_pil_picture_comes_back_in_its_mode(mode):
    kind = {"L": ImageKind.GREY8, "RGB": ImageKind.RGB8, "I;16": ImageKind.GREY16}[mode]
    source = Image.fromarray(picture(60, 40, kind))
    assert source.mode == mode
    made = Augment("glare_glossy", seed=1)(source)
    assert isinstance(made, Image.Image)
    assert (made.mode, made.size) == (mode, (60, 40))
    assert made != source


def test_one_bit_and_palette_pictures_are_taken_as_what_they_show():
    grey = Image.fromarray(picture(60, 40))
    assert Augment("identity")(grey.convert("1")).mode == "L"
    assert psnr(np.asarray(Augment("identity")(grey.convert("P")))[..., 0], np.asarray(grey)) > 30


@pytest.mark.parametrize("mode", ["RGBA", "CMYK", "F", "LA"])
def test_other_modes_are_refused_with_what_to_do(mode):
    with pytest.raises(UnsupportedImageError, match=f"mode {mode}: convert it to one of"):
        Augment("blur")(Image.new(mode, (5, 5)))


@pytest.mark.parametrize("shape", [(40, 60), (40, 60, 1), (40, 60, 3)])
def test_an_array_comes_back_in_its_shape(shape):
    made = Augment("photographic", seed=1)(np.full(shape, 100, np.uint8))
    assert made.shape == shape
    assert made.dtype == np.uint8


KINDS = ["L", "RGB", "I;16", "1", "P"]


@pytest.mark.parametrize("pipeline", ["glare_matte", "screen_photo", "blur+screen_photo"])
@pytest.mark.parametrize("mode", KINDS)
def test_the_coin_does_not_decide_the_mode(pipeline, mode):
    grey = Image.fromarray(picture(60, 40))
    source = Image.fromarray(picture(60, 40, ImageKind.GREY16)) if mode == "I;16" else grey.convert(mode)
    always, never = (Augment(pipeline, p=share, seed=1)(source) for share in (1, 0))
    assert always.mode == never.mode
    # Unchanged is what it showed, whatever it is written in.
    shown = (
        source.convert("RGB")
        if mode != "I;16"
        else Image.fromarray((np.asarray(source) // 257).astype(np.uint8))
    )
    seen = never if mode != "I;16" or never.mode == "RGB" else shown
    difference = np.asarray(seen.convert("RGB"), int) - np.asarray(shown.convert("RGB"), int)
    assert np.abs(difference).max() <= 1


@pytest.mark.parametrize("pipeline", ["glare_matte", "screen_photo"])
@pytest.mark.parametrize("shape", [(40, 60), (40, 60, 1), (40, 60, 3)])
@pytest.mark.parametrize("depth", [np.uint8, np.uint16])
def test_the_coin_does_not_decide_channels_or_depth(pipeline, shape, depth):
    if depth == np.uint16 and shape[2:] == (3,):
        return
    source = np.full(shape, 100 * np.iinfo(depth).max // 255, depth)
    always, never = (Augment(pipeline, p=share, seed=1)(source) for share in (1, 0))
    assert (always.ndim, always.shape[2:], always.dtype) == (never.ndim, never.shape[2:], never.dtype)
    assert (never == 100 * np.iinfo(never.dtype).max // 255).all()


@pytest.mark.parametrize("shape", [(40, 60), (40, 60, 1)])
def test_the_coin_does_not_decide_the_order_of_bytes(shape):
    """Data loaders hand arrays to libraries that take the machine's order alone."""
    source = np.full(shape, 25_000, ">u2")
    for share in (0, 1):
        made = Augment("identity", p=share, seed=1)(source)
        assert made.dtype.isnative
        assert np.array_equal(made, source)


@pytest.mark.parametrize("probability", [0, 1])
def test_a_picture_that_is_not_taken_is_refused_whatever_the_coin(probability):
    augment = Augment("blur", p=probability)
    for bad in (Image.new("RGBA", (5, 5)), np.zeros((5, 5, 4), np.uint8), np.zeros((5, 5), np.int16)):
        with pytest.raises(UnsupportedImageError):
            augment(bad)


@pytest.mark.parametrize("name", ["boxes", "target", "segmentation", "polygons", "landmarks"])
def test_what_would_not_move_along_is_refused_with_what_to_do(name):
    with pytest.raises(ParameterError, match=rf"{name} would stay .* call render"):
        Augment("tilt")(picture(60, 40), **{name: np.zeros((40, 60), np.uint8)})
    with pytest.raises(ParameterError, match="call render"):
        Augment("tilt")(picture(60, 40), np.zeros((40, 60), np.uint8))
    assert Augment("tilt")(picture(60, 40), shape=(40, 60), mask=None).shape == (40, 60)


@pytest.mark.parametrize("probability", [0, 1])
def test_a_rendering_moves_masks_and_boxes_along(probability):
    image = np.zeros((40, 60), np.uint8)
    image[10:30, 20:40] = 200
    rendering = Augment("translation", levels=(4,), p=probability, seed=3).render(image)
    mask = warp_mask((image > 0).astype(np.uint8), rendering)
    assert np.array_equal(mask > 0, rendering.image > 100)
    left, top, right, bottom = warp_boxes([[20, 10, 40, 30]], rendering)[0]
    rows, columns = np.nonzero(mask)
    assert (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1) == pytest.approx(
        (left, top, right, bottom), abs=0.51
    )
    assert bool(probability) != np.array_equal(rendering.image, image)


def test_every_call_draws_anew_and_the_same_seed_draws_the_same_series():
    image = picture(60, 40)
    one, other = Augment("tilt", seed=5), Augment("tilt", seed=5)
    series = [one(image) for _ in range(6)]
    assert all(np.array_equal(a, other(image)) for a in series)
    assert len({a.tobytes() for a in series}) == 6
    unseeded = Augment("tilt")
    assert len({unseeded(image).tobytes() for _ in range(6)}) == 6


def test_probability_is_the_share_that_changes():
    image = picture(30, 20)
    augment = Augment("brightness_down", levels=(4,), p=0.5, seed=0)
    changed = sum(not np.array_equal(augment(image), image) for _ in range(200))
    assert 70 < changed < 130
    assert Augment("brightness_down", p=0)(image) is image


def test_only_the_given_levels_are_drawn():
    image = picture(60, 40)
    augment = Augment("blur", levels=(1, 4), seed=2)
    assert len({augment(image).tobytes() for _ in range(20)}) == 2


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"pipeline": "bluur"}, UnknownTransformError),
        ({"pipeline": "blur", "levels": (0,)}, LevelError),
        ({"pipeline": "blur", "levels": ()}, ParameterError),
        ({"pipeline": "blur", "p": 2}, ParameterError),
        ({"pipeline": "blur", "seed": -1}, ParameterError),
    ],
)
def test_what_cannot_be_done_is_refused_when_it_is_set_up(arguments, error):
    with pytest.raises(error):
        Augment(**arguments)


def series_in_a_worker(augment):
    return [augment(picture(60, 40)).tobytes() for _ in range(4)]


@pytest.mark.processes
def test_a_seed_draws_the_same_whatever_the_process_is_called():
    augment = Augment("tilt", seed=5)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        there = pool.submit(series_in_a_worker, augment).result()
    assert there == series_in_a_worker(augment)
    assert len(set(there)) == 4


def test_it_stands_in_an_albumentations_pipeline(monkeypatch):
    monkeypatch.setenv("NO_ALBUMENTATIONS_UPDATE", "1")
    albumentations = pytest.importorskip("albumentations")
    together = albumentations.Compose(
        [albumentations.Lambda(image=Augment("photographic", seed=1), name="photo", p=1)]
    )
    image = picture(60, 40, ImageKind.RGB8)
    made = together(image=image)["image"]
    assert made.shape == image.shape
    assert not np.array_equal(made, image)
