/**
 * Photos from the video's newest frame, for browsers that cannot take a still. One canvas for all of them: Safari
 * counts every canvas that waits for its collector, and gives no more contexts once they hold too much memory.
 */

import { frame } from "./shutter.js";

const FRAME_MS = 500;
const JPEG_QUALITY = 0.95;
const PROBE_PX = 16;

/** Reads frames of one video. */
export class Frames {
  #video;
  #canvas = document.createElement("canvas");
  #probe = document.createElement("canvas");

  /** @param {HTMLVideoElement} video */
  constructor(video) {
    this.#video = video;
    this.#probe.width = this.#probe.height = PROBE_PX;
  }

  /**
   * The newest frame; once more where it is empty, because the first after a pause may be.
   *
   * @returns {Promise<Blob>}
   */
  async take() {
    await frame(this.#video, FRAME_MS);
    if (!this.#draw()) {
      await frame(this.#video, FRAME_MS);
      if (!this.#draw()) throw new Error("The camera's picture is empty. Reload this page.");
    }
    const blob = await new Promise((/** @type {(blob: Blob | null) => void} */ resolve) => {
      this.#canvas.toBlob(resolve, "image/jpeg", JPEG_QUALITY);
    });
    if (!blob?.size) throw new Error("The camera's picture could not be read. Reload this page.");
    return blob;
  }

  /** @returns {boolean} something was drawn */
  #draw() {
    const { videoWidth: width, videoHeight: height } = this.#video;
    if (!width || !height) return false;
    if (this.#canvas.width !== width) this.#canvas.width = width;
    if (this.#canvas.height !== height) this.#canvas.height = height;
    const [whole, small] = [context(this.#canvas), context(this.#probe)];
    whole.clearRect(0, 0, width, height);
    whole.drawImage(this.#video, 0, 0);
    small.clearRect(0, 0, PROBE_PX, PROBE_PX);
    small.drawImage(this.#canvas, 0, 0, PROBE_PX, PROBE_PX);
    // A camera's darkest picture has noise. Nothing but zeros is a frame that was never drawn.
    return small.getImageData(0, 0, PROBE_PX, PROBE_PX).data.some((value, position) => position % 4 < 3 && value > 0);
  }
}

/**
 * @param {HTMLCanvasElement} canvas
 * @returns {CanvasRenderingContext2D}
 */
function context(canvas) {
  const found = canvas.getContext("2d", { willReadFrequently: canvas.width === PROBE_PX });
  if (!found) throw new Error("The browser has no memory left for a photo. Reload this page.");
  return found;
}
