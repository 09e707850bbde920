/**
 * The overview's connection: how all stations stand, then once a second what has changed. The server is lost as soon as
 * the connection is, or when it has said nothing for a while: it speaks every five seconds even when nothing happens.
 */

import { io } from "/static/vendor/socket.io.esm.min.js";
import { refusalIn } from "../shared/refusal.js";

/** @typedef {import("../types/api").Station} Station */
/** @typedef {import("../types/api").StationChange} Change */
/** @typedef {import("../types/api").PhotosToday} Today */

const SILENCE_MS = 12_000;
const ANSWER_MS = 5000;

/**
 * The stations at their places: a session that follows another has its devices, and so its place.
 *
 * @template {Pick<Station, "session" | "follows" | "created_at">} S
 * @param {S[]} sessions
 * @returns {S[]}
 */
export function inPlace(sessions) {
  const made = sessions.toSorted(
    (one, other) => one.created_at - other.created_at || one.session.localeCompare(other.session),
  );
  /** @type {Map<string, number>} where each session is, also one that has been followed */
  const places = new Map();
  /** @type {S[]} */
  const standing = [];
  for (const session of made) {
    const place = places.get(session.follows) ?? standing.length;
    places.set(session.session, place);
    standing[place] = session;
  }
  return standing;
}

/** Events: "changed", "online", "offline", "refused" (detail: the error). */
export class Stations extends EventTarget {
  /** @type {Map<string, Station>} */
  #stations = new Map();
  /** @type {Today | null} */
  today = null;
  /** @type {number | null} when the server was last heard, in Unix seconds */
  heardAt = null;
  online = false;
  #socket;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #silence;

  constructor() {
    super();
    this.#socket = io("/operator", {
      path: "/socket.io",
      autoConnect: false,
      reconnectionDelay: 500,
      reconnectionDelayMax: 3000,
    });
    this.#socket.on("connect", () => void this.#ask());
    this.#socket.on("disconnect", () => this.#lost());
    this.#socket.on("connect_error", (error) => this.#refused(error));
    this.#socket.on("stations", ({ stations, today }) => this.#take(stations, today));
    addEventListener("offline", () => this.#again());
    addEventListener("online", () => this.#again());
  }

  /** @returns {Station[]} in the order of their making, which never changes */
  get all() {
    return inPlace([...this.#stations.values()]);
  }

  open() {
    this.#socket.connect();
  }

  async #ask() {
    try {
      const answer = await this.#socket.timeout(ANSWER_MS).emitWithAck("overview", {});
      if (!answer.ok) return this.#tell("refused", answer.error);
      this.#stations = new Map(answer.stations.map((/** @type {Station} */ station) => [station.session, station]));
      this.#take([], answer.today);
      this.#tell("online");
    } catch {
      this.#again();
    }
  }

  /** @param {Change[]} changes @param {Today | null} today */
  #take(changes, today) {
    for (const change of changes) {
      const session = /** @type {string} */ (change.session);
      this.#stations.set(session, /** @type {Station} */ ({ ...this.#stations.get(session), ...change }));
    }
    this.today = today ?? this.today;
    this.heardAt = Date.now() / 1000;
    this.online = true;
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#again(), SILENCE_MS);
    this.#tell("changed");
  }

  /** Connect anew: the socket may be dead without knowing it. */
  #again() {
    this.#lost();
    this.#socket.disconnect().connect();
  }

  #lost() {
    clearTimeout(this.#silence);
    this.online = false;
    this.#tell("offline");
  }

  /** @param {Error} error */
  #refused(error) {
    const refusal = refusalIn(error);
    if (refusal) this.#socket.disconnect(); // or it would ask again for ever
    this.#tell(refusal ? "refused" : "offline", refusal);
  }

  /** @param {string} event @param {unknown} [detail] */
  #tell(event, detail = null) {
    this.dispatchEvent(new CustomEvent(event, { detail }));
  }
}
