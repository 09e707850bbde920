"""Seeds: small images that reach code which no other reaches, found by a fuzzer that measures what each file covers.

``python -m tests.fuzz.seeds --seconds 600`` looks for them (atheris, ``pip install -e '.[fuzz]'``) beginning with the
whole images, and writes them to ``seeds.zip``. A file that ends the decoder is named and kept beside it: it becomes a
case of ``tests/webapp/test_mutated_images.py``, made anew there.
"""

from __future__ import annotations

import argparse
import importlib.util
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from contextlib import suppress
from functools import cache
from pathlib import Path

SEEDS = Path(__file__).with_name("seeds.zip")
LONGEST = 6_000
MOST_BYTES = 250_000
EPOCH = (1980, 1, 1, 0, 0, 0)
KINDS = ("jpeg", "png", "tiff", "webp", "heic", "dicom")


@cache
def read_seeds() -> list[tuple[str, bytes]]:
    """Return the seeds with their names, none where nobody has looked for them."""
    if not SEEDS.exists():
        return []
    with zipfile.ZipFile(SEEDS) as archive:
        return [(f"seed-{name}", archive.read(name)) for name in sorted(archive.namelist())]


def main() -> None:
    """Look for seeds, for so long."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--fuzz", choices=KINDS, help=argparse.SUPPRESS)
    chosen, rest = parser.parse_known_args()
    if importlib.util.find_spec("atheris") is None:
        raise SystemExit("atheris is missing: pip install -e '.[fuzz]'")
    if chosen.fuzz:
        _fuzz(chosen.fuzz, rest)
    else:
        _look(chosen.seconds)


def _look(seconds: int) -> None:
    # Not above: what the fuzzer measures must not be imported before it can be instrumented.
    from tests.fuzz.whole import whole_images

    kept: list[tuple[str, bytes]] = []
    with tempfile.TemporaryDirectory(prefix="seeds-") as folder:
        for kind in KINDS:
            begin, found = (Path(folder) / f"{kind}-{step}" for step in ("begin", "found"))
            begin.mkdir()
            found.mkdir()
            for name, data in whole_images().items():
                if name.split("-")[0] == kind:
                    (begin / name).write_bytes(data)
            ends = time.monotonic() + seconds / len(KINDS)
            while (left := round(ends - time.monotonic())) > 0:  # a crash ends a run
                _run(kind, left, found, begin)
            new = [
                file.read_bytes() for file in sorted(found.iterdir(), key=lambda file: file.stat().st_size)
            ]
            some = _within(new, MOST_BYTES // len(KINDS))
            kept += [(f"{kind}-{number:03}", data) for number, data in enumerate(some)]
            print(f"{kind}: {len(new)} files reached something new, {len(some)} of them kept", flush=True)
        for crash in sorted(Path(folder).glob("crash-*")):
            shutil.copy(crash, SEEDS.with_name(crash.name))
            print(f"this ended the decoder: {SEEDS.with_name(crash.name)}")
    with zipfile.ZipFile(SEEDS, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in kept:
            archive.writestr(zipfile.ZipInfo(name, EPOCH), data, zipfile.ZIP_DEFLATED)
    print(f"{SEEDS}: {len(kept)} seeds, {SEEDS.stat().st_size} bytes")


def _run(kind: str, seconds: int, found: Path, begin: Path) -> None:
    command = [sys.executable, "-W", "ignore", "-m", "tests.fuzz.seeds", "--fuzz", kind]
    command += [f"-max_len={LONGEST}", "-timeout=20", "-rss_limit_mb=3000", f"-max_total_time={seconds}"]
    command += [f"-artifact_prefix={begin.parent}/", str(found), str(begin)]
    subprocess.run(command, capture_output=True, check=False)


def _within(files: list[bytes], most: int) -> list[bytes]:
    """Return the first files that together have at most so many bytes."""
    kept, size = [], 0
    for data in files:
        size += len(data)
        if size > most:
            break
        kept.append(data)
    return kept


def _fuzz(kind: str, options: list[str]) -> None:
    import atheris

    with atheris.instrument_imports(include=["dataset", "pydicom", "PIL"]):
        from dataset.errors import ImageError
        from dataset.images import read_image

    def look(data: bytes) -> None:
        with suppress(ImageError):
            read_image(data)

    for folder in options:  # what is imported at the first image is imported now
        for file in Path(folder).iterdir() if Path(folder).is_dir() else ():
            look(file.read_bytes())
    atheris.Setup([sys.argv[0], *options], look)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
