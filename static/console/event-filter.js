/**
 * Which lines of the log are wanted: as a question to the server, and for lines that come meanwhile.
 */

import { fill, h } from "../shared/dom.js";
import { Field } from "../shared/controls.js";
import { t } from "../shared/messages.js";

/** @typedef {import("../types/api").LogRow} Row */

/** @type {Record<string, { kind?: Row["kind"][], level?: Row["level"][] }>} */
const TYPES = {
  all: {},
  problems: { level: ["wait", "stop"] },
  photos: { kind: ["photo", "retake", "skip"] },
  devices: { kind: ["device"] },
  phases: { kind: ["phase"] },
};

/** The controls: a type always, the rest folded away. */
export class EventFilter {
  #types = h(
    "select",
    { "aria-label": t("events-filter") },
    ...Object.keys(TYPES).map((name) =>
      h("option", { value: name }, t(/** @type {import("../shared/messages.js").MessageId} */ (`events-${name}`))),
    ),
  );
  #device = h("select", {}, h("option", { value: "" }, t("events-every-device")));
  #index = h("input", { type: "number", min: "1", step: "1" });
  #text = h("input", { type: "search", maxlength: "200" });
  #csv = h("a", { class: "button quiet", download: "" }, t("events-csv"));
  #jsonl = h("a", { class: "button quiet", download: "" }, t("events-jsonl"));
  #base;
  #known = "";
  types = this.#types;
  element = h(
    "details",
    { class: "events-filter" },
    h("summary", {}, t("events-more-filters")),
    h(
      "div",
      { class: "events-fields" },
      new Field(t("events-text"), this.#text).element,
      new Field(t("events-index"), this.#index).element,
      new Field(t("events-device"), this.#device).element,
    ),
    h("div", { class: "events-files" }, this.#csv, this.#jsonl),
  );

  /** @param {string} session @param {() => void} changed */
  constructor(session, changed) {
    this.#base = `/api/v1/sessions/${session}/events`;
    for (const control of [this.#types, this.#device, this.#index, this.#text])
      control.addEventListener("change", () => {
        this.#link();
        changed();
      });
    this.#link();
  }

  /** @param {{ device: string, name: string }[]} devices of the session */
  update(devices) {
    const known = JSON.stringify(devices.map(({ device, name }) => [device, name]));
    if (known === this.#known) return;
    this.#known = known;
    const chosen = this.#device.value;
    const options = devices.map(({ device, name }) => h("option", { value: device }, name));
    fill(this.#device, h("option", { value: "" }, t("events-every-device")), ...options);
    this.#device.value = chosen;
  }

  /** @returns {string} the filter as the server takes it, empty where every line is wanted */
  get query() {
    const { kind = [], level = [] } = TYPES[this.#types.value];
    const query = new URLSearchParams([...kind.map((name) => ["kind", name]), ...level.map((name) => ["level", name])]);
    const more = { device: this.#device.value, index: this.#number, text: this.#text.value.trim() };
    for (const [name, value] of Object.entries(more)) if (value) query.set(name, String(value));
    return query.toString();
  }

  /** @param {Row} row @returns {boolean} whether the server would give it too */
  wants(row) {
    const { kind, level } = TYPES[this.#types.value];
    const text = this.#text.value.trim().toLowerCase();
    return (
      (!kind || kind.includes(row.kind)) &&
      (!level || level.includes(row.level)) &&
      (!this.#device.value || row.device === this.#device.value) &&
      (!this.#number || row.index === this.#number) &&
      row.message.toLowerCase().includes(text)
    );
  }

  /** @returns {number} 0 for every x-ray */
  get #number() {
    return this.#index.validity.valid ? Number(this.#index.value) : 0;
  }

  #link() {
    const query = this.query ? `?${this.query}` : "";
    this.#csv.href = `${this.#base}.csv${query}`;
    this.#jsonl.href = `${this.#base}.jsonl${query}`;
  }
}
