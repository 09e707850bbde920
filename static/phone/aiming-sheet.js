/**
 * The sheet while people aim: one sentence that says what to do, and the numbers behind it. It is made once and
 * only its words change, several times a second; a screen reader hears a sentence that has stood for a moment.
 */

import { fill, h, setText } from "../shared/dom.js";
import { angle, percent } from "../shared/format.js";
import { icon } from "../shared/icons.js";
import { t } from "../shared/messages.js";

/** @typedef {import("../types/api").Aimed} Aimed */

const SPOKEN_AFTER_MS = 1200;
const SILENT_AFTER_MS = 4000;

/** @type {[import("../shared/messages.js").MessageId, string, (value: number) => string][]} caption, measure, and how it is said */
const FACTS = [
  ["aim-fill", "fill", percent],
  ["aim-tilt", "tilt", angle],
  ["aim-roll", "roll", angle],
  ["aim-glare", "glare", percent],
];

/** Sentence, facts, what follows. */
export class AimingSheet {
  #heading = h("h2", {});
  #lead = h("p", { class: "lead" });
  #sign = h("div", { class: "aim-sign" });
  #values = FACTS.map(() => h("dd", { class: "number" }));
  #spoken = h("p", { class: "visually-hidden", "aria-live": "polite" });
  #onSilent;
  element;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #speech;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #silence;

  /** @param {() => void} onSilent what was found last is too old to be shown */
  constructor(onSilent) {
    this.#onSilent = onSilent;
    this.element = h(
      "div",
      { class: "aiming-sheet" },
      h("div", { class: "notice" }, this.#sign, h("div", {}, this.#heading, this.#lead)),
      h(
        "dl",
        { class: "facts" },
        ...FACTS.map(([caption], position) => h("div", {}, h("dt", {}, t(caption)), this.#values[position])),
      ),
      this.#spoken,
    );
    this.waiting();
  }

  /** Nothing was found out yet, or not for a while. */
  waiting() {
    this.#tell("", t("aim-looking"), t("aim-looking-words"));
    for (const value of this.#values) setText(value, "–");
  }

  /** @param {Aimed} aimed */
  update({ sentence, good, corners, quality }) {
    this.#tell(good ? "ok" : "wait", sentence, t(good ? "aim-good" : corners ? "aim-better" : "aim-lost"));
    FACTS.forEach(([, name, words], position) => {
      const value = quality[name];
      setText(this.#values[position], typeof value === "number" && corners ? words(value) : "–");
    });
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      this.waiting();
      this.#onSilent();
    }, SILENT_AFTER_MS);
  }

  stop() {
    clearTimeout(this.#silence);
    clearTimeout(this.#speech);
  }

  /** @param {"" | "ok" | "wait"} tone @param {string} sentence @param {string} lead */
  #tell(tone, sentence, lead) {
    setText(this.#lead, lead);
    if (this.#heading.textContent === sentence && this.#sign.dataset.tone === tone) return;
    setText(this.#heading, sentence);
    this.#sign.dataset.tone = tone;
    fill(this.#sign, icon(tone === "ok" ? "check" : tone === "wait" ? "warning" : "clock", 22));
    clearTimeout(this.#speech);
    this.#speech = setTimeout(() => setText(this.#spoken, sentence), SPOKEN_AFTER_MS);
  }
}
