"""Damaged image files of every type the lab takes: bits turned over, ends cut off, pieces lost, doubled or zeroed.

Half of them are damaged whole files. The other half are damaged seeds: files that a fuzzer kept because they reached
code that no file before them had reached (`tests.fuzz.seeds`).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tests.fuzz.seeds import read_seeds
from tests.fuzz.whole import whole_images

INTERESTING = (0x00, 0x01, 0x7F, 0x80, 0xFF)


def mutated_images(count: int, seed: int = 0) -> Iterator[tuple[str, bytes]]:
    """Yield ``count`` damaged files, the types in turn, each with a name by which it can be made again."""
    whole, seeds = list(whole_images().items()), read_seeds()
    for number in range(count):
        family = seeds if seeds and number % 2 else whole
        kind, data = family[number // 2 % len(family)]
        damage = DAMAGES[number // (2 * len(family)) % len(DAMAGES)]
        rng = np.random.default_rng([seed, number])
        yield f"{kind} {damage.__name__} {number}", bytes(damage(bytearray(data), rng))


def turned_bits(data: bytearray, rng: np.random.Generator) -> bytearray:
    for at in rng.integers(0, len(data), rng.integers(1, 30)):
        data[at] ^= 1 << int(rng.integers(8))
    return data


def turned_bits_of_the_header(data: bytearray, rng: np.random.Generator) -> bytearray:
    for at in rng.integers(0, min(len(data), 400), rng.integers(1, 8)):
        data[at] ^= 1 << int(rng.integers(8))
    return data


def cut_off(data: bytearray, rng: np.random.Generator) -> bytearray:
    return data[: rng.integers(1, len(data))]


def piece_lost(data: bytearray, rng: np.random.Generator) -> bytearray:
    start = int(rng.integers(0, len(data)))
    del data[start : start + int(rng.integers(1, 64))]
    return data


def piece_zeroed(data: bytearray, rng: np.random.Generator) -> bytearray:
    start, length = int(rng.integers(0, len(data))), int(rng.integers(1, 64))
    data[start : start + length] = bytes(len(data[start : start + length]))
    return data


def piece_doubled(data: bytearray, rng: np.random.Generator) -> bytearray:
    start, length = int(rng.integers(0, len(data))), int(rng.integers(1, 64))
    return data[:start] + data[start : start + length] + data[start:]


def extreme_bytes(data: bytearray, rng: np.random.Generator) -> bytearray:
    """Lengths, counts and sizes are a few bytes anywhere: their extremes break arithmetic."""
    for at in rng.integers(0, len(data), rng.integers(1, 6)):
        data[at] = int(rng.choice(INTERESTING))
    return data


DAMAGES = (
    turned_bits,
    turned_bits_of_the_header,
    cut_off,
    piece_lost,
    piece_zeroed,
    piece_doubled,
    extreme_bytes,
)
