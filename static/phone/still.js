/**
 * The camera's own still, where the browser has `takePhoto`: as large as it gives it, and without the flash, which a phone
 * may fire by itself in a dark room. It can hang or refuse on any phone, so it has a time limit.
 */

/** @typedef {{ fillLightMode?: "off", imageWidth?: number, imageHeight?: number }} Options */

const PHOTO_MS = 9000;
const MOST_FAILURES = 2;

/** Stills of one track at a time. */
export class Still {
  /** @type {ImageCapture | null} */
  #capture = null;
  /** @type {Promise<Options>} */
  #options = Promise.resolve({});
  #busy = false;
  #failures = 0;

  /** @param {MediaStreamTrack | null} track whose stills are taken from now on */
  use(track) {
    const able = "ImageCapture" in globalThis && "takePhoto" in ImageCapture.prototype;
    this.#capture = track && able ? new ImageCapture(track) : null;
    this.#options = options(this.#capture);
    this.#failures = 0;
  }

  /** @returns {Promise<Blob | null>} null where the browser cannot, or did not in time */
  async take() {
    const capture = this.#capture;
    if (!capture || this.#busy || this.#failures >= MOST_FAILURES) return null;
    this.#busy = true;
    const photo = this.#options
      .then((wanted) => capture.takePhoto(wanted))
      .catch(() => null)
      .finally(() => {
        this.#busy = false;
      });
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    const late = new Promise((/** @type {(none: null) => void} */ resolve) => {
      timer = setTimeout(() => resolve(null), PHOTO_MS);
    });
    const blob = await Promise.race([photo, late]);
    clearTimeout(timer);
    this.#failures = blob?.size ? 0 : this.#failures + 1;
    return blob?.size ? blob : null;
  }
}

/**
 * @param {ImageCapture | null} capture
 * @returns {Promise<Options>} what is asked of every still; a browser that is asked for nothing chooses the size itself
 */
async function options(capture) {
  const can = await capture?.getPhotoCapabilities?.().catch(() => null);
  const [width, height] = [can?.imageWidth?.max, can?.imageHeight?.max];
  return {
    ...(can?.fillLightMode?.includes("off") ? { fillLightMode: "off" } : {}),
    ...(width && height ? { imageWidth: width, imageHeight: height } : {}),
  };
}
