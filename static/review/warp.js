/**
 * Lays a photo over its x-ray: the inverse of the homography that the check of the pixels found, as a CSS transform.
 *
 * A homography is nine numbers in rows and takes x-ray px to photo px, both upright and full size. CSS scales pictures
 * badly within a transform, so the picture is laid out at about its final size first (which the browser does well) and
 * the transform is left with what a size cannot do. A coarse scaling would draw moiré that is not in the photo.
 */

/** @typedef {import("../types/page").Size} Size */
/** @typedef {{ x: number, y: number, scale: number }} Place where a picture stands: its corner and its scale, px */

/**
 * @param {number[]} a
 * @param {number[]} b
 * @returns {number[]}
 */
export function multiply(a, b) {
  return [0, 1, 2].flatMap((row) =>
    [0, 1, 2].map((column) => a[3 * row] * b[column] + a[3 * row + 1] * b[3 + column] + a[3 * row + 2] * b[6 + column]),
  );
}

/**
 * @param {number[]} m
 * @returns {number[] | null} null where there is none
 */
export function inverse([a, b, c, d, e, f, g, h, i]) {
  const minors = [
    e * i - f * h,
    c * h - b * i,
    b * f - c * e,
    f * g - d * i,
    a * i - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  ];
  const determinant = a * minors[0] + b * minors[3] + c * minors[6];
  return Number.isFinite(determinant) && Math.abs(determinant) > 1e-12
    ? minors.map((value) => value / determinant)
    : null;
}

/**
 * @param {number[]} m
 * @param {number} x
 * @param {number} y
 * @returns {[number, number]}
 */
export function apply(m, x, y) {
  const depth = m[6] * x + m[7] * y + m[8];
  return [(m[0] * x + m[1] * y + m[2]) / depth, (m[3] * x + m[4] * y + m[5]) / depth];
}

/**
 * Where a picture stands when it is fitted whole into a box, in its middle.
 *
 * @param {Size} picture
 * @param {Size} box
 * @returns {Place}
 */
export function fitted(picture, box) {
  const scale = Math.min(box.width / picture.width, box.height / picture.height);
  return { x: (box.width - scale * picture.width) / 2, y: (box.height - scale * picture.height) / 2, scale };
}

/**
 * How a photo is laid out and transformed so that its x-ray covers the source, which stands at `place`.
 *
 * @param {number[] | null | undefined} homography
 * @param {Size} xray
 * @param {Size} photo
 * @param {Place} place
 * @returns {{ width: number, height: number, matrix: number[] } | null} null where it cannot be laid over; `matrix` in rows
 */
export function overlay(homography, xray, photo, place) {
  const back = homography?.length === 9 ? inverse(homography) : null;
  if (!back || !homography) return null;
  const [x, y] = apply(homography, xray.width / 2, xray.height / 2);
  const whole = multiply([place.scale, 0, place.x, 0, place.scale, place.y, 0, 0, 1], back);
  const size = localScale(whole, x, y);
  if (!(size > 0) || !Number.isFinite(size)) return null;
  const matrix = multiply(whole, [1 / size, 0, 0, 0, 1 / size, 0, 0, 0, 1]);
  const depth = matrix[6] * x * size + matrix[7] * y * size + matrix[8];
  return { width: photo.width * size, height: photo.height * size, matrix: matrix.map((value) => value / depth) };
}

/**
 * How much longer a short line becomes around a point, both directions taken together.
 *
 * @param {number[]} m
 * @param {number} x
 * @param {number} y
 * @returns {number}
 */
function localScale(m, x, y) {
  const [left, up] = apply(m, x - 0.5, y);
  const [right, down] = apply(m, x + 0.5, y);
  const [over, above] = apply(m, x, y - 0.5);
  const [under, below] = apply(m, x, y + 0.5);
  return Math.sqrt(Math.abs((right - left) * (below - above) - (down - up) * (under - over)));
}

/**
 * @param {number[]} m in rows
 * @returns {string} the same for CSS, which writes columns
 */
export function cssMatrix([a, b, c, d, e, f, g, h, i]) {
  return `matrix3d(${[a, d, 0, g, b, e, 0, h, 0, 0, 1, 0, c, f, 0, i].join(", ")})`;
}
