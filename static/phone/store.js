/**
 * The phone's own memory, in IndexedDB: its record of attempts and every photo until the server has it.
 *
 * A photo, its place in the record and its description are written in one transaction that is on the disk
 * (`durability: "strict"`) before the server hears of the photo. Whatever is killed at whatever moment, the
 * phone either has both or neither.
 *
 * A system may end the connection to the database behind the page's back (iOS does, in the background). It is opened
 * anew then, and what was asked is done again, which is harmless: every write says the whole of what it writes.
 *
 * Once a session is over and all its photos are sent, the database is deleted (`tidy`): an empty store adopts the
 * server's record, should the session be resumed.
 */

import { deleteDB, openDB } from "/static/vendor/idb.js";
import { PhoneRecord } from "./record.js";

/** @typedef {import("../types/page").KeptPhoto} KeptPhoto */
/** @typedef {import("../types/api").HeldPhoto} HeldPhoto */
/** @typedef {import("idb").IDBPDatabase} Database */
/** @typedef {"full" | "refused" | "lost"} Trouble */

const STRICT = /** @type {const} */ ({ durability: "strict" });
const OPEN_MS = 8000;

/** A store that cannot be read or written. */
export class StoreError extends Error {
  /** @param {Trouble} trouble no space left, nothing is kept here (a private window), or the connection cannot be had again */
  constructor(trouble, message = "") {
    super(message);
    this.trouble = trouble;
  }
}

/** @param {string} session */
const prefix = (session) => `chexphoto-${session}-`;

/**
 * @param {string} session
 * @returns {Promise<string[]>} the stores of all devices that this browser has been in a session
 */
export async function databasesOf(session) {
  const known = (await indexedDB.databases?.()) ?? [];
  return known.map(({ name }) => name ?? "").filter((name) => name.startsWith(prefix(session)));
}

/** The store of one device in one session. Event "reopened": the server should hear anew what is in it. */
export class Store extends EventTarget {
  #name;
  /** @type {Promise<Database> | null} null while there is no connection */
  #db = null;
  #over = false;
  /** Deleted, and nothing was written since. */
  #deleted = false;
  /** Writes that were ever begun, and those under way: no photo may be written into a database that is being deleted. */
  #begun = 0;
  #underWay = 0;
  /** @type {Promise<boolean>} */
  #deletion = Promise.resolve(true);

  /** @param {string} name */
  constructor(name) {
    super();
    this.#name = name;
  }

