/**
 * Brings photos to the server, two at a time, for as long as it takes. Every upload is a PUT under the photo's
 * own key with its digest, so that doing it again is harmless; a photo leaves the store only when the server
 * has answered that it is kept.
 */

import { t } from "../shared/messages.js";
import { contentDigest, sha256 } from "./digest.js";
import { keyOf } from "./photographer.js";

/** @typedef {import("../types/page").KeptPhoto} KeptPhoto */
/** @typedef {import("../types/api").ErrorShape} ErrorShape */
/** @typedef {"stored" | "again" | "stop" | "keep" | "hello" | "spoiled"} Outcome */

const AT_ONCE = 2;
const LONGEST_WAIT_S = 30;
const UPLOAD_MS = 120_000;
const STUCK_MS = 10_000;

/**
 * What an answer means for the photo (docs/protocol.md, "Upload").
 *
 * @param {number} status
 * @param {string} code
 * @returns {Outcome}
 */
export function outcome(status, code) {
  if (status === 200 || status === 201) return "stored";
  if (status === 401 || status === 403 || code === "session_unknown") return "stop";
  if (code === "photo_conflict") return "keep";
  if (code === "photo_not_expected") return "hello";
  if ([411, 413, 415, 422].includes(status)) return "spoiled";
  return "again";
}

/**
 * The bytes in the store are not those that were photographed any more: nobody would ever take them in.
 *
 * @param {number} index
 * @returns {ErrorShape}
 */
function changed(index) {
  return { code: "photo_changed", message: t("log-changed", { index }), details: {} };
}

/**
 * Events: "stored" (detail: {index, attempt, name, size}), "refused" (detail: error; nothing more is sent), "conflict"
 * (detail: photo and error), "not-expected" (say hello again), "change" (something waits or stops waiting).
 */
export class Uploads extends EventTarget {
  #session;
  #device;
  #store;
  #giveUp;
  /** @type {Map<string, KeptPhoto>} waiting, oldest first */
  #waiting = new Map();
  /** @type {Map<string, { abort: AbortController, since: number }>} */
  #running = new Map();
  /** @type {Map<string, { tries: number, notBefore: number }>} */
  #delays = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #stopped = false;

  /**
   * @param {string} session
   * @param {string} device
   * @param {Pick<import("./store.js").Store, "bytes" | "drop">} store
   * @param {(photo: KeptPhoto, error: ErrorShape) => Promise<boolean>} giveUp tells the server that a photo will never come; whether it has heard
   */
  constructor(session, device, store, giveUp) {
    super();
    this.#session = session;
    this.#device = device;
    this.#store = store;
    this.#giveUp = giveUp;
  }

  /** @returns {number} photos the server does not have yet */
  get waiting() {
    return this.#waiting.size;
  }

