"""Compiled loops (numba), one module per effect, imported by the transforms when they first need pixels.

Importing numba takes half a second and tens of MiB, which neither the web process nor a pipeline of lookup
tables needs; hence the imports inside functions there. Every kernel runs on one thread: the services above
start one process a core. What a kernel compiles to is kept on disk (see `transforms.kernels.cache`).
"""
