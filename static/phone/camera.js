/**
 * The phone's camera: opened at its highest resolution, watched, and asked for one photo at a time.
 *
 * `takePhoto` gives the sensor's own still where the browser has it. It can hang or refuse on any phone, so it
 * has a time limit and a fallback: the newest video frame through a canvas.
 */

import { frame } from "./shutter.js";

/** @typedef {{ bytes: ArrayBuffer, type: string, width: number, height: number, settings: Record<string, unknown> }} Shot */

const PHOTO_MS = 9000;
const FRAME_MS = 500;
const JPEG_QUALITY = 0.95;

/** @type {Record<string, string>} the protocol's codes for what getUserMedia throws */
const CODES = {
  NotAllowedError: "camera_refused",
  SecurityError: "camera_refused",
  NotFoundError: "camera_missing",
  OverconstrainedError: "camera_missing",
  NotReadableError: "camera_taken",
  AbortError: "camera_taken",
};

/** One camera, shown in a video element. Event "change" whenever `code` does. */
export class Camera extends EventTarget {
  #video;
  /** @type {MediaStreamTrack | null} */
  #track = null;
  /** @type {ImageCapture | null} */
  #still = null;
  #stillBusy = false;
  #stillFailures = 0;
  #code = "camera_starting";

  /** @param {HTMLVideoElement} video in the page, muted, playing inline: browsers deliver no frames otherwise */
  constructor(video) {
    super();
    this.#video = video;
  }

  /** @returns {string} empty when photos can be taken, else why not */
  get code() {
    return this.#code;
  }

  /** @returns {{ label: string, width: number, height: number, settings: Record<string, unknown> } | null} as granted */
  get granted() {
    if (!this.#track) return null;
    const { deviceId: _id, groupId: _group, ...settings } = this.#track.getSettings();
    return { label: this.#track.label, width: settings.width ?? 0, height: settings.height ?? 0, settings };
  }

  /** @returns {string} */
  get chosen() {
    return this.#track?.getSettings().deviceId ?? "";
  }

  /**
   * Open the back camera, or the one chosen, and play it.
   *
   * @param {string} [deviceId]
   */
  async open(deviceId = "") {
    this.close();
    if (!globalThis.isSecureContext || !navigator.mediaDevices) return this.#become("insecure_page");
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: wishes(deviceId) });
      const [track] = stream.getVideoTracks();
      this.#watch(track);
      await sharpen(track);
      this.#video.srcObject = stream;
      await this.#video.play();
      await frame(this.#video, 3000);
      this.#become(track.readyState === "live" && !track.muted ? "" : "camera_lost");
    } catch (error) {
      this.#become(CODES[/** @type {Error} */ (error).name] ?? "camera_taken");
    }
  }

  close() {
    this.#track?.stop();
    this.#track = null;
    this.#still = null;
    this.#video.srcObject = null;
  }

  /** The page is visible again: open anew when the system took the camera away. */
  async revive() {
    if (this.#track?.readyState === "live" && !this.#track.muted) {
      await this.#video.play().catch(() => undefined);
      this.#become("");
    } else {
      await this.open(this.chosen);
    }
  }

  /** @returns {Promise<MediaDeviceInfo[]>} the cameras to choose from */
  async choices() {
    const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
    return devices.filter(({ kind }) => kind === "videoinput");
  }

  /**
   * Take one photo. Never call it twice at a time.
   *
   * @returns {Promise<Shot>}
   */
  async photograph() {
    const track = this.#track;
    if (!track || track.readyState !== "live" || track.muted) throw new Error("the camera gives no picture");
    const blob = (await this.#takeStill()) ?? (await this.#takeFrame());
    const { deviceId: _id, groupId: _group, ...settings } = track.getSettings();
    return {
      bytes: await blob.arrayBuffer(), type: blob.type, width: settings.width ?? 0, height: settings.height ?? 0,
      settings: { ...settings, label: track.label },
    };
  }

  /** @returns {Promise<Blob | null>} null where the browser cannot, or did not in time */
  async #takeStill() {
    if (!this.#still || this.#stillBusy || this.#stillFailures > 1) return null;
    this.#stillBusy = true;
    const photo = this.#still.takePhoto();
    const settled = photo.then((blob) => blob, () => null).finally(() => { this.#stillBusy = false; });
    const late = new Promise((resolve) => { setTimeout(() => resolve(null), PHOTO_MS); });
    const blob = /** @type {Blob | null} */ (await Promise.race([settled, late]));
    this.#stillFailures = blob?.size ? 0 : this.#stillFailures + 1;
    return blob?.size ? blob : null;
  }

  /** @returns {Promise<Blob>} the newest video frame */
  async #takeFrame() {
    await frame(this.#video, FRAME_MS);
    const canvas = document.createElement("canvas");
    canvas.width = this.#video.videoWidth;
    canvas.height = this.#video.videoHeight;
    canvas.getContext("2d")?.drawImage(this.#video, 0, 0);
    const blob = await new Promise((/** @type {(blob: Blob | null) => void} */ resolve) => { canvas.toBlob(resolve, "image/jpeg", JPEG_QUALITY); });
    if (!blob?.size) throw new Error("the camera's frame could not be read");
    return blob;
  }

  /** @param {MediaStreamTrack} track */
  #watch(track) {
    this.#track = track;
    this.#stillFailures = 0;
    this.#still = "ImageCapture" in globalThis && "takePhoto" in ImageCapture.prototype ? new ImageCapture(track) : null;
    const lost = () => { if (track === this.#track) this.#become("camera_lost"); };
    track.addEventListener("ended", lost);
    track.addEventListener("mute", lost);
    track.addEventListener("unmute", () => { if (track === this.#track) this.#become(""); });
  }

  /** @param {string} code */
  #become(code) {
    if (code === this.#code) return;
    this.#code = code;
    this.dispatchEvent(new Event("change"));
  }
}

/**
 * @param {string} deviceId
 * @returns {MediaTrackConstraints}
 */
function wishes(deviceId) {
  const place = deviceId ? { deviceId: { exact: deviceId } } : { facingMode: { ideal: "environment" } };
  return { ...place, width: { ideal: 4096 }, height: { ideal: 3072 }, frameRate: { ideal: 30 } };
}

/**
 * Ask for what makes photos of a screen alike, as far as this camera offers it; what was granted is recorded.
 *
 * @param {MediaStreamTrack} track
 */
async function sharpen(track) {
  const can = /** @type {Record<string, unknown>} */ (track.getCapabilities?.() ?? {});
  const modes = /** @type {string[]} */ (can.focusMode ?? []);
  if (!modes.includes("continuous")) return;
  const wish = /** @type {MediaTrackConstraintSet} */ ({ focusMode: "continuous" });
  await track.applyConstraints({ ...track.getConstraints(), advanced: [wish] }).catch(() => undefined);
}
