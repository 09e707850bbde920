/**
 * The session's log, newest first, filtered, a page at a time.
 */

import { call } from "../shared/api.js";
import { Button } from "../shared/controls.js";
import { fill, h } from "../shared/dom.js";
import { clock, count } from "../shared/format.js";
import { icon } from "../shared/icons.js";
import { t } from "../shared/messages.js";
import { EventFilter } from "./event-filter.js";

/** @typedef {import("../types/api").LogRow} Row */

const MOST = 500;
const PAGE = 200;

/** @type {Record<Row["level"], [import("../shared/icons.js").IconName, string]>} */
const LEVELS = { info: ["ring", ""], ok: ["check", "ok"], wait: ["warning", "wait"], stop: ["cross", "stop"] };
/** @type {Partial<Record<Row["kind"], import("../shared/icons.js").IconName>>} */
const KINDS = { retake: "retake", skip: "skip" };
/** @type {Partial<Record<Row["level"], import("../shared/icons.js").IconName>>} */
const PHASES = { info: "play", ok: "check", wait: "pause" };
/**
 * The sentence with its index in bold.
 *
 * @param {Row} row
 * @returns {Node}
 */
function sentence({ message, index }) {
  const line = h("span", {});
  const number = index === null ? "" : count(index);
  const at = number ? message.indexOf(number) : -1;
  if (at < 0) line.append(message);
  else line.append(message.slice(0, at), h("b", {}, number), message.slice(at + number.length));
  return line;
}

/** @param {Row} row @returns {HTMLElement} */
function rowElement(row) {
  const [levelSign, tone] = LEVELS[row.level];
  const sign =
    row.kind === "phase"
      ? (PHASES[row.level] ?? levelSign)
      : row.level === "stop"
        ? levelSign
        : (KINDS[row.kind] ?? levelSign);
  return h(
    "li",
    { class: "event" },
    h("time", { datetime: new Date(row.at * 1000).toISOString() }, clock(row.at, true)),
    h("span", { class: tone }, icon(sign, 14)),
    sentence(row),
  );
}

/** The panel of events. */
export class Events {
  /** @type {Row[]} what was said since the page opened and before, newest first */
  #rows = [];
  /** @type {Row[] | null} what the filter lets through, newest first; null while nothing is filtered */
  #found = null;
  #most = MOST;
  #session;
  #filter;
  #list = h("ul", {});
  #log = h("div", { role: "log", "aria-live": "off", "aria-label": t("events-heading"), tabindex: "0" }, this.#list);
  #none = h("p", { class: "caption events-none", role: "status" });
  #older = new Button(t("events-older"), () => this.#readOlder(), { kind: "quiet" });
  element;

  /** @param {string} session */
  constructor(session) {
    this.#session = session;
    this.#filter = new EventFilter(session, () => void this.#ask());
    this.element = h(
      "section",
      { class: "events" },
      h("div", { class: "panel-head spread" }, h("h2", {}, t("events-heading")), this.#filter.types),
      this.#filter.element,
      this.#none,
      this.#log,
      this.#older.element,
    );
    this.#older.element.hidden = true;
  }

  /** @param {import("../types/api").SessionSnapshot} snapshot */
  update({ phones, display }) {
    this.#filter.update([...phones, ...(display ? [display] : [])]);
  }

  /** @param {Row[]} rows oldest first */
  add(rows) {
    this.#rows = [...rows.toReversed(), ...this.#rows].slice(0, this.#most);
    const known = new Set(this.#found?.map(({ seq }) => seq));
    const wanted = this.#found ? rows.filter((row) => this.#filter.wants(row) && !known.has(row.seq)) : rows;
    if (this.#found) this.#found = [...wanted.toReversed(), ...this.#found].slice(0, this.#most);
    for (const row of wanted) this.#list.prepend(rowElement(row));
    while (this.#list.children.length > this.#most) this.#list.lastElementChild?.remove();
    if (wanted.length) this.#none.textContent = "";
    if (!this.#found) this.#older.element.hidden = this.#rows.length < this.#most;
  }

  /** Show what the filter lets through: the newest page of it. */
  async #ask() {
    const { query } = this.#filter;
    this.#most = MOST;
    this.#none.textContent = "";
    if (!query) {
      this.#found = null;
      this.#rows = this.#rows.slice(0, MOST);
      this.#draw(this.#rows, this.#rows.length === MOST);
      return;
    }
    const page = await this.#read(query);
    if (!page || query !== this.#filter.query) return; // changed again meanwhile
    this.#found = page;
    this.#draw(page, page.length === PAGE);
    if (!page.length) this.#none.textContent = t("events-none");
  }

  async #readOlder() {
    const shown = this.#found ?? this.#rows;
    const page = await this.#read(`${this.#filter.query}&before=${shown.at(-1)?.seq ?? 1}`);
    if (!page) return;
    shown.push(...page);
    this.#most = Math.max(this.#most, shown.length);
    this.#list.append(...page.map(rowElement));
    this.#older.element.hidden = page.length < PAGE;
  }

  /** @param {string} query @returns {Promise<Row[] | null>} newest first; null where it could not be read, which is said */
  async #read(query) {
    try {
      const { events } = await call(`/sessions/${this.#session}/events?limit=${PAGE}&${query}`);
      return events.toReversed();
    } catch (error) {
      this.#none.textContent = /** @type {Error} */ (error).message;
      return null;
    }
  }

  /** @param {Row[]} rows @param {boolean} more whether there may be older ones */
  #draw(rows, more) {
    fill(this.#list, ...rows.map(rowElement));
    this.#older.element.hidden = !more;
  }
}
