/**
 * The controls of a person who takes the photos by hand, or of films: a ring shutter where the thumb is, Back, Skip,
 * Retake and Next, the phone's own camera app, and what to vary. The command waits here until the shutter is pressed.
 */

import { askConditions } from "../shared/ask-conditions.js";
import { Button } from "../shared/controls.js";
import { ask, closeDialog } from "../shared/dialog.js";
import { fill, h, setText } from "../shared/dom.js";
import { count } from "../shared/format.js";
import { icon } from "../shared/icons.js";
import { t } from "../shared/messages.js";

/** @typedef {import("../types/api").CaptureMessage} CaptureCommand */
/** @typedef {import("../types/api").DeviceState} State */
/** @typedef {{ ask(event: string, message: object): Promise<import("../types/page").Answer<any> | null> }} Line */

const REASONS = /** @type {const} */ (["unreadable", "marks", "sensitive", "missing"]);
const SHUTTER_KEYS = new Set([" ", "Enter", "PageDown", "AudioVolumeUp", "AudioVolumeDown", "VolumeUp", "VolumeDown"]);

/** Events: none. `element` stands at the bottom of the page, `words` above it. */
export class ByHand {
  element = h("div", { class: "by-hand" });
  #line;
  #photographer;
  /** @type {State | null} */
  #state = null;
  /** @type {CaptureCommand | null} the photo that is waited for */
  #asked = null;
  /** @type {CaptureCommand | null} the photo that the camera app was opened for */
  #filed = null;
  #working = true;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;
  #advice = h("p", { class: "by-hand-advice", role: "status" });
  #problem = h("p", { class: "stop", role: "alert" });
  #shutter = h(
    "button",
    { type: "button", class: "shutter", "aria-label": t("hand-shutter"), on: { click: () => this.press() } },
    h("span", { class: "shutter-count", "aria-hidden": "true" }),
  );
  #back = h("button", { type: "button", class: "button quiet", on: { click: () => this.#goBack() } });
  #skip = h(
    "button",
    { type: "button", class: "button quiet", on: { click: () => this.#askWhy() } },
    icon("skip"),
    t("hand-skip"),
  );
  #next = new Button(t("hand-next"), () => this.#goOn(), { kind: "filled", icon: "next" });
  #retake = new Button(t("hand-retake"), () => this.#again(), { icon: "retake" });
  #file = h("input", {
    type: "file",
    accept: "image/*",
    capture: "environment",
    class: "visually-hidden",
    tabindex: "-1",
    "aria-hidden": "true",
    on: { change: () => void this.#takeFile() },
  });
  #app = new Button(t("hand-app"), () => this.#openApp(), { kind: "quiet", icon: "camera" });
  #changed = new Button(t("hand-conditions"), () => this.#askConditions(), { kind: "quiet", icon: "note" });
  #pause;

  /**
   * @param {Line} line to the server
   * @param {import("./photographer.js").Photographer} photographer
   */
  constructor(line, photographer) {
    this.#line = line;
    this.#photographer = photographer;
    this.#pause = new Button(t("action-pause"), () => line.ask("pause", {}), { kind: "quiet", icon: "pause" });
    fill(
      this.element,
      this.#problem,
      this.#advice,
      h("div", { class: "by-hand-row" }, this.#back, h("div", {}, this.#shutter), this.#skip),
      h("div", { class: "by-hand-row two" }, this.#retake.element, this.#next.element),
      h("div", { class: "by-hand-more" }, this.#app.element, this.#changed.element, this.#pause.element),
      this.#file,
    );
    this.attend(photographer);
    document.addEventListener("keydown", (event) => this.#key(event));
    this.#draw();
  }

  /** @param {import("./photographer.js").Photographer} photographer of the session that the phone is in now */
  attend(photographer) {
    this.#photographer = photographer;
    this.#forget();
    photographer.addEventListener("asked", (event) => this.#wait(/** @type {CustomEvent} */ (event).detail));
    photographer.addEventListener("done", () => this.#draw());
  }

  /** @returns {boolean} whether a person takes the photos of this session */
  get on() {
    return Boolean(this.#state?.by_hand);
  }

  /** @param {State | null} state @param {boolean} working the page's own camera works */
  update(state, working) {
    // A command may come before the state that goes with it: only news of the session withdraws it.
    const isNews = state !== this.#state;
    this.#state = state;
    this.#working = working;
    if (isNews && (state?.phase !== "running" || !state.by_hand)) this.#forget();
    this.#draw();
  }

  /** @param {import("../types/api").JudgedMessage} judged @param {string} why in the person's words */
  judged({ index, verdict, code }, why) {
    if (!this.on || code === "operator") return;
    setText(this.#problem, verdict === "rejected" ? t("hand-rejected", { index: count(index), why }) : "");
  }

  /** @param {{ index: number, attempt: number, showing: number }} pressed elsewhere: at the display or the console */
  pressed({ index, attempt, showing }) {
    const asked = this.#asked;
    if (asked && asked.index === index && asked.attempt === attempt && asked.showing === showing) this.press();
  }

  /** Take the photo that is waited for; without one, or without a camera, this does nothing. */
  press() {
    const asked = this.#asked;
    if (!asked || !this.#working || this.#photographer.busy) return;
    this.#forget();
    setText(this.#problem, "");
    this.#photographer.take(asked);
  }

  /** @param {CaptureCommand} command */
  #wait(command) {
    if (this.#asked && command.showing < this.#asked.showing) return;
    const repeated = this.#asked?.showing === command.showing;
    this.#asked = command;
    if (!repeated) this.#countDown();
    this.#draw();
  }

  #forget() {
    clearInterval(this.#timer);
    this.#asked = null;
    setText(/** @type {HTMLElement} */ (this.#shutter.firstElementChild), "");
  }

  /** A session may have the shutter pressed by itself, so many seconds after the x-ray is shown. */
  #countDown() {
    clearInterval(this.#timer);
    let left = Math.ceil(this.#state?.by_hand?.shutter_after_s ?? 0);
    if (!left) return;
    const sign = /** @type {HTMLElement} */ (this.#shutter.firstElementChild);
    setText(sign, String(left));
    this.#timer = setInterval(() => {
      left -= 1;
      setText(sign, left > 0 ? String(left) : "");
      if (left <= 0) {
        clearInterval(this.#timer);
        this.press();
      }
    }, 1000);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const target = event.target instanceof Element ? event.target : null;
    const typing = document.querySelector("dialog[open]") || target?.closest("input, select, textarea, button, a");
    if (!this.on || typing || event.repeat || !SHUTTER_KEYS.has(event.key)) return;
    if (this.#state?.by_hand?.stays) void this.#goOn();
    else if (this.#asked) this.press();
    else return;
    event.preventDefault();
  }

  #openApp() {
    this.#filed = this.#asked;
    this.#file.value = "";
    this.#file.click();
  }

  /** The photo is of the x-ray that was asked for when the camera app was opened, or of none. */
  async #takeFile() {
    const [file, meant] = [this.#file.files?.[0], this.#filed];
    this.#filed = null;
    if (!file || !meant) return;
    const asked = this.#asked;
    if (!asked || asked.index !== meant.index || asked.attempt !== meant.attempt) {
      setText(this.#problem, t("hand-file-late", { index: count(meant.index) }));
      return;
    }
    this.#forget();
    setText(this.#problem, "");
    this.#photographer.take(meant, file);
  }

  #goBack() {
    const index = this.#state?.by_hand?.previous;
    if (index) return this.#say("retake", { index });
    return undefined;
  }

  #again() {
    return this.#say("retake", { index: this.#state?.by_hand?.stays ?? this.#state?.index });
  }

  #goOn() {
    return this.#say("next", { index: this.#state?.by_hand?.stays });
  }

  /** @param {string} event @param {object} message */
  async #say(event, message) {
    setText(this.#problem, "");
    const answer = await this.#line.ask(event, message);
    if (!answer) setText(this.#problem, t("hand-no-answer"));
    else if (!answer.ok) setText(this.#problem, answer.error.message);
    return answer?.ok ?? false;
  }

  #askWhy() {
    const index = this.#asked?.index ?? this.#state?.index;
    if (!index) return;
    const chips = REASONS.map((reason) => {
      const words = t(`hand-skip-${reason}`);
      return h(
        "button",
        {
          type: "button",
          class: "button",
          on: {
            click: () => {
              closeDialog(dialog);
              void this.#say("skip", { index, detail: words });
            },
          },
        },
        words,
      );
    });
    const other = h("input", { type: "text", maxlength: "500", "aria-label": t("hand-skip-other") });
    other.placeholder = t("hand-skip-other");
    const dialog = ask({
      heading: t("hand-skip-heading", { index: count(index) }),
      words: t("hand-skip-words"),
      content: h("div", { class: "chips" }, ...chips, other),
      confirm: t("hand-skip"),
      action: () => (other.value.trim() ? this.#say("skip", { index, detail: other.value.trim() }) : false),
    });
  }

  #askConditions() {
    askConditions(this.#state?.by_hand?.conditions ?? {}, async (conditions) => {
      if (!(await this.#say("conditions", { conditions }))) throw new Error(this.#problem.textContent ?? "");
    });
  }

  #draw() {
    const hand = this.#state?.by_hand;
    if (!hand) return;
    const free = Boolean(this.#asked) && !this.#photographer.busy;
    this.#shutter.disabled = !free || !this.#working;
    this.#app.enabled = free;
    this.#app.element.hidden = !hand.camera_app;
    fill(
      this.#back,
      icon("previous"),
      hand.previous ? t("hand-back-to", { index: count(hand.previous) }) : t("hand-back"),
    );
    this.#back.disabled = !hand.previous || this.#photographer.busy;
    this.#skip.disabled = !free;
    const stays = hand.stays !== null;
    this.#next.element.hidden = this.#retake.element.hidden = !stays;
    this.#shutter.parentElement?.parentElement?.toggleAttribute("hidden", stays);
    this.#changed.label = t(hand.ask_conditions ? "hand-conditions-ask" : "hand-conditions");
    this.#changed.element.classList.toggle("asks", hand.ask_conditions);
    setText(this.#advice, this.#advise(stays));
  }

  /** @param {boolean} stays @returns {string} */
  #advise(stays) {
    const state = this.#state;
    if (stays) return t("hand-good", { index: count(state?.by_hand?.stays ?? 0) });
    if (!this.#asked) return t("hand-judging");
    const { advice, xray, index } = this.#asked;
    if (state?.capture === "film") return t("hand-put-up", { index: count(index), film: filmName(xray.path) });
    if (!advice) return "";
    return t("hand-advice", {
      angle: t(`hand-angle-${advice.angle}`),
      distance: t(`hand-distance-${advice.distance}`),
    });
  }
}

/**
 * What a person looks for on a film: patient, study and view.
 *
 * @param {string} path as in the CSV
 * @returns {string}
 */
export function filmName(path) {
  const [view = "", study = "", patient = ""] = path.split("/").reverse();
  return [patient, study, view.replace(/\.[^.]*$/, "").replaceAll("_", " ")].filter(Boolean).join(", ");
}
