/**
 * Before and after, with a handle between them: dragged, or moved 2 % by the arrow keys.
 */

import { fill, h, setText } from "../shared/dom.js";
import { t } from "../shared/messages.js";
import { variantUrl } from "./variants.js";

const STEP = 2;
const WIDTH = 1200;

export class Compare {
  element = h("figure", { class: "compare" });
  #selection;
  #variants;
  #before = h("img", { alt: t("lab-before-alt") });
  #after = h("img", { alt: t("lab-after-alt") });
  #handle = h("input", {
    type: "range",
    min: "0",
    max: "100",
    step: String(STEP),
    value: "50",
    class: "handle",
    "aria-label": t("lab-handle"),
  });
  #problem = h("p", { class: "stop", role: "alert" });
  #shown = "";
  #stop = new AbortController();
  #made;

  /**
   * @param {import("./selection.js").Selection} selection
   * @param {import("./variants.js").Variants} variants
   * @param {(made: import("./variants.js").Made) => void} made
   */
  constructor(selection, variants, made) {
    this.#selection = selection;
    this.#variants = variants;
    this.#made = made;
    this.#handle.addEventListener("input", () => this.#split());
    fill(
      this.element,
      this.#before,
      this.#after,
      this.#handle,
      h("span", { class: "side left", "aria-hidden": "true" }, t("lab-before")),
      h("span", { class: "side right", "aria-hidden": "true" }, t("lab-after")),
      this.#problem,
    );
    selection.addEventListener("change", () => void this.#update());
    this.#split();
  }

  #split() {
    this.element.style.setProperty("--split", `${this.#handle.value}%`);
  }

  async #update() {
    const { source, pipeline } = this.#selection;
    if (!source) return;
    const url = variantUrl(source.id, pipeline, this.#selection.query({ width: WIDTH }));
    if (url === this.#shown) return;
    this.#shown = url;
    this.#stop.abort();
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    this.element.setAttribute("aria-busy", "true");
    this.element.style.setProperty("--shape", `${source.width} / ${source.height}`);
    const before = variantUrl(source.id, "identity", new URLSearchParams({ width: String(WIDTH) }));
    if (!this.#before.src.endsWith(before)) this.#before.src = before;
    try {
      const made = await this.#variants.fetch(url, signal, true);
      URL.revokeObjectURL(this.#after.src);
      this.#after.src = URL.createObjectURL(made.picture);
      setText(this.#problem, "");
      this.#made(made);
    } catch (error) {
      if (signal.aborted) return;
      setText(this.#problem, /** @type {Error} */ (error).message);
    }
    this.element.setAttribute("aria-busy", "false");
  }
}
