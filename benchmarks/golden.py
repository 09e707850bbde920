"""Comparison of the transforms with pictures made by the paper's own code.

    python -m benchmarks.golden DIR

DIR holds `golden.json`, a list of {"transform", "level", "input", "output", "params"}, and the pictures it names.
Each input goes through our transform with those parameters; what comes out has to equal the output to 45 dB, or
value for value where a lookup table makes it. Exit status 1 if a case falls short.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

import transforms

ENOUGH = 45.0
TABLES = {
    "brightness_up",
    "brightness_down",
    "contrast_up",
    "contrast_down",
    "random-digital",
    "exposure",
    "glare_glossy",
    "identity",
}


def psnr(one: NDArray[Any], other: NDArray[Any]) -> float:
    """Return the peak signal-to-noise ratio of two 8-bit pictures in dB, infinite for equal ones."""
    error = np.mean((one.astype(np.float64) - other) ** 2)
    return float("inf") if error == 0 else float(10 * np.log10(255**2 / error))


def check(folder: Path, case: dict[str, Any]) -> bool:
    transform = transforms.get(case["transform"])
    source, expected = (np.asarray(Image.open(folder / case[key])) for key in ("input", "output"))
    made = transform.apply(source, case["params"])
    label = f"{case['transform']:16} {case['level']}  {case['input']:14}"
    if made.shape != expected.shape:
        print(f"{label} {made.shape} instead of {expected.shape}  FAILED")
        return False
    decibels, off = psnr(made, expected), np.abs(made.astype(int) - expected)
    good = decibels >= (float("inf") if case["transform"] in TABLES else ENOUGH)
    print(f"{label} {decibels:6.1f} dB  max {off.max():3d}  {'ok' if good else 'FAILED'}")
    return good


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="holds golden.json and its pictures")
    folder = parser.parse_args().folder
    if not (folder / "golden.json").is_file():
        parser.error(f"no golden.json in {folder}")
    cases = json.loads((folder / "golden.json").read_text())
    good = sum(check(folder, case) for case in cases)
    print(f"{good} of {len(cases)} cases: the same picture (>= {ENOUGH:g} dB, tables value for value)")
    return 0 if good == len(cases) else 1


if __name__ == "__main__":
    sys.exit(main())
