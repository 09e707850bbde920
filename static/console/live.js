/**
 * The console's connection: the session's snapshot, its log and its photos as they come. After a break it asks
 * for what it missed, so that the log has no gaps.
 */

import { io } from "/static/vendor/socket.io.esm.min.js";
import { call } from "../shared/api.js";
import { refusalIn } from "../shared/refusal.js";

/** @typedef {import("../types/api").SessionSnapshot} Snapshot */
/** @typedef {import("../types/api").LogRow} Row */
/** @typedef {import("../types/api").PhotoView} Photo */

const PAGE = 200;
const AGAIN_MS = 2000;

/** Events: "snapshot", "rows" (detail: Row[], oldest first), "photo", "aimed", "online", "offline", "refused". */
export class Live extends EventTarget {
  #session;
  #socket;
  #seq = 0;
  /** @type {Row[] | null} what came while older rows are still being asked for; null once they are all here */
  #early = null;

  /** @param {string} session */
  constructor(session) {
    super();
    this.#session = session;
    this.#socket = io("/operator", {
      path: "/socket.io",
      auth: { session },
      autoConnect: false,
      reconnectionDelay: 500,
      reconnectionDelayMax: 3000,
    });
    this.#socket.on("connect", () => void this.#watch());
    addEventListener("offline", () => this.#socket.disconnect().connect());
    this.#socket.on("disconnect", () => this.dispatchEvent(new Event("offline")));
    this.#socket.on("connect_error", (error) => this.#refused(error));
    this.#socket.on("snapshot", (snapshot) => this.#tell("snapshot", snapshot));
    this.#socket.on("event", (row) => this.#row(row));
    this.#socket.on("photo", (photo) => this.#tell("photo", photo));
    this.#socket.on("aimed", (aimed) => this.#tell("aimed", aimed));
  }

  open() {
    this.#socket.connect();
  }

  async #watch() {
    const early = (this.#early = /** @type {Row[]} */ ([]));
    let answer;
    try {
      answer = await this.#socket.timeout(5000).emitWithAck("watch", { session: this.#session });
    } catch {
      this.#socket.disconnect().connect();
      return;
    }
    if (!answer.ok) return this.#tell("refused", answer.error);
    this.#tell("online", null);
    this.#tell("snapshot", answer.snapshot);
    await this.#catchUp(early);
  }

  /** @param {Row[]} early of this connection */
  async #catchUp(early) {
    let full = true;
    while (full) {
      try {
        const { events } = /** @type {{ events: Row[] }} */ (
          await call(`/sessions/${this.#session}/events?after=${this.#seq}&limit=${PAGE}`)
        );
        if (this.#early !== early) return; // connected anew meanwhile
        this.#rows(events);
        full = events.length === PAGE;
      } catch {
        setTimeout(() => {
          if (this.#early === early) void this.#catchUp(early);
        }, AGAIN_MS);
        return;
      }
    }
    this.#early = null;
    this.#rows(early);
  }

  /** @param {Row} row shown at once only when everything before it is there: a newer one hides what is still to come */
  #row(row) {
    if (this.#early) this.#early.push(row);
    else this.#rows([row]);
  }

  /** @param {Row[]} rows */
  #rows(rows) {
    const fresh = rows.filter(({ seq }) => seq > this.#seq);
    if (!fresh.length) return;
    this.#seq = Math.max(...fresh.map(({ seq }) => seq));
    this.#tell("rows", fresh);
  }

  /** @param {Error} error */
  #refused(error) {
    const refusal = refusalIn(error);
    if (refusal) this.#socket.disconnect(); // or it would ask again for ever
    this.#tell(refusal ? "refused" : "offline", refusal);
  }

  /** @param {string} event @param {unknown} detail */
  #tell(event, detail) {
    this.dispatchEvent(new CustomEvent(event, { detail }));
  }
}
