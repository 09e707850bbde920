"""A film on a light box, as the scene of a photo."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ...camera.device.colour import white_of
from ...camera.optics.mosaic import Float32, looked_up, low_shape
from ...camera.optics.optics import Optics
from ...camera.shoot import Scene
from ...rendering import Floats, Image, Size
from .curl import Curl, CurledSheet
from .film import Film, base_tint, density, transmission
from .film_marks import FilmMarks, label_box, marked
from .light_box import LightBox, clip_boxes_mm, illumination
from .lit_film import GRID_STEP, light_through
from .reflection import Reflection, reflected
from .surroundings import Surroundings, softened, wall

LARGEST_TEXTURE = 2000
"""Longer side, px, at which a light box is drawn; a photo larger than that is a little softer."""

FRAME_REFLECTANCE = 0.5
CLIP_REFLECTANCE = 0.3


@dataclass(frozen=True)
class FilmLayout:
    """Position of the film: plane px are the source's px, the plane is the box.

    Attributes:
        box: The light box.
        film: The film.
        source_size: Width and height of the x-ray, px.
    """

    box: LightBox
    film: Film
    source_size: Size

    @property
    def pitch_mm(self) -> float:
        """Millimetres per plane px."""
        return self.film.long_side_mm / max(self.source_size)

    @property
    def plane_px(self) -> tuple[int, int]:
        """Size of the box in plane px."""
        return (
            max(16, round(self.box.width_mm / self.pitch_mm)),
            max(16, round(self.box.height_mm / self.pitch_mm)),
        )

    @property
    def film_mm(self) -> tuple[float, float]:
        """Width and height of the film."""
        return self.source_size[0] * self.pitch_mm, self.source_size[1] * self.pitch_mm

    def left_top(self) -> Floats:
        """Return the film's top left corner (2,), plane positions."""
        shift = np.array([self.box.film_x_mm, self.box.film_y_mm]) / self.pitch_mm
        corner: Floats = (np.array(self.plane_px) - np.array(self.source_size)) / 2 + shift
        return corner

    def source_to_plane(self) -> Floats:
        """Return the homography (3, 3) from source positions to plane positions: a shift."""
        x, y = self.left_top()
        return np.array([[1, 0, x], [0, 1, y], [0, 0, 1.0]])

    def millimetres(self, points: Floats) -> Floats:
        """Convert plane positions (N, 2) to mm from the box's centre."""
        mm: Floats = (points - np.array(self.plane_px) / 2) * self.pitch_mm
        return mm

    def positions(self, mm: Floats) -> Floats:
        """Convert mm from the box's centre (N, 2) to plane positions."""
        at: Floats = mm / self.pitch_mm + np.array(self.plane_px) / 2
        return at

    def sheet(self, curl: Curl, optics: Optics) -> CurledSheet:
        """Return the curled film as that camera sees it."""
        left, top = self.millimetres(self.left_top()[None])[0]
        x, y, z = optics.pose.position()
        return CurledSheet(curl, (float(left), float(top)), self.film_mm, (float(x), float(y), float(z)))


def film_scene(
    image: Image,
    layout: FilmLayout,
    marks: FilmMarks,
    curl: Curl,
    surroundings: Surroundings,
    reflection: Reflection,
    optics: Optics,
    flicker_phase: float = 0.0,
) -> Scene:
    """Build the scene; an RGB image is reduced to its luminance, as film has no colour of its own."""
    scale = texture_scale(layout, optics)
    texture = _lit_film(image, layout, marks, curl, optics, scale)
    _draw_clips(texture, layout, surroundings, scale)
    texture = optics.blurred(texture, scale)
    w, h = layout.plane_px
    frame = layout.box.frame_mm / layout.pitch_mm
    return Scene(
        texture=texture,
        texture_scale=scale,
        primaries=np.diag(white_of(layout.box.white_k)),
        orders=np.zeros((0, 2), np.int64),
        series=np.zeros((3, 0), np.complex128),
        edges=np.array([-0.5, -0.5, w - 0.5, h - 0.5]),
        frame=np.array([-0.5 - frame, -0.5 - frame, w - 0.5 + frame, h - 0.5 + frame]),
        frame_light=surroundings.luminance(FRAME_REFLECTANCE) + layout.box.peak_cd_m2 * 0.004,
        gain=np.ones(low_shape(optics.sensor.size_px), np.float32),
        over=reflected(reflection, surroundings, optics),
        behind=softened(wall(surroundings, optics), optics.blur_at(surroundings.wall_mm) / 3),
        flicker_hz=layout.box.flicker_hz,
        flicker_depth=layout.box.flicker_depth,
        flicker_phase=flicker_phase,
    )


