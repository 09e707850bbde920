/**
 * What a session came to: counts, the retake list, what was skipped.
 */

import { post } from "../shared/api.js";
import { fill, h } from "../shared/dom.js";
import { retakeWords } from "../shared/findings.js";
import { count } from "../shared/format.js";
import { Button, hasEnded } from "../shared/controls.js";
import { t } from "../shared/messages.js";

/** @typedef {import("../types/api").SessionSnapshot} Snapshot */

/** Shown while a session is finishing, finished or aborted. */
export class Ended {
  element = h("section", { class: "ended" });
  #shown = "";

  /** @param {Snapshot} snapshot @param {(index: number, set: string | null) => void} onRetake */
  update({ session, capture, phase, progress, retakes, skips }, onRetake) {
    const key = JSON.stringify([phase, progress, retakes, skips]);
    if (key === this.#shown) return;
    this.#shown = key;
    const { accepted, pending, rejected, retaken, skipped, missing } = progress;
    const facts = /** @type {const} */ ([
      ["accepted", accepted],
      ["pending", pending],
      ["rejected", rejected],
      ["retaken", retaken],
      ["skipped", skipped],
      ["missing", missing],
    ]);
    fill(
      this.element,
      h(
        "dl",
        { class: "counts" },
        ...facts.map(([name, value]) =>
          h("div", {}, h("dt", {}, t(`counts-${name}`)), h("dd", { class: "number" }, count(value))),
        ),
      ),
      capture === "presenter" && hasEnded(phase)
        ? h(
            "div",
            {},
            h("p", {}, t("ended-presenter-how")),
            new Button(t("ended-presenter"), async () => {
              const { id } = await post(`/sessions/${session}/loose`);
              location.assign(`/loose/${id}`);
            }).element,
          )
        : null,
      retakes.length
        ? h(
            "div",
            {},
            h("h2", {}, t("ended-retakes", { n: retakes.length })),
            hasEnded(phase) ? h("p", { class: "caption" }, t("ended-retakes-how")) : null,
            h(
              "ul",
              { class: "checklist" },
              ...retakes.map(({ index, set, reason, detail, phone }) =>
                h(
                  "li",
                  { class: "retake-row" },
                  h("b", {}, count(index)),
                  h(
                    "span",
                    {},
                    [[set, detail || retakeWords(reason)].filter(Boolean).join(": "), phone ? "" : t("ended-no-phone")]
                      .filter(Boolean)
                      .join(". "),
                  ),
                  h(
                    "button",
                    { type: "button", class: "button quiet", on: { click: () => onRetake(index, set) } },
                    t("action-retake-dots"),
                  ),
                ),
              ),
            ),
          )
        : null,
      skips.length
        ? h(
            "div",
            {},
            h("h2", {}, t("ended-skips", { n: skips.length })),
            h(
              "ul",
              { class: "checklist" },
              ...skips.map(({ index, reason }) =>
                h("li", { class: "retake-row" }, h("b", {}, count(index)), h("span", {}, reason)),
              ),
            ),
          )
        : null,
    );
  }
}
