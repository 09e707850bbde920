"""Conversion of thicknesses to grey values, as a digital detector and its processing do it.

The grey of a digital x-ray follows the logarithm of the dose, hence the sum of thicknesses itself.  On the way:
scatter (a broad veil), the detector's unsharpness, noise that is strongest where few rays arrive, the edge
enhancement every vendor adds, a window, and the film-like S-curve.
"""

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from dataset.phantoms.canvas import Canvas, Layer

ATTENUATION = 0.16  # per centimetre of water, about 80 keV with scatter


def expose(thickness: Layer, canvas: Canvas, rng: np.random.Generator, contrast: float) -> NDArray[np.uint8]:
    """Convert water-equivalent thickness ``(H, W)`` in centimetres to an 8-bit picture, dense parts bright.

    Args:
        thickness: Centimetres of water along each ray.
        canvas: The detector.
        rng: Source of the noise.
        contrast: Steepness of the curve, about 1.
    """
    dose = np.exp(-ATTENUATION * thickness)
    dose = 0.86 * dose + 0.14 * canvas.blurred(dose, 4.0)
    dose += 0.008 * np.sqrt(dose) * rng.standard_normal(dose.shape, dtype=np.float32)
    signal = -np.log(np.maximum(dose, 0.002))
    signal = cv2.GaussianBlur(signal.astype(np.float32), (0, 0), 0.7)
    signal += 0.55 * (signal - canvas.blurred(signal, 0.45)) + 0.28 * (signal - canvas.blurred(signal, 2.5))
    low, high = np.percentile(signal[::4, ::4], (1.0, 99.3))
    level = (signal - low) / max(float(high - low), 1e-3)
    curved = 1 / (1 + np.exp(-4.6 * contrast * (level - 0.56)))
    ends = 1 / (1 + np.exp(-4.6 * contrast * (np.array([0.0, 1.04]) - 0.56)))
    curved = (curved - ends[0]) / (ends[1] - ends[0])
    return np.asarray(np.clip(np.rint(255 * curved), 0, 255), np.uint8)


def collimate(
    picture: NDArray[np.uint8], margins: tuple[int, int, int, int], degrees: float
) -> NDArray[np.uint8]:
    """Black out the area outside the collimator; ``margins`` are left, top, right, bottom in pixels."""
    if not any(margins):
        return picture
    height, width = picture.shape
    left, top, right, bottom = margins
    corners = np.array(
        [[left, top], [width - right, top], [width - right, height - bottom], [left, height - bottom]]
    )
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    corners = corners @ turn[:, :2].T + turn[:, 2]
    mask = np.zeros(picture.shape, np.float32)
    cv2.fillPoly(mask, [np.round(corners * 16).astype(np.int32)], 1.0, cv2.LINE_AA, 4)
    return np.asarray(np.rint(picture * cv2.GaussianBlur(mask, (0, 0), 2.0)), np.uint8)


def mark(picture: NDArray[np.uint8], text: str, at: tuple[int, int], size: int, framed: bool) -> None:
    """Draw a lead marker's letters into a picture, ``at`` being their upper left corner."""
    stamp = Image.new("L", (picture.shape[1], picture.shape[0]), 0)
    draw = ImageDraw.Draw(stamp)
    font = ImageFont.load_default(size)
    draw.text(at, text, fill=255, font=font)
    if framed:
        left, top, right, bottom = draw.textbbox(at, text, font=font)
        pad = size // 4
        draw.rectangle(
            (left - pad, top - pad, right + pad, bottom + pad), outline=255, width=max(2, size // 14)
        )
    letters = cv2.GaussianBlur(np.asarray(stamp, np.float32), (0, 0), 0.8) / 255
    picture[:] = np.rint(picture + letters * (250.0 - picture) * 0.96).clip(0, 255).astype(np.uint8)
