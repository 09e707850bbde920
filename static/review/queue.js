/**
 * What one reader goes through: photos by position, read in parts and a little ahead, and the answers given to them.
 *
 * Positions are those of the server and may shift while a session still takes photos; answers name the photo itself.
 */

import { call, post } from "../shared/api.js";

/** @typedef {import("../types/api").QueuedPhoto} QueuedPhoto */
/** @typedef {import("../types/api").QueuePart} QueuePart */
/** @typedef {import("../types/page").Said} Answer */
/** @typedef {import("../types/api").ReviewView} Review */
/** @typedef {import("../types/api").ReaderPlace} ReaderPlace */

const PART = 60;
const BEHIND = 10;

/** @param {{ session: string, set: string, index: number, attempt: number }} photo @returns {string} */
const keyOf = ({ session, set, index, attempt }) => [session, set, index, attempt].join("/");

/**
 * An image of a sample has no set: the page shows the sample's name there.
 *
 * @param {QueuedPhoto} photo
 * @param {Review} review
 * @returns {boolean}
 */
function sameOne(photo, { session, set, index, attempt }) {
  return keyOf(photo) === keyOf({ session, set: photo.kind === "image" ? photo.set : set, index, attempt });
}

/** The photos of some sessions for one reader. */
export class Queue {
  total = 0;
  read = 0;
  usable = 0;
  /** @type {ReaderPlace | null} */
  reader = null;
  #selection;
  #name;
  /** @type {Map<number, QueuedPhoto>} */
  #photos = new Map();
  #answered = 0;

  /**
   * @param {import("./selection.js").Selection} selection
   * @param {string} name the reader's
   */
  constructor(selection, name) {
    this.#selection = selection;
    this.#name = name;
  }

  /**
   * Read anew.
   *
   * @returns {Promise<number | null>} the position of the first photo that is not read, null when all are
   */
  async open() {
    this.#photos.clear();
    return (await this.#fetch(null)).unread;
  }

  /**
   * @param {number} position
   * @returns {Promise<QueuedPhoto | null>} null beyond the ends
   */
  async at(position) {
    if (position < 0 || position >= this.total) return null;
    if (!this.#photos.has(position)) await this.#fetch(Math.max(0, position - BEHIND));
    return this.#photos.get(position) ?? null;
  }

  /**
   * The photos that probably come next, as far as they are known; what is not is fetched meanwhile.
   *
   * @param {number} position
   * @param {number} count
   * @returns {QueuedPhoto[]}
   */
  ahead(position, count) {
    const far = position + BEHIND;
    if (far < this.total && !this.#photos.has(far)) this.#fetch(far).catch(() => undefined);
    return Array.from({ length: count }, (_, step) => this.#photos.get(position + 1 + step)).filter(
      (photo) => photo !== undefined,
    );
  }

  /**
   * The position after this one that has no answer yet.
   *
   * @param {number} position
   * @returns {Promise<number | null>} null when every photo is read
   */
  async unreadAfter(position) {
    if (this.read < this.total) {
      for (let next = position + 1; next < this.total; next += 1) {
        if (!(await this.at(next))?.mine) return next;
      }
    }
    return this.open();
  }

  /**
   * Keep an answer; returns when it is on the server's disk.
   *
   * @param {QueuedPhoto} photo
   * @param {Answer} answer
   */
  async answer(photo, answer) {
    const { session, set, index, attempt } = photo;
    const said = { reader: this.#name, ...answer };
    const review = /** @type {Review} */ (
      photo.kind === "image"
        ? await post(`/review-samples/${session}/reviews`, { ...said, number: index })
        : await post(`/sessions/${session}/reviews`, { ...said, set, index, attempt })
    );
    if (!photo.mine) this.read += 1;
    this.usable += Number(answer.choice === "usable") - Number(photo.mine?.choice === "usable");
    photo.mine = review;
    const known = this.#photos.get(photo.position);
    if (known && keyOf(known) === keyOf(photo)) known.mine = review;
    this.#answered += 1;
  }

  /**
   * Take back the newest answer, here or from an earlier visit.
   *
   * @returns {Promise<{ position: number, index: number, kind: QueuedPhoto["kind"] }>} where the photo stands now
   */
  async undo() {
    const taken = /** @type {Review} */ (
      await post("/reviews/undo", { reader: this.#name, sessions: this.#selection.sessions })
    );
    const known = [...this.#photos.values()].find((photo) => sameOne(photo, taken));
    const part = await this.#fetch(known ? Math.max(0, known.position - BEHIND) : null);
    const found = part.photos.find((photo) => sameOne(photo, taken));
    return { position: found?.position ?? part.unread ?? 0, index: taken.index, kind: found?.kind ?? "photo" };
  }

  /**
   * Read a part. What it says of answers is passed over when one was given meanwhile: that one is newer.
   *
   * @param {number | null} start
   * @returns {Promise<QueuePart>}
   */
  async #fetch(start) {
    const query = this.#selection.query();
    query.set("reader", this.#name);
    query.set("order", this.#selection.order);
    query.set("limit", String(PART));
    if (start !== null) query.set("start", String(start));
    const before = this.#answered;
    const part = await call(`/reviews?${query}`);
    const late = before !== this.#answered;
    for (const photo of part.photos) {
      const known = this.#photos.get(photo.position);
      if (late && known && keyOf(known) === keyOf(photo)) photo.mine = known.mine;
      this.#photos.set(photo.position, photo);
    }
    Object.assign(
      this,
      { total: part.total, reader: part.reader },
      late ? {} : { read: part.read, usable: part.usable },
    );
    return part;
  }
}
