/**
 * One study: what its sets have and lack, subset by subset, and the sessions that come next.
 */

import { call, patch, post } from "../shared/api.js";
import { Button } from "../shared/controls.js";
import { byId, fill, h } from "../shared/dom.js";
import { askForExport } from "../shared/export-dialog.js";
import { count, percent } from "../shared/format.js";
import { t } from "../shared/messages.js";
import { failed, navbar } from "../shared/navbar.js";
import { readRules } from "../shared/rules.js";
import { ConditionTable } from "./condition-table.js";
import { CoverageMap, legend, nextOf } from "./coverage-map.js";
import { asWish, askForPlan } from "./plan-dialog.js";
import { SubsetPanel } from "./subset-panel.js";

/** @typedef {import("../types/api").StudyView} Study */
/** @typedef {import("../types/api").StudyCoverage} Coverage */
/** @typedef {import("../types/api").SetCoverageView} SetCoverage */
/** @typedef {import("../types/api").SubsetCoverage} SubsetCoverage */

const REFRESH_MS = 5000;

/** The page. */
class StudyPage {
  #id;
  #rules;
  #study;
  #coverage;
  #set = "";
  #subset = 0;
  #head = h("div", { class: "study-head" });
  #sets = h("div", { class: "study-sets" });
  #problem = h("p", { class: "stop", role: "alert" });
  #map = new CoverageMap({ chosen: (subset) => this.#choose(this.#set, subset) });
  #table = new ConditionTable();
  #panel = new SubsetPanel(byId("side"), {
    start: (subset, sets, overlap) => this.#open({ sets, subset, overlap }),
    retake: (subset) => this.#open({ sets: [this.#set], subset, retakes: true }),
    save: (subset, conditions) => this.#save(subset, conditions),
  });

  /** @param {Study} study @param {Coverage} coverage @param {import("../types/api").FormRules} rules */
  constructor(study, coverage, rules) {
    this.#id = study.id;
    this.#study = study;
    this.#coverage = coverage;
    this.#rules = rules;
    fill(byId("main"), this.#head, this.#problem, this.#sets, this.#map.element, legend(), this.#table.element);
    this.#choose(coverage.sets[0]?.name ?? "", 0);
  }

  /** Read everything anew. */
  async refresh() {
    [this.#study, this.#coverage] = await Promise.all([
      call(`/studies/${this.#id}`),
      call(`/studies/${this.#id}/coverage`),
    ]);
    this.#show();
  }

  /** @param {string} set @param {number} subset 0 for the one that a person most likely wants */
  #choose(set, subset) {
    this.#set = set;
    this.#subset = subset || suggested(this.#chosenSet);
    this.#show();
  }

  /** @returns {SetCoverage | undefined} */
  get #chosenSet() {
    return this.#coverage.sets.find(({ name }) => name === this.#set) ?? this.#coverage.sets[0];
  }

  #show() {
    const set = this.#chosenSet;
    this.#showHead();
    this.#table.update(this.#coverage.conditions);
    byId("side").hidden = !set;
    this.#map.element.hidden = !set;
    if (!set) {
      fill(this.#sets, h("div", { class: "empty" }, h("h2", {}, t("study-empty")), h("p", {}, t("study-empty-words"))));
      return;
    }
    this.#set = set.name;
    if (!set.subsets.some(({ number }) => number === this.#subset)) this.#subset = suggested(set);
    fill(this.#sets, ...this.#coverage.sets.map((one) => this.#figure(one)), this.#toRetake());
    const others = this.#coverage.sets.filter(({ name }) => name !== set.name);
    this.#map.update(set, others, this.#subset);
    this.#panel.update(this.#coverage, set, set.subsets[this.#subset - 1]);
  }

  #showHead() {
    if (this.#head.contains(document.activeElement)) return; // what somebody is about to press stays
    const { name, dataset } = this.#study;
    const planned = this.#study.sets.find((one) => one.name === this.#set) ?? null;
    const again = () => askForPlan(this.#study, this.#rules, planned, () => void this.refresh());
    const more = () => askForPlan(this.#study, this.#rules, null, () => void this.refresh());
    fill(
      this.#head,
      h("h1", {}, name),
      h("p", { class: "caption" }, t("study-of", { dataset: dataset.name, xrays: dataset.xrays })),
      h(
        "div",
        { class: "study-actions" },
        planned ? new Button(t("study-plan-again", { set: planned.name }), again, { kind: "quiet" }).element : null,
        new Button(t("study-plan"), more, { icon: "plus", kind: planned ? "outlined" : "filled" }).element,
        h("a", { class: "button quiet", href: `/statistics?study=${this.#id}` }, t("statistics-link")),
        h("a", { class: "button quiet", href: `/releases?study=${this.#id}` }, t("releases-new")),
        new Button(t("study-export"), () => askForExport({ study: this.#id }), { icon: "download" }).element,
      ),
    );
  }

  /** @param {SetCoverage} set @returns {HTMLElement} its numbers; pressed, the map follows its subsets */
  #figure({ name, stored, xrays }) {
    return h(
      "button",
      {
        type: "button",
        class: "set-figure",
        "aria-pressed": String(name === this.#set),
        id: `set-${name}`,
        on: {
          click: () => {
            this.#choose(name, 0);
            byId(`set-${name}`).focus();
          },
        },
      },
      h("span", { class: "caption" }, name),
      h("span", { class: "number" }, count(stored)),
      h("span", { class: "caption" }, t("study-stored", { total: count(xrays), share: percent(stored / xrays) })),
    );
  }

  /** @returns {HTMLElement | null} */
  #toRetake() {
    const own = this.#coverage.retakes.filter(({ set }) => set === this.#set);
    if (!own.length) return null;
    const all = new Button(
      t("study-retake", { n: own.length }),
      () => this.#open({ sets: [this.#set], retakes: true }),
      { icon: "retake" },
    );
    all.element.id = "retake-all";
    return h("div", { class: "to-retake" }, all.element);
  }

  /** @param {import("../types/api").StudySessionWish} wish make the session, or find it, and go there */
  async #open(wish) {
    await this.#try(async () => {
      const { session } = await post(`/studies/${this.#id}/sessions`, wish);
      location.assign(`/sessions/${session}`);
    });
  }

  /** @param {SubsetCoverage} subset @param {Record<string, string>} conditions */
  async #save(subset, conditions) {
    await this.#try(async () => {
      const shown = /** @type {SetCoverage} */ (this.#chosenSet);
      const sets = this.#study.sets.map(asWish);
      const set = /** @type {import("../types/api").SetWish} */ (sets.find(({ name }) => name === this.#set));
      // A set that nobody has planned is kept with the subsets that the page shows.
      const ranges = shown.subsets.map(({ first, last, conditions: planned }) => ({
        first,
        last,
        conditions: planned,
      }));
      set.subsets = ranges.map((one) => (one.first === subset.first ? { ...one, conditions } : one));
      await patch(`/studies/${this.#id}`, { sets, edits: this.#study.edits });
    });
    await this.refresh();
  }

  /** @param {() => Promise<void>} action */
  async #try(action) {
    this.#problem.textContent = "";
    try {
      await action();
    } catch (error) {
      this.#problem.textContent = error instanceof Error ? error.message : String(error);
      this.#problem.scrollIntoView({ block: "nearest" });
    }
  }
}

/** @param {SetCoverage | undefined} set @returns {number} the subset that is open, needs somebody, or comes next */
function suggested(set) {
  const subsets = set?.subsets ?? [];
  const wanted = subsets.find(({ state }) => state === "open") ?? subsets.find(({ state }) => state === "begun");
  return wanted?.number || nextOf(subsets) || (subsets.find(({ state }) => state === "retake")?.number ?? 1);
}

async function main() {
  navbar("/studies");
  const id = /** @type {HTMLElement} */ (document.querySelector("[data-study]")).dataset.study ?? "";
  try {
    const [study, coverage, rules] = await Promise.all([
      call(`/studies/${id}`),
      call(`/studies/${id}/coverage`),
      readRules(),
    ]);
    const page = new StudyPage(study, coverage, rules);
    setInterval(() => {
      const busy = document.visibilityState !== "visible" || document.querySelector("dialog[open]");
      if (!busy) page.refresh().catch(() => undefined);
    }, REFRESH_MS);
  } catch (error) {
    failed(byId("main"), error);
  }
}

void main();
