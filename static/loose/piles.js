/**
 * The piles there are, and beginning one: which x-rays its photos may show, and which set they are.
 */

import { call, post } from "../shared/api.js";
import { fill, h } from "../shared/dom.js";
import { Button, Field } from "../shared/controls.js";
import { bounded, keepLowerCase, nameProblem, readRules, sayAtFields } from "../shared/rules.js";
import { t, tRich } from "../shared/messages.js";

/** @typedef {import("../types/api").Pile} Pile */
/** @typedef {import("../types/api").DatasetView} Dataset */
/** @typedef {import("../types/api").FormRules} Rules */

/** @returns {Promise<HTMLElement>} */
export async function pileChooser() {
  const [{ piles }, { datasets }, rules] = await Promise.all([call("/loose"), call("/datasets"), readRules()]);
  return h(
    "div",
    { class: "pile-chooser" },
    h("p", { class: "lead" }, t("loose-lead")),
    datasets.length ? begin(datasets, rules) : h("p", {}, t("loose-no-dataset")),
    piles.length ? listed(piles) : null,
  );
}

/** @param {Dataset[]} datasets @param {Rules} rules @returns {HTMLElement} */
function begin(datasets, rules) {
  const dataset = h("select", { id: "dataset" }, ...datasets.map(({ id, name }) => h("option", { value: id }, name)));
  const named = h("input", {
    type: "text",
    id: "set",
    placeholder: rules.names.set.example,
    autocapitalize: "none",
    spellcheck: "false",
  });
  const set = new Field(t("loose-set"), named, { hint: t("loose-set-hint") });
  const title = new Field(
    t("loose-name"),
    bounded(h("input", { type: "text", id: "title", value: t("loose-heading") }), "title"),
  );
  const problem = h("p", { class: "stop", role: "alert" });
  const judge = () => {
    set.error = nameProblem(set.value, rules.names.set);
  };
  keepLowerCase(named);
  named.addEventListener("input", judge);
  const go = new Button(
    t("loose-begin"),
    async () => {
      problem.textContent = "";
      judge();
      if (set.wrong) return named.focus();
      try {
        const pile = await post("/loose", {
          dataset: dataset.value,
          set: set.value,
          title: title.value || t("loose-heading"),
        });
        return location.assign(`/loose/${pile.id}`);
      } catch (error) {
        problem.textContent = sayAtFields(error, { set, title });
      }
    },
    { kind: "filled", busy: t("loose-begin-busy") },
  );
  return h(
    "form",
    {
      class: "pile-form",
      on: {
        submit: (/** @type {Event} */ event) => {
          event.preventDefault();
          void go.run();
        },
      },
    },
    new Field(t("lab-dataset"), dataset).element,
    set.element,
    title.element,
    go.element,
    problem,
  );
}

/** @param {Pile[]} piles @returns {HTMLElement} */
function listed(piles) {
  const list = h("ul", { class: "piles" });
  fill(
    list,
    ...piles.map(({ id, title, set, counts }) => {
      const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
      const open = (counts.doubtful ?? 0) + (counts.unknown ?? 0);
      return h(
        "li",
        {},
        h(
          "a",
          { href: `/loose/${id}` },
          h("b", {}, title),
          h("span", { class: "caption" }, set),
          h("span", { class: "caption" }, tRich("loose-assigned-of", { assigned: counts.assigned ?? 0, all })),
          h("span", { class: open ? "wait" : "caption" }, t("loose-open", { n: open })),
        ),
      );
    }),
  );
  return h("section", {}, h("h2", {}, t("loose-piles")), list);
}
