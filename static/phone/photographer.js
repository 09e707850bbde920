/**
 * Carries out the server's capture commands, in the order that survives any crash: receipt, index check,
 * fresh frames, shutter, digest, one durable write, and only then the answer. Photos are taken one at a time; a
 * command that was carried out before is answered from the store.
 */

import { fromFile } from "./camera-app.js";
import { sha256 } from "./digest.js";
import { fresh, wait } from "./shutter.js";
import { StoreError } from "./store.js";

/** @typedef {import("../types/api").CaptureMessage} CaptureCommand */
/** @typedef {import("../types/page").KeptPhoto} KeptPhoto */
/** @typedef {import("./record.js").PhoneRecord} PhoneRecord */

const AGAIN_MS = 1000;

/**
 * @param {{ index: number, attempt: number }} photo
 * @returns {string}
 */
export function keyOf({ index, attempt }) {
  return `${index}/${attempt}`;
}

/**
 * The session's settings, or what the command says instead: a retake is taken with more care than the first photo.
 *
 * @param {import("../types/api").PhoneSettings} settings
 * @param {Pick<CaptureCommand, "settle_ms" | "fresh_frames">} command
 * @returns {import("../types/api").PhoneSettings}
 */
export function careful(settings, { settle_ms, fresh_frames }) {
  return {
    ...settings,
    settle_ms: settle_ms ?? settings.settle_ms,
    fresh_frames: fresh_frames ?? settings.fresh_frames,
  };
}

/**
 * Events: "asked" (detail: a command that a person carries out by `take`), "taking" (detail: command), "done" (nothing is being photographed any more), "kept" (detail: photo and
 * bytes), "confirmed" (detail: photo), "failed" (detail: message), "mismatch" (detail: command),
 * "storage-failed" (detail: the store's error).
 */
export class Photographer extends EventTarget {
  #link;
  #store;
  #camera;
  #video;
  /** @type {PhoneRecord} */
  #record;
  /** @type {import("../types/api").PhoneSettings} */
  settings = { settle_ms: 200, fresh_frames: 5, frame_timeout_ms: 500, capture_timeout_s: 20 };
  /** @type {Promise<void>} */
  #queue = Promise.resolve();
  /** @type {Set<string>} commands being carried out */
  #underWay = new Set();
  /** @type {Set<string>} photos the server knows to be taken */
  #confirmed = new Set();
  /** A person decides when: commands wait for `take`. */
  byHand = false;
  /** @type {Promise<void>} when the camera has seen what was asked for last */
  #fresh = Promise.resolve();

  /**
   * @param {import("../shared/link.js").Link<any>} link
   * @param {import("./store.js").Store} store
   * @param {Pick<import("./camera.js").Camera, "photograph" | "awake">} camera
   * @param {HTMLVideoElement} video
   * @param {PhoneRecord} record
   */
  constructor(link, store, camera, video, record) {
    super();
    this.#link = link;
    this.#store = store;
    this.#camera = camera;
    this.#video = video;
    this.#record = record;
  }

  /** @returns {PhoneRecord} */
  get record() {
    return this.#record;
  }

  /** @returns {boolean} a photo is being taken: nothing on the page may move */
  get busy() {
    return this.#underWay.size > 0;
  }

  /** @param {PhoneRecord} record the server's resume point, for an empty store; holds from now on, kept a moment later */
  async adopt(record) {
    this.#record = record;
    await this.#store.adopt(record);
  }

  /**
   * The server took these in with `hello`, so they need no answer of their own.
   *
   * @param {{ index: number, attempt: number }[]} photos
   */
  known(photos) {
    for (const photo of photos) this.#confirmed.add(keyOf(photo));
  }

  /** @param {CaptureCommand} command */
  handle(command) {
    if (command.generation !== this.#link.generation) return;
    const { index, attempt, showing } = command;
    this.#link.tell("received", { index, attempt, showing });
    if (this.#underWay.has(keyOf(command))) return;
    if (this.byHand && this.#record.check(command) === "new") {
      this.#fresh = fresh(this.#video, careful(this.settings, command));
      this.dispatchEvent(new CustomEvent("asked", { detail: command }));
    } else this.take(command);
  }

  /**
   * Carry out a command.
   *
   * @param {CaptureCommand} command
   * @param {File} [file] a photo of the phone's own camera app, instead of one by this page
   */
  take(command, file) {
    const key = keyOf(command);
    if (this.#underWay.has(key)) return;
    this.#underWay.add(key);
    this.#queue = this.#queue
      .then(() => this.#carryOut(command, file))
      .finally(() => {
        this.#underWay.delete(key);
        this.dispatchEvent(new Event("done"));
      });
  }

  /** @param {CaptureCommand} command @param {File} [file] */
  async #carryOut(command, file) {
    const { index, attempt } = command;
    const check = this.#record.check(command);
    if (check === "mismatch") {
      this.#link.tell("mismatch", { index, attempt, last: this.#record.last });
      this.dispatchEvent(new CustomEvent("mismatch", { detail: command }));
      return;
    }
    if (check === "done") {
      const photo = await this.#store.photo(index, attempt);
      if (photo) void this.#confirm(photo, true);
      return;
    }
    const photo = await this.#shoot(command, file);
    if (photo) void this.#confirm(photo);
  }

  /** @param {CaptureCommand} command @returns {Promise<import("./camera.js").Shot & { taken_at: number }>} */
  async #photograph(command) {
    await this.#camera.awake();
    await (this.byHand ? this.#fresh : fresh(this.#video, careful(this.settings, command)));
    if (document.visibilityState !== "visible") throw new Error("Its page was in the background.");
    const taken_at = Date.now() / 1000;
    return { ...(await this.#camera.photograph()), taken_at };
  }

  /**
   * @param {CaptureCommand} command
   * @param {File} [file]
   * @returns {Promise<KeptPhoto | null>}
   */
  async #shoot(command, file) {
    const { index, attempt, showing } = command;
    this.dispatchEvent(new CustomEvent("taking", { detail: command }));
    try {
      const { bytes, type, ...camera } = file ? await fromFile(file) : await this.#photograph(command);
      const photo = { index, attempt, showing, sha256: await sha256(bytes), size: bytes.byteLength, type, camera };
      const after = this.#record.after(command);
      await this.#store.keep(after, photo, bytes);
      this.#record = after;
      this.dispatchEvent(new CustomEvent("kept", { detail: { photo, bytes } }));
      return photo;
    } catch (error) {
      const detail = /** @type {Error} */ (error).message;
      this.#link.tell("failed", { index, attempt, showing, detail });
      this.dispatchEvent(
        error instanceof StoreError
          ? new CustomEvent("storage-failed", { detail: error })
          : new CustomEvent("failed", { detail }),
      );
      return null;
    }
  }

  /**
   * Say that a photo is taken until the server has heard it.
   *
   * @param {KeptPhoto} photo
   * @param {boolean} [again] answer although it was heard before
   */
  async #confirm(photo, again = false) {
    const { type: _type, ...answer } = photo;
    const key = keyOf(photo);
    for (let first = again; !this.#link.over && (first || !this.#confirmed.has(key)); first = false) {
      const reply = await this.#link.ask("captured", answer);
      if (reply?.ok) this.#confirmed.add(key);
      else await wait(AGAIN_MS);
    }
    if (this.#confirmed.has(key)) this.dispatchEvent(new CustomEvent("confirmed", { detail: photo }));
  }
}
