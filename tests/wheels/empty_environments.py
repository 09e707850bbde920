"""Proof that the built wheels work where nothing else of the project is: `make dist` runs it.

An environment is made for each wheel, with what the wheel asks for. PyPI's `dataset` and `matching` are
installed beside the program.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.serving.running import RunningServer
from tests.wheels.probes import FIRST_PICTURES, IMPORT_TIME, PACE, RIVALS, grey_png

SLOWEST_IMPORT = 2.0
"""Of the time that its libraries take, 0.2 s on a quiet machine: a busy one is slow at both."""
SLOWEST_FIRST_S, SLOWEST_WARM_S = 2.0, 0.1
"""Of the first photo on a new installation, and more than later ones on a used one, where loops are compiled ahead."""


class Environment:
    """An empty virtual environment with some packages in it."""

    def __init__(self, folder: Path, *packages: str) -> None:
        self._folder = folder
        self._uv("venv", "--python", sys.executable, str(folder))
        self.add(*packages)

    def add(self, *packages: str) -> None:
        """Install packages."""
        self._uv("pip", "install", "--python", str(self._folder / "bin" / "python"), *packages)

    def run(self, program: str, *arguments: str) -> str:
        """Run a program of the environment outside the checkout, and return what it prints."""
        command = [str(self._folder / "bin" / program), *arguments]
        run = subprocess.run(
            command, cwd=self._folder, env=_surroundings(), stdout=subprocess.PIPE, text=True, check=True
        )
        return run.stdout

    def _uv(self, *arguments: str) -> None:
        subprocess.run([sys.executable, "-m", "uv", "--quiet", *arguments], check=True)


def _surroundings() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "NUMBA_"))}


def prove_library(wheel: Path, folder: Path) -> None:
    """Import the library, and make its first pictures."""
    environment = Environment(folder, str(wheel))
    first, later = map(float, environment.run("python", "-c", PACE).split())
    warm, _ = map(float, environment.run("python", "-c", PACE).split())
    print(
        f"{wheel.name}: first photo {first:.2f} s, in the next process {warm:.2f} s, later ones {later:.3f} s"
    )
    if not wheel.stem.endswith("-any"):
        assert first <= SLOWEST_FIRST_S
        assert warm <= later + SLOWEST_WARM_S
    digests = environment.run("python", "-c", FIRST_PICTURES).splitlines()[:2]
    assert len(set(digests)) == 1, digests
    # The quickest of a few: what else the machine does is no fault of the library.
    times = [tuple(map(float, environment.run("python", "-c", IMPORT_TIME).split())) for _ in range(7)]
    needed, took = map(min, zip(*times, strict=True))
    assert took <= SLOWEST_IMPORT * needed, f"the import takes {took:.2f} s, its libraries {needed:.2f} s"
    print(f"{wheel.name}: pictures made, import {took:.2f} s, of which libraries {needed:.2f} s")


def prove_program(wheel: Path, folder: Path) -> None:
    """Start the server beside other projects' packages, and have a worker make a picture."""
    environment = Environment(folder, str(wheel))
    environment.add("--no-deps", "dataset", "matching")
    environment.run("chexphoto", "--version")
    # As `uvx` and `uv tool install` do it; pipx makes the same environment with pip.
    tool = [
        sys.executable,
        "-m",
        "uv",
        "--quiet",
        "tool",
        "run",
        "--from",
        str(wheel),
        "chexphoto",
        "--version",
    ]
    subprocess.run(tool, cwd=folder, env=_surroundings(), check=True)
    for variable in set(os.environ) - set(_surroundings()):
        del os.environ[variable]
    root = folder / "root"
    start = [str(folder / "bin" / "chexphoto"), "serve", "--port", "0", "--data-root", str(root)]
    with RunningServer(root, start) as server:
        assert server.get("/join").startswith(b"HTTP/1.1 200")
        answer = server.post("/api/v1/transforms/photographic", grey_png(), "image/png")
        assert answer.startswith(b"HTTP/1.1 200"), answer[:1000]
    # The others' packages are what they were, for whoever imports them.
    assert environment.run("python", "-c", RIVALS).split() == ["True", "True"]
    print(f"{wheel.name}: server, worker and pages work beside PyPI's dataset and matching")


def main(dist: Path) -> None:
    """Prove both wheels of a folder."""
    with TemporaryDirectory() as folder:
        for wheel in sorted(dist.glob("chexphoto_transforms-*.whl")):
            prove_library(wheel, Path(folder, wheel.stem))
        prove_program(next(dist.glob("chexphoto_lab-*.whl")), Path(folder, "program"))


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
