/**
 * Going through the photos: one is shown, answered, kept, and the next one comes.
 *
 * An answer counts only for the photo that is on the screen: while the next one is on its way, or an answer is being
 * kept, keys and buttons do nothing. So nobody answers a photo that was not seen.
 */

import { call } from "../shared/api.js";
import { fill, h } from "../shared/dom.js";
import { count } from "../shared/format.js";
import { listen } from "../shared/keys.js";
import { Button } from "../shared/controls.js";
import { toast } from "../shared/toast.js";
import { t } from "../shared/messages.js";
import { Figures } from "./figures.js";
import { Head } from "./head.js";
import { Panel, REASONS, reasonWords } from "./panel.js";
import { askName, askNote, askReasons, nameOfLink } from "./questions.js";
import { Queue } from "./queue.js";
import { PictureViewer } from "./picture-viewer.js";

/** @typedef {import("../types/page").Said} Answer */
/** @typedef {import("../types/page").Reason} Reason */
/** @typedef {import("../types/api").QueuedPhoto} QueuedPhoto */

const AHEAD = 2;

/** The page once it is known what is read, and by whom. */
export class Reading {
  #main;
  #selection;
  #queue;
  #stage = new PictureViewer();
  #panel;
  #figures = new Figures();
  #head;
  #done = h("section", { class: "review-done", tabindex: "-1" });
  #position = 0;
  #note = "";
  #busy = false;

