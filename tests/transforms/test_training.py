"""Transforms in a training loop: kinds of picture, draws that repeat, and what lies on the picture."""

from __future__ import annotations

import json
import pickle
import sys
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from tests.transforms.pictures import picture
from transforms import Augment, Compose, ImageKind, Node, OneOf, Sequential, warp_points
from transforms.errors import AnnotationError, ParameterError, UnsupportedImageError
from transforms.training.targets import BOX_FORMATS, from_corners, to_corners

GEOMETRIC = ["tilt", "rotation", "translation", "motion", "screen_photo", "film_photo", "tilt+screen_photo"]
SIZE = (96, 72)


def blob(
    size: tuple[int, int] = SIZE, box: tuple[int, int, int, int] = (30, 20, 60, 50)
) -> np.ndarray[Any, Any]:
    """Return a black picture with a white rectangle."""
    image = np.zeros(size[::-1], np.uint8)
    image[box[1] : box[3], box[0] : box[2]] = 255
    return image


@pytest.mark.parametrize("shape", [(72, 96), (72, 96, 1), (72, 96, 3), (1, 72, 96), (3, 72, 96)])
@pytest.mark.parametrize("kind", ["uint8", "uint16", "float32", "float64"])
def test_a_picture_comes_back_in_its_shape_type_and_range(shape: tuple[int, ...], kind: str) -> None:
    if kind == "uint16" and 3 in shape:
        return  # only 8 bits in colour, see below
    grey = picture(*SIZE)
    plane = (
        grey / 255 if kind.startswith("float") else grey.astype(np.uint32) * np.iinfo(kind).max // 255
    ).astype(kind)
    source = plane if len(shape) == 2 else plane[None] if shape[0] in (1, 3) else plane[..., None]
    source = np.ascontiguousarray(np.broadcast_to(source, shape))
    made = Augment("glare_matte+moire", levels=(2,), seed=1)(source, index=4)
    assert (made.shape, made.dtype) == (source.shape, source.dtype)
    assert not np.array_equal(made, source)
    if kind.startswith("float"):
        assert 0 <= made.min() <= made.max() <= 1
    expected = Augment("glare_matte+moire", levels=(2,), seed=1)(grey, index=4).astype(float) / 255
    flat = made.reshape(72, 96) if made.size == 72 * 96 else np.moveaxis(made, shape.index(3), -1)[..., 0]
    top = 1 if kind.startswith("float") else np.iinfo(kind).max
    assert np.abs(flat / top - expected).max() < 0.02


def test_floats_keep_sixteen_bits_of_grey_and_their_stated_range() -> None:
    source = np.linspace(-1000, 3000, 72 * 96, dtype=np.float32).reshape(72, 96)
    made = Augment("identity+brightness_down", levels=(1,), seed=1, value_range=(-1000, 3000))(
        source, index=0
    )
    assert len(np.unique(made)) > 5000
    assert Augment("identity", p=0)(source / 4000 + 0.25) is not None
    with pytest.raises(UnsupportedImageError, match="before they are normalised, or state value_range"):
        Augment("identity")(source)
    with pytest.raises(UnsupportedImageError, match="value_range"):
        Augment("identity")(np.full((4, 4), np.nan, np.float32))
    with pytest.raises(UnsupportedImageError, match="uint8 or uint16"):
        Augment("identity")(np.zeros((72, 96, 3), np.uint16))


def test_a_batch_has_a_draw_for_each_picture() -> None:
    batch = np.stack([picture(*SIZE)] * 3)[:, None]
    augment = Augment("tilt", seed=3)
    made = augment(batch, index=[5, 6, 7])
    assert made.shape == batch.shape
    assert all(np.array_equal(made[k], augment(batch[k], index=5 + k)) for k in range(3))
    assert len({each.tobytes() for each in augment(batch, index=5)}) == 3
    with pytest.raises(UnsupportedImageError, match="different sizes"):
        Augment("rotation", levels=(1, 4), seed=3)(np.repeat(batch, 4, axis=0), index=1)
    with pytest.raises(UnsupportedImageError, match="give layout"):
        augment(np.zeros((5, 72, 96), np.uint8))
    assert Augment("tilt", layout="NHW")(np.zeros((3, 72, 96), np.uint8)).shape == (3, 72, 96)


