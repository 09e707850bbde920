/**
 * A station as one tile: its number, set, state, the x-ray it is at, how much is stored, and what needs somebody.
 */

import { fill, h, setAttribute, setText } from "../shared/dom.js";
import { clock, count, duration, spokenCode } from "../shared/format.js";
import { phaseSign, stateWords } from "../shared/controls.js";
import { known, t } from "../shared/messages.js";

/** @typedef {import("../types/api").Station} Station */
/** @typedef {import("../types/api").StationNeed} Need */
/** @typedef {import("../shared/icons.js").IconName} IconName */
/** @typedef {{ station: Station, number: number, pictures: boolean }} Shown */

/** Needs whose sign is not the warning. */
const SIGNS = /** @type {Record<string, IconName>} */ ({ phone_silent: "offline", display_silent: "offline" });
/** Characters of the longest number that has its full size: with "10,507" a high tile would be too narrow. */
const LONGEST = 5;
/** Pauses that a person asked for: nobody has to be called. */
const WISHES = new Set(["operator", "phone"]);

/** @param {Need} need @returns {string} what needs somebody, in a word or two */
function needWords(need) {
  const id = `station-need-${need.code}`;
  return t(known(id) ? id : "station-need-other", values(need));
}

/** @param {Need} need @returns {string} what to do about it */
function todoWords(need) {
  const id = `station-need-${need.code}.todo`;
  return t(known(id) ? id : "station-need-other.todo", values(need));
}

/** @param {Need} need */
function values({ device, index, photos }) {
  return { device: device ?? "", index: index ?? "", photos };
}

/**
 * The state in words, its sign and its colour.
 *
 * @param {Station} station
 * @returns {[IconName, string, string]}
 */
function state({ phase, ready, need, reason, capture }) {
  if (need) return [SIGNS[need.code] ?? "warning", needWords(need), "wait"];
  const standing = ready ? "ready" : phase;
  const [sign, tone] = phaseSign(standing);
  const quiet = phase === "waiting" || phase === "paused" ? "" : tone;
  if (phase === "paused" && reason && WISHES.has(reason))
    return [sign, t(reason === "phone" ? "station-paused-phone" : "station-paused-operator"), quiet];
  if (phase === "running" && capture !== "automatic") return [sign, t(`station-${capture}`), quiet];
  return [sign, t(`phase-${standing}`), quiet];
}

/**
 * The lines below the number: how much is stored, and how long it still takes or since when it is over.
 *
 * @param {Station} station
 * @returns {[string, string]}
 */
function lines({ phase, ready, stored, total, seconds_left, ended_at, need }) {
  if (ready) return [t("station-first", { total }), t("station-press-start")];
  if (phase === "finished")
    return [t("station-of-stored", { total }), ended_at ? t("station-since", { time: clock(ended_at) }) : ""];
  const words = t("station-stored", { stored, total });
  if (need) return [words, todoWords(need)];
  if (phase === "aborted") return [words, ended_at ? t("station-stopped", { time: clock(ended_at) }) : ""];
  return [words, seconds_left === null ? "" : t("station-left", { time: duration(seconds_left) })];
}

/** A tile, which leads to the console of its session. */
export class Tile {
  #number = h("b", { class: "station-number" });
  #sets = h("span", { class: "station-sets" });
  #state = h("p", { class: "station-state" });
  #large = h("p", { class: "station-index number" });
  #first = h("p", {});
  #second = h("p", { class: "station-second" });
  #picture = h("img", { class: "station-picture", alt: "" });
  #bar = h("div", {});
  #link = h(
    "a",
    { class: "station" },
    h("div", { class: "station-head" }, this.#number, this.#sets, this.#state),
    h("div", { class: "station-middle" }, this.#large, this.#picture),
    h("div", { class: "station-lines" }, this.#first, this.#second),
    h("div", { class: "station-bar", "aria-hidden": "true" }, this.#bar),
  );
  element = h("li", {}, this.#link);
  #drawn = "";

  /** @param {Shown} shown */
  update(shown) {
    const drawn = JSON.stringify(shown);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const { station, number, pictures } = shown;
    const [sign, words, tone] = state(station);
    const sets = station.sets.join(", ");
    setAttribute(this.#link, "href", `/sessions/${station.session}`);
    setAttribute(this.#link, "aria-label", this.#spoken(shown, words, sets));
    this.#link.classList.toggle("needs", station.need !== null);
    this.#link.classList.toggle("joining", station.code !== null);
    setText(this.#number, count(number));
    setText(this.#sets, sets);
    fill(this.#state, stateWords(sign, words, tone));
    this.#drawNumber(station);
    this.#drawPicture(shown, pictures);
    this.#bar.style.width = `${station.total ? (100 * station.stored) / station.total : 0}%`;
  }

  /** @param {Station} station */
  #drawNumber(station) {
    const { code, phase, stored, index, lacks } = station;
    if (code !== null) {
      setText(this.#first, t(lacks === "phone" ? "station-type-phone" : "station-type-display"));
      setText(this.#second, "");
      return setText(this.#large, spokenCode(code));
    }
    const [first, second] = lines(station);
    const large = phase === "finished" ? count(stored) : index === null ? "–" : count(index);
    this.#large.classList.toggle("long", large.length > LONGEST);
    setText(this.#large, large);
    setText(this.#first, first);
    return setText(this.#second, second);
  }

  /** @param {Shown} shown @param {boolean} visible */
  #drawPicture({ station, number }, visible) {
    const { thumbnail } = station;
    // The photo that is being taken has none yet; the one before stays until then.
    if (visible && thumbnail) setAttribute(this.#picture, "src", thumbnail);
    if (!visible) this.#picture.removeAttribute("src");
    setAttribute(this.#picture, "alt", t("overview-picture", { n: number }));
    this.#picture.hidden = !this.#picture.hasAttribute("src");
  }

  /** @param {Shown} shown @param {string} words @param {string} sets @returns {string} */
  #spoken({ station, number }, words, sets) {
    const [first, second] = lines(station);
    return [t("station-name", { n: number, state: words, sets }), first, second].filter(Boolean).join(". ");
  }
}
