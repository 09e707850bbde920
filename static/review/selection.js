/**
 * Which photos are reviewed, as the page's address says it.
 */

/** @typedef {"accepted" | "flagged-first" | "flagged" | "all"} Kind */

/** @type {Kind[]} */
export const KINDS = ["accepted", "flagged-first", "flagged", "all"];

/** Sessions, and which of their photos. */
export class Selection {
  /** @type {string[]} */
  sessions;
  /** @type {Kind} */
  kind;

  /**
   * @param {string[]} sessions
   * @param {Kind} kind
   */
  constructor(sessions, kind) {
    this.sessions = sessions;
    this.kind = kind;
  }

  /**
   * @param {string} search the address's query
   * @returns {Selection}
   */
  static from(search) {
    const query = new URLSearchParams(search);
    const kind = /** @type {Kind} */ (query.get("photos") ?? "");
    return new Selection(query.getAll("session"), KINDS.includes(kind) ? kind : "accepted");
  }

  /** @returns {"index" | "flagged"} */
  get order() {
    return this.kind === "flagged-first" ? "flagged" : "index";
  }

  /** @returns {URLSearchParams} as the API wants it */
  query() {
    const which = this.kind === "flagged-first" ? "accepted" : this.kind;
    return new URLSearchParams([...this.sessions.map((session) => ["session", session]), ["which", which]]);
  }

  /**
   * @param {"" | "results"} [view]
   * @returns {string} the page's address
   */
  address(view = "") {
    const query = new URLSearchParams(this.sessions.map((session) => ["session", session]));
    if (this.kind !== "accepted") query.set("photos", this.kind);
    if (view) query.set("view", view);
    return `/review?${query}`;
  }
}
