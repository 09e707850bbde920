/**
 * The session's log, newest first, with a filter.
 */

import { fill, h } from "../shared/dom.js";
import { clock, count } from "../shared/format.js";
import { icon } from "../shared/icons.js";
import { t } from "../shared/messages.js";

/** @typedef {import("../types/api").LogRow} Row */

const MOST = 500;

/** @type {Record<Row["level"], [import("../shared/icons.js").IconName, string]>} */
const LEVELS = { info: ["ring", ""], ok: ["check", "ok"], wait: ["warning", "wait"], stop: ["cross", "stop"] };
/** @type {Partial<Record<Row["kind"], import("../shared/icons.js").IconName>>} */
const KINDS = { retake: "retake", skip: "skip" };
/** @type {Partial<Record<Row["level"], import("../shared/icons.js").IconName>>} */
const PHASES = { info: "play", ok: "check", wait: "pause" };
/** @type {Record<string, (row: Row) => boolean>} */
const FILTERS = {
  all: () => true,
  problems: ({ level, kind }) => level === "stop" || level === "wait" || kind === "problem",
  photos: ({ kind }) => ["photo", "retake", "skip"].includes(kind),
  devices: ({ kind }) => kind === "device",
};

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
  /** @type {Row[]} newest first */
  #rows = [];
  #filter = h(
    "select",
    { "aria-label": t("events-filter") },
    ...Object.keys(FILTERS).map((name) =>
      h("option", { value: name }, t(/** @type {import("../shared/messages.js").MessageId} */ (`events-${name}`))),
    ),
  );
  #list = h("ul", {});
  #log = h("div", { role: "log", "aria-live": "off", "aria-label": t("events-heading"), tabindex: "0" }, this.#list);
  element = h(
    "section",
    { class: "events" },
    h("div", { class: "panel-head spread" }, h("h2", {}, t("events-heading")), this.#filter),
    this.#log,
  );

  constructor() {
    this.#filter.addEventListener("change", () => this.#draw());
  }

  /** @param {Row[]} rows oldest first */
  add(rows) {
    this.#rows = [...rows.toReversed(), ...this.#rows].slice(0, MOST);
    const wanted = rows.filter(FILTERS[this.#filter.value]);
    for (const row of wanted) this.#list.prepend(rowElement(row));
    while (this.#list.children.length > MOST) this.#list.lastElementChild?.remove();
  }

  #draw() {
    fill(this.#list, ...this.#rows.filter(FILTERS[this.#filter.value]).map(rowElement));
  }
}
