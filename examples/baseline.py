"""A small baseline: logistic regression on coarse pixels and gradients of 64 x 64 images.

It is no good reader, but it is trained in seconds and depends on where things are in the picture, as larger models do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from dataset.images import read_image, window_to_8bit

SIDE, COARSE, CELLS, DIRECTIONS = 64, 16, 8, 8
REGULARISATION = 0.02
Features = NDArray[np.float64]


def picture_of(file: Path) -> NDArray[np.uint8]:
    """Return a picture's pixels, 8 bits."""
    return window_to_8bit(read_image(file))


def features_of(pictures: Iterable[NDArray[np.uint8]]) -> Features:
    """Return a row of features for each picture."""
    return np.array([_features(picture) for picture in pictures])


class Baseline:
    """One logistic regression for each observation."""

    def __init__(self) -> None:
        from sklearn.preprocessing import StandardScaler

        self._scaler = StandardScaler()
        self._models: list[object] = []

    def fit(self, features: Features, labels: NDArray[np.float64]) -> Baseline:
        """Train; ``labels`` has one column for each observation, 1 or 0."""
        from sklearn.linear_model import LogisticRegression

        scaled = self._scaler.fit_transform(features)
        self._models = [
            LogisticRegression(C=REGULARISATION, max_iter=500).fit(scaled, column) for column in labels.T
        ]
        return self

    def predict(self, features: Features) -> NDArray[np.float64]:
        """Return the probability of each observation, one row for each picture."""
        scaled = self._scaler.transform(features)
        columns: Sequence[NDArray[np.float64]] = [
            model.predict_proba(scaled)[:, 1]  # type: ignore[attr-defined]
            for model in self._models
        ]
        return np.stack(columns, axis=1)


def _features(picture: NDArray[np.uint8]) -> Features:
    grey = picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, (SIDE, SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)
    coarse = cv2.resize(small, (COARSE, COARSE), interpolation=cv2.INTER_AREA).ravel()
    spread = max(float(coarse.std()), 1e-3)
    return np.concatenate([(coarse - coarse.mean()) / spread, _gradients(small)]).astype(np.float64)


def _gradients(small: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the strength of gradients by direction in each cell, as a share of the cell's."""
    across, down = cv2.Sobel(small, cv2.CV_32F, 1, 0), cv2.Sobel(small, cv2.CV_32F, 0, 1)
    strength = np.hypot(across, down)
    angle = (np.arctan2(down, across) % np.pi) / np.pi * DIRECTIONS
    layers = []
    for direction in range(DIRECTIONS):
        away = np.abs(angle - direction)
        share = np.maximum(0, 1 - np.minimum(away, DIRECTIONS - away))
        layers.append(cv2.resize(strength * share, (CELLS, CELLS), interpolation=cv2.INTER_AREA))
    stacked = np.stack(layers, axis=-1)
    length = np.linalg.norm(stacked, axis=-1, keepdims=True)
    return np.asarray(2 * stacked / (length + 1e-3 * float(strength.max()) + 1e-6), np.float32).ravel()
