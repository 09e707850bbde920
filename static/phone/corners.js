/**
 * Brackets on the four corners that were found, over the camera's picture. They jump, they never glide: what is
 * drawn is where the x-ray was seen, not where it may be between two looks.
 */

/** @typedef {[number, number]} Point */

const SVG = "http://www.w3.org/2000/svg";
const ARM = 0.16;
const LONGEST_ARM_PX = 30;

/**
 * @param {Point} from
 * @param {Point} to
 * @returns {string} a point a little way from one corner towards another
 */
function arm(from, to) {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const part = Math.min(ARM, LONGEST_ARM_PX / (Math.hypot(dx, dy) || 1));
  return `${from[0] + dx * part},${from[1] + dy * part}`;
}

/** The overlay; in the page for good, empty while nothing was found. */
export class Corners {
  #video;
  #svg = document.createElementNS(SVG, "svg");
  /** @type {Point[] | null} in fractions of the camera's picture */
  #corners = null;
  #good = false;

  /** @param {HTMLVideoElement} video whose picture the corners are of */
  constructor(video) {
    this.#video = video;
    this.#svg.setAttribute("class", "corners");
    this.#svg.setAttribute("aria-hidden", "true");
    video.after(this.#svg);
    new ResizeObserver(() => this.#draw()).observe(video);
    video.addEventListener("resize", () => this.#draw());
  }

  /**
   * @param {Point[] | null} corners top left, top right, bottom right, bottom left, 0..1 inside the picture
   * @param {boolean} good
   */
  show(corners, good) {
    this.#corners = corners;
    this.#good = good;
    this.#draw();
  }

  /** Put the corners where `object-fit: contain` puts the picture. */
  #draw() {
    const { videoWidth, videoHeight, clientWidth, clientHeight } = this.#video;
    this.#svg.dataset.good = String(this.#good);
    if (!this.#corners || !videoWidth) return this.#svg.replaceChildren();
    const scale = Math.min(clientWidth / videoWidth, clientHeight / videoHeight);
    const [width, height] = [videoWidth * scale, videoHeight * scale];
    const [left, top] = [(clientWidth - width) / 2, (clientHeight - height) / 2];
    const placed = this.#corners.map(([x, y]) => /** @type {Point} */ ([left + x * width, top + y * height]));
    this.#svg.setAttribute("viewBox", `0 0 ${clientWidth || 1} ${clientHeight || 1}`);
    this.#svg.replaceChildren(
      ...placed.map((corner, position) => {
        const line = document.createElementNS(SVG, "polyline");
        const [before, after] = [placed[(position + 3) % 4], placed[(position + 1) % 4]];
        line.setAttribute("points", `${arm(corner, before)} ${corner[0]},${corner[1]} ${arm(corner, after)}`);
        return line;
      }),
    );
  }
}
