/**
 * A photo that the server is not sure of, beside the x-rays that it may show. None is chosen beforehand: a suggestion that
 * only needs a nod gets it.
 */

import { post } from "../shared/api.js";
import { fill, h, setText } from "../shared/dom.js";
import { count } from "../shared/format.js";
import { listen } from "../shared/keys.js";
import { Button, Field } from "../shared/controls.js";
import { t } from "../shared/messages.js";

/** @typedef {import("../types/api").PileWithPhotos} PileWithPhotos */
/** @typedef {import("../types/api").LooseView} LoosePhoto */
/** @typedef {import("../types/api").CandidateView} Candidate */

const OPEN = new Set(["doubtful", "unknown", "left_out"]);

export class Decider {
  #pile;
  #decided;
  /** @type {LoosePhoto[]} those to decide, the doubtful ones first */
  #open = [];
  /** @type {LoosePhoto | null} */
  #photo = null;
  #last = 0;
  /** @type {number | null} */
  #index = null;
  #heading = h("h2", {});
  #sentence = h("p", {});
  #problem = h("p", { class: "stop", role: "alert" });
  #picture = h("img", { class: "shown" });
  #xray = h("img", { class: "shown", hidden: true });
  #caption = h("figcaption", { class: "caption" });
  #nothing = h("p", { class: "caption nothing" }, t("loose-none-chosen"));
  #candidates = h("ol", { class: "candidates" });
  #other = h("input", {
    type: "number",
    id: "other",
    min: "1",
    inputmode: "numeric",
    on: { input: () => this.#typed() },
  });
  #assign = new Button(t("loose-assign-none"), () => this.#decide(), {
    kind: "filled",
    key: t("key-space"),
    busy: t("loose-assigning"),
  });
  #leave = new Button(t("loose-leave-out"), () => this.#leaveOut(), { kind: "quiet", icon: "skip", key: "0" });
  #skip = new Button(t("loose-later"), () => this.#move(1), { kind: "quiet", icon: "next", key: "→" });
  element = h("section", { class: "decider", "aria-label": t("loose-decide"), hidden: true });

  /** @param {string} pile @param {() => Promise<void>} decided called after each decision */
  constructor(pile, decided) {
    this.#pile = pile;
    this.#decided = decided;
    const photo = h(
      "figure",
      {},
      h("div", { class: "frame-of" }, this.#picture),
      h("figcaption", { class: "caption" }, t("loose-photo")),
    );
    const xray = h("figure", {}, h("div", { class: "frame-of" }, this.#xray, this.#nothing), this.#caption);
    fill(
      this.element,
      h("header", { class: "decider-head" }, this.#heading, this.#sentence, this.#problem),
      h("div", { class: "pair" }, photo, xray),
      h("div", { class: "choices" }, this.#candidates, new Field(t("loose-other"), this.#other).element),
      h("div", { class: "decider-actions" }, this.#assign.element, this.#leave.element, this.#skip.element),
    );
    listen(this.#keys());
  }

  #keys() {
    const numbers = Array.from({ length: 6 }, (_, at) => ({
      key: String(at + 1),
      label: String(at + 1),
      words: t("loose-key-candidate", { n: at + 1 }),
      action: () => this.#chooseAt(at),
    }));
    return [
      ...numbers,
      { key: " ", label: t("key-space"), words: t("keys-space"), action: () => void this.#assign.run() },
      { key: "0", label: "0", words: t("loose-leave-out"), action: () => void this.#leave.run() },
      { key: "ArrowRight", label: "→", words: t("loose-key-next"), action: () => this.#move(1) },
      { key: "ArrowLeft", label: "←", words: t("loose-key-back"), action: () => this.#move(-1) },
    ];
  }

  /** @param {PileWithPhotos} pile */
  update(pile) {
    this.#last = pile.last;
    this.#other.max = String(pile.last);
    const current = pile.photos.find(({ id }) => id === this.#photo?.id);
    const inState = (/** @type {string} */ wanted) =>
      pile.photos.filter(({ state, id }) => state === wanted && (wanted !== "left_out" || id === current?.id));
    this.#open = [...inState("doubtful"), ...inState("unknown"), ...inState("left_out")];
    if (!current || !OPEN.has(current.state)) this.#show(this.#open[0] ?? null);
    else this.#count();
  }

  /** @param {LoosePhoto} photo one that somebody wants to decide about */
  open(photo) {
    if (!OPEN.has(photo.state)) return;
    if (!this.#open.some(({ id }) => id === photo.id)) this.#open.push(photo);
    this.#show(photo);
    this.element.scrollIntoView({ block: "start" });
  }

  /** @param {number} step */
  #move(step) {
    const at = this.#open.findIndex(({ id }) => id === this.#photo?.id);
    const next = this.#open[(at + step + this.#open.length) % this.#open.length];
    if (next) this.#show(next);
  }

  /** @param {LoosePhoto | null} photo */
  #show(photo) {
    this.#photo = photo;
    this.element.hidden = photo === null;
    if (!photo) return;
    setText(this.#problem, "");
    setText(this.#sentence, photo.sentence);
    this.#picture.src = photo.picture;
    this.#picture.alt = t("loose-photo-alt", { file: photo.file });
    this.#other.value = "";
    fill(this.#candidates, ...photo.candidates.map((candidate, at) => this.#candidate(candidate, at)));
    this.#choose(null);
    this.#count();
  }

  #count() {
    const at = this.#open.findIndex(({ id }) => id === this.#photo?.id) + 1;
    setText(this.#heading, t("loose-deciding", { file: this.#photo?.file ?? "", at, all: this.#open.length }));
    this.#skip.enabled = this.#open.length > 1;
  }

  /** @param {Candidate} candidate @param {number} at */
  #candidate({ index, score, thumbnail, verdict }, at) {
    const words =
      verdict === "wrong" ? t("loose-candidate-guess") : t("loose-candidate-score", { score: Math.round(100 * score) });
    return h(
      "li",
      {},
      h(
        "button",
        {
          type: "button",
          class: "candidate",
          "aria-pressed": "false",
          data: { index: String(index) },
          "aria-keyshortcuts": String(at + 1),
          on: { click: () => this.#choose(index) },
        },
        h("img", { src: thumbnail, alt: "", loading: "lazy" }),
        h(
          "span",
          { class: "spread" },
          h("b", {}, count(index)),
          h("span", { class: "key", "aria-hidden": "true" }, String(at + 1)),
        ),
        h("span", { class: "caption" }, words),
      ),
    );
  }

  /** @param {number} at */
  #chooseAt(at) {
    const candidate = this.#photo?.candidates[at];
    if (candidate) this.#choose(candidate.index);
  }

  #typed() {
    const index = this.#other.valueAsNumber;
    this.#choose(Number.isInteger(index) && index >= 1 && index <= this.#last ? index : null, true);
  }

  /** @param {number | null} index @param {boolean} [typed] */
  #choose(index, typed = false) {
    this.#index = index;
    if (!typed) this.#other.value = "";
    for (const button of this.#candidates.querySelectorAll("button"))
      button.setAttribute("aria-pressed", String(Number(button.dataset.index) === index));
    this.#assign.enabled = index !== null;
    this.#assign.label = index === null ? t("loose-assign-none") : t("loose-assign", { index });
    this.#xray.hidden = index === null;
    this.#nothing.hidden = index !== null;
    setText(
      this.#caption,
      index === null
        ? t("loose-xray")
        : t("loose-xray-path", { index, path: this.#photo?.candidates.find((one) => one.index === index)?.path ?? "" }),
    );
    if (index === null) return;
    this.#xray.src = `/api/v1/sessions/${this.#pile}/xrays/${index}/picture`;
    this.#xray.alt = t("loose-xray-alt", { index });
  }

  async #decide() {
    if (this.#photo && this.#index !== null)
      await this.#settle(post(`/loose/${this.#pile}/photos/${this.#photo.id}/assignment`, { index: this.#index }));
  }

  async #leaveOut() {
    if (this.#photo) await this.#settle(post(`/loose/${this.#pile}/photos/${this.#photo.id}/left-out`));
  }

  /** @param {Promise<unknown>} said */
  async #settle(said) {
    const at = this.#open.findIndex(({ id }) => id === this.#photo?.id);
    try {
      await said;
      const next = this.#open[at + 1] ?? this.#open[at - 1] ?? null;
      this.#show(next);
    } catch (error) {
      setText(this.#problem, /** @type {Error} */ (error).message);
    }
    await this.#decided();
  }
}
