/**
 * Level, seed and sizes, and what was drawn from them.
 */

import { fill, h } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { NumberField } from "../shared/number-field.js";
import { t } from "../shared/messages.js";

const MOST_SEED = 99_999;
const MOST_ROWS = 10;

export class Controls {
  element = h("div", { class: "controls" });
  #seed = new NumberField(t("lab-seed"), { id: "seed", least: 0, most: Number.MAX_SAFE_INTEGER });
  #drawn = h("dl", { class: "drawn" });

  /** @param {import("./selection.js").Selection} selection */
  constructor(selection) {
    const another = h(
      "button",
      {
        type: "button",
        class: "button",
        "aria-label": t("lab-seed-another"),
        on: { click: () => selection.set({ seed: Math.floor(Math.random() * MOST_SEED) }) },
      },
      icon("retake"),
    );
    this.#seed.control.addEventListener("change", () => {
      if (this.#seed.number !== null) selection.set({ seed: this.#seed.number });
    });
    fill(
      this.element,
      segments(
        t("lab-level"),
        "level",
        ["1", "2", "3", "4"].map((value) => [value, value]),
        () => String(selection.level),
        (value) => selection.set({ level: Number(value) }),
        selection,
      ),
      h("div", { class: "seed" }, this.#seed.element, another),
      segments(
        t("lab-sizes"),
        "sizes",
        [
          ["", t("lab-sizes-paper")],
          ["relative", t("lab-sizes-relative")],
        ],
        () => (selection.relative ? "relative" : ""),
        (value) => selection.set({ relative: value !== "" }),
        selection,
      ),
      h("div", {}, h("h2", {}, t("lab-drawn")), this.#drawn),
    );
    const show = () => {
      this.#seed.control.value = String(selection.seed);
      this.#seed.validate();
    };
    selection.addEventListener("change", show);
    show();
  }

  /** @param {import("./variants.js").Made["steps"]} steps */
  show(steps) {
    const all = (steps ?? []).flatMap(({ transform, params }) =>
      Object.entries(params).map(([name, value]) => ({ name: `${transform} ${name}`, words: brief(value) })),
    );
    const shown = all.filter(({ words }) => words).slice(0, MOST_ROWS);
    fill(
      this.#drawn,
      ...shown.flatMap(({ name, words }) => [h("dt", {}, name.replaceAll("_", " ")), h("dd", {}, words)]),
      !steps || shown.length < all.length ? h("dt", { class: "faint more" }, t("lab-drawn-more")) : null,
    );
  }
}

/**
 * A row of choices of which one holds.
 *
 * @param {string} label
 * @param {string} name
 * @param {string[][]} choices value and words
 * @param {() => string} chosen
 * @param {(value: string) => void} choose
 * @param {EventTarget} selection
 */
function segments(label, name, choices, chosen, choose, selection) {
  const inputs = choices.map(([value = "", words = ""]) => {
    const input = h("input", {
      type: "radio",
      name,
      value,
      id: `${name}-${value || "usual"}`,
      on: { change: () => choose(value) },
    });
    return { input, label: h("label", { for: input.id }, input, h("span", {}, words)) };
  });
  const update = () => {
    for (const { input } of inputs) input.checked = input.value === chosen();
  };
  selection.addEventListener("change", update);
  update();
  return h(
    "fieldset",
    { class: "segments" },
    h("legend", {}, label),
    h("div", {}, ...inputs.map((each) => each.label)),
  );
}

/**
 * A number or a position; empty for what takes more room.
 *
 * @param {unknown} value
 * @returns {string}
 */
function brief(value) {
  if (typeof value === "number") return String(Math.round(value * 1000) / 1000);
  if (Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === "number"))
    return value.map(Math.round).join(", ");
  return "";
}
