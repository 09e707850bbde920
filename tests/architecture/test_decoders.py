"""No image is parsed in the web process: nothing that it imports can."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest

from tests.architecture.sources import ROOT, modules, tree

DECODERS = ("PIL", "pydicom", "pi_heif", "simplejpeg", "gdcm", "openjpeg", "dataset.images.reading")
ELSEWHERE = (
    "capture.storage.migrations.env",  # only Alembic can import it
    "webapp.cli",
    "webapp.demo",
    "webapp.doctor",
    "webapp.virtual",
    "webapp.tasks.near_duplicates",
    "webapp.tasks.loose",
    "webapp.tasks.pixels",
    "webapp.workers.process",
    "webapp.tasks.references",
    "webapp.tasks.variants",
    "webapp.tasks.verification",
)
"""What other processes import: commands, virtual devices, workers' tasks."""
IMPORT = """
import sys
from importlib import import_module
for name in sys.argv[2:]:
    import_module(name)
found = [name for name in sys.argv[1].split(",") if name in sys.modules]
print(len(sys.argv) - 2, *found)
"""


@pytest.mark.processes
def test_nothing_that_the_web_process_imports_can_decode_an_image() -> None:
    served = [
        name
        for name in modules()
        if name.startswith(("webapp.", "capture."))
        and not any(name == place or name.startswith(f"{place}.") for place in ELSEWHERE)
    ]
    command = [sys.executable, "-W", "ignore", "-c", IMPORT, ",".join(DECODERS), *served]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    count, *found = done.stdout.split()
    assert int(count) > 150
    assert found == []


DECODING = """
    PngImageFile TiffImageFile WebPImageFile dcmread decode_jpeg get_decoder imdecode imdecodemulti imread open_heif
    pixel_array read_heif read_partial
    check_image display_picture probe_image read_image read_origin read_whole_at_least
"""
"""Calls that parse an image, of libraries and of `dataset.images`; `Image.open` of Pillow besides."""
ARRAYS = {"transforms.base", "transforms.pipeline"}
"""Their `check_image` is another one, of arrays."""
WORKER, COMMAND, DEVICE, OURS = "worker", "command", "virtual device", "what the project itself encoded"
DECODED_IN = {
    "dataset.batch.work": COMMAND,
    "dataset.checks.files": COMMAND,
    "dataset.export.additions": WORKER,
    "dataset.export.masks": COMMAND,
    "dataset.export.photo_file": WORKER,
    "dataset.export.rectify": WORKER,
    "dataset.images.checking": WORKER,
    "dataset.images.deep_colour": WORKER,
    "dataset.images.dicom.reader": WORKER,
    "dataset.images.display": WORKER,
    "dataset.images.heic": WORKER,
    "dataset.images.jpeg": WORKER,
    "dataset.images.labels": WORKER,
    "dataset.images.png": WORKER,
    "dataset.images.tiff": WORKER,
    "dataset.images.webp": WORKER,
    "dataset.origin": WORKER,
    "matching.features.reference": OURS,
    "transforms.camera.device.delivery": OURS,
    "webapp.cli.visualize": COMMAND,
    "webapp.demo.check": COMMAND,
    "webapp.tasks.loose": WORKER,
    "webapp.tasks.pixels": WORKER,
    "webapp.tasks.references": WORKER,
    "webapp.tasks.variants": WORKER,
    "webapp.tasks.verification": WORKER,
    "webapp.virtual.camera.screen": DEVICE,
    "webapp.virtual.camera.shutter": DEVICE,
}
"""Every module that parses images, and the process that it does so in. None of them is the web process.

What is called in a worker may run in a command as well, which has the same functions for a lab's own files.
"""


def test_images_are_parsed_where_this_table_says_and_never_in_the_web_process() -> None:
    found = {module for module in modules() if any(map(_decodes, ast.walk(tree(module))))} - ARRAYS
    assert found == set(DECODED_IN), "tell which process decodes there, and see docs/security.md"
    outside = [module for module in found if module.startswith(("webapp.", "capture."))]
    assert all(module.startswith(ELSEWHERE) for module in outside)


@pytest.mark.parametrize(
    "code", ["Image.open(file)", "cv2.imdecode(data, 1)", "images.read_image(photo)", "dataset.pixel_array"]
)
def test_a_new_place_that_parses_images_would_be_found(code: str) -> None:
    assert any(map(_decodes, ast.walk(ast.parse(code))))


def _decodes(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):
        holder = node.value.id if isinstance(node.value, ast.Name) else ""
        # What a worker is asked for is no call in this process.
        return node.attr in DECODING.split() or (node.attr == "open" and holder in ("Image", "PillowImage"))
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in DECODING.split()
