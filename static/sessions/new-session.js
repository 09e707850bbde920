/**
 * A new session: which x-rays, which sets, under which conditions; at the right what that means, checked while
 * one types.
 */

import { call, post } from "../shared/api.js";
import { byId, fill, h } from "../shared/dom.js";
import { ask } from "../shared/dialog.js";
import { Button, Field } from "../shared/controls.js";
import { sayAtFields } from "../shared/rules.js";
import { failed, navbar } from "../shared/navbar.js";
import { t } from "../shared/messages.js";
import { CaptureSettings } from "./capture-settings.js";
import { Checking, noneReadable } from "./checking.js";
import { Conditions } from "./conditions.js";
import { DisplayVariation } from "./display-variation.js";
import { Outcome } from "./outcome.js";
import { Sets } from "./sets.js";
import { StudyChoice } from "./study-choice.js";
import { Subset } from "./subset.js";

/** @typedef {import("../types/api").DatasetView} Dataset */
/** @typedef {import("../types/api").SessionSnapshot} Snapshot */
/** @typedef {import("../types/api").SessionLine} SessionLine */
/** @typedef {import("../types/api").StudyLine} StudyLine */
/** @typedef {{ rules: import("../types/api").FormRules, settings: import("../types/api").UsualCapture }} Server */

const CHECK_AFTER_MS = 400;

