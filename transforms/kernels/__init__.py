"""Compiled loops (numba), one module per effect.

Every kernel runs on one thread: the services above start one process a core. What a kernel compiles to is kept on disk
(see `cache`).
"""
