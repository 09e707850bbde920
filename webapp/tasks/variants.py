"""Tasks that make synthetic photos: the catalogue, a variant, its ground truth, its parameters."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np

import transforms
from dataset.batch.truth import truth_arrays
from dataset.images import read_image
from dataset.images.encode import EXTENSIONS, OutputFormat, encode_image, in_full_range
from dataset.images.header import Pixels
from transforms import Params, Pipeline, Rendering, TransformError
from transforms.errors import ParameterError, UnknownTransformError
from transforms.pipeline import Step
from webapp.variants.order import VariantOrder
from webapp.variants.shapes import Account, Catalogue, TransformInfo
from webapp.workers.refusals import OrderRefused, Refusal

EPOCH = (1980, 1, 1, 0, 0, 0)


def catalogue() -> Catalogue:
    """List version, recipes and transforms as the API describes them."""
    return {
        "version": transforms.version(),
        "recipes": [{"name": name, "pipeline": pipeline} for name, pipeline in transforms.RECIPES.items()],
        "transforms": [_described(name) for name in transforms.NAMES],
    }


def make_variant(source: Path, order: VariantOrder, target: Path) -> Account:
    """Write a variant's bytes to ``target``.

    Args:
        source: The image.
        order: Pipeline, level, seed, relative, format, quality and width.
        target: Where the bytes go.

    Returns:
        The account of it: parameters, homography, corners, sizes (JSON values).

    Raises:
        ImageError: The image cannot be read, or not be written in this format.
        OrderRefused: The order makes no sense.
    """
    rendering, account = _render(source, order, truth=False)
    picture = _fitted(rendering.image, order.width)
    target.write_bytes(encode_image(picture, order.format, order.quality))
    return _scaled(account, rendering, picture)


def make_truth(source: Path, order: VariantOrder, target: Path) -> None:
    """Write a zip of the variant and its ground truth to ``target``; arguments and errors as above.

    It holds the picture, ``account.json``, ``truth.npz`` (homography, corners, displacement, masks), and each mask
    as PNG.
    """
    rendering, account = _render(source, order, truth=True)
    form: OutputFormat = order.format
    arrays = io.BytesIO()
    np.savez_compressed(arrays, **truth_arrays(rendering))  # type: ignore[arg-type]  # taken for its option
    with zipfile.ZipFile(target, "w") as archive:
        _put(archive, f"photo{EXTENSIONS[form]}", encode_image(rendering.image, form, order.quality))
        _put(archive, "account.json", json.dumps(account, indent=1).encode())
        _put(archive, "truth.npz", arrays.getvalue())
        for name, mask in rendering.masks.items():
            _put(archive, f"mask-{name}.png", encode_image(mask, "png"))


def draw_parameters(order: VariantOrder, size: tuple[int, int]) -> list[Step]:
    """Draw the parameters for an image of ``size`` (width, height)."""
    with _refused():
        pipeline = Pipeline.parse(order.pipeline, relative=order.relative)
        return pipeline.describe(pipeline.sample(order.level, size, order.seed))


def _described(name: str) -> TransformInfo:
    transform = transforms.get(name)
    return {
        "name": name,
        "summary": transform.summary,
        "levels": list(transforms.LEVELS),
        "output": transform.output_kind.value,
        "options": list(transform.option_names()),
        "parameters": transform.params_schema(),
    }


def _render(source: Path, order: VariantOrder, *, truth: bool) -> tuple[Rendering, Account]:
    with _refused():
        pipeline = Pipeline.parse(order.pipeline, relative=order.relative)
    image = in_full_range(read_image(source), order.format)
    size = (image.shape[1], image.shape[0])
    with _refused():
        if order.steps is None:
            params = pipeline.sample(order.level, size, order.seed)
            rendering = pipeline.render(image, params, masks=truth, displacement=truth)
        else:
            params = pipeline.params_from(json.loads(order.steps))
            rendering = _render_as_told(pipeline, image, params, truth=truth)
    homography = rendering.homography
    account: Account = {
        "pipeline": order.pipeline,
        "level": order.level,
        "seed": order.seed,
        "relative": order.relative,
        "version": transforms.version(),
        "steps": [{**step} for step in pipeline.describe(params)],
        "source_width": size[0],
        "source_height": size[1],
        "homography": None if homography is None else homography.tolist(),
        "corners": rendering.corners.tolist(),
        "width": rendering.size[0],
        "height": rendering.size[1],
        "format": order.format,
    }
    return rendering, account


def _render_as_told(pipeline: Pipeline, image: Pixels, params: Sequence[Params], *, truth: bool) -> Rendering:
    """Render with given parameters: each may be valid while their combination is impossible."""
    try:
        return pipeline.render(image, params, masks=truth, displacement=truth)
    except (ArithmeticError, MemoryError, ValueError, cv2.error) as error:
        if isinstance(error, TransformError):
            raise
        raise ParameterError(f"{pipeline}: no picture comes of these parameters ({error})") from None


@contextmanager
def _refused() -> Iterator[None]:
    try:
        yield
    except TransformError as error:
        code: Refusal = (
            "transform_unknown" if isinstance(error, UnknownTransformError) else "transform_invalid"
        )
        text = str(error)
        raise OrderRefused(code, f"{text[:1].upper()}{text[1:]}.") from None


def _fitted(image: Pixels, width: int | None) -> Pixels:
    """Return the picture, reduced where it is wider than requested."""
    if width is None or image.shape[1] <= width:
        return image
    height = max(1, round(image.shape[0] * width / image.shape[1]))
    return cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA)  # type: ignore[return-value]


def _scaled(account: Account, rendering: Rendering, picture: Pixels) -> Account:
    """Return the metadata with positions in the sent picture, which may be smaller than the rendered one."""
    height, width = picture.shape[:2]
    scale = np.diag([width / rendering.size[0], height / rendering.size[1], 1.0])
    homography = rendering.homography
    return {
        **account,
        "homography": None if homography is None else (scale @ homography).tolist(),
        "corners": (rendering.corners * scale.diagonal()[:2]).tolist(),
        "width": width,
        "height": height,
    }


def _put(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name, EPOCH), data)
