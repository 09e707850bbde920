/**
 * One release: its last run, how far it is, what a check found, and what can be done.
 */

import { post } from "../shared/api.js";
import { Button, stateWords } from "../shared/controls.js";
import { fill, h, setText } from "../shared/dom.js";
import { count, dayAndTime } from "../shared/format.js";
import { t } from "../shared/messages.js";

/** @typedef {import("../types/api").ReleaseView} Release */
/** @typedef {import("../types/api").ReleaseFault} Fault */

/** @type {Record<Release["state"], [import("../shared/icons.js").IconName, string]>} */
const STATES = {
  waiting: ["clock", "wait"],
  running: ["play", "accent"],
  done: ["check", "ok"],
  cancelled: ["cross", ""],
  failed: ["warning", "stop"],
};
/** @type {Record<string, string>} */
const STEPS = {
  exporting: t("releases-step-exporting"),
  comparing: t("releases-step-comparing"),
  copying: t("releases-step-copying"),
  reading: t("releases-step-reading"),
};

export class ReleaseCard {
  #release;
  #shown = "";
  #state = h("span", {});
  #bar = h("progress", { "aria-label": t("releases-progress") });
  #words = h("p", { class: "caption" });
  #problem = h("p", { class: "stop", role: "alert" });
  #faults = h("div", {});
  #cancel = new Button(t("releases-cancel"), () => this.#ask("cancel"), { kind: "quiet", icon: "cross" });
  #check = new Button(t("releases-check"), () => this.#ask("check"), { kind: "quiet", icon: "check" });
  #again = new Button(t("releases-again"), () => this.#ask("resume"), { kind: "quiet", icon: "play" });
  element;

  /** @param {Release} release */
  constructor(release) {
    this.#release = release;
    const { name, licence } = release.order;
    this.element = h(
      "li",
      { class: "release" },
      h("div", { class: "spread" }, h("b", {}, name), this.#state),
      h(
        "p",
        { class: "caption" },
        `${dayAndTime(release.created_at)} · `,
        licence ? t("releases-licence-is", { licence }) : t("releases-licence-none"),
      ),
      this.#bar,
      this.#words,
      this.#problem,
      h("p", { class: "caption faint folder" }, release.folder),
      this.#faults,
      h("div", { class: "release-actions" }, this.#cancel.element, this.#check.element, this.#again.element),
    );
    this.update(release);
  }

  /** @param {Release} release */
  update(release) {
    const said = JSON.stringify(release);
    if (said === this.#shown) return; // what somebody reads or is about to press stays
    this.#shown = said;
    this.#release = release;
    const { state, task, step, done, total, message } = release;
    const [sign, tone] = STATES[state];
    const active = state === "waiting" || state === "running";
    fill(this.#state, stateWords(sign, t(`releases-state-${state}`), tone));
    this.#bar.hidden = !active;
    this.#bar.max = Math.max(total, 1);
    this.#bar.value = done;
    const going = STEPS[step]
      ? `${STEPS[step]} ${t("releases-files", { done: count(done), total: count(total) })}`
      : "";
    setText(this.#words, active ? going || t(`releases-task-${task}`) : "");
    setText(this.#problem, state === "failed" ? message : "");
    this.#showFaults();
    this.#cancel.element.hidden = !active;
    this.#check.element.hidden = active || state !== "done";
    this.#again.element.hidden = active;
  }

  #showFaults() {
    const { faults, found } = this.#release;
    if (faults === null) return void fill(this.#faults);
    if (!faults) return void fill(this.#faults, stateWords("check", t("releases-no-faults"), "ok"));
    fill(
      this.#faults,
      h(
        "details",
        { open: true },
        h("summary", {}, t("releases-faults", { n: faults })),
        h("ul", { class: "release-faults" }, ...found.map(faultLine)),
      ),
    );
  }

  /** @param {"cancel" | "check" | "resume"} what */
  async #ask(what) {
    try {
      this.update(await post(`/releases/${encodeURIComponent(this.#release.order.name)}/${what}`));
    } catch (error) {
      setText(this.#problem, /** @type {Error} */ (error).message);
    }
  }
}

/** @param {Fault} fault @returns {HTMLElement} */
function faultLine({ file, row, message, advice }) {
  const place = row === null ? file : t("releases-row", { file, row });
  return h("li", {}, h("b", {}, place), h("p", {}, message), h("p", { class: "caption" }, advice));
}
