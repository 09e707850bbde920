/**
 * Aiming: the x-ray on the display, and for each phone where it sees it. Frames never come here; the four corners
 * that were found say enough, drawn on an empty picture of the phone's shape.
 */

import { fill, h, keyed, setText } from "../shared/dom.js";
import { angle, percent } from "../shared/format.js";
import { stateWords } from "../shared/controls.js";
import { t } from "../shared/messages.js";

/** @typedef {import("../types/api").Aimed & { device: string }} AimedPhone */
/** @typedef {import("../types/api").PhoneView} PhoneView */
/** @typedef {import("../types/api").SessionSnapshot} Snapshot */

const SVG = "http://www.w3.org/2000/svg";
const SILENT_AFTER_MS = 5000;
const USUAL = { width: 4, height: 3 };
const LONG_SIDE = 400;

/** One phone's view: its frame and the x-ray's outline in it. */
class Sight {
  #name = h("b", {});
  #state = h("span", { class: "verdict" });
  #svg = document.createElementNS(SVG, "svg");
  #outline = document.createElementNS(SVG, "polygon");
  #edge = document.createElementNS(SVG, "rect");
  #sentence = h("p", { class: "sentence" });
  #facts = h("p", { class: "caption" });
  #size = USUAL;
  /** @type {AimedPhone | null} */
  #last = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #silence;
  element = h("figure", { class: "sight shown-picture" });

  constructor() {
    this.#svg.setAttribute("aria-hidden", "true");
    this.#svg.append(this.#edge, this.#outline);
    fill(
      this.element,
      h("figcaption", {}, this.#name, this.#state),
      h("div", { class: "picture" }, this.#svg),
      this.#sentence,
      this.#facts,
    );
  }

  /** @param {PhoneView} phone */
  update({ name, connected, ready, camera }) {
    setText(this.#name, name);
    const { width, height } = camera;
    this.#size = width && height ? { width, height } : USUAL;
    if (!connected || !ready) this.#last = null;
    this.#draw(t(!connected ? "device-offline" : "aim-looking"));
  }

  /** @param {AimedPhone} aimed */
  aimed(aimed) {
    this.#last = aimed;
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      this.#last = null;
      this.#draw(t("aim-silent"));
    }, SILENT_AFTER_MS);
    this.#draw("");
  }

  /** @param {string} otherwise said while nothing was found out */
  #draw(otherwise) {
    const { sentence = otherwise, good = false, corners = null, quality = {} } = this.#last ?? {};
    const tone = this.#last ? (good ? "ok" : "wait") : "";
    const state = this.#last
      ? stateWords(good ? "check" : "warning", t(good ? "aim-framed" : "aim-not-yet"), tone)
      : stateWords("clock", t("aim-waits"));
    if (this.#state.textContent !== state.textContent) fill(this.#state, state);
    setText(this.#sentence, sentence);
    setText(this.#facts, facts(corners ? quality : {}));
    this.#frame(corners, tone);
  }

  /** @param {[number, number][] | null} corners @param {string} tone */
  #frame(corners, tone) {
    const scale = LONG_SIDE / Math.max(this.#size.width, this.#size.height);
    const [width, height] = [this.#size.width * scale, this.#size.height * scale];
    this.#svg.setAttribute("viewBox", `-1 -1 ${width + 2} ${height + 2}`);
    this.#edge.setAttribute("width", String(width));
    this.#edge.setAttribute("height", String(height));
    this.#outline.setAttribute("class", tone);
    this.#outline.setAttribute(
      "points",
      (corners ?? []).map(([x, y]) => `${(x * width).toFixed(1)},${(y * height).toFixed(1)}`).join(" "),
    );
  }
}

/** @param {AimedPhone["quality"]} quality @returns {string} */
function facts({ fill: share, tilt, glare }) {
  const parts = [
    typeof share === "number" ? t("aim-fact-fill", { share: percent(share) }) : "",
    typeof tilt === "number" ? t("aim-fact-tilt", { angle: angle(tilt) }) : "",
    typeof glare === "number" ? t("aim-fact-glare", { share: percent(glare) }) : "",
  ];
  return parts.filter(Boolean).join(", ");
}

/** The row of phones; the display's picture stands before it. */
export class Aiming {
  /** @type {Map<string, Sight>} */
  #sights = new Map();
  element = h("div", { class: "phones" });

  /** @param {Snapshot} snapshot */
  update({ phones }) {
    const active = phones.filter(({ state }) => state === "active").slice(0, 4);
    keyed(
      this.element,
      this.#sights,
      active,
      ({ device }) => device,
      () => new Sight(),
    );
    this.element.style.gridTemplateColumns = `repeat(${Math.max(1, active.length)}, minmax(0, 1fr))`;
  }

  /** @param {AimedPhone} aimed */
  aimed(aimed) {
    this.#sights.get(aimed.device)?.aimed(aimed);
  }
}
