"""Put the wheel and everything to set a lab up into one archive: ``python -m deploy.bundle dist`` (`make dist`)."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).parent
CARRIED = (
    "start.py",
    "start-chexphoto.bat",
    "start-chexphoto.command",
    "chexphoto.service",
    "chexphoto-user.service",
    "org.chexphoto.lab.plist",
    "Containerfile",
)


def bundle(dist: Path) -> Path:
    """Write the archive beside the wheel in a folder, and return it; whoever unpacks it can start at once."""
    wheel = next(dist.glob("chexphoto_lab-*.whl"))
    folder = "-".join(("chexphoto-lab", wheel.name.split("-")[1]))
    archive = dist / f"{folder}.zip"
    deployment = HERE.parent / "docs" / "deployment.md"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as target:
        # A file keeps its mode, by which a Mac starts the command at a double-click.
        for file in (wheel, deployment, *(HERE / name for name in CARRIED)):
            target.write(file, f"{folder}/{file.name}")
    return archive


if __name__ == "__main__":
    print(bundle(Path(sys.argv[1])))
