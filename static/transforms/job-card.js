/**
 * One job: what it makes, how far it is, what failed, and what can be done about it.
 */

import { post } from "../shared/api.js";
import { fill, h, setText } from "../shared/dom.js";
import { count, duration } from "../shared/format.js";
import { Button, stateWords } from "../shared/controls.js";
import { t } from "../shared/messages.js";

/** @typedef {import("../types/api").ShownJob} Job */

/** @type {Record<Job["state"], [import("../shared/icons.js").IconName, string]>} */
const STATES = {
  waiting: ["clock", "wait"],
  running: ["play", "accent"],
  done: ["check", "ok"],
  cancelled: ["cross", ""],
  failed: ["warning", "stop"],
};

export class JobCard {
  #job;
  #state = h("span", {});
  #bar = h("progress", { "aria-label": t("jobs-progress") });
  #words = h("p", { class: "caption" });
  #failed = h("p", { class: "caption" });
  #problem = h("p", { class: "stop", role: "alert" });
  #folder = h("p", { class: "caption faint folder" });
  #cancel = new Button(t("jobs-cancel"), () => this.#ask("cancel"), { kind: "quiet", icon: "cross" });
  #resume = new Button(t("jobs-resume"), () => this.#ask("resume"), { kind: "quiet", icon: "play" });
  element;

  /** @param {Job} job */
  constructor(job) {
    this.#job = job;
    const { pipelines, levels, seed } = job.order;
    this.element = h(
      "li",
      { class: "job" },
      h("div", { class: "spread" }, h("b", {}, pipelines.join(", ")), this.#state),
      h("p", { class: "caption" }, t("jobs-order", { levels: levels.join(", "), seed })),
      this.#bar,
      this.#words,
      this.#failed,
      this.#problem,
      this.#folder,
      h("div", { class: "job-actions" }, this.#cancel.element, this.#resume.element),
    );
    this.update(job);
  }

  /** @param {Job} job */
  update(job) {
    this.#job = job;
    const { state, progress, message, folder } = job;
    const [sign, tone] = STATES[state];
    const active = state === "waiting" || state === "running";
    const tried = progress.made + progress.there + progress.failed;
    fill(this.#state, stateWords(sign, t(`jobs-state-${state}`), tone));
    this.#bar.max = Math.max(progress.total, 1);
    this.#bar.value = tried;
    setText(
      this.#words,
      state === "running" && progress.seconds_left !== null && progress.rate
        ? t("jobs-going", {
            made: progress.made + progress.there,
            total: progress.total,
            rate: count(Math.max(1, Math.round(progress.rate))),
            time: duration(progress.seconds_left),
          })
        : t("jobs-made", { made: progress.made + progress.there, total: progress.total }),
    );
    fill(
      this.#failed,
      progress.failed
        ? h(
            "a",
            { href: `/api/v1/jobs/${job.id}/failures`, download: `${job.id}-failures.csv` },
            t("jobs-failed", { n: progress.failed }),
          )
        : null,
    );
    setText(this.#problem, state === "failed" ? message : "");
    setText(this.#folder, folder);
    this.#cancel.element.hidden = !active;
    this.#resume.element.hidden = active || (state === "done" && !progress.failed);
  }

  /** @param {"cancel" | "resume"} what */
  async #ask(what) {
    try {
      this.update(await post(`/jobs/${this.#job.id}/${what}`));
    } catch (error) {
      setText(this.#problem, /** @type {Error} */ (error).message);
    }
  }
}