def test_a_draw_depends_on_seed_epoch_and_index_alone() -> None:
    image = picture(*SIZE)
    one, other = Augment("tilt", seed=5), Augment("tilt", seed=5)
    for index in (9, 2, 4):  # in any order, after any others
        one(image, index=index)
    assert np.array_equal(one(image, index=7), other(image, index=7))
    epochs = set()
    for epoch in range(4):
        one.set_epoch(epoch)
        epochs.add(one(image, index=7).tobytes())
        assert np.array_equal(one(image, index=7), other(image, index=7, epoch=epoch))
    assert len(epochs) == 4
    assert not np.array_equal(Augment("tilt", seed=6)(image, index=7), other(image, index=7))


def test_without_an_index_the_picture_and_how_often_it_came_decide() -> None:
    images = [picture(*SIZE), picture(*SIZE)[::-1].copy()]
    one, other = Augment("tilt", seed=5), Augment("tilt", seed=5)
    forwards = [one(image) for image in images]
    backwards = [other(image) for image in reversed(images)][::-1]
    assert all(map(np.array_equal, forwards, backwards))
    assert not np.array_equal(one(images[0]), forwards[0])


def tree() -> Compose:
    turned = Sequential(
        [Augment("rotation.keep_size", p=0.9), Augment("blur", ranges={"blur.radius": (1, 4)})]
    )
    return Compose(
        [Augment("photographic", levels=(1, 2), p=0.5), OneOf([turned, Augment("exposure", p=0.2)], p=0.8)],
        seed=11,
        bbox_format="coco",
    )


def test_a_tree_is_written_as_json_and_read_again() -> None:
    image, first = picture(*SIZE), tree()
    second = Node.from_dict(json.loads(json.dumps(first.to_dict())))
    assert second.to_dict() == first.to_dict()
    made = [first(image, index=index) for index in range(12)]
    assert all(np.array_equal(made[index], second(image, index=index)) for index in range(12))
    assert len({each.tobytes() for each in made}) > 6
    with pytest.raises(ParameterError, match="did you mean 'Compose'"):
        Node.from_dict({"class": "Compos"})
    with pytest.raises(ParameterError, match="levls"):
        Node.from_dict({"class": "Augment", "pipeline": "blur", "levls": [1]})


@pytest.mark.parametrize("make", [tree, lambda: Augment("screen_photo", p=0.5, levels=(1,), seed=2)])
def test_a_draw_can_be_done_again_to_another_picture(make: Any) -> None:
    node, image = make(), picture(*SIZE)
    for index in range(5):
        done = node.recorded(image, index=index, mask=blob())
        replay = json.loads(json.dumps(done["replay"]))
        again = node.replayed(image, replay, mask=blob())
        assert np.array_equal(again["image"], done["image"])
        assert np.array_equal(again["mask"], done["mask"])


def test_one_of_chooses_by_weight() -> None:
    image = picture(*SIZE)
    choice = OneOf([Augment("identity", p=0.75), Augment("brightness_down", levels=(4,), p=0.25)], seed=1)
    changed = sum(not np.array_equal(choice(image, index=index), image) for index in range(200))
    assert 25 < changed < 75


