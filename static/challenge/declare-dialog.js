/**
 * The operator withholds a set: a registered data set with its photos, or CSVs on the server's disk.
 */

import { post } from "../shared/api.js";
import { Field } from "../shared/controls.js";
import { ask } from "../shared/dialog.js";
import { h } from "../shared/dom.js";
import { t } from "../shared/messages.js";

/** @typedef {import("../types/api").DatasetView} Dataset */

const LONGEST_NAME = 100;
const USUAL_DAILY = 2;
const MOST_DAILY = 100;

/**
 * @param {string} label
 * @returns {Field}
 */
function place(label) {
  return new Field(label, h("input", { type: "text", spellcheck: "false" }), { hint: t("challenge-optional") });
}

/**
 * @param {Dataset[]} datasets
 * @param {() => unknown} declared
 */
export function askForSet(datasets, declared) {
  const name = new Field(t("challenge-name"), h("input", { type: "text", maxlength: String(LONGEST_NAME) }));
  const select = h(
    "select",
    { on: { change: show } },
    ...datasets.map((dataset) => h("option", { value: dataset.id }, dataset.name)),
    h("option", { value: "" }, t("challenge-of-csvs")),
  );
  const source = new Field(t("challenge-dataset"), select);
  const daily = new Field(
    t("challenge-daily"),
    h("input", { type: "number", min: "1", max: String(MOST_DAILY), value: String(USUAL_DAILY) }),
  );
  const places = {
    csv: place(t("challenge-csv")),
    data_dir: place(t("challenge-data-dir")),
    photos_csv: place(t("challenge-photos-csv")),
    photos_dir: place(t("challenge-photos-dir")),
  };

  function show() {
    for (const field of Object.values(places)) field.element.hidden = select.value !== "";
  }

  show();
  ask({
    heading: t("challenge-new"),
    words: t("challenge-new-words"),
    fields: [name, source, ...Object.values(places), daily],
    confirm: t("challenge-declare"),
    action: async () => {
      name.error = name.value ? "" : t("field-empty");
      if (name.wrong) return false;
      const csvs = {
        csv: places.csv.value,
        data_dir: places.data_dir.value,
        photos_csv: places.photos_csv.value,
        photos_dir: places.photos_dir.value,
      };
      const withheld = select.value ? { dataset: select.value } : csvs;
      await post("/challenges", { name: name.value, daily: Number(daily.value), ...withheld });
      await declared();
      return true;
    },
  });
}
