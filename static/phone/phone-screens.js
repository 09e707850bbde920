/**
 * The phone's sheets other than the running one: each says what happened, what is safe, and what to do.
 */

import { h } from "../shared/dom.js";
import { clock, count, sentences, size } from "../shared/format.js";
import { icon } from "../shared/icons.js";
import { chip, phaseChip, stateWords } from "../shared/controls.js";
import { t } from "../shared/messages.js";
import { advice } from "./camera-help.js";
import { hasOtherCamera, outgoing } from "./situation.js";

/** @typedef {import("./situation.js").Model} Model */
/** @typedef {import("./situation.js").Situation} Situation */
/** @typedef {import("../shared/icons.js").IconName} IconName */

/**
 * @param {IconName} sign
 * @param {string} tone
 * @param {string} heading
 * @param {string} [words]
 * @returns {HTMLElement}
 */
function notice(sign, tone, heading, words = "") {
  return h(
    "div",
    { class: `notice ${tone}` },
    icon(sign, 22),
    h("div", {}, h("h2", {}, heading), words ? h("p", {}, words) : null),
  );
}

/**
 * @param {string} tone
 * @param {IconName} sign
 * @param {string | undefined} message several sentences: the first becomes the heading
 * @param {string} fallback
 * @returns {HTMLElement}
 */
function told(tone, sign, message, fallback) {
  const { heading, rest } = sentences(message || fallback);
  return notice(sign, tone, heading, rest);
}

/**
 * @param {Model} model
 * @returns {HTMLElement[]}
 */
function waitingPhotos(model) {
  return outgoing(model).map(({ index, size: bytes, camera }) =>
    h(
      "div",
      { class: "waiting-photo" },
      h(
        "div",
        {},
        h("b", {}, count(index)),
        h("p", { class: "caption" }, t("photo-taken", { size: size(bytes), time: clock(camera.taken_at, true) })),
      ),
      stateWords("clock", t("photo-waiting"), "wait"),
    ),
  );
}

/**
 * @param {Model} model
 * @returns {Node[]}
 */
function offline(model) {
  const n = outgoing(model).length;
  const index = model.state?.index;
  return [
    notice(
      "offline",
      "wait",
      n ? t("offline-heading", { n }) : t("offline-heading-none"),
      `${t(n ? "offline-safe" : "offline-safe-none", { n })}${index ? ` ${t("offline-session", { index })}` : ""}`,
    ),
    h("div", { class: "waiting-photos" }, ...waitingPhotos(model)),
    h("p", { class: "caption" }, t("offline-advice")),
  ];
}

/**
 * @param {Model} model
 * @returns {Node[]}
 */
function finishing(model) {
  const n = outgoing(model).length;
  return [
    notice("clock", "accent", t("finishing-heading"), n ? t("finishing-words", { n }) : t("finishing-checking")),
    h("div", { class: "waiting-photos" }, ...waitingPhotos(model)),
  ];
}

/**
 * Why the session is paused, where it is because of this phone.
 *
 * @param {Model} model
 * @returns {HTMLElement}
 */
function ownPause({ state, wasHidden }) {
  const code = state?.reason?.code;
  if (code === "phone") return notice("pause", "wait", t("paused-here"), t("paused-here-words"));
  if (code === "phone_not_ready" && !wasHidden)
    return notice("pause", "wait", t("paused-camera"), t("paused-camera-words"));
  if (wasHidden) return notice("pause", "wait", t("paused-hidden"), t("paused-hidden-words"));
  if (code === "phone_silent") return notice("pause", "wait", t("paused-silent"), t("paused-silent-words"));
  return told("wait", "pause", state?.reason?.message, t("paused-heading"));
}

/**
 * @param {Model} model
 * @returns {Node[]}
 */
function ready(model) {
  // A browser that asks the person, or has this window behind another one, answers only later.
  if (model.camera === "camera_starting" && !hasOtherCamera(model))
    return [h("h2", {}, t("ready-camera-heading")), h("p", { class: "lead" }, t("ready-camera-words"))];
  const waits = model.state?.waits_for ?? [];
  return [
    h("h2", {}, t("ready-heading")),
    h("p", { class: "lead" }, t("ready-words")),
    waits.length
      ? h(
          "ul",
          { class: "checklist" },
          ...waits.map((words) => h("li", {}, h("span", { class: "wait" }, icon("clock")), words)),
        )
      : h("p", { class: "caption" }, t("ready-start")),
  ];
}

