/**
 * What the console asks before it does something that cannot be undone, or that needs a reason.
 */

import { post, put, remove } from "../shared/api.js";
import { ask } from "../shared/dialog.js";
import { h } from "../shared/dom.js";
import { range } from "../shared/format.js";
import { NumberField } from "../shared/number-field.js";
import { Field, hasEnded } from "../shared/controls.js";
import { bounded } from "../shared/rules.js";
import { toast } from "../shared/toast.js";
import { t } from "../shared/messages.js";

/** @typedef {import("../types/api").SessionSnapshot} Snapshot */
/** @typedef {import("../types/api").PhoneView} PhoneView */

/**
 * @param {Snapshot} snapshot
 * @param {number | null} index
 * @returns {NumberField}
 */
function indexField({ first, last }, index) {
  return new NumberField(t("dialog-index"), {
    id: "dialog-index",
    least: first,
    most: last,
    value: index,
    hint: t("new-range-allowed", { range: range(first, last) }),
  });
}

/** @param {Snapshot} snapshot @param {number | null} index @param {string | null} [set] */
export function retake(snapshot, index, set = null) {
  const list = h(
    "select",
    {},
    h("option", { value: "" }, t("dialog-every-set")),
    ...snapshot.sets.map((name) => h("option", { value: name, selected: name === set }, name)),
  );
  const xray = indexField(snapshot, index);
  const reason = new Field(t("dialog-reason"), bounded(h("input", { type: "text" }), "reason"), {
    hint: t("dialog-retake-hint"),
  });
  const later = hasEnded(snapshot.phase) ? "later" : "now";
  ask({
    heading: t("dialog-retake"),
    words: t(`dialog-retake-${later}`),
    fields: [xray, new Field(t("dialog-set"), list), reason],
    confirm: t("action-retake"),
    action: async () => {
      const number = xray.validate() ? xray.number : null;
      if (number === null) return false;
      await post(`/sessions/${snapshot.session}/retakes`, {
        index: number,
        ...(list.value ? { set: list.value } : {}),
        detail: reason.value,
      });
      toast(t(`dialog-retake-done-${later}`, { index: number }));
      return true;
    },
  });
}

/**
 * @param {string[]} sets that have no phone
 * @param {"start" | "resume"} action
 * @param {(sets: string[]) => unknown} then
 */
export function without(sets, action, then) {
  const named = { n: sets.length, sets: sets.join(", ") };
  ask({
    heading: t("dialog-without", named),
    words: t("dialog-without-words", named),
    confirm: t(`dialog-without-${action}`),
    action: () => then(sets),
  });
}

/** @param {Snapshot} snapshot @param {number | null} index */
export function skip(snapshot, index) {
  const reason = new Field(t("dialog-reason"), bounded(h("input", { type: "text", required: true }), "reason"), {
    hint: t("dialog-skip-hint"),
  });
  const xray = indexField(snapshot, index);
  ask({
    heading: t("dialog-skip"),
    words: t("dialog-skip-words"),
    fields: [xray, reason],
    confirm: t("action-skip"),
    action: async () => {
      reason.error = reason.value ? "" : t("dialog-reason-needed");
      const number = xray.validate() ? xray.number : null;
      if (number === null || !reason.value) return false;
      await post(`/sessions/${snapshot.session}/skips`, { index: number, detail: reason.value });
      toast(t("dialog-skip-done", { index: number }));
      return true;
    },
  });
}

/** @param {import("../types/api").PhotoView} photo @param {(noted: import("../types/api").PhotoView) => void} then */
export function note(photo, then) {
  const { session, set, index, attempt } = photo;
  const words = new Field(t("dialog-note-text"), bounded(h("input", { type: "text", value: photo.note }), "reason"));
  ask({
    heading: t("dialog-note", { index }),
    words: t("dialog-note-words", { set, attempt }),
    fields: [words],
    confirm: t("dialog-note-keep"),
    action: async () => {
      then(await put(`/sessions/${session}/photos/${set}/${index}/${attempt}/note`, { note: words.value }));
    },
  });
}

/** @param {Snapshot} snapshot */
export function abort(snapshot) {
  ask({
    heading: t("dialog-abort"),
    words: t("dialog-abort-words", { n: snapshot.progress.stored }),
    confirm: t("action-abort"),
    busy: t("action-aborting"),
    danger: true,
    action: () => post(`/sessions/${snapshot.session}/abort`),
  });
}

/** @param {Snapshot} snapshot @param {{ device: string, name: string }} device */
export function drop(snapshot, device) {
  ask({
    heading: t("dialog-drop", { name: device.name }),
    words: t("dialog-drop-words"),
    confirm: t("action-drop"),
    danger: true,
    action: () => remove(`/sessions/${snapshot.session}/devices/${device.device}`),
  });
}

/** @param {Snapshot} snapshot @param {{ device: string, name: string }} device */
export function revoke(snapshot, device) {
  ask({
    heading: t("dialog-revoke", { name: device.name }),
    words: t("dialog-revoke-words"),
    confirm: t("action-revoke"),
    danger: true,
    action: () => post(`/sessions/${snapshot.session}/devices/${device.device}/revoke`),
  });
}

/** @param {Snapshot} snapshot @param {PhoneView} phone @param {PhoneView} spare */
export function replace(snapshot, phone, spare) {
  ask({
    heading: t("dialog-replace", { name: phone.name, spare: spare.name }),
    words: t("dialog-replace-words", { set: phone.set ?? "" }),
    confirm: t("action-replace"),
    danger: true,
    action: () => post(`/sessions/${snapshot.session}/devices/${phone.device}/replace`, { with: spare.device }),
  });
}

/** @param {Snapshot} snapshot @param {PhoneView} phone @param {PhoneView} other */
export function swap(snapshot, phone, other) {
  const names = { name: phone.name, other: other.name };
  ask({
    heading: t("dialog-swap", names),
    words: t("dialog-swap-words", { ...names, set: phone.set ?? "", otherset: other.set ?? "" }),
    confirm: t("action-swap"),
    action: () => post(`/sessions/${snapshot.session}/devices/${phone.device}/swap`, { with: other.device }),
  });
}
