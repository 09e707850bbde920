"""No image is parsed in the web process: nothing that it imports can."""

from __future__ import annotations

import ast
import re
import subprocess
import sys

import pytest

from tests.architecture.sources import ROOT, modules, tree
from webapp.cli.main import COMMANDS

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
WORKER, DEVICE, OURS = "worker", "virtual device", "what the project itself encoded"
DECODED_IN = {
    "dataset.batch.work": WORKER,
    "dataset.checks.files": WORKER,
    "dataset.export.additions": WORKER,
    "dataset.export.masks": WORKER,
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
    "webapp.demo.check": OURS,
    "webapp.tasks.loose": WORKER,
    "webapp.tasks.pixels": WORKER,
    "webapp.tasks.references": WORKER,
    "webapp.tasks.variants": WORKER,
    "webapp.tasks.verification": WORKER,
    "webapp.virtual.camera.screen": DEVICE,
    "webapp.virtual.camera.shutter": DEVICE,
}
"""Every module that parses images, and the process that it does so in. None of them is the web process.

A worker is a process with limits and a cage, of a server or of a command; `ENTRY_POINTS` tells which.
"""
SERVER, POOL, RUN, NONE = "workers of the server", "workers of the command", "processes of the run", "none"
ENTRY_POINTS = {
    "backup": NONE,
    "check": POOL,
    "check-photos": POOL,
    "demo": SERVER,
    "doctor": SERVER,
    "evaluate": NONE,
    "export": POOL,
    "import-photos": SERVER,
    "mimic-table": NONE,
    "number-patients": NONE,
    "release": POOL,
    "report": POOL,
    "restore": NONE,
    "rollback": NONE,
    "sample": NONE,
    "serve": SERVER,
    "sign-in": NONE,
    "stats": NONE,
    "synthesize": RUN,
    "verify": NONE,
    "virtual-display": DEVICE,
    "virtual-phone": DEVICE,
    "visualize": POOL,
}
"""Every command, and the processes that parse images for it; jobs of a server are `synthesize`, `check`, `release`
and `evaluate`."""


def test_images_are_parsed_where_this_table_says_and_never_in_the_web_process() -> None:
    found = {module for module in modules() if any(map(_decodes, ast.walk(tree(module))))} - ARRAYS
    assert found == set(DECODED_IN), "tell which process decodes there, and see docs/security.md"
    outside = [module for module in found if module.startswith(("webapp.", "capture."))]
    assert all(module.startswith(ELSEWHERE) for module in outside)


def test_the_documentation_tells_of_every_command_which_processes_parse_its_images() -> None:
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    told = {
        command: processes
        for commands, processes in re.findall(r"^\| (`[^|]+) \| ([a-z ]+) \|", page, re.MULTILINE)
        for command in re.findall(r"`([a-z-]+)`", commands)
        if processes in {SERVER, POOL, RUN, NONE, DEVICE}
    }
    assert told == ENTRY_POINTS
    assert told.keys() == COMMANDS.keys()


PARSING = {"dataset.images.reading", "dataset.images.labels", "dataset.origin"}


@pytest.mark.processes
def test_a_command_that_parses_no_image_does_not_even_load_what_could() -> None:
    commands = [COMMANDS[name][0].partition(":")[0] for name, where in ENTRY_POINTS.items() if where == NONE]
    command = [sys.executable, "-W", "ignore", "-c", IMPORT, ",".join(PARSING), *commands]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(len(commands))]


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
