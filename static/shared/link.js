/**
 * A device's connection to the server: says hello after every connect, holds the generation of its lease, and
 * comes back by itself, also when the system killed the socket without telling (`pageshow`, `online`, `offline`, a page
 * that becomes visible again).
 *
 * Polling comes first on purpose: some phones refuse WebSocket under a certificate they were told to accept.
 */

import { io } from "/static/vendor/socket.io.esm.min.js";
import { isRevoked, refusalIn } from "./refusal.js";

/** @typedef {import("../types/page").Answer<Record<string, unknown>>} AnyAnswer */

const ANSWER_MS = 5000;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 5000;
const DISMISSALS = new Set(["dropped", "revoked"]);

/**
 * The connection of a phone or display. Events: "online", "offline", "refused" (detail: the error), "over" (superseded),
 * "dismissed" (detail: {code, message}; the operator removed this device for good, "dropped" or "revoked"), "retry"
 * (detail: when it tries to connect next, as `performance.now()` counts; null: now), "speechless" (detail: why
 * hello could not be said).
 *
 * @template {{ generation: number }} Welcome
 */
export class Link extends EventTarget {
  #session;
  #socket;
  #hello;
  #onWelcome;
  #generation = 0;
  #online = false;
  #over = false;
  #gone = new AbortController();
  #tries = 0;

  /**
   * @param {"/phone" | "/display"} namespace
   * @param {string} session
   * @param {() => Promise<object>} hello what this device says it is and holds
   * @param {(welcome: Welcome, hello: any) => Promise<void> | void} onWelcome with what was said
   */
  constructor(namespace, session, hello, onWelcome) {
    super();
    this.#session = session;
    this.#hello = hello;
    this.#onWelcome = onWelcome;
    this.#socket = io(namespace, {
      path: "/socket.io",
      auth: { session },
      autoConnect: false,
      transports: ["polling", "websocket"],
      reconnectionDelay: FIRST_RETRY_MS,
      reconnectionDelayMax: LONGEST_RETRY_MS,
      randomizationFactor: 0,
      timeout: 8000,
    });
    this.#socket.io.on("reconnect_attempt", (tries) => {
      this.#tries = tries;
      this.#announceRetry(null);
    });
    this.#socket.io.on("reconnect_error", () =>
      this.#announceRetry(performance.now() + Math.min(FIRST_RETRY_MS * 2 ** this.#tries, LONGEST_RETRY_MS)),
    );
    this.#socket.on("connect", () => void this.introduce());
    this.#socket.on("disconnect", () => this.#left());
    this.#socket.on("connect_error", (error) => this.#refused(error));
    this.#socket.on("superseded", () => this.close());
    this.#socket.on("dropped", ({ code }) => this.#dismissed({ code, message: "" }));
    this.#socket.on("say_hello", () => void this.introduce());
    this.#wakeUp();
  }

  /** @returns {number} the generation of this connection's lease */
  get generation() {
    return this.#generation;
  }

  /** @returns {boolean} another tab or browser has taken over for good */
  get over() {
    return this.#over;
  }

  /** @returns {boolean} connected, and hello answered */
  get online() {
    return this.#online;
  }

  open() {
    this.#socket.connect();
  }

  /** Connect anew now, instead of at the next try or on a socket that may be dead without knowing it. */
  reconnect() {
    if (this.#over) return;
    this.#announceRetry(null);
    this.#socket.disconnect();
    this.#socket.connect();
  }

  /** @param {number | null} at */
  #announceRetry(at) {
    this.dispatchEvent(new CustomEvent("retry", { detail: at }));
  }

  /** Give the lease up for good: another tab or browser has it. */
  close() {
    if (this.#over) return;
    this.leave();
    this.dispatchEvent(new Event("over"));
  }

  /** Leave the session for good, without a word: this page goes on in another one. */
  leave() {
    this.#over = true;
    this.#online = false;
    this.#gone.abort();
    this.#socket.disconnect();
  }

  /**
   * @param {string} event
   * @param {(message: any) => void} listener
   */
  on(event, listener) {
    this.#socket.on(event, listener);
  }

  /** Introduce this device on the connection just made, or anew because its place or its store has changed. */
  async introduce() {
    const connection = this.#socket.id;
    if (!connection || this.#over) return;
    const said = await this.#hello().catch((error) => {
      this.dispatchEvent(new CustomEvent("speechless", { detail: error }));
      return null;
    });
    if (!said) return;
    const hello = { protocol: 1, ...said };
    const answer = await this.#ask("hello", hello);
    if (this.#socket.id !== connection || this.#over) return;
    if (answer === null) {
      setTimeout(() => {
        if (this.#socket.id === connection) this.reconnect();
      }, 500);
      return;
    }
    if (!answer.ok) {
      if (answer.error.code === "superseded") this.close();
      else if (DISMISSALS.has(answer.error.code)) this.#dismissed(answer.error);
      else this.dispatchEvent(new CustomEvent("refused", { detail: answer.error }));
      return;
    }
    const welcome = /** @type {Welcome} */ (/** @type {unknown} */ (answer));
    this.#generation = welcome.generation;
    this.#online = true;
    await this.#onWelcome(welcome, hello);
    this.dispatchEvent(new Event("online"));
  }

  /**
   * Send without waiting for an answer.
   *
   * @param {string} event
   * @param {object} message
   */
  tell(event, message) {
    if (this.#online) this.#socket.emit(event, { generation: this.#generation, ...message });
  }

  /**
   * Say why there is no hello; everything else is said by whoever holds the lease.
   *
   * @param {string} event
   * @param {object} message
   */
  excuse(event, message) {
    if (!this.#online) this.#socket.emit(event, message);
  }

  /**
   * Send and wait for the acknowledgement; null when none came.
   *
   * @param {string} event
   * @param {object} message
   * @returns {Promise<AnyAnswer | null>}
   */
  async ask(event, message) {
    if (!this.#online) return null;
    return this.#ask(event, { generation: this.#generation, ...message });
  }

  /**
   * @param {string} event
   * @param {object} message
   * @returns {Promise<AnyAnswer | null>}
   */
  async #ask(event, message) {
    try {
      return await this.#socket.timeout(ANSWER_MS).emitWithAck(event, message);
    } catch {
      return null;
    }
  }

  #left() {
    this.#online = false;
    if (!this.#over) this.dispatchEvent(new Event("offline"));
  }

  /** @param {Error} error */
  #refused(error) {
    const refusal = refusalIn(error);
    if (!refusal) return this.#left();
    this.#socket.disconnect(); // or it would ask again for ever
    if (isRevoked(refusal, this.#session)) return this.#dismissed({ code: "revoked", message: refusal.message });
    this.dispatchEvent(new CustomEvent("refused", { detail: refusal }));
  }

  /** @param {{ code: string, message: string }} dismissal */
  #dismissed(dismissal) {
    if (this.#over) return;
    this.leave();
    this.dispatchEvent(new CustomEvent("dismissed", { detail: dismissal }));
  }

  #wakeUp() {
    const { signal } = this.#gone;
    const visible = () => {
      if (document.visibilityState === "visible") this.reconnect();
    };
    document.addEventListener("visibilitychange", visible, { signal });
    addEventListener("pageshow", ({ persisted }) => persisted && this.reconnect(), { signal });
    for (const change of ["online", "offline"]) addEventListener(change, () => this.reconnect(), { signal });
  }
}