def texture_scale(layout: FilmLayout, optics: Optics) -> float:
    """Return texture px per plane px: the photo's resolution, at most eight times the source's.

    A source at its own resolution (1:1 photos, or all of the camera off) is not resampled at all.
    """
    wanted = 1 / optics.plane_px_per_photo_px()
    if 0.97 < wanted < 1.03:
        wanted = 1.0
    return float(min(wanted, LARGEST_TEXTURE / max(layout.plane_px), 8.0))


def _film_sheet(image: Image, layout: FilmLayout, marks: FilmMarks, scale: float) -> Float32:
    """Return the share of light that the flat film lets through (h, w), before its base's colour."""
    grey: Image = image if image.ndim == 2 else np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8)
    table = density(layout.film, int(np.iinfo(grey.dtype).max) + 1).astype(np.float32)
    densities = looked_up(table, grey)
    size = (max(2, round(grey.shape[1] * scale)), max(2, round(grey.shape[0] * scale)))
    if size != (grey.shape[1], grey.shape[0]):
        how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        densities = np.asarray(cv2.resize(densities, size, interpolation=how), np.float32)
    return transmission(marked(densities, marks, layout.film.d_min))


def _lit_film(
    image: Image, layout: FilmLayout, marks: FilmMarks, curl: Curl, optics: Optics, scale: float
) -> Float32:
    """Return the box's light, through the film where there is film (h, w, 3), cd/m²."""
    sheet = _film_sheet(image, layout, marks, scale)
    columns, rows = (max(16, round(n * scale)) for n in layout.plane_px)
    light = illumination(layout.box, rows, columns)
    tint = base_tint(layout.film).astype(np.float32)
    texture = np.empty((rows, columns, 3), np.float32)
    left, top = layout.left_top() * scale
    if curl.flat and abs(left - round(left)) < 1e-3 and abs(top - round(top)) < 1e-3:
        texture[:] = light[:, :, None]
        x, y = round(left), round(top)
        y0, y1, x0, x1 = max(y, 0), min(y + sheet.shape[0], rows), max(x, 0), min(x + sheet.shape[1], columns)
        texture[y0:y1, x0:x1] *= sheet[y0 - y : y1 - y, x0 - x : x1 - x, None] * tint
        return texture
    grid = _film_grid(layout, curl, optics, (columns, rows), (sheet.shape[1], sheet.shape[0]), scale)
    light_through(sheet, tint, grid, light, texture)
    return texture


def _film_grid(
    layout: FilmLayout, curl: Curl, optics: Optics, size: Size, sheet_size: Size, scale: float
) -> NDArray[np.float32]:
    """Return the flat film's px seen at every 16th texture px (gh, gw, 2): smooth enough to interpolate."""
    columns, rows = size
    gx = np.arange(0, columns + GRID_STEP, GRID_STEP)
    gy = np.arange(0, rows + GRID_STEP, GRID_STEP)
    x, y = np.meshgrid(gx, gy)
    plane = (np.column_stack([x.ravel(), y.ravel()]).astype(np.float64) + 0.5) / scale
    flat = layout.sheet(curl, optics).flattened(layout.millimetres(plane))
    share = (layout.positions(flat) - layout.left_top()) / np.array(layout.source_size)
    return np.asarray((share * np.array(sheet_size) - 0.5).reshape(len(gy), len(gx), 2), np.float32)


def clip_outlines(layout: FilmLayout) -> list[Floats]:
    """Return the clips as polygons (4, 2) in plane positions."""
    boxes = clip_boxes_mm(layout.box, *layout.film_mm)
    return [layout.positions(np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])) for x0, y0, x1, y1 in boxes]


def sticker_outline(layout: FilmLayout, marks: FilmMarks) -> list[Floats]:
    """Return the paper label as a polygon (4, 2) in source positions, as a list that may be empty."""
    if marks.label != "sticker":
        return []
    x0, y0, x1, y1 = np.array(label_box(marks)) * np.tile(layout.source_size, 2)
    return [np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])]


def _draw_clips(texture: Float32, layout: FilmLayout, surroundings: Surroundings, scale: float) -> None:
    light = surroundings.luminance(CLIP_REFLECTANCE)
    for outline in clip_outlines(layout):
        points = np.rint((outline * scale - 0.5) * 16).astype(np.int32)
        cv2.fillPoly(texture, [points], [float(v) for v in light], cv2.LINE_8, 4)
