"""The light that falls on each photosite, a row at a time.

For every photosite the ray is followed back through the lens to the plane; there the picture's luminance is
read (already blurred as the camera blurs), the subpixels' waves are added with the contrast that the camera
leaves them, and reflections, bezel and surroundings are laid over or beside it. Only the colour under the
photosite's own filter is computed: that is what makes twelve megapixels affordable.

A row has two colours. Each half of it is taken through one step after the other, so that the processor computes
eight photosites at once; a half row of every quantity stays in the nearest cache.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...kernels.compiled import compiled, inlined
from .mosaic import LOW_STEP, WAVE_STEP, Float32, ray

BLOCK = WAVE_STEP // 2
"""Photosites of one colour between two nodes of the waves' contrast."""

FAR_AWAY = -1e9
"""A place outside of every plane: where rays go that never meet it."""


@inlined
def _places(rays: Any, y: int, odd: int, c: int, u: Float32, v: Float32, moved_u: Float32,
            moved_v: Float32) -> None:  # fmt: skip
    """Find the plane px that a half row sees.

    Rays are followed at both ends and the middle of each block, and a parabola laid through them: it is less than
    a thousandth of a pixel beside the exact place.

    Args:
        rays: The rays.
        y: Row of the photo.
        odd: 0 for its even photosites, 1 for the odd ones.
        c: Their colour.
        u: Filled: place (N,) along the plane's rows, plane px.
        v: Filled: along its columns.
        moved_u: Filled: `u` from a whole pixel near each block: more exact, and as good for a wave's phase.
        moved_v: Filled: `v`, likewise.
    """
    blocks = u.size // BLOCK
    u0, v0, w0 = ray(rays, odd, y, c)
    for block in range(blocks):
        middle = block * WAVE_STEP + odd + BLOCK
        u1, v1, w1 = ray(rays, middle, y, c)
        u2, v2, w2 = ray(rays, middle + BLOCK, y, c)
        start, end = block * BLOCK, (block + 1) * BLOCK
        if min(w0, min(w1, w2)) > 0:
            _parabola(u0, u1, u2, u[start:end], moved_u[start:end])
            _parabola(v0, v1, v2, v[start:end], moved_v[start:end])
        else:
            u[start:end], v[start:end] = FAR_AWAY, FAR_AWAY
            moved_u[start:end], moved_v[start:end] = 0, 0
        u0, v0, w0 = u2, v2, w2


@inlined
def _parabola(first: float, middle: float, last: float, at: Float32, moved: Float32) -> None:
    whole = np.floor(first)
    base, start = np.float32(whole), np.float32(first - whole)
    bend = (last - 2 * middle + first) * 0.5
    slope = np.float32((middle - first - bend) * (2.0 / BLOCK))
    curve = np.float32(bend * (4.0 / (BLOCK * BLOCK)))
    for k in range(BLOCK):
        s = np.float32(k)
        moved[k] = start + s * (slope + s * curve)
    for k in range(BLOCK):
        at[k] = base + moved[k]


@inlined
def _inside(u: Float32, v: Float32, edges: NDArray[np.float64], soft: float, share: Float32) -> None:
    """Fill `share` with the share of each photosite inside a rectangle with edges of width `soft`: 0..1."""
    left, top, right, bottom = (
        np.float32(edges[0]), np.float32(edges[1]), np.float32(edges[2]), np.float32(edges[3])
    )  # fmt: skip
    per_soft, half, one = np.float32(1 / soft), np.float32(0.5), np.float32(1)
    for j in range(share.size):
        nearest = min(min(u[j] - left, right - u[j]), min(v[j] - top, bottom - v[j]))
        share[j] = min(max(nearest * per_soft + half, np.float32(0)), one)


