/**
 * The plan of a set: its x-rays, the size of its subsets, and what each condition varies between. The server proposes the
 * subsets; afterwards each can be changed by itself.
 */

import { patch, post } from "../shared/api.js";
import { Field } from "../shared/controls.js";
import { ask } from "../shared/dialog.js";
import { h } from "../shared/dom.js";
import { t } from "../shared/messages.js";
import { NumberField } from "../shared/number-field.js";
import { keepLowerCase, nameProblem } from "../shared/rules.js";
import { conditionLabel } from "./condition-table.js";

/** @typedef {import("../types/api").StudyView} Study */
/** @typedef {import("../types/api").StudySetView} StudySet */
/** @typedef {import("../types/api").FormRules} Rules */

const USUAL_SIZE = 500;
/** What the paper varied; what is empty is the group's own. @type {[string, string][]} */
const USUAL = [
  ["room", ""],
  ["room_light", "On, Off"],
  ["window_blinds", "Closed, Open"],
  ["phone_orientation", "Portrait, Landscape"],
  ["tripod_position", ""],
  ["cursor", "Hidden, Visible"],
  ["monitor_colour_temperature", "5000 K, 6500 K, 9300 K"],
  ["screen_finish", ""],
];

/** @param {string} text @returns {string[]} the values between commas, each once */
export function valuesOf(text) {
  return [...new Set(text.split(",").map((value) => value.trim()))].filter(Boolean);
}

