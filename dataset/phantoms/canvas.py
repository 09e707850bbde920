"""A canvas for anatomy in centimetres.

A phantom is a sum of thicknesses: how many centimetres of tissue, bone or metal a ray meets at each pixel.
Shapes are given in the body's own frame (centimetres, x to the patient's left, y down, origin in the midline at
the height of the collar bones); an affine map puts them on the detector.
"""

from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

Layer = NDArray[np.float32]
Points = NDArray[np.float64]

_COARSE_FROM = 8.0  # pixels: blurs from here on are made at a lower resolution
_SHIFT = 4  # OpenCV draws with 1/16 pixel


@dataclass(frozen=True, slots=True)
class Canvas:
    """A detector of ``width`` x ``height`` pixels and the position of the body on it.

    Attributes:
        width: Columns.
        height: Rows.
        scale: Pixels a centimetre.
        matrix: 2 x 3, from centimetres to pixels.
        x: The body coordinate x of every pixel, centimetres.
        y: The body coordinate y of every pixel.
    """

    width: int
    height: int
    scale: float
    matrix: Points
    x: Layer
    y: Layer

    @classmethod
    def placed(cls, size: tuple[int, int], scale: float, origin: tuple[float, float], degrees: float) -> Self:
        """Return a canvas whose body frame has its origin at ``origin`` (pixels) and is turned by ``degrees``."""
        turn = np.radians(degrees)
        cosine, sine = scale * np.cos(turn), scale * np.sin(turn)
        matrix = np.array([[cosine, -sine, origin[0]], [sine, cosine, origin[1]]])
        inverse = cv2.invertAffineTransform(matrix)
        columns, rows = np.arange(size[0])[None, :], np.arange(size[1])[:, None]
        x, y = (inverse[axis, 0] * columns + inverse[axis, 1] * rows + inverse[axis, 2] for axis in (0, 1))
        return cls(*size, scale, matrix, x.astype(np.float32), y.astype(np.float32))

    def empty(self) -> Layer:
        """Return an empty map."""
        return np.zeros((self.height, self.width), np.float32)

    def filled(self, outline: ArrayLike, blur: float = 0.0) -> Layer:
        """Return 1 inside a closed outline, 0 outside; ``blur`` (cm) softens its edge."""
        mask = np.zeros((self.height, self.width), np.uint8)
        cv2.fillPoly(mask, [self._fixed(outline)], 255, cv2.LINE_AA, _SHIFT)
        return self.soft(mask, blur)

    def lines(self, lines: list[Points], width: float, blur: float = 0.0) -> Layer:
        """Return 1 on open lines of a width (cm), 0 elsewhere."""
        mask = np.zeros((self.height, self.width), np.uint8)
        thickness = max(1, round(width * self.scale))
        cv2.polylines(mask, [self._fixed(line) for line in lines], False, 255, thickness, cv2.LINE_AA, _SHIFT)
        return self.soft(mask, blur)

    def blob(self, centre: tuple[float, float], radii: tuple[float, float], degrees: float = 0.0) -> Layer:
        """Return a Gaussian of height 1; ``radii`` (cm) are its standard deviations along its two axes."""
        layer = self.empty()
        column, row = self.pixels(centre)[0]
        reach = 4.5 * max(radii) * self.scale
        window = _window(row, reach, self.height), _window(column, reach, self.width)
        turn = np.radians(degrees)
        dx, dy = self.x[window] - np.float32(centre[0]), self.y[window] - np.float32(centre[1])
        along = (dx * np.float32(np.cos(turn)) + dy * np.float32(np.sin(turn))) / np.float32(radii[0])
        across = (dy * np.float32(np.cos(turn)) - dx * np.float32(np.sin(turn))) / np.float32(radii[1])
        layer[window] = np.exp(-0.5 * (along**2 + across**2))
        return layer

    def soft(self, mask: NDArray[np.uint8], blur: float) -> Layer:
        """Scale a mask of 0..255 to 0..1, its edge softened by ``blur`` (cm)."""
        pixels = blur * self.scale
        if 0 < pixels < _COARSE_FROM:  # in 8 bits: four times as fast, and no eye sees the difference
            mask = cv2.GaussianBlur(mask, (0, 0), pixels).astype(np.uint8, copy=False)
        layer = mask.astype(np.float32) / np.float32(255)
        return self.blurred(layer, blur) if pixels >= _COARSE_FROM else layer

    def blurred(self, layer: Layer, sigma: float) -> Layer:
        """Apply a Gaussian blur of ``sigma`` centimetres; wide ones use a lower resolution."""
        pixels = sigma * self.scale
        factor = max(1, int(2 * pixels / _COARSE_FROM))
        if pixels < _COARSE_FROM:
            return cv2.GaussianBlur(layer, (0, 0), pixels).astype(np.float32, copy=False)
        small_size = (max(1, self.width // factor), max(1, self.height // factor))
        small = cv2.resize(layer, small_size, interpolation=cv2.INTER_AREA)
        small = cv2.GaussianBlur(small, (0, 0), pixels / factor)
        large = cv2.resize(small, (self.width, self.height), interpolation=cv2.INTER_CUBIC)
        return large.astype(np.float32, copy=False)

    def depth(self, mask: Layer, reach: float) -> Layer:
        """Return a rounded body's thickness under ``mask``: 0 at its edge, 1 from ``reach`` cm inwards."""
        inside = (mask > 0.5).astype(np.uint8)
        distance = cv2.distanceTransform(inside, cv2.DIST_L2, 5) / np.float32(reach * self.scale)
        inwards = 1 - np.minimum(distance, 1)
        return np.asarray(np.sqrt(np.maximum(1 - inwards**2, 0)), np.float32)

    def pixels(self, points: ArrayLike) -> Points:
        """Convert body coordinates ``(N, 2)`` to pixel coordinates."""
        body = np.asarray(points, np.float64).reshape(-1, 2)
        return body @ self.matrix[:, :2].T + self.matrix[:, 2]

    def _fixed(self, points: ArrayLike) -> NDArray[np.int32]:
        return np.round(self.pixels(points) * (1 << _SHIFT)).astype(np.int32)[:, None, :]


def curve(points: ArrayLike, closed: bool = False, steps: int = 12) -> Points:
    """Return a smooth line (uniform Catmull-Rom) through ``(N, 2)`` control points."""
    control = np.asarray(points, np.float64)
    if closed:
        control = np.vstack([control[-1:], control, control[:2]])
    else:
        control = np.vstack([2 * control[0] - control[1], control, 2 * control[-1] - control[-2]])
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    pieces = []
    for a, b, c, d in zip(control, control[1:], control[2:], control[3:], strict=False):
        pieces.append(
            0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
        )
    if not closed:
        pieces.append(control[-2:-1])
    return np.vstack(pieces)


def mirrored(points: ArrayLike, side: int) -> Points:
    """Return points for the patient's left (``side`` 1), or mirrored for the right (-1)."""
    return np.asarray(np.asarray(points, np.float64) * np.array([side, 1.0]), np.float64)


def noise(rng: np.random.Generator, canvas: Canvas, grain: float) -> Layer:
    """Return smooth noise of mean 0 and deviation 1, its grains about ``grain`` cm wide."""
    cells = max(1.0, grain * canvas.scale)
    shape = (int(canvas.height / cells) + 3, int(canvas.width / cells) + 3)
    coarse = rng.standard_normal(shape, dtype=np.float32)
    fine = cv2.resize(coarse, (canvas.width, canvas.height), interpolation=cv2.INTER_CUBIC)
    return (fine / max(float(fine.std()), 1e-6)).astype(np.float32, copy=False)


def _window(centre: float, reach: float, size: int) -> slice:
    return slice(int(np.clip(centre - reach, 0, size)), int(np.clip(centre + reach + 1, 0, size)))
