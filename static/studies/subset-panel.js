/**
 * The chosen subset: its numbers, sessions, what has to be taken again, and its planned conditions.
 */

import { Button, phaseChip } from "../shared/controls.js";
import { fill, h } from "../shared/dom.js";
import { count, dayAndTime, range } from "../shared/format.js";
import { t } from "../shared/messages.js";
import { nextOf, subsetState } from "./coverage-map.js";
import { PlannedConditions } from "./planned-conditions.js";

/** @typedef {import("../types/api").StudyCoverage} Coverage */
/** @typedef {import("../types/api").SetCoverageView} SetCoverage */
/** @typedef {import("../types/api").SubsetCoverage} SubsetCoverage */
/** @typedef {import("../types/api").StudyRetake} Retake */
/** @typedef {{ start(subset: number, sets: string[], again: boolean): Promise<void>, retake(subset: number): Promise<void>,
 *   save(subset: SubsetCoverage, conditions: Record<string, string>): Promise<void> }} Actions */

const SHOWN = 12;

/** The panel. */
export class SubsetPanel {
  #side;
  #on;
  #shown = "";
  #dirty = false;

  /** @param {HTMLElement} side @param {Actions} on */
  constructor(side, on) {
    this.#side = side;
    this.#on = on;
  }

  /**
   * @param {Coverage} coverage
   * @param {SetCoverage} set
   * @param {SubsetCoverage | undefined} subset
   */
  update(coverage, set, subset) {
    const retakes = coverage.retakes.filter(
      (one) => one.set === set.name && subset && one.index >= subset.first && one.index <= subset.last,
    );
    const shown = JSON.stringify([set.name, subset, retakes, coverage.sessions.map(({ phase }) => phase)]);
    const same = this.#side.dataset.subset === `${set.name} ${subset?.number}`;
    // What somebody types or is about to press stays where it is.
    if (shown === this.#shown || (same && this.#dirty)) return;
    this.#shown = shown;
    this.#dirty = false;
    this.#side.dataset.subset = `${set.name} ${subset?.number}`;
    const focused = same ? document.activeElement?.id : "";
    fill(this.#side, ...(subset ? this.#parts(coverage, set, subset, retakes) : []));
    if (focused) document.getElementById(focused)?.focus();
  }

  /**
   * @param {Coverage} coverage
   * @param {SetCoverage} set
   * @param {SubsetCoverage} subset
   * @param {Retake[]} retakes
   */
  #parts(coverage, set, subset, retakes) {
    const next = subset.number === nextOf(set.subsets);
    return [
      h(
        "div",
        { class: "panel-head" },
        h("h2", {}, t("subset-heading", { n: subset.number })),
        subsetState(subset, next),
        h("p", { class: "caption" }, t("subset-xrays", { range: range(subset.first, subset.last), set: set.name })),
      ),
      numbers(subset),
      sessions(coverage, subset),
      retakes.length ? this.#retakes(subset, retakes) : null,
      subset.state === "retake" && retakes.length ? null : this.#start(coverage, set, subset),
      this.#conditions(subset),
    ];
  }

  /** @param {SubsetCoverage} subset @param {Retake[]} retakes */
  #retakes(subset, retakes) {
    const more = retakes.length - SHOWN;
    // Where nothing else is lacking, this is what the subset needs.
    const first = subset.state === "retake";
    const button = new Button(t("subset-retake-these", { n: retakes.length }), () => this.#on.retake(subset.number), {
      icon: "retake",
      kind: first ? "filled" : "outlined",
      large: first,
    });
    button.element.id = first ? "start-subset" : "retake-these";
    return h(
      "section",
      { class: "panel-part" },
      h("h3", {}, t("subset-to-retake")),
      h("ul", { class: "retake-list" }, ...retakes.slice(0, SHOWN).map(retakeRow)),
      more > 0 ? h("p", { class: "caption" }, t("subset-more", { n: more })) : null,
      button.element,
    );
  }

  /** @param {Coverage} coverage @param {SetCoverage} set @param {SubsetCoverage} subset */
  #start(coverage, set, subset) {
    const complete = subset.state === "complete";
    const label = complete
      ? t("subset-again", { n: subset.number })
      : subset.state === "open"
        ? t("subset-go-on", { n: subset.number })
        : subset.state === "free"
          ? t("subset-start", { n: subset.number })
          : t("subset-rest", { n: subset.missing + subset.refused });
    /** @type {HTMLInputElement[]} */
    const boxes = [];
    const others = coverage.sets.filter(({ name }) => name !== set.name);
    const rows = others.map(({ name }) => {
      const box = h("input", { type: "checkbox", value: name });
      boxes.push(box);
      return h("label", { class: "check-row" }, box, h("span", {}, t("subset-also", { set: name })));
    });
    const button = new Button(
      label,
      () =>
        this.#on.start(
          subset.number,
          [set.name, ...boxes.filter(({ checked }) => checked).map(({ value }) => value)],
          complete,
        ),
      { kind: complete ? "outlined" : "filled", large: true },
    );
    button.element.id = "start-subset";
    return h(
      "section",
      { class: "panel-part" },
      rows.length && subset.state !== "open" ? h("div", { class: "also" }, ...rows) : null,
      button.element,
    );
  }

  /** @param {SubsetCoverage} subset */
  #conditions(subset) {
    const save = new Button(t("subset-save"), () => this.#save(subset, fields), { busy: t("subset-saving") });
    save.enabled = false;
    const fields = new PlannedConditions(subset.conditions, () => {
      this.#dirty = true;
      save.enabled = true;
    });
    return h(
      "section",
      { class: "panel-part" },
      h("h3", {}, t("subset-planned")),
      h("p", { class: "caption" }, t("subset-planned-words")),
      fields.element,
      save.element,
    );
  }

  /** @param {SubsetCoverage} subset @param {PlannedConditions} fields */
  async #save(subset, fields) {
    await this.#on.save(subset, fields.values);
    this.#dirty = false;
  }
}

