"""The ground truth of a synthetic photo, as files beside it: data that do not fit into the manifest.

``view1_frontal.jpg`` gets ``view1_frontal.truth.npz`` with the homography, the corners, the displacement field where
there is one, and the masks (``mask_glare`` and so on).
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dataset.files import write_atomically
from transforms import Rendering


def truth_arrays(rendering: Rendering) -> dict[str, NDArray[Any]]:
    """Return all arrays of the geometry and the masks, by name."""
    arrays: dict[str, NDArray[Any]] = {"corners": rendering.corners}
    if rendering.homography is not None:
        arrays["homography"] = rendering.homography
    if rendering.displacement is not None:
        arrays["displacement"] = rendering.displacement
    return arrays | {f"mask_{name}": mask for name, mask in rendering.masks.items()}


def write_truth(image: Path, rendering: Rendering) -> Path:
    """Write the truth beside an image, atomically."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **truth_arrays(rendering))  # type: ignore[arg-type]  # taken for its option
    target = image.with_name(f"{image.stem}.truth.npz")
    write_atomically(target, buffer.getvalue())
    return target
