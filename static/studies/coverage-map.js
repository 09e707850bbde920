/**
 * The coverage as a map: a row for each subset of the chosen set, a lane for each set.
 */

import { stateWords } from "../shared/controls.js";
import { fill, h } from "../shared/dom.js";
import { range } from "../shared/format.js";
import { t } from "../shared/messages.js";
import { Lanes, cut } from "./lanes.js";

/** @typedef {import("../types/api").SetCoverageView} SetCoverage */
/** @typedef {import("../types/api").SubsetCoverage} SubsetCoverage */

/**
 * @param {SubsetCoverage} subset
 * @param {boolean} next it is the first that nobody has begun
 * @returns {HTMLElement} its state: words, a sign and a colour
 */
export function subsetState({ state, refused, missing }, next) {
  if (state === "complete") return stateWords("check", t("subset-complete"), "ok");
  if (state === "open") return stateWords("play", t("subset-open", { n: missing + refused }), "accent");
  if (state === "retake") return stateWords("retake", t("subset-retake", { n: refused }), "wait");
  if (state === "begun") return stateWords("clock", t("subset-begun", { n: missing + refused }), "wait");
  return next ? stateWords("next", t("subset-next"), "accent") : stateWords("ring", t("subset-free"));
}

/** @param {SubsetCoverage[]} subsets @returns {number} of the first that nobody has begun, 0 for none */
export function nextOf(subsets) {
  return subsets.find(({ state }) => state === "free")?.number ?? 0;
}

/** The map. */
export class CoverageMap {
  element = h("ul", { class: "coverage-map" });
  #on;
  /** @type {Map<number, { button: HTMLButtonElement, lanes: Lanes, words: HTMLElement, state: HTMLElement }>} */
  #rows = new Map();
  #shape = "";

  /** @param {{ chosen(subset: number): void }} on */
  constructor(on) {
    this.#on = on;
  }

  /**
   * @param {SetCoverage} set the chosen one
   * @param {SetCoverage[]} others
   * @param {number} chosen the number of the chosen subset
   */
  update(set, others, chosen) {
    const shape = JSON.stringify([set.name, set.subsets.map(({ first, last }) => [first, last])]);
    if (shape !== this.#shape) this.#build(set);
    this.#shape = shape;
    const widest = Math.max(...set.subsets.map(({ first, last }) => last - first + 1));
    const next = nextOf(set.subsets);
    for (const subset of set.subsets) {
      const row = this.#rows.get(subset.number);
      if (!row) continue;
      const letters = [set, ...others].map((one) => cut(one, subset.first, subset.last));
      row.lanes.update(letters, widest, subset.number === next);
      row.button.setAttribute("aria-pressed", String(subset.number === chosen));
      row.button.setAttribute(
        "aria-label",
        t("subset-row", {
          n: subset.number,
          range: range(subset.first, subset.last),
          stored: subset.stored,
          xrays: subset.xrays,
          refused: subset.refused,
          missing: subset.missing,
        }),
      );
      fill(row.state, subsetState(subset, subset.number === next));
    }
  }

  /** @param {SetCoverage} set */
  #build(set) {
    this.#rows.clear();
    const rows = set.subsets.map(({ number, first, last }) => {
      const lanes = new Lanes();
      const words = h("span", { class: "row-range" }, range(first, last));
      const state = h("span", { class: "row-state" });
      const button = h(
        "button",
        { type: "button", class: "coverage-row", on: { click: () => this.#on.chosen(number) } },
        words,
        lanes.element,
        state,
      );
      this.#rows.set(number, { button, lanes, words, state });
      return h("li", {}, button);
    });
    fill(this.element, ...rows);
  }
}

/** @returns {HTMLElement} what the marks of the map mean */
export function legend() {
  /** @type {["stored" | "retaken" | "rejected" | "planned" | "missing" | "other", string][]} */
  const marks = [
    ["stored", t("legend-stored")],
    ["retaken", t("legend-retaken")],
    ["rejected", t("legend-refused")],
    ["planned", t("legend-next")],
    ["missing", t("legend-missing")],
    ["other", t("legend-others")],
  ];
  return h(
    "ul",
    { class: "legend" },
    ...marks.map(([name, words]) => h("li", {}, h("span", { class: `mark ${name}`, "aria-hidden": "true" }), words)),
  );
}
