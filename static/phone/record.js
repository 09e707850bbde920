/**
 * What a phone has photographed so far, and whether a command follows from it. This is the phone's half of the
 * index check, kept pure so that it can be read and tested on its own: no command that is not the exact
 * successor of the record is ever photographed.
 */

/** @typedef {import("../types/api").ResumePointView} ResumePoint */
/** @typedef {{ index: number, attempt: number, skipped?: number[] }} Asked */

/** Attempts by index: 1 from `begin` to `last`, 0 elsewhere, but for the exceptions. Immutable. */
export class PhoneRecord {
  /** @type {number | null} */
  begin;
  /** @type {number | null} null: an empty store */
  last;
  /** @type {Readonly<{ [index: string]: number }>} */
  attempts;

  /**
   * @param {number | null} [begin]
   * @param {number | null} [last]
   * @param {{ [index: string]: number }} [attempts] only what differs from the rule
   */
  constructor(begin = null, last = null, attempts = {}) {
    this.begin = begin;
    this.last = last;
    this.attempts = Object.freeze({ ...attempts });
  }

  /**
   * @param {ResumePoint} point
   * @returns {PhoneRecord}
   */
  static from(point) {
    return new PhoneRecord(point.begin, point.last, point.attempts);
  }

  /** @returns {boolean} */
  get empty() {
    return this.last === null;
  }

  /** @returns {{ begin: number | null, last: number | null, attempts: { [index: string]: number } }} as `hello` says it */
  toJSON() {
    return { begin: this.begin, last: this.last, attempts: { ...this.attempts } };
  }

  /**
   * @param {number} index
   * @returns {number} attempts done, 0 for none
   */
  of(index) {
    return this.attempts[index] ?? this.#rule(index, this.last);
  }

  /**
   * What to do with a command: photograph it, answer it again from the store, or refuse it.
   *
   * @param {Asked} asked
   * @returns {"new" | "done" | "mismatch"}
   */
  check({ index, attempt, skipped = [] }) {
    if (this.last === null) return "mismatch";
    const done = this.of(index);
    if (attempt >= 1 && attempt <= done) return "done";
    if (attempt !== done + 1) return "mismatch";
    if (index <= this.last) return "new";
    const passed = new Set(skipped);
    for (let between = this.last + 1; between < index; between += 1) {
      if (!passed.has(between)) return "mismatch";
    }
    return "new";
  }

  /**
   * The record once the photo is kept.
   *
   * @param {Asked} asked a command that `check` found new
   * @returns {PhoneRecord}
   */
  after({ index, attempt, skipped = [] }) {
    const last = Math.max(this.last ?? index, index);
    const attempts = { ...this.attempts };
    for (const passed of skipped) {
      if (passed > (this.last ?? 0) && passed < index) attempts[passed] = 0;
    }
    attempts[index] = attempt;
    for (const key of Object.keys(attempts)) {
      if (attempts[key] === this.#rule(Number(key), last)) delete attempts[key];
    }
    return new PhoneRecord(this.begin, last, attempts);
  }

  /**
   * @param {number} index
   * @param {number | null} last
   * @returns {number}
   */
  #rule(index, last) {
    return this.begin !== null && last !== null && index >= this.begin && index <= last ? 1 : 0;
  }
}
