/**
 * The piles there are, and beginning one: which x-rays its photos may show, and which set they are.
 */

import { call, post } from "../shared/api.js";
import { fill, h } from "../shared/dom.js";
import { Button, Field } from "../shared/parts.js";
import { rich, say } from "../shared/words.js";

/** @typedef {import("../types/loose").Pile} Pile */
/** @typedef {import("../types/wire").Dataset} Dataset */

/** @returns {Promise<HTMLElement>} */
export async function pileChooser() {
  const [{ piles }, { datasets }] = await Promise.all([call("/loose"), call("/datasets")]);
  return h("div", { class: "pile-chooser" }, h("p", { class: "lead" }, say("loose.lead")),
    datasets.length ? begin(datasets) : h("p", {}, say("loose.no-dataset")), piles.length ? listed(piles) : null);
}

/** @param {Dataset[]} datasets @returns {HTMLElement} */
function begin(datasets) {
  const dataset = h("select", { id: "dataset" }, ...datasets.map(({ id, name }) => h("option", { value: id }, name)));
  const set = new Field(say("loose.set"), h("input", { id: "set", value: "iphone1k", autocapitalize: "off", spellcheck: "false" }), { hint: say("loose.set.hint") });
  const title = new Field(say("loose.name"), h("input", { id: "title", value: say("loose.heading") }));
  const go = new Button(say("loose.begin"), async () => {
    set.error = "";
    try {
      const pile = await post("/loose", { dataset: dataset.value, set: set.value, title: title.value || say("loose.heading") });
      location.assign(`/loose/${pile.id}`);
    } catch (error) {
      set.error = /** @type {Error} */ (error).message;
    }
  }, { kind: "filled", busy: say("loose.begin.busy") });
  return h("form", { class: "pile-form", on: { submit: (/** @type {Event} */ event) => { event.preventDefault(); void go.run(); } } },
    new Field(say("lab.dataset"), dataset).element, set.element, title.element, go.element);
}

/** @param {Pile[]} piles @returns {HTMLElement} */
function listed(piles) {
  const list = h("ul", { class: "piles" });
  fill(list, ...piles.map(({ id, title, set, counts }) => {
    const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const open = (counts.doubtful ?? 0) + (counts.unknown ?? 0);
    return h("li", {}, h("a", { href: `/loose/${id}` }, h("b", {}, title), h("span", { class: "caption" }, set),
      h("span", { class: "caption" }, rich("loose.assigned.of", { assigned: counts.assigned ?? 0, all })),
      h("span", { class: open ? "wait" : "caption" }, say("loose.open", { n: open }))));
  }));
  return h("section", {}, h("h2", {}, say("loose.piles")), list);
}
