"""Pose, lens, aperture and motion combined: rays back to the plane, and the transfer function of the blur."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ...camera.device.sensor import Sensor, rolling_gain
from .lens import (
    RADIAL_STEPS,
    WAVELENGTH_UM,
    Lens,
    defocus_otf,
    diffraction_otf,
    distort,
    undistortion,
)
from .mosaic import WAVE_STEP
from .motion import HandMotion, motion_otf, path
from .pose import Pose, Viewpoint, jacobians, map_points, plane_to_photo

FAINTEST_WAVE = 0.003
"""Contrast below which a wave is not worth a photosite's time: less than half a grey level at mid grey."""

SHORTEST = 2
"""The colour with the shortest waves of light, blue: diffraction takes least of it."""

_MAX_KERNEL = 65


@dataclass(frozen=True)
class Optics:
    """The optical path between a plane and the photosites.

    Attributes:
        pose: Where the camera stands.
        lens: Its lens.
        motion: The hand.
        sensor: Photosites and exposure time.
        plane_px: Width and height of the plane in its own pixels.
        pitch_mm: Size of such a pixel.
    """

    pose: Pose
    lens: Lens
    motion: HandMotion
    sensor: Sensor
    plane_px: tuple[int, int]
    pitch_mm: float

    @property
    def view(self) -> Viewpoint:
        """The pinhole part."""
        return Viewpoint(self.pose, self.sensor.size_px, self.lens.focal_mm * 1000 / self.sensor.pitch_um)

    def homography(self) -> NDArray[np.float64]:
        """Return the homography (3, 3) from plane px to photo px, without lens distortion."""
        return plane_to_photo(self.view, self.plane_px, self.pitch_mm)

    def inverse(self) -> NDArray[np.float64]:
        """Return the homography (3, 3) from undistorted photo px to plane px."""
        return np.asarray(np.linalg.inv(self.homography()), np.float64)

    def radial_table(self) -> tuple[NDArray[np.float64], float]:
        """Return the undistortion table and its step in squared focal lengths."""
        cx, cy = self.view.centre
        r_max = float(np.hypot(cx + 2, cy + 2)) / self.view.focal_px * 1.001
        return undistortion(self.lens, r_max), r_max**2 / (RADIAL_STEPS - 1)

    def lateral(self) -> NDArray[np.float64]:
        """Return the magnification (3,) of each colour."""
        return np.array([1 + self.lens.lateral_red, 1.0, 1 + self.lens.lateral_blue])

    def to_photo(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Map plane px (N, 2) to photo px, including lens distortion."""
        pinhole = map_points(self.homography(), points)
        return distort(self.lens, pinhole, self.view.centre, self.view.focal_px)

    def to_plane(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Map photo px (N, 2) to plane px, including lens distortion."""
        return map_points(self.inverse(), self.undistorted(points))

    def undistorted(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Map photo px (N, 2) to the positions that a pinhole camera would give."""
        table, step = self.radial_table()
        centre = np.array(self.view.centre)
        r2 = (((points - centre) / self.view.focal_px) ** 2).sum(axis=1)
        ratio = np.interp(r2, np.arange(RADIAL_STEPS) * step, table)
        straight: NDArray[np.float64] = (points - centre) * ratio[:, None] + centre
        return straight

    def depths(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the distance (N,) of plane px points from the lens along the optical axis, mm."""
        w, h = self.plane_px
        mm = (points - np.array([(w - 1) / 2, (h - 1) / 2])) * self.pitch_mm
        camera = np.column_stack([mm, np.zeros(len(mm))]) @ self.pose.rotation().T + self.pose.translation()
        return np.asarray(camera[:, 2], np.float64)

    def depth_blur_px(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the blur disc's diameter (N,) at plane px points, photo px, from focus error and depth."""
        return np.hypot(self.lens.defocus_um / self.sensor.pitch_um, self._circle(self.depths(points)))

    def blur_at(self, behind_mm: float) -> float:
        """Return the diameter of the blur disc of things that far behind the plane, photo px."""
        return float(self._circle(np.array([self.pose.distance_mm + behind_mm]))[0])

    def _circle(self, z: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the circle of confusion (N,), photo px: f/N f |z - d| / (z (d - f)) at depth z, focus at d."""
        z, d, f = np.maximum(z, 10.0), self.pose.distance_mm, self.lens.focal_mm
        if self.lens.f_number == 0 or d <= f:
            return np.zeros(z.shape)
        circle: NDArray[np.float64] = f / self.lens.f_number * f * np.abs(z - d) / (z * (d - f))
        return circle * 1000 / self.sensor.pitch_um

    def still_transfer(
        self, frequency: NDArray[np.float64], blur_px: NDArray[np.float64], colour: int
    ) -> NDArray[np.float64]:
        """Return the transfer of waves (..., 2) in cycles per photo px without motion."""
        f = np.hypot(frequency[..., 0], frequency[..., 1])
        left = self._through_aperture(frequency) * defocus_otf(f, blur_px)
        return np.asarray(left * self._diffracted(f, colour), np.float64)

    def _through_aperture(self, frequency: NDArray[np.float64]) -> NDArray[np.float64]:
        a = self.sensor.aperture
        left: NDArray[np.float64] = np.sinc(a * frequency[..., 0]) * np.sinc(a * frequency[..., 1])
        return left

    def _diffracted(self, f: NDArray[np.float64], colour: int) -> NDArray[np.float64] | float:
        if self.lens.f_number == 0:
            return 1.0
        return diffraction_otf(f / self.sensor.pitch_um, self.lens.f_number, WAVELENGTH_UM[colour])

    def path(self) -> NDArray[np.float64]:
        """Return the hand's path over the photosites, px."""
        return path(self.motion, self.sensor.exposure_ms / 1000, self.view.focal_px)

    def wave_nodes(self) -> NDArray[np.float64]:
        """Return the photo px (gh, gw, 2) of the nodes where the waves' contrast is computed."""
        w, h = self.sensor.size_px
        x, y = np.meshgrid(np.arange(0.0, w + WAVE_STEP, WAVE_STEP), np.arange(0.0, h + WAVE_STEP, WAVE_STEP))
        return np.stack([x, y], axis=-1)

    def wave_contrast(
        self, orders: NDArray[np.int64], coefficients: NDArray[np.complex128]
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return the waves worth drawing, and their contrast over the photo.

        Args:
            orders: Harmonics (N, 2).
            coefficients: Complex amplitude (3, P, N) of each, for each filter colour and texture layer.

        Returns:
            Orders kept (M, 2) and contrast (3, P, gh, gw, M, 2), real and imaginary.
        """
        nodes = self.wave_nodes()
        gh, gw = nodes.shape[:2]
        flat = nodes.reshape(-1, 2)
        at = self.to_plane(flat)
        slope = np.stack(
            [self.to_plane(flat + step) - self.to_plane(flat - step) for step in np.eye(2) / 2], axis=-1
        )
        strength = np.abs(coefficients).max(axis=1)
        likely = self._likely(orders, slope[:: max(len(slope) // 256, 1)], strength.max(axis=0))
        orders, coefficients = orders[likely], coefficients[..., likely]
        frequency = _frequencies(orders, slope)
        f = np.hypot(frequency[..., 0], frequency[..., 1])
        still = self._through_aperture(frequency) * defocus_otf(f, np.minimum(self.depth_blur_px(at), 200))
        left = np.stack([still * self._diffracted(f, colour) for colour in range(3)])
        strongest = (strength[:, likely, None] * np.abs(left)).max(axis=(0, 2))
        strong = strongest > FAINTEST_WAVE
        moved = motion_otf(frequency[strong, :, 0], frequency[strong, :, 1], self.path())
        seen = np.moveaxis(left[:, strong] * moved, 1, 2)[:, None]
        waves = (coefficients[:, :, None, strong] * seen).astype(np.complex64)
        kept = waves.reshape(3, coefficients.shape[1], gh, gw, int(strong.sum()), 1)
        return orders[strong], np.concatenate([kept.real, kept.imag], axis=-1)

    def _likely(
        self, orders: NDArray[np.int64], slope: NDArray[np.float64], strength: NDArray[np.float64]
    ) -> NDArray[np.bool_]:
        """Return which waves (N,) may be worth drawing, by aperture and diffraction at some places.

        Most are too fine for these two alone, and need not be worked out at every node.
        """
        frequency = _frequencies(orders, slope)
        passed = np.abs(self._through_aperture(frequency))
        passed = passed * self._diffracted(np.hypot(frequency[..., 0], frequency[..., 1]), SHORTEST)
        # Between the places it may be somewhat more.
        return np.asarray(passed.max(axis=1, initial=0) * strength > FAINTEST_WAVE / 2, bool)

    def blurred(self, texture: NDArray[np.float32], scale: float) -> NDArray[np.float32]:
        """Blur the plane's picture in place as the camera does, in the plane's own pixels.

        Aperture, defocus and motion are traced back to the plane at its middle, so that one convolution of the
        small picture stands for one of the large photo.

        Args:
            texture: Picture (h, w) or (h, w, P), C-contiguous; overwritten.
            scale: Texture px per plane px.
        """
        kernel = self.blur_kernel(scale)
        sigma = self._diffraction_sigma() * self.plane_px_per_photo_px() * scale
        if kernel.size > 1:
            cv2.filter2D(texture, -1, kernel, dst=texture, borderType=cv2.BORDER_REPLICATE)
        if sigma > 0.3:
            cv2.GaussianBlur(texture, (0, 0), sigma, dst=texture, borderType=cv2.BORDER_REPLICATE)
        return texture

    def blur_kernel(self, scale: float) -> NDArray[np.float32]:
        """Return the point spread function (K, K), sum 1, of aperture, defocus and motion, in texture px."""
        middle = np.array([[(n - 1) / 2 for n in self.plane_px]])
        points = (
            self.path()[:, None, None] + _disc(self.lens.defocus_um / self.sensor.pitch_um)[None, :, None]
        )
        points = points + _square(self.sensor.aperture)[None, None]
        inverse = np.linalg.inv(jacobians(self.homography(), middle)[0]) * scale
        spread = np.rint(np.einsum("...k,jk->...j", points, inverse)).astype(int).reshape(-1, 2)
        reach = min(int(np.abs(spread).max()), _MAX_KERNEL // 2)
        spread = np.clip(spread, -reach, reach) + reach
        size = 2 * reach + 1
        counts = np.bincount(spread[:, 1] * size + spread[:, 0], minlength=size * size).reshape(size, size)
        # filter2D correlates; turning the kernel makes it the convolution that motion needs.
        return np.asarray(counts[::-1, ::-1] / counts.sum(), np.float32)

    def edge_softness(self) -> float:
        """Return the width of a sharp edge, plane px: one photosite, or the blur disc if that is wider."""
        return max(1.0, self.lens.defocus_um / self.sensor.pitch_um) * self.plane_px_per_photo_px()

    def flicker(
        self, hz: float, depth: float, phase: float
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the factors of a flickering light on the rows (H,) and the columns (W,) of the photo."""
        w, h = self.sensor.size_px
        rows, columns = np.ones(h, np.float32), np.ones(w, np.float32)
        if depth and self.sensor.readout == "rows":
            rows = rolling_gain(self.sensor, h, hz, depth, phase)
        elif depth:
            columns = rolling_gain(self.sensor, w, hz, depth, phase)
        return rows, columns

    def _diffraction_sigma(self) -> float:
        """Return the Gaussian's sigma (photo px) nearest to the Airy disc: 0.42 wavelength N."""
        return 0.42 * WAVELENGTH_UM[1] * self.lens.f_number / self.sensor.pitch_um

    def plane_px_per_photo_px(self) -> float:
        """Return the plane px that a photosite spans at the plane's middle."""
        middle = np.array([[(n - 1) / 2 for n in self.plane_px]])
        return float(abs(np.linalg.det(jacobians(self.homography(), middle)[0])) ** -0.5)


def _frequencies(orders: NDArray[np.int64], slope: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the waves' frequencies (N, places, 2) where the plane's places change by `slope` (places, 2, 2)."""
    across = [orders.astype(float) @ slope[:, :, axis].T for axis in range(2)]
    return np.stack(across, axis=-1)


def _disc(diameter: float) -> NDArray[np.float64]:
    """Return points spread evenly over a disc (sunflower spiral)."""
    if diameter < 0.05:
        return np.zeros((1, 2))
    n = 96
    i = np.arange(n)
    r, a = diameter / 2 * np.sqrt((i + 0.5) / n), i * np.pi * (3 - np.sqrt(5))
    return np.stack([r * np.cos(a), r * np.sin(a)], axis=1)


def _square(side: float) -> NDArray[np.float64]:
    if side == 0:
        return np.zeros((1, 2))
    at = ((np.arange(5) + 0.5) / 5 - 0.5) * side
    x, y = np.meshgrid(at, at)
    return np.stack([x.ravel(), y.ravel()], axis=1)
