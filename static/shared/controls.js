/**
 * Small parts of pages: buttons that say when they are busy, chips, labelled fields.
 */

import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./messages.js";

/** @typedef {import("./icons.js").IconName} IconName */

/** @type {Record<"ready" | import("../types/page").Phase, [IconName, string]>} the sign and colour of each phase */
const PHASES = {
  waiting: ["clock", "wait"],
  ready: ["ring", "accent"],
  aiming: ["frame", "accent"],
  running: ["play", "accent"],
  paused: ["pause", "wait"],
  finishing: ["clock", "accent"],
  finished: ["check", "ok"],
  aborted: ["cross", "stop"],
};

const ENDED = new Set(["finished", "aborted"]);

/**
 * Whether nothing more happens in a session unless somebody resumes it.
 *
 * @param {import("../types/page").Phase} phase
 * @returns {boolean}
 */
export function hasEnded(phase) {
  return ENDED.has(phase);
}

/** A button that runs one action at a time and shows that it does. */
export class Button {
  /** @type {HTMLButtonElement} */
  element;
  #label;
  #busyLabel;
  #action;
  #icon;
  #key;
  #busy = false;
  #enabled = true;

  /**
   * @param {string} label verb first
   * @param {() => unknown} action may return a promise; the button is disabled until it settles
   * @param {{ kind?: "filled" | "outlined" | "quiet" | "danger", icon?: IconName, key?: string, busy?: string, large?: boolean }} [options]
   */
  constructor(label, action, options = {}) {
    this.#label = label;
    this.#action = action;
    this.#icon = options.icon;
    this.#key = options.key ?? "";
    this.#busyLabel = options.busy ?? label;
    const kind = options.kind && options.kind !== "outlined" ? ` ${options.kind}` : "";
    this.element = h("button", {
      type: "button",
      class: `button${kind}${options.large ? " large" : ""}`,
      on: { click: () => void this.run() },
    });
    this.#show(label);
  }

  /** @param {string} label */
  #show(label) {
    fill(
      this.element,
      this.#icon ? icon(this.#icon) : null,
      h("span", {}, label),
      this.#key ? h("span", { class: "key", "aria-hidden": "true" }, this.#key) : null,
    );
    if (this.#key) this.element.setAttribute("aria-keyshortcuts", this.#key);
    else this.element.removeAttribute("aria-keyshortcuts");
  }

  /** @param {string} label */
  set label(label) {
    if (label === this.#label) return;
    this.#label = label;
    if (!this.#busy) this.#show(label);
  }

  /** @param {string} value the key that presses it, empty for none */
  set key(value) {
    if (value === this.#key) return;
    this.#key = value;
    this.#show(this.#busy ? this.#busyLabel : this.#label);
  }

  /** @param {boolean} value */
  set enabled(value) {
    this.#enabled = value;
    if (!this.#busy) this.element.disabled = !value;
  }

  /** @returns {boolean} its action has not ended yet */
  get busy() {
    return this.#busy;
  }

  /** Do it, as a click would. */
  async run() {
    if (this.element.disabled) return;
    this.element.style.minWidth = `${this.element.offsetWidth}px`;
    this.#busy = true;
    this.element.disabled = true;
    this.#show(this.#busyLabel);
    try {
      await this.#action();
    } finally {
      this.#busy = false;
      this.element.style.minWidth = "";
      this.element.disabled = !this.#enabled;
      this.#show(this.#label);
    }
  }
}

/**
 * @param {IconName} sign
 * @param {string} words
 * @param {string} [tone] accent, ok, wait, stop
 * @returns {HTMLElement}
 */
export function chip(sign, words, tone = "") {
  return h("span", { class: `chip ${tone}` }, icon(sign, 14), words);
}

/**
 * A session's phase in a word; one that waits for nothing but its start is ready.
 *
 * @param {{ phase: import("../types/page").Phase, can: { start: boolean } }} snapshot
 * @returns {"ready" | import("../types/page").Phase}
 */
export function standing({ phase, can }) {
  return phase === "waiting" && can.start ? "ready" : phase;
}

/**
 * @param {"ready" | import("../types/page").Phase} phase
 * @returns {[IconName, string]} its sign and colour
 */
export function phaseSign(phase) {
  return PHASES[phase];
}

/**
 * @param {"ready" | import("../types/page").Phase} phase
 * @returns {HTMLElement}
 */
export function phaseChip(phase) {
  const [sign, tone] = phaseSign(phase);
  return chip(sign, t(`phase-${phase}`), tone);
}

/**
 * A sign and a word in one colour, without a background.
 *
 * @param {IconName} sign
 * @param {string} words
 * @param {string} [tone]
 * @returns {HTMLElement}
 */
export function stateWords(sign, words, tone = "") {
  return h("span", { class: `state ${tone}` }, icon(sign, 14), words);
}

/** A labelled control with a hint, an error and what it was before. */
export class Field {
  /** @type {HTMLElement} */
  element;
  control;
  #was;
  #hint;
  #error;

  /**
   * @param {string} label
   * @param {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} control
   * @param {{ hint?: string }} [options]
   */
  constructor(label, control, { hint = "" } = {}) {
    const id = control.id || `field-${crypto.randomUUID()}`;
    control.id = id;
    control.setAttribute("aria-describedby", `${id}-hint ${id}-error`);
    this.control = control;
    this.#was = h("span", { class: "was" });
    this.#hint = h("span", { class: "hint", id: `${id}-hint` }, hint);
    this.#error = h("span", { class: "error", id: `${id}-error` });
    this.element = h(
      "div",
      { class: "field" },
      h("div", { class: "spread" }, h("label", { for: id }, label), this.#was),
      control,
      this.#hint,
      this.#error,
    );
    this.#hint.hidden = !hint;
    this.#error.hidden = true;
  }

  /** @returns {string} */
  get value() {
    return this.control.value.trim();
  }

  /** @param {string} words */
  set hint(words) {
    this.#hint.textContent = words;
    this.#showHint();
  }

  /** @param {string} message empty for none */
  set error(message) {
    this.#error.textContent = message;
    this.#error.hidden = !message;
    this.#showHint();
    this.element.classList.toggle("wrong", Boolean(message));
    if (message) this.control.setAttribute("aria-invalid", "true");
    else this.control.removeAttribute("aria-invalid");
  }

  /** @returns {boolean} an error is said */
  get wrong() {
    return !this.#error.hidden;
  }

  /** An error says what is allowed, and takes the place of the hint. */
  #showHint() {
    this.#hint.hidden = !this.#hint.textContent || !this.#error.hidden;
  }

  /** @param {string} words what it was before the change, empty for unchanged */
  set was(words) {
    this.#was.textContent = words;
    this.element.classList.toggle("changed", Boolean(words));
  }
}

/**
 * A list to choose from.
 *
 * @param {string[]} values
 * @param {string} chosen
 * @returns {HTMLSelectElement}
 */
export function choice(values, chosen) {
  const all = values.includes(chosen) || !chosen ? values : [chosen, ...values];
  return h("select", {}, ...all.map((value) => h("option", { value, selected: value === chosen }, value)));
}
