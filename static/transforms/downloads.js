/**
 * Taking variants away: the opened one, or all its levels as a zip.
 */

import { fill, h, setText } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { Button } from "../shared/controls.js";
import { t } from "../shared/messages.js";
import { refusal, variantUrl } from "./variants.js";

export class Downloads {
  element = h("div", { class: "downloads" });
  #selection;
  #one = h("a", { class: "button filled", download: "" }, icon("download"), t("lab-download"));
  #took = h("span", { class: "caption end" });
  #problem = h("p", { class: "stop", role: "alert" });

  /** @param {import("./selection.js").Selection} selection */
  constructor(selection) {
    this.#selection = selection;
    const all = new Button(t("lab-download-all"), () => this.#all(), { busy: t("lab-download-busy") });
    fill(this.element, this.#one, all.element, this.#took, this.#problem);
    selection.addEventListener("change", () => this.#update());
  }

  /** @param {number} ms */
  took(ms) {
    setText(this.#took, t("lab-took", { ms: Math.round(ms) }));
  }

  #update() {
    const { source, pipeline, level, seed } = this.#selection;
    if (!source) return;
    this.#one.href = variantUrl(source.id, pipeline, this.#selection.query());
    this.#one.download = `${stem(source.name)}-${pipeline}-${level}-${seed}.jpg`;
  }

  async #all() {
    const { source, pipeline, seed, relative } = this.#selection;
    if (!source) return;
    setText(this.#problem, "");
    const body = JSON.stringify({
      image: source.id,
      pipelines: [pipeline],
      levels: [1, 2, 3, 4],
      seeds: [seed],
      relative,
    });
    try {
      const response = await fetch("/api/v1/variants", {
        method: "POST",
        body,
        headers: { "Content-Type": "application/json" },
      });
      if (!response.ok) throw await refusal(response);
      const url = URL.createObjectURL(await response.blob());
      h("a", { href: url, download: `${stem(source.name)}-${pipeline}.zip` }).click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
    } catch (error) {
      setText(this.#problem, /** @type {Error} */ (error).message);
    }
  }
}

/** @param {string} name @returns {string} */
function stem(name) {
  return name.replace(/\.\w+$/, "").replace(/[^\w.-]+/g, "_");
}
