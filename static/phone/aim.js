/**
 * While people aim: sends what the camera sees to the server, one frame at a time and the next once the last was
 * answered, and passes on what was found in it. Frames are small and are never photos.
 */

/** @typedef {import("../types/api").Aimed} Aimed */

const LONGEST_PX = 1280;
const MOST_BYTES = 1_000_000;
const QUALITIES = [0.8, 0.6, 0.4];
const BETWEEN_MS = 120;
const SOON_MS = 300;
const AGAIN_MS = 1000;
const ANSWER_MS = 8000;

/** Event "aimed" (detail: what the server says about the newest frame). */
export class Aim extends EventTarget {
  #video;
  #path;
  #canvas = document.createElement("canvas");
  #going = false;
  #running = false;

  /**
   * @param {HTMLVideoElement} video
   * @param {string} session
   * @param {string} device
   */
  constructor(video, session, device) {
    super();
    this.#video = video;
    this.#path = `/api/v1/sessions/${session}/phones/${device}/aim`;
  }

  /** @param {boolean} value frames are wanted: the session aims, and the camera works */
  set going(value) {
    this.#going = value;
    if (value && !this.#running) void this.#run();
  }

  async #run() {
    this.#running = true;
    while (this.#going) {
      const pause = await this.#once().catch(() => AGAIN_MS);
      await new Promise((resolve) => {
        setTimeout(resolve, pause);
      });
    }
    this.#running = false;
  }

  /** @returns {Promise<number>} milliseconds until the next frame */
  async #once() {
    if (document.visibilityState !== "visible" || !this.#video.videoWidth) return SOON_MS;
    const frame = await this.#frame();
    if (!frame) return AGAIN_MS;
    const response = await fetch(this.#path, {
      method: "POST",
      body: frame,
      credentials: "same-origin",
      signal: AbortSignal.timeout(ANSWER_MS),
      headers: { "Content-Type": "image/jpeg", Accept: "application/json" },
    });
    if (response.ok) {
      const aimed = /** @type {Aimed} */ (await response.json());
      if (this.#going) this.dispatchEvent(new CustomEvent("aimed", { detail: aimed }));
      return BETWEEN_MS;
    }
    const wait = Number(response.headers.get("Retry-After")) * 1000;
    return wait > 0 ? wait : response.status === 409 ? SOON_MS : AGAIN_MS;
  }

  /** @returns {Promise<Blob | null>} what the camera sees now, small enough for the server */
  async #frame() {
    const { videoWidth, videoHeight } = this.#video;
    const scale = Math.min(1, LONGEST_PX / Math.max(videoWidth, videoHeight));
    this.#canvas.width = Math.round(videoWidth * scale);
    this.#canvas.height = Math.round(videoHeight * scale);
    const context = this.#canvas.getContext("2d");
    if (!context) return null;
    context.drawImage(this.#video, 0, 0, this.#canvas.width, this.#canvas.height);
    for (const quality of QUALITIES) {
      const blob = await new Promise((/** @type {(blob: Blob | null) => void} */ resolve) => {
        this.#canvas.toBlob(resolve, "image/jpeg", quality);
      });
      if (blob && blob.size <= MOST_BYTES) return blob;
    }
    return null;
  }
}
