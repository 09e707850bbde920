/**
 * The head of a pile: its title, how far it is, and where its photos go from here.
 */

import { post } from "../shared/api.js";
import { fill, h, setText } from "../shared/dom.js";
import { duration } from "../shared/format.js";
import { Button, chip } from "../shared/controls.js";
import { t } from "../shared/messages.js";

/** @typedef {import("../types/api").PileWithPhotos} PileWithPhotos */
/** @typedef {import("../types/page").LooseState} LooseState */

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
function preparing({ stage, done, total, seconds_left: left, stopped }) {
  if (!stage || !total) return "";
  if (stopped)
    return t(stage === "describing" ? "loose-preparing-stopped" : "loose-comparing-stopped", { done, total });
  const words = t(stage === "describing" ? "loose-preparing" : "loose-comparing", { done, total });
  return left === null ? words : `${words} ${t("loose-left", { time: duration(left) })}`;
}

export class Summary {
  #title = h("h1", {});
  #facts = h("p", { class: "caption" });
  #chips = h("div", { class: "chips" });
  #links = h("p", { class: "caption links" });
  #preparing = h("p", { class: "accent", role: "status" });
  #stop;
  #resume;
  #asOne;
  element;

  /** @param {string} id the pile's @param {() => Promise<void>} refresh */
  constructor(id, refresh) {
    const order = (/** @type {"preparing/stop" | "preparing/resume" | "copies-as-one"} */ what) => async () => {
      try {
        await post(`/loose/${id}/${what}`);
        await refresh();
      } catch (error) {
        setText(this.#preparing, error instanceof Error ? error.message : String(error));
      }
    };
    this.#asOne = new Button(t("loose-copies-one"), order("copies-as-one"));
    this.#stop = new Button(t("loose-preparing-stop"), order("preparing/stop"), { icon: "cross" });
    this.#resume = new Button(t("loose-preparing-resume"), order("preparing/resume"), { icon: "play" });
    this.element = h(
      "header",
      { class: "pile-head" },
      h("div", {}, this.#title, this.#facts),
      this.#chips,
      this.#links,
      h("div", { class: "preparing" }, this.#preparing, this.#stop.element, this.#resume.element),
      this.#asOne.element,
    );
  }

  /** @param {PileWithPhotos} pile */
  update(pile) {
    setText(this.#title, pile.title);
    setText(this.#facts, t("loose-facts", { set: pile.set, xrays: pile.xrays }));
    const there = STATES.filter(([state]) => pile.counts[state]);
    fill(
      this.#chips,
      ...there.map(([state, sign, tone]) =>
        chip(sign, t(`loose-count-${state}`, { n: pile.counts[state] ?? 0 }), tone),
      ),
    );
    this.#asOne.element.hidden = !pile.photos.some(
      ({ state, reason }) => state === "doubtful" && ["twins", "several"].includes(reason),
    );
    const words = preparing(pile.preparing);
    setText(this.#preparing, words);
    this.#stop.element.hidden = !words || pile.preparing.stopped;
    this.#resume.element.hidden = !words || !pile.preparing.stopped;
    if (this.#links.childElementCount === 0)
      fill(
        this.#links,
        h("a", { href: `/sessions/${pile.id}` }, t("loose-session")),
        h("a", { href: "/loose" }, t("loose-others")),
      );
  }
}
