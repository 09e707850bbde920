"""Compiled loops: compiled once, wherever they may be kept, and the same from any thread or process."""

import hashlib
import inspect
import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

import transforms
from tests.transforms.pictures import picture
from transforms.kernels import cache, compiled, cubic, glare, moire, native, stripes

ONE_VARIANT = """
import hashlib, sys
import numpy as np
import transforms
from tests.transforms.pictures import picture
pipeline = transforms.Pipeline.parse("photographic+blur+random-digital")
made = pipeline.apply(picture(200, 150), pipeline.sample(2, (200, 150), seed=3, index=12))
print(hashlib.sha256(made.tobytes()).hexdigest())
"""
ROOT = Path(transforms.__file__).parents[1]


def variant_digest():
    pipeline = transforms.Pipeline.parse("photographic+blur+random-digital")
    made = pipeline.apply(picture(200, 150), pipeline.sample(2, (200, 150), seed=3, index=12))
    return hashlib.sha256(made.tobytes()).hexdigest()


@pytest.mark.processes
def test_another_process_makes_the_same_bytes():
    run = subprocess.run(
        [sys.executable, "-c", ONE_VARIANT], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == variant_digest()


def test_threads_do_not_disturb_each_other():
    expected = variant_digest()
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda _: variant_digest(), range(12))) == {expected}


def test_warming_up_compiles_what_the_named_transforms_need():
    transforms.warm_up(["glare_matte", "tilt"])
    with pytest.raises(transforms.TransformError, match="unknown transform"):
        transforms.warm_up(["tillt"])


@pytest.mark.processes
def test_what_was_compiled_is_found_again_by_the_next_process(tmp_path):
    code = (
        "import transforms, numpy as np\n"
        "from transforms.kernels.luma import luma_sum\n"
        "luma_sum(np.ones((4, 4, 3), np.uint8))\n"
        "stats = luma_sum.dispatcher().stats\n"
        "print(sum(stats.cache_hits.values()), sum(stats.cache_misses.values()))\n"
    )
    environment = os.environ | {"NUMBA_CACHE_DIR": str(tmp_path)}
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        for _ in range(2)
    ]
    assert runs == [["0", "1"], ["1", "0"]]


def test_what_was_compiled_ahead_of_time_is_called_without_numba(monkeypatch):
    called = []
    module = SimpleNamespace(
        **{
            native.symbol(name, np.dtype(kind)): lambda *arguments, name=name, kind=kind: called.append(
                (name, kind)
            )
            for name in native.NAMES
            for kind in ("uint8", "uint16")
        }
    )
    monkeypatch.setattr(native, "_module", lambda: module)
    native.of.cache_clear()
    monkeypatch.setattr(compiled, "_numba", lambda: pytest.fail("numba was imported"))
    for kind in (np.uint8, np.uint16):
        for loop in (glare.whiten, moire.moire, cubic.cubic_perspective):
            fresh = compiled.Kernel(loop.__wrapped__)
            fresh(np.zeros((4, 4), kind))
            with pytest.raises(pytest.fail.Exception, match="numba was imported"):
                fresh(np.zeros((4, 8), kind)[:, ::2])  # the module takes arrays without gaps only
    native.of.cache_clear()
    assert called == [(name, kind) for kind in ("uint8", "uint16") for name in native.NAMES]


def test_compiled_loops_make_no_memory_of_their_own():
    """What allocates in compiled code makes numba compile its error messages too, seconds of a first photo."""
    seen = [
        made
        for module in (cubic, glare, moire, stripes)
        for made in vars(module).values()
        if hasattr(made, "py_func") or isinstance(made, compiled.Kernel)
    ]
    assert len(seen) > 15
    for made in seen:
        code = inspect.unwrap(getattr(made, "py_func", made)).__code__
        assert not {"empty", "zeros", "full", "copy"} & set(code.co_names), code.co_name


@pytest.fixture
def nowhere(monkeypatch, tmp_path):
    """Neither the package nor the user's cache can be written to."""
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    monkeypatch.setattr(cache, "_writable", lambda folder: False)
    monkeypatch.setattr(cache.tempfile, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(cache.tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_a_read_only_installation_gets_a_private_folder(nowhere):
    cache.choose_folder()
    chosen = Path(os.environ["NUMBA_CACHE_DIR"])
    os.environ.pop("NUMBA_CACHE_DIR")
    assert chosen.parent == nowhere
    assert stat.S_IMODE(chosen.stat().st_mode) == 0o700
    cache.choose_folder()
    assert os.environ.pop("NUMBA_CACHE_DIR") == str(chosen)


def test_a_folder_that_others_may_write_to_is_not_trusted(nowhere):
    cache.choose_folder()
    first = Path(os.environ.pop("NUMBA_CACHE_DIR"))
    first.chmod(0o777)
    cache.choose_folder()
    assert os.environ.pop("NUMBA_CACHE_DIR") != str(first)


def test_a_choice_made_outside_stands(monkeypatch):
    monkeypatch.setenv("NUMBA_CACHE_DIR", "/somewhere")
    monkeypatch.setattr(cache, "_writable", lambda folder: False)
    cache.choose_folder()
    assert os.environ["NUMBA_CACHE_DIR"] == "/somewhere"


def test_a_large_picture_streams_through_moire():
    # Doubled in memory it would be four times the picture, and each mask sixteen times.
    import tracemalloc

    image = np.full((3000, 3600), 120, np.uint8)
    moire = transforms.get("moire")
    params = moire.sample(1, (3600, 3000), np.random.default_rng(0))
    moire.apply(image, params)
    peaks = []
    for _ in range(3):  # whatever other threads ask for meanwhile counts too
        tracemalloc.start()
        moire.apply(image, params)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert min(peaks) < 1.25 * image.nbytes