def test_ranges_replace_levels() -> None:
    image = picture(*SIZE)
    augment = Augment("blur+tilt", seed=1, ranges={"blur.radius": (2.0, 2.5)})
    radii = [augment.recorded(image, index=k)["replay"]["steps"][0]["params"]["radius"] for k in range(20)]
    assert 2 <= min(radii) < max(radii) <= 2.5
    camera = Augment(
        "screen_photo", levels=(1,), seed=1, ranges={"screen_photo.processing.contrast": (0.1, 0.2)}
    )
    step = camera.recorded(image, index=3)["replay"]["steps"][0]
    assert 0.1 <= step["params"]["processing"]["contrast"] <= 0.2
    for wrong in ("blur.radios", "tillt.corners", "tilt.corners", "blur"):
        with pytest.raises(ParameterError, match="ranges"):
            Augment("blur+tilt", ranges={wrong: (1, 2)})
    with pytest.raises(ParameterError, match="radius"):
        Augment("blur", ranges={"blur.radius": (-5, 2)})


@pytest.mark.parametrize("box_format", BOX_FORMATS)
def test_boxes_of_every_format_say_the_same(box_format: str) -> None:
    corners = np.array([[10.0, 5, 50, 45]])
    there = from_corners(corners, box_format, SIZE)
    assert to_corners(there, box_format, SIZE) == pytest.approx(corners)
    known = {"coco": [10, 5, 40, 40], "yolo": [30 / 96, 25 / 72, 40 / 96, 40 / 72]}
    if box_format in known:
        assert there[0] == pytest.approx(known[box_format])


@pytest.mark.parametrize("pipeline", GEOMETRIC)
def test_masks_boxes_and_points_go_where_the_pixels_go(pipeline: str) -> None:
    """A white rectangle is bright where its mask is, inside its box, and around its centre."""
    image = blob()
    augment = Augment(pipeline, levels=(2,), seed=3, bbox_format="coco")
    made = augment(
        image, index=0, mask=image, bboxes=[(30, 20, 30, 30, "nodule")], labels=["a"], keypoints=[(45, 35)]
    )
    grey = made["image"] if made["image"].ndim == 2 else made["image"][..., 1]
    mask = made["mask"] > 0
    assert mask.shape == grey.shape
    assert mask.any()
    assert np.median(grey[mask]) > np.median(grey[~mask]) + 40
    rows, columns = np.nonzero(mask)
    x, y, width, height = (float(value) for value in made["bboxes"][0, :4])
    tolerance = 1 + 0.02 * max(grey.shape)
    assert (x, y) == pytest.approx((columns.min(), rows.min()), abs=tolerance)
    assert (x + width, y + height) == pytest.approx((columns.max() + 1, rows.max() + 1), abs=tolerance)
    assert (made["bboxes"][0, 4], made["labels"]) == ("nodule", ["a"])
    assert made["keypoints"][0] == pytest.approx((columns.mean() + 0.5, rows.mean() + 0.5), abs=tolerance)
    rendering = augment.render(image, index=0)
    assert made["keypoints"][0] == pytest.approx(warp_points([(45, 35)], rendering)[0], abs=1e-6)


def test_boxes_that_leave_the_picture_are_dropped_with_their_labels() -> None:
    image, boxes = blob(), [[0, 0, 3, 3], [40, 30, 60, 50], [50, 40, 50, 40]]
    plain = Augment("translation.keep_scale", levels=(4,), seed=1)
    made = plain(image, index=0, bboxes=boxes, labels=np.array([1, 2, 3]))
    assert len(made["bboxes"]) == len(made["labels"]) < 3
    assert 3 not in made["labels"]
    assert plain(image, index=0, bboxes=np.empty((0, 5)))["bboxes"].shape == (0, 5)
    with pytest.raises(AnnotationError, match="1 for 3 boxes"):
        plain(image, index=0, bboxes=boxes, labels=[1])
    with pytest.raises(AnnotationError, match="did you mean 'pascal_voc'"):
        Augment("tilt", bbox_format="pascal")


