/**
 * A new session: which x-rays, which sets, under which conditions; at the right what that means, checked while
 * one types.
 */

import { ApiError, call, post } from "../shared/api.js";
import { byId, fill, h } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { ask } from "../shared/dialog.js";
import { listen } from "../shared/keys.js";
import { Button, Field } from "../shared/parts.js";
import { failed, top } from "../shared/top.js";
import { say } from "../shared/words.js";
import { Conditions } from "./conditions.js";
import { Outcome } from "./outcome.js";
import { Subset } from "./subset.js";

/** @typedef {import("../types/wire").Dataset} Dataset */
/** @typedef {import("../types/wire").Snapshot} Snapshot */

const CHECK_AFTER_MS = 400;
const MOST_SETS = 32;
const POLICIES = /** @type {const} */ (["strict", "flag", "off"]);
const SET_NAME = /^[a-z0-9][a-z0-9._-]{0,39}$/i;

/** The form. */
class NewSession {
  #datasets;
  #last;
  #subset;
  #outcome = new Outcome(() => this.#showObstacle());
  #conditions;
  /** @type {Field[]} */
  #sets = [];
  #setRow = h("div", { class: "three" });
  #title = new Field(say("new.title"), h("input", { type: "text", maxlength: "200", id: "title" }), { hint: say("new.title.hint") });
  #settle = new Field(say("new.settle"), h("input", { type: "number", min: "0", max: "10000", step: "50", id: "settle" }), { hint: say("new.settle.hint") });
  #frames = new Field(say("new.frames"), h("input", { type: "number", min: "0", max: "60", id: "frames" }), { hint: say("new.frames.hint") });
  #policy = new Field(say("new.check"), h("select", { id: "check" },
    ...POLICIES.map((policy) => h("option", { value: policy }, say(`new.check.${policy}`)))), { hint: say("new.check.strict.hint") });
  #thumbnail = h("input", { type: "checkbox", id: "thumbnail" });
  #create = new Button(say("new.create"), () => this.#submit(), { kind: "filled", large: true, busy: say("new.creating") });
  #obstacle = h("p", { class: "caption", role: "status" });
  #problem = h("p", { class: "stop", role: "alert" });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #asked = 0;

  /** @param {Dataset[]} datasets @param {Snapshot | null} last @param {{ settle_ms?: number, fresh_frames?: number, thumbnail?: boolean, verification?: string }} usual */
  constructor(datasets, last, usual) {
    this.#datasets = datasets;
    this.#last = last;
    this.#subset = new Subset(datasets, last?.dataset.id ?? "", { changed: () => this.#changed(), add: () => this.#addDataset() });
    this.#conditions = new Conditions(last?.conditions ?? null);
    this.#settle.control.value = String(usual.settle_ms ?? 200);
    this.#frames.control.value = String(usual.fresh_frames ?? 5);
    this.#policy.control.value = usual.verification ?? "strict";
    this.#policy.control.addEventListener("change", () => this.#explainCheck());
    this.#explainCheck();
    this.#thumbnail.checked = usual.thumbnail ?? true;
    const sets = last ? last.phones.map(({ set }) => set).filter((set) => set !== null) : [];
    for (const set of sets.length ? sets : [say("new.first-set")]) this.#addSet(set);
    this.#layOut();
  }

  #layOut() {
    const part = (/** @type {string} */ heading, /** @type {Node[]} */ ...content) =>
      h("fieldset", { class: "form-part" }, h("legend", {}, heading), h("div", { class: "form-content" }, ...content));
    fill(byId("main"),
      h("div", { class: "form-head" }, h("h1", {}, say("new.heading")), h("p", { class: "caption" }, say(this.#last ? "new.filled" : "new.first"))),
      part(say("new.xrays"), this.#subset.element),
      part(say("new.sets"), this.#setRow),
      part(say("new.conditions"), this.#conditions.element),
      part(say("new.capture"), h("div", { class: "three" }, this.#settle.element, this.#frames.element, this.#policy.element),
        h("div", { class: "three" }, this.#title.element, h("label", { class: "check-row two-wide", for: "thumbnail" }, this.#thumbnail, say("new.thumbnail")))));
    fill(byId("side"), this.#outcome.element,
      h("div", { class: "side-end" }, h("p", { class: "caption" }, say("new.next")), this.#problem, this.#obstacle, this.#create.element));
    byId("main").addEventListener("input", () => this.#changed());
    listen([{ key: " ", label: say("key.space"), words: say("new.create"), action: () => void this.#create.run() }]);
  }

  #explainCheck() {
    const policy = /** @type {typeof POLICIES[number]} */ (this.#policy.control.value);
    this.#policy.hint = say(`new.check.${policy}.hint`);
  }

  async start() {
    await this.#subset.cover(this.#sets.map((field) => field.value));
    this.#changed();
  }

  /** @param {string} value */
  #addSet(value) {
    const field = new Field("", h("input", { type: "text", value, maxlength: "40", autocapitalize: "none", spellcheck: "false", id: `set-${this.#sets.length + 1}` }));
    this.#sets.push(field);
    field.control.addEventListener("change", () => void this.#subset.cover(this.#sets.map((set) => set.value)));
    this.#showSets();
  }

  /** @param {Field} field */
  #removeSet(field) {
    this.#sets = this.#sets.filter((other) => other !== field);
    this.#showSets();
    this.#changed();
  }

  #showSets() {
    const add = h("button", { type: "button", class: "button", on: { click: () => { this.#addSet(""); this.#sets.at(-1)?.control.focus(); this.#changed(); } } },
      icon("plus"), say("new.another-phone"));
    const nodes = this.#sets.map((field, position) => {
      const label = /** @type {HTMLLabelElement} */ (field.element.querySelector("label"));
      label.textContent = say("new.phone-fills", { n: position + 1 });
      const remove = h("button", { type: "button", class: "button quiet", "aria-label": say("new.remove-phone", { n: position + 1 }), on: { click: () => this.#removeSet(field) } }, icon("cross"));
      return h("div", { class: "set-field" }, field.element, this.#sets.length > 1 ? remove : null);
    });
    fill(this.#setRow, ...nodes, this.#sets.length < MOST_SETS ? h("div", { class: "set-add" }, add) : null);
  }

  #changed() {
    clearTimeout(this.#timer);
    this.#outcome.wait();
    this.#showObstacle();
    this.#timer = setTimeout(() => void this.#check(), CHECK_AFTER_MS);
  }

  /** @returns {boolean} */
  #validate() {
    const names = this.#sets.map((field) => field.value);
    this.#sets.forEach((field, position) => {
      const twice = names.indexOf(field.value) !== position;
      field.error = !SET_NAME.test(field.value) ? say("new.set.wrong") : twice ? say("new.set.twice") : "";
    });
    const sets = this.#sets.every((field) => !field.element.classList.contains("wrong"));
    return this.#subset.validate() && sets;
  }

  async #check() {
    const asked = ++this.#asked;
    if (!this.#validate()) {
      this.#outcome.fail(say("checks.form"));
      return this.#showObstacle();
    }
    const { dataset, first, last } = this.#subset.values;
    const sets = this.#sets.map((field) => field.value);
    try {
      const checks = /** @type {import("../types/wire").Checks} */ (await post(`/datasets/${dataset}/checks`, { first, last, sets }));
      if (asked === this.#asked) this.#outcome.update(checks, last - first + 1, sets.length);
    } catch (error) {
      if (asked === this.#asked) this.#outcome.fail(/** @type {Error} */ (error).message);
    }
    this.#showObstacle();
  }

  #showObstacle() {
    const obstacle = this.#outcome.obstacle;
    this.#obstacle.textContent = obstacle;
    this.#create.enabled = !obstacle;
  }

  async #submit() {
    const { dataset, first, last } = this.#subset.values;
    this.#problem.textContent = "";
    try {
      const made = /** @type {Snapshot} */ (await post("/sessions", {
        title: this.#title.value, dataset, first, last, sets: this.#sets.map((field) => field.value), conditions: this.#conditions.values,
        settings: { settle_ms: Number(this.#settle.value), fresh_frames: Number(this.#frames.value), thumbnail: this.#thumbnail.checked, verification: this.#policy.value },
        overlap: this.#outcome.again,
      }));
      location.assign(`/sessions/${made.session}`);
    } catch (error) {
      this.#problem.textContent = error instanceof ApiError ? error.message : String(error);
    }
  }

  #addDataset() {
    const fields = ["name", "csv", "folder"].map((name) => new Field(say(/** @type {import("../shared/words.js").Key} */ (`dataset.${name}`)),
      h("input", { type: "text", required: true, spellcheck: "false" }), { hint: say(/** @type {import("../shared/words.js").Key} */ (`dataset.${name}.hint`)) }));
    ask({
      heading: say("dataset.heading"), words: say("dataset.words"), fields, confirm: say("dataset.add"), busy: say("dataset.adding"),
      action: async () => {
        const [name, csv, data_dir] = fields.map((field) => field.value);
        const added = /** @type {Dataset} */ (await post("/datasets", { name, csv, data_dir }));
        this.#datasets.push(added);
        this.#subset.offer(this.#datasets, added.id);
        await this.start();
      },
    });
  }
}

async function main() {
  top("/");
  try {
    const [{ datasets }, { sessions }, server] = await Promise.all([
      call("/datasets"), call("/sessions"), call("/server"),
    ]);
    const newest = sessions[0] ? await call(`/sessions/${sessions[0].session}`) : null;
    if (newest) newest.phones = sessions[0].sets.map((/** @type {string} */ set) => ({ set }));
    await new NewSession(datasets, newest, newest?.settings ?? server.settings?.capture ?? {}).start();
  } catch (error) {
    failed(byId("main"), error);
  }
}

void main();