/** @param {SubsetCoverage} subset @returns {HTMLElement} */
function numbers({ xrays, stored, accepted, refused, skipped, missing, retaken, reviewed }) {
  /** @type {[string, string][]} */
  const rows = [
    [t("count-stored"), t("count-of", { n: count(stored), total: count(xrays) })],
    [t("count-accepted"), count(accepted)],
    [t("count-refused"), count(refused)],
    [t("count-skipped"), count(skipped)],
    [t("count-missing"), count(missing)],
    [t("count-retaken"), count(retaken)],
    [t("count-reviewed"), count(reviewed)],
  ];
  return h("dl", { class: "numbers" }, ...rows.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));
}

/** @param {Coverage} coverage @param {SubsetCoverage} subset */
function sessions(coverage, subset) {
  const own = coverage.sessions.filter(({ session }) => subset.sessions.includes(session));
  if (!own.length) return null;
  return h(
    "section",
    { class: "panel-part" },
    h("h3", {}, t("subset-sessions")),
    h(
      "ul",
      { class: "session-links" },
      ...own.map(({ session, title, phase, started_at, created_at }) =>
        h(
          "li",
          {},
          h("a", { href: `/sessions/${session}` }, title),
          h("span", { class: "caption" }, dayAndTime(started_at ?? created_at)),
          phaseChip(phase),
        ),
      ),
    ),
  );
}

/** @param {Retake} retake @returns {HTMLElement} */
function retakeRow({ set, index, detail, why, thumbnail }) {
  return h(
    "li",
    {},
    h("img", {
      src: thumbnail,
      alt: t("subset-retake-alt", { index, set }),
      loading: "lazy",
      width: "80",
      height: "60",
    }),
    h("b", {}, count(index)),
    h("span", { class: "caption" }, why === "unusable" ? t("subset-unusable") : detail),
  );
}