@inlined
def _along(grid: Float32, y: int, odd: int, c: int, out: Float32) -> None:
    """Interpolate a map of nodes (gh, gw, C) along a half row."""
    above, below = grid[y // LOW_STEP], grid[y // LOW_STEP + 1]
    t = np.float32((y % LOW_STEP) / LOW_STEP)
    near, far = np.float32(odd / LOW_STEP), np.float32((odd + 2) / LOW_STEP)
    a = above[0, c] + t * (below[0, c] - above[0, c])
    for g in range(min(above.shape[0] - 1, out.size // 2)):
        b = above[g + 1, c] + t * (below[g + 1, c] - above[g + 1, c])
        out[2 * g] = a + near * (b - a)
        out[2 * g + 1] = a + far * (b - a)
        a = b


@inlined
def _add_waves(contrast: Float32, orders: NDArray[np.int64], y: int, odd: int, block: int, u: Float32,
               v: Float32, sums: Float32) -> None:  # fmt: skip
    """Add the subpixels' waves over a block of photosites, as far as they are resolved.

    Args:
        contrast: Complex contrast (gh, gw, N, 2) of each wave for one colour and layer, on the nodes.
        orders: Orders (N, 2) of the waves.
        y: Row of the photo.
        odd: 0 for its even photosites, 1 for the odd ones.
        block: Number of the block in the row.
        u: Places (BLOCK,) along the plane's rows, whole pixels left out.
        v: The same, along its columns.
        sums: What the waves are added to (BLOCK,).
    """
    above, below = contrast[y // WAVE_STEP, block], contrast[y // WAVE_STEP + 1, block]
    above_right, below_right = contrast[y // WAVE_STEP, block + 1], contrast[y // WAVE_STEP + 1, block + 1]
    t, step, start = (
        np.float32((y % WAVE_STEP) / WAVE_STEP),
        np.float32(1 / BLOCK),
        np.float32(odd / WAVE_STEP),
    )
    for n in range(orders.shape[0]):
        k, m = np.float32(orders[n, 0]), np.float32(orders[n, 1])
        re = above[n, 0] + t * (below[n, 0] - above[n, 0])
        im = above[n, 1] + t * (below[n, 1] - above[n, 1])
        d_re = above_right[n, 0] + t * (below_right[n, 0] - above_right[n, 0]) - re
        d_im = above_right[n, 1] + t * (below_right[n, 1] - above_right[n, 1]) - im
        for j in range(BLOCK):
            share = start + np.float32(j) * step
            turns = k * u[j] + m * v[j]
            # Half a turn either way is where the two polynomials hold; they are 6e-6 off at most.
            x = turns - np.floor(turns + np.float32(0.5))
            x2 = x * x
            sine = x * (np.float32(6.283054) + x2 * (np.float32(-41.331121) + x2 * (np.float32(81.365468)
                   + x2 * (np.float32(-74.470789) + x2 * np.float32(32.768526)))))  # fmt: skip
            cosine = np.float32(0.99999921) + x2 * (np.float32(-19.738980) + x2 * (np.float32(64.928656)
                     + x2 * (np.float32(-85.271599) + x2 * (np.float32(58.790379)
                     + x2 * np.float32(-21.070905)))))  # fmt: skip
            sums[j] += (re + share * d_re) * cosine - (im + share * d_im) * sine


@inlined
def _add_layer(texture: Float32, p: int, scale: float, places_u: Float32, places_v: Float32, factor: Float32,
               shine: Float32) -> None:  # fmt: skip
    """Add layer p of the picture (h, w, P), bilinear, clamped at its edges, times a factor."""
    height, width = texture.shape[0], texture.shape[1]
    size, shift = np.float32(scale), np.float32(0.5 * scale - 0.5)
    right, bottom = np.float32(width - 1), np.float32(height - 1)
    for j in range(shine.size):
        u = min(max(places_u[j] * size + shift, np.float32(0)), right)
        v = min(max(places_v[j] * size + shift, np.float32(0)), bottom)
        i, k = min(int(u), width - 2), min(int(v), height - 2)
        fu, fv = u - np.float32(i), v - np.float32(k)
        above = texture[k, i, p] + fu * (texture[k, i + 1, p] - texture[k, i, p])
        below = texture[k + 1, i, p] + fu * (texture[k + 1, i + 1, p] - texture[k + 1, i, p])
        shine[j] += max(factor[j], np.float32(0)) * (above + fv * (below - above))


@inlined
def _lit_blocks(lit: Float32) -> tuple[int, int]:
    """Return the first block with a photosite that sees the luminous area, and the one after the last."""
    first, last = lit.size, -1
    for j in range(lit.size):
        if lit[j] > 0:
            first, last = min(first, j), j
    return first // BLOCK, last // BLOCK + 1


@compiled
def gather(
    cfa: NDArray[np.int64], rays: Any, surface: Any, shading: Any, rows: NDArray[np.int64], light: Float32
) -> None:
    """Fill `light` (N, W), cd/m², with the light that the photosites of some rows (N,) of a photo receive.

    Args:
        cfa: The colours (2, 2) of photosites.
        rays: The rays.
        surface: The plane.
        shading: What lies over and beside it.
        rows: Numbers of the rows.
        light: Filled.
    """
    # Arrays are taken out of their tuples once: inside the loop each access would count references.
    texture, scale, response, orders, contrast, edges, frame, soft, frame_light = surface
    gains, overs, behinds, row_gain, column_gain = shading
    width, layers = light.shape[1], response.shape[1]
    blocks = (width + WAVE_STEP - 1) // WAVE_STEP
    # One half row of each quantity. The last block may reach beyond the photo, where nothing is computed for.
    parts = np.zeros((11, blocks * BLOCK), np.float32)
    u, v, moved_u, moved_v = parts[0], parts[1], parts[2], parts[3]
    lit, panel, gain, over, behind, shine, factor = (
        parts[4], parts[5], parts[6], parts[7], parts[8], parts[9], parts[10]
    )  # fmt: skip
    for n in range(rows.size):
        y = rows[n]
        for odd in range(2):
            c = cfa[y & 1, odd]
            _places(rays, y, odd, c, u, v, moved_u, moved_v)
            _inside(u, v, edges, soft, lit)
            _inside(u, v, frame, soft, panel)
            _along(gains, y, odd, 0, gain)
            _along(overs, y, odd, c, over)
            _along(behinds, y, odd, c, behind)
            shine[:] = 0
            first, last = _lit_blocks(lit)
            for p in range(layers):
                if response[c, p] == 0 and orders.shape[0] == 0:
                    continue
                factor[:] = response[c, p]
                if orders.shape[0] > 0:
                    for block in range(first, last):
                        part = slice(block * BLOCK, (block + 1) * BLOCK)
                        _add_waves(
                            contrast[c, p], orders, y, odd, block, moved_u[part], moved_v[part], factor[part]
                        )
                part = slice(first * BLOCK, last * BLOCK)
                _add_layer(texture, p, scale, u[part], v[part], factor[part], shine[part])
            _lay(
                light[n], odd, row_gain[y], column_gain, frame_light[c], lit, panel, gain, over, behind, shine
            )


@inlined
def _lay(light: Float32, odd: int, row_gain: Any, column_gain: Float32, frame_light: Any, lit: Float32,
         panel: Float32, gain: Float32, over: Float32, behind: Float32, shine: Float32) -> None:  # fmt: skip
    """Lay the luminous area over its frame, and that over the surroundings, along a half row."""
    for j in range((light.size + 1 - odd) // 2):
        rest = behind[j] + panel[j] * (frame_light - behind[j])
        shown = shine[j] * gain[j] * row_gain * column_gain[2 * j + odd] + over[j]
        light[2 * j + odd] = rest + lit[j] * (shown - rest)
