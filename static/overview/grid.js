/**
 * How many columns show all tiles at once, with the largest numbers.
 */

/** Width and height of the designs of a tile, high and flat, in which the number is 80 px high; as in `overview.css`. */
const HIGH = [260, 380];
const FLAT = [460, 190];

/** Of the size, what an empty place at the end of the last row may cost: whole rows are easier to read. */
const GAP_COSTS = 0.02;

/**
 * @param {number} tiles
 * @param {number} width of the place for all of them, in pixels
 * @param {number} height
 * @returns {number} the columns at which the tiles are largest
 */
export function columns(tiles, width, height) {
  let best = 1;
  let largest = 0;
  for (let count = 1; count <= tiles; count += 1) {
    const [wide, high] = [width / count, height / Math.ceil(tiles / count)];
    const [w, h] = wide / high >= 1.3 ? FLAT : HIGH;
    const left = count * Math.ceil(tiles / count) - tiles;
    const size = Math.min(wide / w, high / h) * (1 - GAP_COSTS * left);
    if (size > largest) [best, largest] = [count, size];
  }
  return best;
}
