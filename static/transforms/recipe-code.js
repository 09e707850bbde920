/**
 * The same variant from a terminal or from Python, to copy.
 */

import { fill, h, setAttribute, setText } from "../shared/dom.js";
import { Button } from "../shared/controls.js";
import { toast } from "../shared/toast.js";
import { t } from "../shared/messages.js";

export class RecipeCode {
  element = h("div", { class: "code-line" });
  #selection;
  #code = h("pre", { tabindex: "0" });
  #language = "curl";
  #tabs;

  /** @param {import("./selection.js").Selection} selection */
  constructor(selection) {
    this.#selection = selection;
    this.#tabs = ["curl", "Python"].map((language) =>
      h(
        "button",
        {
          type: "button",
          class: "link-button",
          on: {
            click: () => {
              this.#language = language;
              this.#draw();
            },
          },
        },
        language,
      ),
    );
    const copy = new Button(t("lab-copy"), () => this.#copy(), { kind: "quiet" });
    fill(this.element, this.#code, h("div", { class: "code-side" }, h("div", {}, ...this.#tabs), copy.element));
    selection.addEventListener("change", () => this.#draw());
    this.#draw();
  }

  #draw() {
    setText(this.#code, this.#language === "curl" ? this.#curl() : this.#python());
    for (const tab of this.#tabs) setAttribute(tab, "aria-pressed", String(tab.textContent === this.#language));
  }

  #curl() {
    const url = `${location.origin}/api/v1/transforms/${this.#selection.pipeline}?${this.#selection.query()}`;
    return `curl --cacert data/tls/ca.crt -H @data/secrets/authorization --data-binary @xray.jpg \\\n  -H "Content-Type: image/jpeg" "${url}" -o photo.jpg`;
  }

  #python() {
    const { pipeline, level, seed, relative } = this.#selection;
    const options = relative ? `"${pipeline}", relative=True` : `"${pipeline}"`;
    return (
      `pipeline = transforms.Pipeline.parse(${options})\n` +
      `photo = pipeline.apply(xray, pipeline.sample(level=${level}, size=xray.shape[1::-1], seed=${seed}, index=0))`
    );
  }

  async #copy() {
    await navigator.clipboard.writeText(this.#code.textContent ?? "");
    toast(t("lab-copied"));
  }
}
