/**
 * What this phone tells the server of itself (`ready`): at once when something changed that a session depends on, and
 * at most every five seconds where only a count did.
 */

const BETWEEN_MS = 5000;

/** @typedef {{ code: string, status: object }} Report `code` empty: photos can be taken */

/** Sends reports over one link. */
export class Reports {
  #link;
  #read;
  #due = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {Pick<import("../shared/link.js").Link<any>, "ask">} link
   * @param {() => Report | null} read null while there is nothing to say yet
   */
  constructor(link, read) {
    this.#link = link;
    this.#read = read;
  }

  /** Now. */
  send() {
    clearTimeout(this.#timer);
    this.#due = performance.now() + BETWEEN_MS;
    const report = this.#read();
    if (report) void this.#link.ask("ready", { ready: !report.code, ...report });
  }

  /** Soon. */
  sendSeldom() {
    clearTimeout(this.#timer);
    const early = this.#due - performance.now();
    if (early > 0) this.#timer = setTimeout(() => this.send(), early);
    else this.send();
  }
}