  /** @param {KeptPhoto} photo taken, and known to the server as taken */
  add(photo) {
    if (this.#waiting.has(keyOf(photo))) return;
    this.#waiting.set(keyOf(photo), photo);
    this.dispatchEvent(new Event("change"));
    this.#next();
  }

  /** The connection is back: try everything now. */
  kick() {
    this.#delays.clear();
    for (const { abort, since } of this.#running.values()) {
      if (performance.now() - since > STUCK_MS) abort.abort();
    }
    this.#next();
  }

  /**
   * The server has it (also when it says so by socket).
   *
   * @param {{ index: number, attempt: number, name: string, size: number }} stored
   */
  async stored(stored) {
    const isNews = this.#waiting.has(keyOf(stored));
    this.#forget(keyOf(stored));
    await this.#store.drop(stored.index, stored.attempt);
    if (isNews) this.dispatchEvent(new CustomEvent("stored", { detail: stored }));
  }

  /** Another tab sends them from now on. */
  stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #next() {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    const now = performance.now();
    let soonest = Infinity;
    for (const [key, photo] of this.#waiting) {
      if (this.#running.has(key)) continue;
      const { notBefore } = this.#delays.get(key) ?? { notBefore: 0 };
      if (notBefore > now) soonest = Math.min(soonest, notBefore);
      else if (this.#running.size < AT_ONCE) void this.#upload(key, photo);
    }
    if (soonest < Infinity) this.#timer = setTimeout(() => this.#next(), soonest - now);
  }

  /**
   * @param {string} key
   * @param {KeptPhoto} photo
   */
  async #upload(key, photo) {
    const abort = new AbortController();
    this.#running.set(key, { abort, since: performance.now() });
    const limit = setTimeout(() => abort.abort(), UPLOAD_MS);
    try {
      const bytes = await this.#store.bytes(photo.index, photo.attempt);
      if (!bytes) this.#forget(key);
      else if ((await sha256(bytes)) !== photo.sha256) await this.#spoil(key, photo, changed(photo.index));
      else await this.#settle(key, photo, await this.#put(photo, bytes, abort.signal));
    } catch {
      this.#delay(key);
    } finally {
      clearTimeout(limit);
      this.#running.delete(key);
      this.#next();
    }
  }

  /**
   * @param {KeptPhoto} photo
   * @param {ArrayBuffer} bytes
   * @param {AbortSignal} signal
   * @returns {Promise<Response>}
   */
  #put(photo, bytes, signal) {
    const { index, attempt, type } = photo;
    return fetch(`/api/v1/sessions/${this.#session}/phones/${this.#device}/photos/${index}/${attempt}`, {
      method: "PUT",
      body: bytes,
      signal,
      credentials: "same-origin",
      headers: { "Content-Type": type, "Content-Digest": contentDigest(photo.sha256), Accept: "application/json" },
    });
  }

  /**
   * @param {string} key
   * @param {KeptPhoto} photo
   * @param {Response} response
   */
  async #settle(key, photo, response) {
    const body = await response.json().catch(() => ({}));
    const error = /** @type {ErrorShape} */ (body.error ?? { code: "", message: "", details: {} });
    switch (outcome(response.status, error.code)) {
      case "stored":
        return this.stored({ index: photo.index, attempt: photo.attempt, name: body.name ?? "", size: photo.size });
      case "stop":
        this.#stopped = true;
        return this.#report("refused", error);
      case "keep":
        this.#forget(key);
        return this.#report("conflict", { photo, error });
      case "hello":
        this.#delay(key);
        return this.#report("not-expected", { photo, error });
      case "spoiled":
        return this.#spoil(key, photo, error);
      default:
        return this.#delay(key, Number(response.headers.get("Retry-After")));
    }
  }

  /**
   * A photo that will never be taken in is let go once the server knows: it stays until then, and is tried and told of again.
   *
   * @param {string} key
   * @param {KeptPhoto} photo
   * @param {ErrorShape} error
   */
  async #spoil(key, photo, error) {
    if (!(await this.#giveUp(photo, error))) return this.#delay(key);
    await this.#store.drop(photo.index, photo.attempt);
    this.#forget(key);
  }

  /**
   * @param {string} event
   * @param {unknown} detail
   */
  #report(event, detail) {
    this.dispatchEvent(new CustomEvent(event, { detail }));
  }

  /**
   * Again after 1, 2, 4 ... 30 s, or when the server says.
   *
   * @param {string} key
   * @param {number} [seconds]
   */
  #delay(key, seconds = 0) {
    const tries = (this.#delays.get(key)?.tries ?? 0) + 1;
    const pause = seconds > 0 ? seconds : Math.min(LONGEST_WAIT_S, 2 ** (tries - 1));
    this.#delays.set(key, { tries, notBefore: performance.now() + pause * 1000 });
  }

  /** @param {string} key */
  #forget(key) {
    this.#delays.delete(key);
    if (this.#waiting.delete(key)) this.dispatchEvent(new Event("change"));
  }
}