/** The form. */
class NewSession {
  #datasets;
  #subset;
  #outcome = new Outcome({
    changed: () => this.#showObstacle(),
    again: () => void this.#check(),
    stop: () => this.#checking.stop(),
  });
  #checking = new Checking();
  #conditions;
  #capture;
  #study;
  #variation;
  #sets;
  #create = new Button(t("new-create"), () => this.#submit(), { kind: "filled", large: true, busy: t("new-creating") });
  #obstacle = h("p", { class: "obstacle", role: "status" });
  #problem = h("p", { class: "stop", role: "alert" });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {Dataset[]} datasets @param {SessionLine | null} last what was captured last @param {Record<string, string> | null} conditions of that @param {Server} server @param {StudyLine[]} studies newest first */
  constructor(datasets, last, conditions, { rules, settings }, studies) {
    this.#datasets = datasets;
    this.#study = new StudyChoice(studies);
    this.#subset = new Subset(datasets, last?.dataset.id ?? "", {
      changed: () => this.#changed(),
      add: () => this.#addDataset(),
    });
    this.#sets = new Sets(rules, last?.sets ?? [t("new-first-set")], {
      changed: () => this.#changed(),
      named: () => void this.#subset.cover(this.#sets.values),
    });
    this.#conditions = new Conditions(conditions);
    this.#capture = new CaptureSettings(rules, settings);
    this.#variation = new DisplayVariation(rules);
    this.#layOut(Boolean(last));
  }

  /** @param {boolean} again it is not the first one */
  #layOut(again) {
    fill(
      byId("main"),
      h(
        "div",
        { class: "form-head" },
        h("h1", {}, t("new-heading")),
        h("p", { class: "caption" }, t(again ? "new-filled" : "new-first")),
      ),
      part("xrays", h("div", { class: "form-content" }, this.#subset.element, this.#study.element)),
      part("sets", this.#sets.element),
      part("conditions", this.#conditions.element),
      part("capture", this.#capture.element, this.#variation.element),
    );
    fill(
      byId("side"),
      this.#outcome.element,
      h(
        "div",
        { class: "side-end" },
        h("p", { class: "caption" }, t("new-next")),
        this.#problem,
        this.#obstacle,
        this.#create.element,
      ),
    );
    this.#showObstacle();
    byId("main").addEventListener("input", () => this.#changed());
    addEventListener("pagehide", () => this.#checking.stop());
    addEventListener("pageshow", ({ persisted }) => {
      if (persisted) this.#changed();
    });
  }

  async start() {
    await this.#subset.cover(this.#sets.values);
    this.#changed();
  }

  #changed() {
    this.#study.offer(this.#subset.values.dataset);
    clearTimeout(this.#timer);
    this.#checking.stop();
    this.#outcome.wait();
    this.#showObstacle();
    this.#timer = setTimeout(() => void this.#check(), CHECK_AFTER_MS);
  }

  /** @returns {boolean} everything that is wrong is said at its field, not only the first */
  #validate() {
    const parts = [this.#subset, this.#sets, this.#capture, this.#variation];
    return !parts.map((fields) => fields.validate()).includes(false);
  }

  async #check() {
    if (!this.#validate()) {
      this.#outcome.fail(t("checks-form"));
      return this.#showObstacle();
    }
    const subset = { ...this.#subset.values, sets: this.#sets.values, capture: this.#capture.way };
    const xrays = subset.last - subset.first + 1;
    this.#outcome.wait();
    try {
      const checks = await this.#checking.run(subset, (...progress) => {
        this.#outcome.wait(...progress);
        this.#showObstacle();
      });
      if (checks) this.#outcome.update(checks, xrays, subset.sets.length);
    } catch (error) {
      const problems = noneReadable(error);
      if (problems) this.#outcome.refuse(problems);
      else this.#outcome.fail(this.#sayAtFields(error) || t("checks-form"), true);
    }
    this.#showObstacle();
  }

  #showObstacle() {
    const obstacle = this.#outcome.obstacle;
    this.#obstacle.textContent = obstacle;
    this.#create.enabled = !obstacle;
  }

  async #submit() {
    this.#problem.textContent = "";
    try {
      const made = /** @type {Snapshot} */ (
        await post("/sessions", {
          title: this.#capture.title,
          ...this.#subset.values,
          study: this.#study.value,
          sets: this.#sets.values,
          conditions: this.#conditions.values,
          settings: this.#capture.values,
          capture: this.#capture.way,
          display_variation: this.#variation.values,
          overlap: this.#outcome.again,
          copies_as_one: this.#outcome.copiesAsOne,
        })
      );
      location.assign(`/sessions/${made.session}`);
    } catch (error) {
      this.#problem.textContent = this.#sayAtFields(error) || t("checks-form");
    }
  }

  /** @param {unknown} error @returns {string} what no field says */
  #sayAtFields(error) {
    return sayAtFields(error, {
      ...this.#subset.fields,
      ...this.#sets.fields,
      ...this.#conditions.fields,
      ...this.#capture.fields,
      ...this.#variation.fields,
    });
  }

  #addDataset() {
    const fields = ["name", "csv", "folder"].map(
      (name) =>
        new Field(
          t(/** @type {import("../shared/messages.js").MessageId} */ (`dataset-${name}`)),
          h("input", { type: "text", required: true, spellcheck: "false" }),
          { hint: t(/** @type {import("../shared/messages.js").MessageId} */ (`dataset-${name}-hint`)) },
        ),
    );
    ask({
      heading: t("dataset-heading"),
      words: t("dataset-words"),
      fields,
      confirm: t("dataset-add"),
      busy: t("dataset-adding"),
      action: async () => {
        const [name, csv, data_dir] = fields.map((field) => field.value);
        fields.forEach((field) => {
          field.error = field.value ? "" : t("field-empty");
        });
        if (fields.some((field) => field.wrong)) return false;
        const added = await post("/datasets", { name, csv, data_dir });
        this.#datasets.push(added);
        this.#subset.offer(this.#datasets, added.id);
        await this.start();
        return true;
      },
    });
  }
}

/**
 * @param {"xrays" | "sets" | "conditions" | "capture"} name
 * @param {...HTMLElement} content
 * @returns {HTMLElement} a part of the form under its name
 */
function part(name, ...content) {
  const heading = h("h2", { id: `part-${name}` }, t(`new-${name}`));
  return h("section", { class: "form-part", role: "group", "aria-labelledby": heading.id }, heading, ...content);
}

async function main() {
  navbar("/");
  try {
    const [{ datasets }, { sessions }, server, { studies }] = await Promise.all([
      call("/datasets"),
      call("/sessions?limit=100"),
      call("/server"),
      call("/studies"),
    ]);
    const last = sessions.find(({ loose }) => !loose) ?? null;
    const conditions = last ? (await call(`/sessions/${last.session}`)).conditions : null;
    await new NewSession(datasets, last, conditions, server, studies).start();
  } catch (error) {
    failed(byId("main"), error);
  }
}

void main();
