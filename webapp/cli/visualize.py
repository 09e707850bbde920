"""``chexphoto visualize``: the contact sheet of all transforms at all levels, as one picture."""

from __future__ import annotations

from pathlib import Path

import click
import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

import transforms
from dataset.errors import BatchError
from dataset.images.header import Pixels
from transforms import LEVELS, Pipeline, TransformError
from webapp.cli.decoding.decoders import decoders
from webapp.workers import Priority

LABEL_WIDTH, HEAD_HEIGHT, GAP = 190, 34, 8
BACKGROUND, INK = (10, 12, 15), (216, 222, 230)


@click.command()
@click.argument("image", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="[IMAGE-transforms.jpg]")
@click.option("--pipeline", "pipelines", multiple=True, help="Show these instead of every transform.")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True)
@click.option(
    "--width", type=click.IntRange(40, 2000), default=320, show_default=True, help="Of a picture, in pixels."
)
@click.option("--relative", is_flag=True, help="Scale sizes that the paper gives in pixels with the x-ray.")
def visualize(
    image: Path, out: Path | None, pipelines: tuple[str, ...], seed: int, width: int, relative: bool
) -> None:
    """Show every transform of an x-ray at every level, side by side."""
    with decoders(read=[image]) as workers:
        pixels: Pixels = workers.run_on_image("read_in_eight_bits", Priority.REST, image=image, source=image)
    names = pipelines or transforms.NAMES
    try:
        rows = [[_cell(pixels, name, level, seed, relative) for level in LEVELS] for name in names]
    except TransformError as error:
        raise BatchError(str(error)) from error
    target = out or Path(f"{image.stem}-transforms.jpg")
    contact_sheet(list(names), rows, width).save(target, quality=90)
    click.echo(f"{len(names)} transforms at {len(LEVELS)} levels -> {target}")


def contact_sheet(names: list[str], rows: list[list[Pixels]], width: int) -> Image.Image:
    """Lay pictures out in rows with the names at their left.

    Args:
        names: One for each row.
        rows: As many pictures in each.
        width: Of a picture, in pixels; its height keeps the aspect of the first.
    """
    height = round(rows[0][0].shape[0] * width / rows[0][0].shape[1])
    size = (LABEL_WIDTH + len(rows[0]) * (width + GAP), HEAD_HEIGHT + len(rows) * (height + GAP))
    sheet = Image.new("RGB", size, BACKGROUND)
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(18)
    for column, level in enumerate(LEVELS):
        draw.text((LABEL_WIDTH + column * (width + GAP), 6), f"Level {level}", INK, font)
    for line, (name, row) in enumerate(zip(names, rows, strict=True)):
        top = HEAD_HEIGHT + line * (height + GAP)
        draw.text((8, top + height // 2 - 10), name, INK, font)
        for column, picture in enumerate(row):
            fitted = _fitted(picture, (width, height))
            left = LABEL_WIDTH + column * (width + GAP) + (width - fitted.width) // 2
            sheet.paste(fitted, (left, top + (height - fitted.height) // 2))
    return sheet


def _cell(pixels: Pixels, name: str, level: int, seed: int, relative: bool) -> Pixels:
    pipeline = Pipeline.parse(name, relative=relative)
    size = (pixels.shape[1], pixels.shape[0])
    return pipeline.apply(pixels, pipeline.sample(level, size, seed))


def _fitted(picture: Pixels, size: tuple[int, int]) -> Image.Image:
    scale = min(size[0] / picture.shape[1], size[1] / picture.shape[0])
    target = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
    small = np.asarray(cv2.resize(picture, target, interpolation=cv2.INTER_AREA))
    return Image.fromarray(small).convert("RGB")
