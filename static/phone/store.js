/**
 * The phone's own memory, in IndexedDB: its record of attempts and every photo until the server has it.
 *
 * A photo, its place in the record and its description are written in one transaction that is on the disk
 * (`durability: "strict"`) before the server hears of the photo. Whatever is killed at whatever moment, the
 * phone either has both or neither.
 */

import { openDB } from "/static/vendor/idb.js";
import { Record } from "./record.js";

/** @typedef {import("../types/wire").KeptPhoto} KeptPhoto */
/** @typedef {import("../types/wire").HeldPhoto} HeldPhoto */

const STRICT = /** @type {const} */ ({ durability: "strict" });

/** A store that cannot be read or written: no space left, or a private window that keeps nothing. */
export class StoreError extends Error {}

/** The store of one device in one session. */
export class Store {
  #db;

  /** @param {import("idb").IDBPDatabase} db */
  constructor(db) {
    this.#db = db;
  }

  /**
   * @param {string} session
   * @param {string} device
   * @returns {Promise<Store>}
   */
  static async open(session, device) {
    try {
      const db = await openDB(`chexphoto-${session}-${device}`, 1, {
        upgrade(created) {
          created.createObjectStore("record");
          created.createObjectStore("photos", { keyPath: ["index", "attempt"] });
          created.createObjectStore("bytes");
        },
      });
      return new Store(db);
    } catch (error) {
      throw new StoreError(String(error));
    }
  }

  /** @returns {Promise<Record>} */
  async record() {
    const row = await this.#db.get("record", "record");
    return row ? new Record(row.begin, row.last, row.attempts) : new Record();
  }

  /** @param {Record} record the server's resume point, for an empty store */
  async adopt(record) {
    const change = this.#db.transaction("record", "readwrite", STRICT);
    await Promise.all([change.store.put(record.toJSON(), "record"), change.done]);
  }

  /**
   * Keep a photo and that it was taken, durably and together.
   *
   * @param {Record} record the record after the photo
   * @param {KeptPhoto} photo
   * @param {ArrayBuffer} bytes
   */
  async keep(record, photo, bytes) {
    try {
      const change = this.#db.transaction(["record", "photos", "bytes"], "readwrite", STRICT);
      await Promise.all([
        change.objectStore("record").put(record.toJSON(), "record"),
        change.objectStore("photos").put(photo),
        change.objectStore("bytes").put(bytes, [photo.index, photo.attempt]),
        change.done,
      ]);
    } catch (error) {
      throw new StoreError(String(error));
    }
  }

  /**
   * @param {number} index
   * @param {number} attempt
   * @returns {Promise<KeptPhoto | undefined>} undefined once the server has it
   */
  async photo(index, attempt) {
    return this.#db.get("photos", [index, attempt]);
  }

  /**
   * @param {number} index
   * @param {number} attempt
   * @returns {Promise<ArrayBuffer | undefined>}
   */
  async bytes(index, attempt) {
    return this.#db.get("bytes", [index, attempt]);
  }

  /** @returns {Promise<KeptPhoto[]>} the photos that are still here, lowest index first */
  async held() {
    return this.#db.getAll("photos");
  }

  /**
   * Record and held photos of the same moment, as `hello` says them.
   *
   * @returns {Promise<object>}
   */
  async hello() {
    const reading = this.#db.transaction(["record", "photos"]);
    const row = await reading.objectStore("record").get("record");
    const photos = /** @type {KeptPhoto[]} */ (await reading.objectStore("photos").getAll());
    await reading.done;
    const held = photos.map(({ index, attempt, showing, sha256, size }) => ({ index, attempt, showing, sha256, size }));
    return { begin: null, last: null, attempts: {}, ...row, held };
  }

  /**
   * The server has it: let it go. Doing so twice is harmless.
   *
   * @param {number} index
   * @param {number} attempt
   */
  async drop(index, attempt) {
    const change = this.#db.transaction(["photos", "bytes"], "readwrite");
    await Promise.all([
      change.objectStore("photos").delete([index, attempt]), change.objectStore("bytes").delete([index, attempt]), change.done,
    ]);
  }

  close() {
    this.#db.close();
  }
}