  /**
   * @param {HTMLElement} main
   * @param {import("./selection.js").Selection} selection
   * @param {string} name the reader's
   */
  constructor(main, selection, name) {
    this.#main = main;
    this.#selection = selection;
    this.#queue = new Queue(selection, name);
    this.#head = new Head(selection, {
      mode: (mode) => this.#setMode(mode),
      rename: () => askName(() => location.reload()),
    });
    this.#panel = new Panel({
      usable: () => this.#answer({ choice: "usable", reasons: [], note: this.#note }),
      reason: (reason) => this.#reason(reason),
      back: () => this.#step(-1),
      next: () => this.#step(1),
      undo: () => this.#undo(),
      note: () => this.#askNote(),
    });
    this.#setMode(matchMedia("(max-width: 899px)").matches ? "flicker" : "side");
  }

  async open() {
    const first = await this.#queue.open();
    document.body.classList.add("reading");
    this.#done.hidden = true;
    fill(
      this.#main,
      this.#head.element,
      this.#stage.element,
      this.#done,
      h("div", { class: "review-foot" }, this.#panel.element, this.#figures.element),
    );
    this.#listen();
    await this.#go(first);
    if (nameOfLink()) return; // the agreement with others is the operator's to see
    const agreement = await call(`/reviews/agreement?${this.#selection.query()}`).catch(() => null);
    if (agreement) this.#figures.compare(agreement, this.#queue.reader?.reader ?? "");
  }

  #listen() {
    const { usable, back, next } = { usable: t("key-space"), back: () => this.#step(-1), next: () => this.#step(1) };
    listen([
      {
        key: " ",
        label: usable,
        words: t("review-keys-usable"),
        action: () => this.#answer({ choice: "usable", reasons: [], note: this.#note }),
      },
      ...REASONS.map((reason, position) => ({
        key: String(position + 1),
        label: String(position + 1),
        words: t("review-keys-reasons", { reason: reasonWords(reason) }),
        action: () => this.#reason(reason),
      })),
      { key: "f", label: "F", words: t("review-keys-flicker"), action: () => this.#flicker() },
      { key: "s", label: "S", words: t("review-keys-side"), action: () => this.#setMode("side") },
      { key: "ArrowLeft", also: ["PageUp"], label: "←", words: t("review-keys-back"), action: back },
      { key: "ArrowRight", also: ["PageDown"], label: "→", words: t("review-keys-next"), action: next },
      { key: "u", label: "U", words: t("review-keys-undo"), action: () => this.#undo() },
      { key: "n", label: "N", words: t("review-keys-note"), action: () => this.#askNote() },
    ]);
  }

  /** @param {import("./picture-viewer.js").Mode} mode */
  #setMode(mode) {
    this.#stage.mode = mode;
    this.#head.mode = mode;
  }

  /** The first press shows both in one place, each further one the other of the two. */
  #flicker() {
    if (this.#stage.mode === "flicker") this.#stage.flip();
    else this.#setMode("flicker");
  }

  /** @param {Reason} reason */
  #reason(reason) {
    if (reason !== "other") return this.#answer({ choice: "unusable", reasons: [reason], note: this.#note });
    const shown = this.#stage.shown;
    return shown && !this.#busy && askReasons(shown.mine?.reasons ?? [], this.#note, (answer) => this.#answer(answer));
  }

  #askNote() {
    if (this.#stage.shown && !this.#busy)
      askNote(this.#note, (note) => {
        this.#note = note;
        this.#panel.update(this.#stage.shown, note);
      });
  }

  /** @param {Answer} answer */
  #answer(answer) {
    const photo = this.#stage.shown;
    return (
      photo &&
      this.#alone(async () => {
        await this.#queue.answer(photo, answer);
        this.#figures.answered();
        await this.#go(await this.#queue.unreadAfter(this.#position));
      })
    );
  }

  /** @param {number} by */
  #step(by) {
    const next = this.#position + by;
    if (this.#done.hidden && next >= 0 && next < this.#queue.total) void this.#alone(() => this.#go(next));
    else if (!this.#done.hidden && by < 0) void this.#alone(() => this.#go(this.#position));
  }

  #undo() {
    return this.#alone(async () => {
      const { position, index, kind } = await this.#queue.undo();
      await this.#go(position);
      toast(t(kind === "image" ? "review-undone-image" : "review-undone", { index }));
    });
  }

  /**
   * Do one thing at a time; what is pressed meanwhile is not meant for what comes next.
   *
   * @param {() => Promise<void>} action
   */
  async #alone(action) {
    if (this.#busy) return;
    this.#busy = true;
    this.#panel.problem = "";
    if (document.activeElement?.closest(".review-panel, .review-done")) this.#main.focus({ preventScroll: true });
    try {
      await action();
    } catch (error) {
      this.#panel.problem = /** @type {Error} */ (error).message;
    } finally {
      this.#busy = false;
    }
  }

  /** @param {number | null} position null when every photo is read */
  async #go(position) {
    const photo = position === null ? null : await this.#queue.at(position);
    this.#done.hidden = photo !== null;
    this.#stage.element.hidden = photo === null;
    this.#figures.update(this.#queue);
    this.#head.update(photo, this.#queue.reader);
    document.body.classList.toggle("all-read", photo === null);
    if (!photo || position === null) return this.#end();
    this.#position = position;
    this.#note = photo.mine?.note ?? "";
    this.#panel.update(null, "");
    document.title = `${count(photo.index)} · ${t("top-review")} · ${photo.set}`;
    const shown = await this.#stage.show(photo);
    this.#panel.update(photo, this.#note);
    if (shown) this.#stage.prepare(this.#queue.ahead(position, AHEAD));
  }

  /** Nothing is left to read, or there was nothing. */
  #end() {
    const { total } = this.#queue;
    const results = total > 0 && !nameOfLink();
    this.#stage.clear();
    const again = new Button(t("review-again"), () => this.#alone(() => this.#go(0)));
    fill(
      this.#done,
      h("h2", {}, total ? t("review-done", { n: total }) : t("review-empty")),
      h("p", {}, t(total ? "review-done-words" : "review-empty-words")),
      h(
        "div",
        { class: "review-begin" },
        h(
          "a",
          { class: "button filled", href: results ? this.#selection.address("results") : "/review" },
          t(results ? "review-to-results" : "review-to-sessions"),
        ),
        total ? again.element : null,
      ),
    );
    document.title = `${t("top-review")} · ${t("app")}`;
    this.#done.focus();
  }
}
