/**
 * The head of a pile: its title, how far it is, and where its photos go from here.
 */

import { fill, h, setText } from "../shared/dom.js";
import { duration } from "../shared/format.js";
import { chip } from "../shared/parts.js";
import { say } from "../shared/words.js";

/** @typedef {import("../types/loose").PileWithPhotos} PileWithPhotos */
/** @typedef {import("../types/loose").LooseState} LooseState */

/** @type {[LooseState, import("../shared/icons.js").IconName, string][]} */
export const STATES = [
  ["waiting", "clock", ""],
  ["doubtful", "warning", "wait"],
  ["unknown", "warning", "wait"],
  ["assigned", "check", "ok"],
  ["left_out", "skip", ""],
  ["refused", "cross", "stop"],
];

/**
 * How far the server is in getting to know the x-rays, empty when it knows them.
 *
 * @param {PileWithPhotos["preparing"]} pace
 * @returns {string}
 */
function preparing({ stage, done, total, seconds_left: left }) {
  if (!stage || !total) return "";
  const words = say(stage === "describing" ? "loose.preparing" : "loose.comparing", { done, total });
  return left === null ? words : `${words} ${say("loose.left", { time: duration(left) })}`;
}

export class Summary {
  #title = h("h1", {});
  #facts = h("p", { class: "caption" });
  #chips = h("div", { class: "chips" });
  #links = h("p", { class: "caption links" });
  #preparing = h("p", { class: "accent", role: "status" });
  element = h(
    "header",
    { class: "pile-head" },
    h("div", {}, this.#title, this.#facts),
    this.#chips,
    this.#links,
    this.#preparing,
  );

  /** @param {PileWithPhotos} pile */
  update(pile) {
    setText(this.#title, pile.title);
    setText(this.#facts, say("loose.facts", { set: pile.set, xrays: pile.xrays }));
    const there = STATES.filter(([state]) => pile.counts[state]);
    fill(
      this.#chips,
      ...there.map(([state, sign, tone]) =>
        chip(sign, say(`loose.count.${state}`, { n: pile.counts[state] ?? 0 }), tone),
      ),
    );
    setText(this.#preparing, preparing(pile.preparing));
    if (this.#links.childElementCount === 0)
      fill(
        this.#links,
        h("a", { href: `/sessions/${pile.id}` }, say("loose.session")),
        h("a", { href: "/loose" }, say("loose.others")),
      );
  }
}