def test_colour_sixteen_bit_masks_of_any_kind() -> None:
    image = picture(*SIZE, ImageKind.RGB8)
    masks = [blob().astype(kind) for kind in (np.int64, np.float32, bool)]
    made = Augment("tilt", seed=2, mask_fill=0)(image, index=1, masks=masks, mask=np.dstack([blob()] * 2))
    assert [mask.dtype for mask in made["masks"]] == [mask.dtype for mask in masks]
    assert made["mask"].shape == (*SIZE[::-1], 2)
    assert np.array_equal(made["masks"][2], made["mask"][..., 0] > 0)


def test_an_object_sent_to_a_new_process_draws_for_the_rank_that_sent_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Torch as it is in a loader's worker: the same generator in all ranks, and no process group.
    torch = SimpleNamespace(Tensor=type("Tensor", (), {}), randint=lambda *_: np.int64(5))
    monkeypatch.setitem(sys.modules, "torch", torch)
    sent = {}
    for rank in ("0", "1"):
        monkeypatch.setenv("RANK", rank)
        sent[rank] = pickle.dumps(Compose([Augment("tilt")]))
    monkeypatch.delenv("RANK")
    draws = {rank: pickle.loads(data).drawn_for(blob()).params for rank, data in sent.items()}
    again = pickle.loads(pickle.dumps(pickle.loads(sent["1"]))).drawn_for(blob()).params
    assert draws["0"] != draws["1"] == again
    assert draws["0"] == Compose([Augment("tilt")]).drawn_for(blob()).params


@pytest.mark.parametrize("pipeline", ["tilt", "rotation.keep_size+glare_matte"])
def test_what_lies_on_the_pictures_of_a_batch_moves_with_each(pipeline: str) -> None:
    places = [(10, 8, 40, 38), (30, 20, 60, 50), (50, 30, 80, 60)]
    batch = np.stack([blob(box=place) for place in places])
    augment = Augment(pipeline, levels=(2,), seed=9, layout="NHW")
    boxes: list[Any] = [[places[0]], [], [places[2], places[1]]]
    labels: list[Any] = [["a"], [], ["b", "c"]]
    points = np.array([[[25.0, 23.0]], [[45.0, 35.0]], [[65.0, 45.0]]])
    made = augment(batch, index=[4, 5, 6], mask=batch, bboxes=boxes, labels=labels, keypoints=points)
    assert made["mask"].shape == made["image"].shape[:3]
    assert made["labels"] == labels
    one_by_one = Augment(pipeline, levels=(2,), seed=9, layout="HW")
    for at in range(3):
        alone = one_by_one(batch[at], index=4 + at, mask=batch[at], bboxes=boxes[at], keypoints=points[at])
        for name in ("image", "mask", "bboxes", "keypoints"):
            np.testing.assert_array_equal(made[name][at], alone[name])


def test_a_batch_needs_a_target_for_each_picture() -> None:
    batch = np.stack([blob()] * 3)[..., None]
    for wrong in (blob()[None], 5):
        with pytest.raises(
            AnnotationError, match=r"mask: one for each of 3 pictures is needed, got (1|no seq)"
        ):
            Augment("tilt", seed=1)(batch, mask=wrong)
    with pytest.raises(AnnotationError, match="bboxes: one for each of 3 pictures is needed, got 2"):
        Augment("tilt", seed=1)(batch, bboxes=[[], []])


def test_masks_of_one_size_come_back_in_one_array_and_others_in_a_list() -> None:
    batch = np.stack([blob()] * 2)[..., None]
    augment = Augment("tilt", seed=1)
    together = augment(batch, index=[1, 2], mask=batch[..., 0])["mask"]
    assert isinstance(together, np.ndarray)
    apart = augment(batch, index=[1, 2], mask=list(batch[..., 0]))["mask"]
    assert isinstance(apart, list)
    np.testing.assert_array_equal(together, np.stack(apart))
    several = augment(batch, index=[1, 2], masks=[[blob()], [blob(), blob()]])["masks"]
    assert [len(masks) for masks in several] == [1, 2]
