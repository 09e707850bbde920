/**
 * What an export is to hold, checked before it is downloaded: photos that will be missing are said here, not found out later.
 */

import { call } from "./api.js";
import { ask } from "./dialog.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { Field } from "./controls.js";
import { nameProblem, readRules } from "./rules.js";
import { t, tRich } from "./messages.js";

/** @typedef {{ session: string } | { study: string }} Exported what is exported: one session, or all of a study */
/** @typedef {{ code: string, message: string }} Problem */
/** @typedef {import("../types/api").FormRules} Rules */
/** @typedef {{ photos: number, rectified: number, sets: Record<string, number>, splits: Record<string, number>, problems: Problem[] }} Check */

/** The dialog's fields and what the server says about them; the newest answer counts. */
class Export {
  #what;
  /** @type {Rules | null} */
  #rules = null;
  #asked = 0;
  #photos = 0;
  /** @type {import("./controls.js").Button | null} */
  #confirm = null;
  name = new Field(
    t("dialog-export-name"),
    h("input", { type: "text", spellcheck: "false", on: { input: () => this.#open() } }),
    { hint: t("dialog-export-hint") },
  );
  #rectified = h("input", { type: "checkbox", on: { change: () => void this.check() } });
  #usable = h("input", { type: "checkbox", on: { change: () => void this.check() } });
  #incomplete = h("input", { type: "checkbox", on: { change: () => this.#open() } });
  #anyway = option(this.#incomplete, t("export-incomplete"));
  #found = h("div", { "aria-live": "polite" }, h("p", {}, t("checks-waiting")));
  content = h(
    "div",
    {},
    h(
      "div",
      { class: "export-options" },
      option(this.#rectified, t("export-rectified")),
      option(this.#usable, t("export-usable")),
    ),
    this.#found,
    this.#anyway,
  );

  /** @param {Exported} what */
  constructor(what) {
    this.#what = what;
    this.#anyway.hidden = true;
  }

  /** @param {import("./controls.js").Button} confirm closed while there is nothing to download, or no name for it */
  gate(confirm) {
    this.#confirm = confirm;
    this.#open();
  }

  #open() {
    if (this.#rules) this.name.error = nameProblem(this.name.value, this.#rules.names.folder);
    const agreed = this.#anyway.hidden === true || this.#incomplete.checked;
    if (this.#confirm) this.#confirm.enabled = Boolean(this.#rules) && !this.name.wrong && this.#photos > 0 && agreed;
  }

  get #query() {
    const query = new URLSearchParams({ ...this.#what, name: this.name.value });
    if (this.#rectified.checked) query.set("rectified", "true");
    if (this.#usable.checked) query.set("usable_only", "true");
    if (this.#incomplete.checked) query.set("allow_incomplete", "true");
    return query;
  }

  /** Ask the server what the export would hold, and show it. */
  async check() {
    const asked = ++this.#asked;
    this.#show(h("p", {}, t("checks-waiting")), 0);
    const query = this.#query;
    query.delete("name");
    try {
      if (!this.#rules) await this.#readRules();
      const found = await call(`/export/check?${query}`);
      if (asked !== this.#asked) return;
      this.#anyway.hidden = !found.problems.some(({ code }) => code === "study_incomplete");
      this.#show(told(found), found.photos);
    } catch (error) {
      if (asked === this.#asked)
        this.#show(h("p", { class: "problem" }, error instanceof Error ? error.message : String(error)), 0);
    }
  }

  async #readRules() {
    this.#rules = await readRules();
    this.name.control.value ||= this.#rules.export_name;
  }

  /** @param {Node} found @param {number} photos */
  #show(found, photos) {
    fill(this.#found, found);
    this.#photos = photos;
    this.#open();
  }

  /** Have the browser save the zip: the download is a plain link. */
  download() {
    const link = h("a", { href: `/api/v1/export?${this.#query}`, download: `${this.name.value}.zip` });
    document.body.append(link);
    link.click();
    link.remove();
  }
}

/** @param {Exported} what */
export function askForExport(what) {
  const wanted = new Export(what);
  ask({
    heading: t("dialog-export"),
    fields: [wanted.name],
    content: wanted.content,
    confirm: t("action-download"),
    gate: (confirm) => wanted.gate(confirm),
    action: () => wanted.download(),
  });
  void wanted.check();
}

/**
 * @param {HTMLInputElement} box
 * @param {string} words
 * @returns {HTMLElement}
 */
function option(box, words) {
  return h("label", { class: "check-row" }, box, h("span", {}, words));
}

/**
 * @param {Check} check
 * @returns {HTMLElement}
 */
function told({ photos, rectified, sets, splits, problems }) {
  const names = (/** @type {Record<string, number>} */ value) => Object.keys(value).join(", ");
  const held = h("small", {}, photos ? t("export-sets", { sets: names(sets), splits: names(splits) }) : "");
  return h(
    "ul",
    { class: "checklist" },
    h(
      "li",
      {},
      h("span", { class: photos ? "ok" : "stop" }, icon(photos ? "check" : "warning")),
      h("span", {}, tRich("export-photos", { n: photos })),
      held,
    ),
    rectified
      ? h(
          "li",
          {},
          h("span", { class: "ok" }, icon("check")),
          h("span", {}, tRich("export-rectified-count", { n: rectified })),
        )
      : null,
    ...problems.map(({ message }) =>
      h("li", {}, h("span", { class: "wait" }, icon("warning")), h("span", {}, message)),
    ),
  );
}