/**
 * @param {number | null} erased
 * @returns {Node[]}
 */
function revoked(erased) {
  const said = [notice("cross", "stop", t("revoked-heading"), t("revoked-words"))];
  if (erased === null) said.push(h("p", { class: "stop", role: "alert" }, t("revoked-not-erased")));
  else if (erased) said.push(h("p", { class: "caption" }, t("revoked-erased", { n: erased })));
  return said;
}

/** @type {Record<Exclude<Situation, "running" | "aiming">, (model: Model, taken: number) => Node[]>} */
const SHEETS = {
  elsewhere: () => [notice("warning", "wait", t("elsewhere-heading"), t("elsewhere-words"))],
  mismatch: ({ refusal, state }) => [
    told("stop", "warning", refusal?.message ?? state?.reason?.message, t("mismatch-heading")),
    h("p", { class: "caption" }, t("mismatch-words")),
  ],
  refused: ({ refusal, held }) => [
    told("stop", "cross", refusal?.message, t("refused-heading")),
    held.length
      ? h("p", { class: "caption" }, t("refused-held", { n: held.length }))
      : h("p", { class: "caption" }, t("refused-words")),
  ],
  dropped: ({ dropped, held, erased }) =>
    dropped === "revoked"
      ? revoked(erased)
      : [
          notice(
            "cross",
            "stop",
            t("dropped-heading"),
            t(held.length ? "dropped-held" : "dropped-words", { n: held.length }),
          ),
        ],
  storage: ({ storage }, taken) => advice(`storage_${storage}`, taken),
  camera: ({ camera }, taken) => advice(camera, taken),
  connecting: () => [h("h2", {}, t("connecting-heading")), h("p", { class: "lead" }, t("connecting-words"))],
  offline,
  held: () => [notice("pause", "accent", t("held-heading"), t("held-words"))],
  spare: () => [notice("clock", "accent", t("spare-heading"), t("spare-words"))],
  ready,
  paused: ({ state }) => [
    state?.reason?.code === "operator"
      ? notice("pause", "wait", t("paused-operator"), t("paused-nothing"))
      : told("wait", "pause", state?.reason?.message, t("paused-heading")),
  ],
  "go-on": (model) => [ownPause(model)],
  aborted: (model) => [
    told("stop", "cross", model.state?.reason?.message, t("aborted-heading")),
    h(
      "p",
      { class: "caption" },
      outgoing(model).length ? t("finishing-words", { n: outgoing(model).length }) : t("aborted-words"),
    ),
  ],
  finishing,
  finished: ({ state }) => [
    notice("check", "ok", t("finished-heading", { n: state?.stored ?? 0 }), t("finished-words")),
  ],
};

/**
 * @param {Exclude<Situation, "running" | "aiming">} situation
 * @param {Model} model
 * @param {number} taken
 * @returns {Node[]}
 */
export function sheet(situation, model, taken) {
  const nodes = SHEETS[situation](model, taken);
  if (model.notice) nodes.push(h("p", { class: "stop caption", role: "alert" }, model.notice));
  if (model.conflicts.length)
    nodes.push(h("p", { class: "wait caption" }, t("conflict-kept", { n: model.conflicts.length })));
  // In a tab of its own: this page keeps the camera and the photos.
  nodes.push(h("a", { class: "docs", href: "/docs", target: "_blank" }, t("top-docs")));
  return nodes;
}

/**
 * The chip at the top right.
 *
 * @param {Model} model
 * @param {Situation} now
 * @returns {HTMLElement}
 */
export function stateChip(model, now) {
  if (now === "connecting") return chip("clock", t("chip-connecting"));
  if (now === "offline" || model.link === "offline") return chip("offline", t("chip-offline"), "wait");
  if (["elsewhere", "refused", "dropped", "storage"].includes(now)) return chip("cross", t("chip-stopped"), "stop");
  if (!model.state || model.state.phase === "waiting") return chip("online", t("chip-connected"), "ok");
  return phaseChip(model.state.phase);
}
