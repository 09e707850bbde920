/**
 * A new sample of images for readers: drawn from a synthetic or exported data set on the server's disk.
 */

import { post } from "../shared/api.js";
import { Field } from "../shared/controls.js";
import { ask } from "../shared/dialog.js";
import { h } from "../shared/dom.js";
import { wholeNumber } from "../shared/format.js";
import { t } from "../shared/messages.js";
import { sayAtFields } from "../shared/rules.js";
import { Selection } from "./selection.js";

const EACH = 20;

/** @param {import("../types/api").DatasetView[]} datasets */
export function askForSample(datasets) {
  const text = (/** @type {string} */ value = "") => h("input", { type: "text", required: true, value });
  const number = (/** @type {number} */ value) =>
    h("input", { type: "text", inputmode: "numeric", required: true, value: String(value) });
  const xrays = h("select", {}, ...datasets.map(({ id, name }) => h("option", { value: id }, name)));
  const fields = {
    name: new Field(t("sample-name"), text()),
    folder: new Field(t("sample-folder"), text(), { hint: t("sample-folder-hint") }),
    dataset: new Field(t("sample-dataset"), xrays, { hint: t("sample-dataset-hint") }),
    each: new Field(t("sample-each"), number(EACH)),
    seed: new Field(t("sample-seed"), number(0), { hint: t("sample-seed-hint") }),
  };
  ask({
    heading: t("review-draw"),
    words: t("sample-words"),
    fields: Object.values(fields),
    confirm: t("sample-draw"),
    busy: t("sample-drawing"),
    action: () => draw(fields),
  });
}

/**
 * @param {Record<"name" | "folder" | "dataset" | "each" | "seed", Field>} fields
 * @returns {Promise<boolean>} whether a sample was drawn
 */
async function draw(fields) {
  for (const field of Object.values(fields)) field.error = field.value ? "" : t("field-empty");
  if (Object.values(fields).some((field) => field.wrong)) return false;
  const { name, folder, dataset, each, seed } = fields;
  try {
    const made = await post("/review-samples", {
      name: name.value,
      folder: folder.value,
      dataset: dataset.value,
      each: wholeNumber(each.value),
      seed: wholeNumber(seed.value),
    });
    location.assign(new Selection([made.id], "accepted").address());
    return true;
  } catch (error) {
    if (sayAtFields(error, fields)) throw error;
    return false;
  }
}
