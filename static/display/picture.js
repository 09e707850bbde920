/**
 * A picture on its way to the monitor: fetched and decoded.
 *
 * A network that is gone for a moment is no fault of the picture, and a server that is busy none either: it is asked for
 * again for as long as it is wanted. Only what the server refuses and what cannot be decoded fails: a person has to look at that.
 */

import { refusal } from "../shared/api.js";
import { t } from "../shared/messages.js";

const LOAD_MS = 15_000;
const AGAIN_MS = 1000;
const BUSY = new Set([429, 502, 503, 504]);

/** One picture; begins to load at once. */
export class Picture {
  url;
  image = new Image();
  /** @type {Promise<void>} fails also once the picture is not wanted any more */
  decoded;
  #wanted = true;
  #asking = new AbortController();

  /** @param {string} url */
  constructor(url) {
    this.url = url;
    this.image.alt = "";
    this.image.decoding = "sync";
    this.decoded = this.#load();
    this.decoded.catch(() => undefined);
  }

  /** Nobody waits for it any more. */
  drop() {
    this.#wanted = false;
    this.#asking.abort();
  }

  async #load() {
    let bytes = await this.#fetch();
    while (!bytes) {
      await new Promise((resolve) => {
        setTimeout(resolve, AGAIN_MS);
      });
      if (!this.#wanted) throw new Error("not wanted any more");
      bytes = await this.#fetch();
    }
    const address = URL.createObjectURL(bytes);
    this.image.src = address;
    await this.image.decode().catch(() => {
      throw new Error(t("display-undecodable"));
    });
    URL.revokeObjectURL(address);
    this.image.style.setProperty("--aspect", String(this.image.naturalWidth / this.image.naturalHeight));
  }

  /** @returns {Promise<Blob | null>} null: not now */
  async #fetch() {
    const asking = (this.#asking = new AbortController());
    const late = setTimeout(() => asking.abort(), LOAD_MS);
    try {
      const answer = await fetch(this.url, { signal: asking.signal, credentials: "same-origin" }).catch(() => null);
      if (answer?.ok) return await answer.blob().catch(() => null);
      if (answer && !BUSY.has(answer.status)) throw await refusal(answer);
      return null;
    } finally {
      clearTimeout(late);
    }
  }
}
