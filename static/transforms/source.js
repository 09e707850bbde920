/**
 * Which x-ray: dropped, chosen from a file, or one of the server's data sets.
 */

import { call, post } from "../shared/api.js";
import { fill, h, setText } from "../shared/dom.js";
import { dropped, listenForDrops } from "../shared/dropped.js";
import { count } from "../shared/format.js";
import { NumberField } from "../shared/number-field.js";
import { Button, Field } from "../shared/controls.js";
import { t } from "../shared/messages.js";
import { refusal } from "./variants.js";

/** @typedef {import("../types/api").DatasetView} Dataset */
/** @typedef {{ id: string, width: number, height: number }} Kept */

export class SourcePicker {
  element = h("div", { class: "source" });
  #selection;
  #problem = h("p", { class: "stop", role: "alert" });
  #picture = h("img", { alt: "", width: "56", height: "46" });
  #name = h("b", { id: "source-name" });
  #facts = h("span", { class: "caption" });
  #file = h("input", {
    type: "file",
    class: "visually-hidden",
    id: "file",
    accept: "image/*,.dcm,application/dicom",
    on: { change: () => void this.#chosen() },
  });
  #other = new Button(t("lab-other"), () => this.#file.click(), { icon: "upload" });

  /** @param {import("./selection.js").Selection} selection @param {Dataset[]} datasets */
  constructor(selection, datasets) {
    this.#selection = selection;
    const label = h("label", { for: "file", class: "visually-hidden" }, t("lab-file"));
    fill(
      this.element,
      h(
        "div",
        { class: "source-row" },
        this.#picture,
        h("div", { class: "source-words" }, this.#name, this.#facts),
        label,
        this.#file,
        this.#other.element,
      ),
      datasets.length ? this.#fromDataset(datasets) : null,
      this.#problem,
    );
    listenForDrops((transfer) => this.#drop(transfer));
  }

  /** @param {Dataset} dataset @param {number} index */
  async show(dataset, index) {
    await this.#keep(`${dataset.name}, ${count(index)}`, () => post("/images", { dataset: dataset.id, index }));
  }

  /** @param {Dataset[]} datasets */
  #fromDataset(datasets) {
    const select = h("select", { id: "dataset" }, ...datasets.map(({ id, name }) => h("option", { value: id }, name)));
    const chosen = () => /** @type {Dataset} */ (datasets.find(({ id }) => id === select.value));
    const xray = new NumberField(t("lab-xray"), { id: "xray", least: 1, most: chosen().xrays, value: 1 });
    const show = () => {
      if (xray.validate() && xray.number !== null) void this.show(chosen(), xray.number);
    };
    select.addEventListener("change", () => {
      xray.limit(1, chosen().xrays);
      show();
    });
    xray.control.addEventListener("change", show);
    return h("div", { class: "source-fields" }, new Field(t("lab-dataset"), select).element, xray.element);
  }

  /** @param {DataTransfer | null} transfer */
  async #drop(transfer) {
    const {
      files: [file],
      folders,
    } = await dropped(transfer);
    if (folders) setText(this.#problem, t("lab-folder"));
    else if (file) await this.#send(file);
  }

  async #chosen() {
    const file = this.#file.files?.[0];
    if (file) await this.#send(file);
    this.#file.value = "";
  }

  /** @param {File} file */
  async #send(file) {
    await this.#keep(file.name, async () => {
      const response = await fetch("/api/v1/images", {
        method: "POST",
        body: file,
        headers: { "Content-Type": "application/octet-stream" },
      });
      if (!response.ok) throw await refusal(response);
      return response.json();
    });
  }

  /** @param {string} name @param {() => Promise<Kept>} keep */
  async #keep(name, keep) {
    setText(this.#problem, "");
    try {
      const { id, width, height } = await keep();
      setText(this.#name, name);
      setText(this.#facts, t("lab-size", { width, height }));
      this.#picture.src = `/api/v1/images/${id}/variants/identity?width=112`;
      this.#selection.set({ source: { id, name, width, height } });
    } catch (error) {
      setText(this.#problem, /** @type {Error} */ (error).message);
    }
  }
}

/** @returns {Promise<Dataset[]>} */
export async function fetchDatasets() {
  return (await call("/datasets")).datasets;
}
