/**
 * The opened pipeline for a whole data set: ordered here, made by the server, followed live.
 */

import { io } from "/static/vendor/socket.io.esm.min.js";
import { call, post } from "../shared/api.js";
import { fill, h, setText } from "../shared/dom.js";
import { NumberField } from "../shared/number-field.js";
import { refusalIn } from "../shared/refusal.js";
import { Button, Field } from "../shared/controls.js";
import { sayAtFields } from "../shared/rules.js";
import { t } from "../shared/messages.js";
import { JobCard } from "./job-card.js";

/** @typedef {import("../types/api").DatasetView} Dataset */
/** @typedef {import("../types/api").ShownJob} Job */

const LEVELS = [1, 2, 3, 4];

export class Jobs {
  element = h("section", { class: "jobs", "aria-labelledby": "jobs-heading" });
  #selection;
  #recipes;
  #dataset;
  #first = new NumberField(t("jobs-first"), { id: "job-first", least: 1, most: 1, value: 1 });
  #limit = new NumberField(t("jobs-limit"), {
    id: "job-limit",
    least: 1,
    most: 1,
    optional: true,
    placeholder: t("jobs-all"),
  });
  #levels = LEVELS.map((level) =>
    h("input", {
      type: "checkbox",
      value: String(level),
      checked: level === 1,
      on: { change: () => this.#describe() },
    }),
  );
  #what = h("p", { class: "caption" });
  #start = new Button(t("jobs-start"), () => this.#order(), { icon: "play" });
  #problem = h("p", { class: "stop", role: "alert" });
  #list = h("ul", { class: "job-list" });
  /** @type {Map<string, JobCard>} */
  #cards = new Map();

  /**
   * @param {import("./selection.js").Selection} selection
   * @param {Dataset[]} datasets
   * @param {{ name: string, pipeline: string }[]} recipes
   */
  constructor(selection, datasets, recipes) {
    this.#selection = selection;
    this.#recipes = recipes;
    this.#dataset = h(
      "select",
      { id: "job-dataset" },
      ...datasets.map(({ id, name }) => h("option", { value: id }, name)),
    );
    const limit = () => {
      const most = datasets.find(({ id }) => id === this.#dataset.value)?.xrays ?? 1;
      for (const field of [this.#first, this.#limit]) {
        field.limit(1, most);
        field.validate();
      }
    };
    this.#dataset.addEventListener("change", limit);
    limit();
    const levels = h(
      "fieldset",
      { class: "job-levels" },
      h("legend", {}, t("jobs-levels")),
      ...this.#levels.map((input) => h("label", {}, input, input.value)),
    );
    fill(
      this.element,
      h("h2", { id: "jobs-heading" }, t("jobs-heading")),
      this.#what,
      h(
        "div",
        { class: "job-fields" },
        new Field(t("lab-dataset"), this.#dataset).element,
        this.#first.element,
        this.#limit.element,
        levels,
        this.#start.element,
      ),
      this.#problem,
      this.#list,
    );
    selection.addEventListener("change", () => this.#describe());
    this.#describe();
    this.#follow();
  }

  /** @returns {string} a recipe by its own name, so that the data set gets the paper's folders */
  get #pipeline() {
    const { pipeline } = this.#selection;
    return this.#recipes.find((recipe) => recipe.pipeline === pipeline)?.name ?? pipeline;
  }

  get #chosenLevels() {
    return this.#levels.filter(({ checked }) => checked).map(({ value }) => Number(value));
  }

  #describe() {
    setText(this.#what, t("jobs-words", { pipeline: this.#pipeline, seed: this.#selection.seed }));
    this.#start.enabled = this.#chosenLevels.length > 0;
  }

  async #order() {
    setText(this.#problem, "");
    if ([this.#first.validate(), this.#limit.validate()].includes(false)) return;
    const { seed, relative } = this.#selection;
    const limit = this.#limit.number === null ? {} : { limit: this.#limit.number };
    const order = {
      dataset: this.#dataset.value,
      pipelines: [this.#pipeline],
      levels: this.#chosenLevels,
      first: this.#first.number ?? 1,
      seed,
      relative,
      ...limit,
    };
    try {
      this.#show(await post("/jobs", order));
    } catch (error) {
      setText(this.#problem, sayAtFields(error, { first: this.#first, limit: this.#limit }));
    }
  }

  /** Hear of every change; after a break, look at all of them again. */
  #follow() {
    const socket = io("/operator", { path: "/socket.io", reconnectionDelay: 500, reconnectionDelayMax: 3000 });
    socket.on("job", (job) => this.#show(job));
    socket.on("connect_error", (error) => {
      const refusal = refusalIn(error);
      if (!refusal) return;
      socket.disconnect(); // or it would ask again for ever
      setText(this.#problem, refusal.message);
    });
    socket.on("connect", () => void this.#load());
    void this.#load();
  }

  async #load() {
    const { jobs } = await call("/jobs").catch(() => ({ jobs: [] }));
    for (const job of jobs.reverse()) this.#show(job);
  }

  /** @param {Job} job */
  #show(job) {
    const card = this.#cards.get(job.id);
    if (card) return card.update(job);
    const made = new JobCard(job);
    this.#cards.set(job.id, made);
    this.#list.prepend(made.element);
  }
}
