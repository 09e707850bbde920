/**
 * The pipeline as a row of transforms: taken out by their cross, added from a list, or a recipe at once.
 */

import { fill, h } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { t } from "../shared/messages.js";

/** @typedef {{ name: string, pipeline: string }} Recipe */

const MOST_STEPS = 16;

export class PipelineRow {
  element = h("div", { class: "pipeline", role: "group", "aria-label": t("lab-pipeline") });
  #selection;
  #add;
  #recipes;

  /**
   * @param {import("./selection.js").Selection} selection
   * @param {string[]} names
   * @param {Recipe[]} recipes
   */
  constructor(selection, names, recipes) {
    this.#selection = selection;
    this.#add = menu(t("lab-add"), names, (name) =>
      selection.set({ steps: [...selection.steps.filter((step) => step !== "identity"), name] }),
    );
    this.#recipes = menu(
      t("lab-recipes"),
      recipes.map(({ name }) => name),
      (name) => {
        const recipe = recipes.find((known) => known.name === name);
        if (recipe) selection.set({ steps: recipe.pipeline.split("+") });
      },
    );
    selection.addEventListener("change", () => this.#draw());
    this.#draw();
  }

  #draw() {
    const { steps } = this.#selection;
    const chips = steps.flatMap((step, position) => [position ? icon("next") : null, this.#chip(step, position)]);
    this.#add.hidden = steps.length >= MOST_STEPS;
    fill(this.element, ...chips, h("span", { class: "pipeline-menus" }, this.#add, this.#recipes));
  }

  /** @param {string} step @param {number} position */
  #chip(step, position) {
    const remove = () => {
      const left = this.#selection.steps.filter((_, at) => at !== position);
      this.#selection.set({ steps: left.length ? left : ["identity"] });
    };
    return h(
      "span",
      { class: "step" },
      step,
      h(
        "button",
        { type: "button", "aria-label": t("lab-remove", { step }), on: { click: remove } },
        icon("cross", 12),
      ),
    );
  }
}

/**
 * A list that does something with what is chosen and shows its own name again.
 *
 * @param {string} label
 * @param {string[]} names
 * @param {(name: string) => void} choose
 */
function menu(label, names, choose) {
  const select = h(
    "select",
    { "aria-label": label },
    h("option", { value: "" }, label),
    ...names.map((name) => h("option", { value: name }, name)),
  );
  select.addEventListener("change", () => {
    const name = select.value;
    select.value = "";
    if (name) choose(name);
  });
  return select;
}
