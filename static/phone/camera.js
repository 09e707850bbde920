/**
 * The phone's camera: opened at its highest resolution, watched, and asked for one photo at a time: its own still, or
 * else the newest video frame.
 */

import { Frames } from "./frames.js";
import { asItIs, heldBy } from "./holding.js";
import { adjust, capabilities, openChosen, remember, remembered, stop } from "./lens.js";
import { frame } from "./shutter.js";
import { Still } from "./still.js";

/** @typedef {{ asked: Record<string, unknown>, held: string[], settings: Record<string, unknown> }} Settings what was asked of the track, which
 *   parts it holds, and everything that it says of itself */
/** @typedef {{ label: string, width: number, height: number, orientation: string } & Settings} Granted */
/** @typedef {{ bytes: ArrayBuffer, type: string, width: number, height: number } & Settings} Shot */

const MUTED_MS = 3000;

/** @type {Record<string, string>} the protocol's codes for what getUserMedia throws */
const CODES = {
  NotAllowedError: "camera_refused",
  SecurityError: "camera_refused",
  NotFoundError: "camera_missing",
  OverconstrainedError: "camera_missing",
  NotReadableError: "camera_taken",
  AbortError: "camera_taken",
};

/** One camera, shown in a video element. Event "change" whenever `code` or what was `granted` does. */
export class Camera extends EventTarget {
  #video;
  #frames;
  /** @type {MediaStreamTrack | null} */
  #track = null;
  /** @type {Granted | null} */
  #granted = null;
  #still = new Still();
  /** @type {Record<string, unknown>} what was asked of the track */
  #asked = {};
  #taking = false;
  #code = "camera_starting";
  /** Counts what was wanted of the camera: only the newest wish may leave a stream open. */
  #wish = 0;
  #opening = false;
  /** @type {Promise<void>} */
  #opened = Promise.resolve();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #silence;

