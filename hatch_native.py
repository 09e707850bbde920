"""Build hook of `chexphoto-transforms` that compiles loops ahead of time, where ``CHEXPHOTO_NATIVE=1`` asks for it.

Such a wheel is for one system and one Python, needs a C compiler to build, and none to install. Without the variable
the wheel is for every system, and loops are compiled when they are first called.
"""

from __future__ import annotations

import os
import platform
import sys
import warnings
from importlib import import_module
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class NativeHook(BuildHookInterface[Any]):
    """Adds the extension module `ahead` to a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and mark the wheel as one for this system."""
        if version != "standard" or os.environ.get("CHEXPHOTO_NATIVE") != "1":
            return
        sys.path.insert(0, str(Path(self.root).parent))
        made = compile_ahead(Path(mkdtemp(prefix="chexphoto-native-")))
        build_data["force_include"][str(made)] = f"kernels/{made.name}"
        build_data["pure_python"], build_data["infer_tag"] = False, True


def compile_ahead(folder: Path) -> Path:
    """Compile the loops of `transforms.kernels.native` into a folder, and return the module's file."""
    from transforms.kernels import native

    if platform.machine() == "x86_64":
        os.environ["NUMBA_CPU_NAME"] = native.X86_CPU
    # What is compiled for another processor is not for this machine's cache.
    os.environ["NUMBA_CACHE_DIR"] = str(folder)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # numba says of this compiler that it may be replaced one day
        return _compiled(folder, native.X86_CPU if platform.machine() == "x86_64" else "")


def _compiled(folder: Path, cpu: str) -> Path:
    # Needed to compile alone: a build in an environment of its own has nothing but hatchling.
    import numpy as np

    from transforms.kernels import compiled, cubic, glare, moire, native

    types: Any = import_module("numba").types
    compiler: Any = import_module("numba.pycc.compiler")
    fast: Any = import_module("numba.core.cpu_options").FastMathOptions(compiled.FASTMATH)

    class Flags(compiler.Flags):  # type: ignore[misc]
        """The flags that the decorator gives."""

        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments)
            self.fastmath = fast
            self.error_model = "numpy"
            self.release_gil = True

    compiler.Flags = Flags
    module: Any = import_module("numba.pycc").CC("ahead", source_module=native)
    module.output_dir, module.target_cpu = str(folder), cpu
    pair = types.UniTuple(types.int64, 2)
    lanczos = types.Tuple((types.int64[::1], types.float32[:, ::1]))
    f4, f8 = types.float32, types.float64
    words = types.Array(types.uint32, 1, "A", aligned=False)
    rows = types.Tuple((f4[:, :, ::1], f4[:, :, ::1], f4[:, ::1], f4[::1], f4[::1]))
    for name, pixel in (("uint8", types.uint8), ("uint16", types.uint16)):
        flat, deep = pixel[:, ::1], pixel[:, :, ::1]
        row = types.Tuple((f8[::1], types.uint64[::1], f4[:, ::1], f4[::1], types.uint32[:, :, ::1], flat))
        fields = (f8[:, ::1], f8[:, ::1], f8[:, :, ::1], f8[::1], types.boolean, f4, f4, f4)
        loops = {
            glare.whiten: (flat, pair, pair, f4[::1], f4[::1], f4),
            moire.moire: (deep, deep, lanczos, lanczos, lanczos, lanczos, *fields, rows),
            cubic.cubic_perspective: (deep, words, deep, f8[:, ::1], f4, row),
        }
        for loop, arguments in loops.items():
            symbol = native.symbol(loop.__name__, np.dtype(name))
            module.export(symbol, types.void(*arguments))(loop.dispatcher().py_func)  # type: ignore[attr-defined]
    module.compile()
    return folder / str(module.output_file)