/** The fields, and what becomes of them. */
class PlanForm {
  #study;
  #rules;
  #old;
  #name;
  #first;
  #last;
  #size;
  #seed;
  #draw;
  #way = h(
    "select",
    {},
    h("option", { value: "automatic" }, t("plan-automatic")),
    h("option", { value: "by_hand" }, t("plan-by-hand")),
    h("option", { value: "film" }, t("plan-film")),
    h("option", { value: "presenter" }, t("plan-presenter")),
  );
  #list = h("textarea", { rows: "3", spellcheck: "false" });
  #file = h("input", { type: "file", accept: ".csv,text/csv,text/plain", on: { change: () => void this.#read() } });
  #capture = new Field(t("plan-way"), this.#way);
  #sample = new Field(t("plan-sample"), this.#list, { hint: t("plan-sample-hint") });
  #csv = new Field(t("plan-file"), this.#file);
  /** @type {[string, Field][]} */
  #values;
  content;

  /** @param {Study} study @param {Rules} rules @param {StudySet | null} old the set that is planned anew */
  constructor(study, rules, old) {
    this.#study = study;
    this.#rules = rules;
    this.#old = old;
    const total = study.dataset.xrays;
    const name = h("input", {
      type: "text",
      value: old?.name ?? "",
      placeholder: rules.names.set.example,
      spellcheck: "false",
    });
    keepLowerCase(name);
    this.#name = new Field(t("plan-name"), name);
    if (old) name.readOnly = true;
    this.#first = new NumberField(t("new-from"), { id: "plan-first", least: 1, most: total, value: old?.first ?? 1 });
    this.#last = new NumberField(t("new-to"), { id: "plan-last", least: 1, most: total, value: old?.last ?? total });
    this.#size = new NumberField(t("plan-size"), {
      id: "plan-size",
      least: 1,
      most: total,
      value: Math.min(total, old?.subset_size ?? USUAL_SIZE),
      hint: t("plan-size-hint"),
    });
    this.#seed = new NumberField(t("plan-seed"), {
      id: "plan-seed",
      least: 0,
      most: 999_999,
      value: 0,
      hint: t("plan-seed-hint"),
    });
    this.#draw = new NumberField(t("plan-draw"), {
      id: "plan-draw",
      least: 1,
      most: total,
      optional: true,
      hint: t("plan-draw-hint"),
    });
    this.#way.value = old?.capture ?? "automatic";
    if (old?.indices) this.#list.value = old.indices.join("\n");
    this.#values = USUAL.map(([condition, usual]) => [
      condition,
      new Field(conditionLabel(condition), h("input", { type: "text", value: usual, placeholder: t("plan-open") })),
    ]);
    this.content = this.#layOut();
  }

  #layOut() {
    const elements = (/** @type {Field[]} */ ...fields) => fields.map(({ element }) => element);
    return h(
      "div",
      { class: "plan-form" },
      h("div", { class: "pair" }, ...elements(this.#capture, this.#size, this.#first, this.#last)),
      h(
        "details",
        { open: Boolean(this.#old?.indices) },
        h("summary", {}, t("plan-sample-heading")),
        h("div", { class: "pair" }, ...elements(this.#sample, this.#csv, this.#draw)),
      ),
      h("h3", {}, t("plan-vary")),
      h("p", { class: "caption" }, t("plan-vary-words")),
      h("div", { class: "pair" }, ...this.#values.map(([, field]) => field.element), this.#seed.element),
    );
  }

  get fields() {
    return [this.#name];
  }

  async #read() {
    const [file] = this.#file.files ?? [];
    if (file) this.#list.value = await file.text();
  }

  /** @returns {boolean} everything that is wrong is said at its field */
  #validate() {
    const taken = this.#study.sets.some(({ name }) => name === this.#name.value) && !this.#old;
    this.#name.error = nameProblem(this.#name.value, this.#rules.names.set) || (taken ? t("plan-taken") : "");
    const numbers = [this.#first, this.#last, this.#size, this.#seed, this.#draw].map((field) => field.validate());
    return !this.#name.wrong && !numbers.includes(false);
  }

  /** @returns {Promise<boolean>} whether the plan was kept */
  async keep() {
    if (!this.#validate()) return false;
    const subset_size = Number(this.#size.value);
    const seed = Number(this.#seed.value);
    const xrays = await this.#xrays(seed);
    const values = Object.fromEntries(this.#values.map(([name, field]) => [name, valuesOf(field.value)]));
    const { id, sets, edits } = this.#study;
    const { subsets } = await post(`/studies/${id}/plan`, { ...xrays, subset_size, values, seed });
    const capture = /** @type {StudySet["capture"]} */ (this.#way.value);
    const planned = { name: this.#name.value, ...xrays, capture, subset_size, subsets };
    const others = sets.map(asWish);
    const position = sets.findIndex(({ name }) => name === planned.name);
    if (position < 0) others.push(planned);
    else others[position] = planned;
    await patch(`/studies/${id}`, { sets: others, edits });
    return true;
  }

  /** @param {number} seed @returns {Promise<{ first: number, last: number, indices: number[] | null }>} */
  async #xrays(seed) {
    const csv = this.#list.value.trim();
    const drawn = Number(this.#draw.value);
    if (!csv && !drawn) return { first: Number(this.#first.value), last: Number(this.#last.value), indices: null };
    const wish = drawn ? { count: drawn, seed } : { csv };
    const { indices } = await post(`/studies/${this.#study.id}/sample`, wish);
    return { first: indices[0], last: indices[indices.length - 1], indices };
  }
}

/**
 * A set of a study as it is sent back.
 *
 * @param {StudySet} set
 * @returns {import("../types/api").SetWish}
 */
export function asWish({ name, first, last, indices, capture, subset_size, subsets }) {
  return { name, first, last, indices, capture, subset_size, subsets };
}

/**
 * @param {Study} study
 * @param {Rules} rules
 * @param {StudySet | null} old the set to be planned anew, null for a new one
 * @param {() => void} done
 */
export function askForPlan(study, rules, old, done) {
  const form = new PlanForm(study, rules, old);
  const dialog = ask({
    heading: old ? t("plan-heading-again", { set: old.name }) : t("plan-heading"),
    words: t("plan-words"),
    fields: form.fields,
    content: form.content,
    confirm: t("plan-confirm"),
    busy: t("plan-busy"),
    action: async () => {
      const kept = await form.keep();
      if (kept) done();
      return kept;
    },
  });
  dialog.classList.add("wide");
}
