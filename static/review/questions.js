/**
 * What the page asks in a dialog: who is reading, why a photo is not usable, a note.
 */

import { ask } from "../shared/dialog.js";
import { h } from "../shared/dom.js";
import { Field } from "../shared/controls.js";
import { bounded } from "../shared/rules.js";
import { t } from "../shared/messages.js";
import { REASONS } from "./panel.js";

/** @typedef {import("../types/page").Said} Answer */
/** @typedef {import("../types/page").Reason} Reason */

const NAME = "reviewer";

/** @returns {string} the name of the link by which this reader came, under which alone they read; empty for the operator */
export function nameOfLink() {
  return document.body.dataset.reader ?? "";
}

/** @returns {string} the reader's name: the link's, or as this browser remembers it; empty for none */
export function rememberedName() {
  if (nameOfLink()) return nameOfLink();
  try {
    return localStorage.getItem(NAME) ?? "";
  } catch {
    return "";
  }
}

/** @param {string} name */
function remember(name) {
  try {
    localStorage.setItem(NAME, name);
  } catch {
    // A private window: it is asked again next time.
  }
}

/** @param {string} value @returns {Field} */
export function nameField(value) {
  return new Field(t("review-name"), bounded(h("input", { type: "text", autocomplete: "name", value }), "reader"), {
    hint: t("review-name-hint"),
  });
}

/** @param {Field} field @returns {boolean} whether it names somebody; says so if not, remembers it if so */
export function takeName(field) {
  const good = /[\p{L}\p{N}]/u.test(field.value);
  field.error = good ? "" : t("review-name-wrong");
  if (good) remember(field.value);
  return good;
}

/** @param {(name: string) => void} use */
export function askName(use) {
  const field = nameField(rememberedName());
  ask({
    heading: t("review-name-heading"),
    words: t("review-name-words"),
    fields: [field],
    confirm: t("review-name-use"),
    action: () => takeName(field) && use(field.value),
  });
}

/**
 * Several reasons, or one in the reader's own words.
 *
 * @param {Reason[]} ticked at first
 * @param {string} note
 * @param {(answer: Answer) => unknown} save
 */
export function askReasons(ticked, note, save) {
  const boxes = REASONS.filter((reason) => reason !== "other").map((reason) => ({
    reason,
    input: h("input", { type: "checkbox", checked: ticked.includes(reason) }),
  }));
  const words = new Field(t("review-other-note"), bounded(h("input", { type: "text", value: note }), "reading_note"), {
    hint: t("review-other-hint"),
  });
  const list = h(
    "div",
    { class: "reason-list" },
    ...boxes.map(({ reason, input }) => h("label", { class: "check-row" }, input, t(`review-reason-${reason}`))),
  );
  ask({
    heading: t("review-other-heading"),
    fields: [words],
    content: list,
    confirm: t("review-other-save"),
    action: () => {
      /** @type {Reason[]} */
      const reasons = boxes.filter(({ input }) => input.checked).map(({ reason }) => reason);
      words.error = reasons.length || words.value ? "" : t("review-other-needed");
      if (!reasons.length && !words.value) return false;
      return save({ choice: "unusable", reasons: reasons.length ? reasons : ["other"], note: words.value });
    },
  });
}

/**
 * @param {string} note
 * @param {(note: string) => void} keep
 */
export function askNote(note, keep) {
  const field = new Field(t("review-note-label"), bounded(h("input", { type: "text", value: note }), "reading_note"));
  ask({
    heading: t("review-note-heading"),
    words: t("review-note-words"),
    fields: [field],
    confirm: t("review-note-keep"),
    action: () => keep(field.value),
  });
}