  /**
   * @param {string} session
   * @param {string} device
   * @returns {Promise<Store>}
   */
  static async open(session, device) {
    const store = new Store(`${prefix(session)}${device}`);
    await store.#connected().catch((error) => {
      throw new StoreError("refused", String(error));
    });
    return store;
  }

  /** @returns {Promise<PhoneRecord>} */
  async record() {
    const row = await this.#read((db) => db.get("record", "record"), undefined);
    return row ? new PhoneRecord(row.begin, row.last, row.attempts) : new PhoneRecord();
  }

  /** @param {PhoneRecord} record the server's resume point, for an empty store */
  async adopt(record) {
    await this.#write((db) => {
      const change = db.transaction("record", "readwrite", STRICT);
      return Promise.all([change.store.put(record.toJSON(), "record"), change.done]);
    });
  }

  /**
   * Keep a photo and that it was taken, durably and together.
   *
   * @param {PhoneRecord} record the record after the photo
   * @param {KeptPhoto} photo
   * @param {ArrayBuffer} bytes
   */
  async keep(record, photo, bytes) {
    await this.#write((db) => {
      const change = db.transaction(["record", "photos", "bytes"], "readwrite", STRICT);
      return Promise.all([
        change.objectStore("record").put(record.toJSON(), "record"),
        change.objectStore("photos").put(photo),
        change.objectStore("bytes").put(bytes, [photo.index, photo.attempt]),
        change.done,
      ]);
    });
  }

  /**
   * @param {number} index
   * @param {number} attempt
   * @returns {Promise<KeptPhoto | undefined>} undefined once the server has it
   */
  photo(index, attempt) {
    return this.#read((db) => db.get("photos", [index, attempt]), undefined);
  }

  /**
   * @param {number} index
   * @param {number} attempt
   * @returns {Promise<ArrayBuffer | undefined>}
   */
  bytes(index, attempt) {
    return this.#read((db) => db.get("bytes", [index, attempt]), undefined);
  }

  /** @returns {Promise<KeptPhoto[]>} the photos that are still here, lowest index first */
  held() {
    return this.#read((db) => db.getAll("photos"), []);
  }

  /**
   * Record and held photos of the same moment, as `hello` says them.
   *
   * @returns {Promise<object>}
   */
  async hello() {
    const [row, photos] = await this.#read(
      async (db) => {
        const reading = db.transaction(["record", "photos"]);
        return Promise.all([
          reading.objectStore("record").get("record"),
          reading.objectStore("photos").getAll(),
          reading.done,
        ]);
      },
      [undefined, [], undefined],
    );
    const held = /** @type {KeptPhoto[]} */ (photos).map(({ index, attempt, showing, sha256, size }) => ({
      index,
      attempt,
      showing,
      sha256,
      size,
    }));
    return { begin: null, last: null, attempts: {}, ...row, held };
  }

  /**
   * The server has it: let it go. Doing so twice is harmless.
   *
   * @param {number} index
   * @param {number} attempt
   */
  async drop(index, attempt) {
    if (this.#deleted) return;
    await this.#do((db) => {
      const change = db.transaction(["photos", "bytes"], "readwrite");
      return Promise.all([
        change.objectStore("photos").delete([index, attempt]),
        change.objectStore("bytes").delete([index, attempt]),
        change.done,
      ]);
    });
  }

  /** Delete the database unless a photo is in it; whatever is written later makes it anew. */
  async tidy() {
    const begun = this.#begun;
    if (this.#over || this.#deleted || this.#underWay) return;
    const held = await this.held().catch(() => null);
    if (held?.length !== 0 || this.#begun !== begun || this.#over || this.#deleted) return;
    this.#deleted = true;
    this.#deletion = this.#delete();
    if (!(await this.#deletion)) this.#deleted = false;
  }

  /**
   * Delete the database with all that is in it, for good.
   *
   * @returns {Promise<boolean>} whether it is gone
   */
  erase() {
    this.#over = true;
    return this.#delete();
  }

  /** For good: another tab writes now. */
  close() {
    this.#over = true;
    void this.#db?.then(
      (db) => db.close(),
      () => undefined,
    );
  }

  /** @returns {Promise<boolean>} whether it is gone */
  async #delete() {
    const db = await this.#db?.catch(() => null);
    this.#db = null;
    db?.close();
    return within(OPEN_MS, deleteDB(this.#name)).then(
      () => true,
      () => false,
    );
  }

  /**
   * @template T
   * @param {(db: Database) => Promise<T>} work
   * @param {T} otherwise what there is without a database
   * @returns {Promise<T>}
   */
  async #read(work, otherwise) {
    return this.#deleted ? otherwise : this.#do(work);
  }

  /**
   * @param {(db: Database) => Promise<unknown>} work
   */
  async #write(work) {
    this.#begun += 1;
    this.#underWay += 1;
    try {
      await this.#deletion;
      this.#deleted = false;
      await this.#do(work);
    } finally {
      this.#underWay -= 1;
    }
  }

  /**
   * Do something with the database, a second time on a new connection where the first was lost.
   *
   * @template T
   * @param {(db: Database) => Promise<T>} work
   * @returns {Promise<T>}
   */
  async #do(work) {
    if (this.#over) throw new StoreError("lost", "Another tab has taken over.");
    const used = this.#connected();
    try {
      return await this.#once(work, used);
    } catch (error) {
      if (this.#over || error instanceof StoreError) throw error;
      this.#discard(used);
      const done = await this.#once(work, this.#connected()).catch((again) => {
        throw again instanceof StoreError ? again : new StoreError("lost", String(again));
      });
      this.dispatchEvent(new Event("reopened"));
      return done;
    }
  }

  /**
   * @template T
   * @param {(db: Database) => Promise<T>} work
   * @param {Promise<Database>} connection
   * @returns {Promise<T>}
   */
  async #once(work, connection) {
    try {
      return await work(await connection);
    } catch (error) {
      if (/** @type {Error} */ (error).name === "QuotaExceededError") throw new StoreError("full", String(error));
      throw error;
    }
  }

  /**
   * Give up a connection that failed.
   *
   * Two readers can fail on the same one: the second must not close what the first has opened since.
   *
   * @param {Promise<Database>} used
   */
  #discard(used) {
    if (this.#db === used) this.#db = null;
    void used.then(
      (db) => db.close(),
      () => undefined,
    );
  }

  /** @returns {Promise<Database>} */
  #connected() {
    this.#db ??= within(OPEN_MS, this.#open()).catch((error) => {
      this.#db = null;
      throw error;
    });
    return this.#db;
  }

  /** @returns {Promise<Database>} refused also where the browser throws at once instead of answering */
  async #open() {
    return openDB(this.#name, 1, {
      upgrade(created) {
        created.createObjectStore("record");
        created.createObjectStore("photos", { keyPath: ["index", "attempt"] });
        created.createObjectStore("bytes");
      },
      // Another tab of this phone deletes it: were it not let go of, it would be deleted later, whatever is in it then.
      blocking: (_current, _blocked, event) => {
        this.#db = null;
        /** @type {IDBDatabase} */ (event.target).close();
      },
      terminated: () => {
        this.#db = null;
      },
    });
  }
}

/**
 * A browser whose database hangs must not leave the page without a word.
 *
 * @template T
 * @param {number} ms
 * @param {Promise<T>} work
 * @returns {Promise<T>}
 */
function within(ms, work) {
  return Promise.race([
    work,
    new Promise((_resolve, reject) => {
      setTimeout(() => reject(new Error("The database does not answer.")), ms);
    }),
  ]);
}