  /** @param {HTMLVideoElement} video in the page, muted, playing inline: browsers deliver no frames otherwise */
  constructor(video) {
    super();
    this.#video = video;
    this.#frames = new Frames(video);
    const changed = () => {
      if (this.#track) this.dispatchEvent(new Event("change"));
    };
    video.addEventListener("resize", changed);
    screen.orientation?.addEventListener?.("change", changed);
  }

  /** @returns {string} empty when photos can be taken, else why not */
  get code() {
    return this.#code;
  }

  /** @returns {Granted | null} what the browser gave, also of a camera that was given back */
  get granted() {
    if (!this.#track) return this.#granted;
    const settings = this.#settings(this.#track);
    const { videoWidth, videoHeight } = this.#video;
    this.#granted = {
      label: this.#track.label,
      width: videoWidth || Number(settings.width) || 0,
      height: videoHeight || Number(settings.height) || 0,
      orientation: screen.orientation?.type ?? "",
      settings,
      ...this.#agreed(settings),
    };
    return this.#granted;
  }

  /** @returns {string} */
  get chosen() {
    return this.#track?.getSettings().deviceId ?? "";
  }

  /**
   * Open the chosen camera and play it. While an older opening waits (for the person to allow it) nothing else is
   * asked of the browser: a second stream would be one that nobody stops.
   *
   * @returns {Promise<void>} once the newest wish is met
   */
  open() {
    const wish = this.#begin();
    this.#opening = true;
    const before = this.#opened;
    this.#opened = before
      .then(() => (wish === this.#wish ? this.#open(wish) : undefined))
      .finally(() => {
        if (wish === this.#wish) this.#opening = false;
      });
    return this.#opened;
  }

  /**
   * Use another camera from now on.
   *
   * @param {string} deviceId
   * @param {string} label
   */
  async choose(deviceId, label) {
    remember({ id: deviceId, label, zoom: null, held: {} });
    await this.open();
  }

  /**
   * Zoom by this much, also the next time.
   *
   * @param {number} zoom
   */
  zoom(zoom) {
    remember({ zoom });
    return this.#adjust();
  }

  /**
   * Hold a part as it is now, also the next time; or leave it to the camera again.
   *
   * @param {import("./holding.js").Part} part
   * @param {boolean} still
   */
  hold(part, still) {
    const held = { ...remembered().held };
    delete held[part];
    if (still && this.#track) held[part] = asItIs(part, this.#settings(this.#track), this.can);
    remember({ held });
    return this.#adjust();
  }

  async #adjust() {
    if (!this.#track) return;
    this.#asked = await adjust(this.#track);
    this.dispatchEvent(new Event("change"));
  }

  /** @returns {ReturnType<typeof capabilities>} what can be set */
  get can() {
    return this.#track ? capabilities(this.#track) : {};
  }

  /** Give it back. What `code` said stays, so that a session that goes on may ask for it again. */
  close() {
    this.#begin();
    this.#opening = false;
  }

  /** The page is visible again: open anew when the system took the camera away. */
  async revive() {
    if (this.#opening) return this.#opened;
    if (this.#track?.readyState !== "live" || this.#track.muted) return this.open();
    await this.#video.play().catch(() => undefined);
    this.#become("");
  }

  /**
   * Wait for a camera that is being opened, or was given back.
   *
   * @returns {Promise<void>}
   */
  async awake() {
    if (this.#opening) await this.#opened;
    else if (!this.#track && !this.#code) await this.open();
    if (this.#track?.muted) await this.#unmuted(this.#track);
  }

  /**
   * Take one photo. Never call it twice at a time.
   *
   * @returns {Promise<Shot>}
   */
  async photograph() {
    const track = this.#track;
    if (track?.muted) await this.#unmuted(track);
    if (!track || track.readyState !== "live" || track.muted) throw new Error("The camera gives no picture.");
    this.#taking = true;
    try {
      const blob = (await this.#still.take()) ?? (await this.#frames.take());
      const settings = this.#settings(track);
      return {
        bytes: await blob.arrayBuffer(),
        type: blob.type,
        // A track that has just been opened may not know its size yet; its picture does.
        width: Number(settings.width) || this.#video.videoWidth,
        height: Number(settings.height) || this.#video.videoHeight,
        settings: { ...settings, label: track.label },
        ...this.#agreed(settings),
      };
    } finally {
      this.#taking = false;
    }
  }

  /** @returns {number} the new wish; whatever an older one left is stopped */
  #begin() {
    clearTimeout(this.#silence);
    this.#track?.stop();
    this.#track = null;
    this.#still.use(null);
    this.#video.srcObject = null;
    this.#wish += 1;
    return this.#wish;
  }

  /** @param {number} wish */
  async #open(wish) {
    if (!globalThis.isSecureContext || !navigator.mediaDevices) return this.#become("insecure_page");
    try {
      const stream = await openChosen();
      if (wish !== this.#wish) return stop(stream);
      const [track] = stream.getVideoTracks();
      this.#watch(track);
      this.#asked = await adjust(track);
      this.#video.srcObject = stream;
      await this.#video.play();
      await frame(this.#video, MUTED_MS);
      if (track.muted) await this.#unmuted(track);
      if (wish === this.#wish) this.#become(track.readyState === "live" && !track.muted ? "" : "camera_lost");
    } catch (error) {
      if (wish === this.#wish) this.#become(CODES[/** @type {Error} */ (error).name] ?? "camera_taken");
    }
  }

  /** @param {MediaStreamTrack} track */
  #watch(track) {
    this.#track = track;
    this.#still.use(track);
    /** @param {() => void} then @returns {() => void} for as long as it is this track that is watched */
    const mine = (then) => () => {
      if (track === this.#track) then();
    };
    track.addEventListener(
      "ended",
      mine(() => this.#become("camera_lost")),
    );
    track.addEventListener(
      "mute",
      mine(() => this.#wait()),
    );
    track.addEventListener(
      "unmute",
      mine(() => {
        clearTimeout(this.#silence);
        if (!this.#opening) this.#become("");
      }),
    );
  }

  /** A track is silent for a moment while a still is taken, and when the system looks elsewhere: that is no loss yet. */
  #wait() {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      if (this.#taking) this.#wait();
      else if (!this.#opening) this.#become("camera_lost");
    }, MUTED_MS);
  }

  /** @param {MediaStreamTrack} track @returns {Promise<void>} once it gives pictures again, or has not for too long */
  #unmuted(track) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, MUTED_MS);
      track.addEventListener(
        "unmute",
        () => {
          clearTimeout(timer);
          resolve();
        },
        { once: true },
      );
    });
  }

  /** @param {MediaStreamTrack} track @returns {Record<string, unknown>} */
  #settings(track) {
    const { deviceId: _id, groupId: _group, ...settings } = track.getSettings();
    return settings;
  }

  /** @param {Record<string, unknown>} settings @returns {{ asked: Record<string, unknown>, held: string[] }} */
  #agreed(settings) {
    return { asked: this.#asked, held: heldBy(settings) };
  }

  /** @param {string} code */
  #become(code) {
    if (code === this.#code) return;
    this.#code = code;
    this.dispatchEvent(new Event("change"));
  }
}
