/**
 * The transforms page: drop an x-ray, see what every transform makes of it, open one, chain a pipeline, take it away.
 */

import { call } from "../shared/api.js";
import { byId, fill, h, setText } from "../shared/dom.js";
import { failed, navbar } from "../shared/navbar.js";
import { t } from "../shared/messages.js";
import { Compare } from "./compare.js";
import { ContactSheet } from "./contact-sheet.js";
import { Controls } from "./controls.js";
import { Downloads } from "./downloads.js";
import { Jobs } from "./jobs.js";
import { PipelineRow } from "./pipeline.js";
import { RecipeCode } from "./recipe-code.js";
import { Selection } from "./selection.js";
import { fetchDatasets, SourcePicker } from "./source.js";
import { Variants } from "./variants.js";

async function main() {
  navbar("/transforms");
  try {
    const [catalogue, known] = await Promise.all([call("/transforms"), fetchDatasets()]);
    await layOut(catalogue, known);
  } catch (error) {
    failed(byId("main"), error);
  }
}

/**
 * @param {{ transforms: { name: string, summary: string }[], recipes: { name: string, pipeline: string }[] }} catalogue
 * @param {import("../types/api").DatasetView[]} known
 */
async function layOut({ transforms, recipes }, known) {
  const selection = new Selection();
  const busy = h("p", { class: "wait", role: "status" });
  const variants = new Variants((words) => setText(busy, words));
  const picker = new SourcePicker(selection, known);
  const sheet = new ContactSheet(selection, variants, transforms);
  const controls = new Controls(selection);
  const downloads = new Downloads(selection);
  const compare = new Compare(selection, variants, ({ steps, ms }) => {
    controls.show(steps);
    downloads.took(ms);
  });
  const pipeline = new PipelineRow(
    selection,
    transforms.map(({ name }) => name),
    recipes,
  );
  fill(
    byId("main"),
    h("h1", { class: "visually-hidden" }, t("lab-heading")),
    h("div", { class: "transforms-left" }, picker.element, busy, sheet.element),
    h(
      "div",
      { class: "transforms-right" },
      pipeline.element,
      h("div", { class: "opened" }, compare.element, controls.element),
      new RecipeCode(selection).element,
      downloads.element,
      known.length ? new Jobs(selection, known, recipes).element : null,
    ),
  );
  if (known[0]) await picker.show(known[0], 1);
}

void main();
