/**
 * The top of the console: which session, its state, and what the operator may do now.
 */

import { fill, h, setText } from "../shared/dom.js";
import { range } from "../shared/format.js";
import { icon } from "../shared/icons.js";
import { Button, chip, hasEnded, phaseChip, standing } from "../shared/controls.js";
import { known, t } from "../shared/messages.js";

/** @typedef {import("../types/api").SessionSnapshot} Snapshot */
/** @typedef {{ aim(): unknown, start(): unknown, pause(): unknown, abort(): unknown, resume(): unknown, retake(): unknown, skip(): unknown, exportPhotos(): unknown, next(): unknown }} Actions */

/** Title, chip, buttons. */
export class Head {
  #title = h("h1", {});
  #range = h("span", { class: "caption" });
  #chip = h("span", {});
  #why = h("p", { class: "caption why", role: "status" });
  #report = h(
    "a",
    { class: "button quiet", target: "_blank", rel: "noopener" },
    icon("note"),
    h("span", {}, t("action-report")),
  );
  #buttons;
  element;

  /** @param {Actions} actions */
  constructor(actions) {
    const space = t("key-space");
    this.#buttons = {
      abort: new Button(t("action-abort-session"), actions.abort, { kind: "quiet" }),
      skip: new Button(t("action-skip-dots"), actions.skip, { kind: "quiet" }),
      retake: new Button(t("action-retake-dots"), actions.retake, { key: "R" }),
      stopAiming: new Button(t("action-stop-aiming"), actions.pause, { busy: t("action-stopping"), large: true }),
      aim: new Button(t("action-aim"), actions.aim, { icon: "frame", busy: t("action-aiming"), large: true }),
      pause: new Button(t("action-pause"), actions.pause, {
        kind: "filled",
        icon: "pause",
        key: space,
        busy: t("action-pausing"),
        large: true,
      }),
      start: new Button(t("action-start"), actions.start, {
        kind: "filled",
        icon: "play",
        key: space,
        busy: t("action-starting"),
        large: true,
      }),
      resume: new Button(t("action-resume"), actions.resume, {
        kind: "filled",
        icon: "play",
        key: space,
        busy: t("action-resuming"),
        large: true,
      }),
      next: new Button(t("action-next"), actions.next, {
        kind: "filled",
        icon: "next",
        key: space,
        busy: t("action-going-next"),
        large: true,
      }),
      exported: new Button(t("action-export"), actions.exportPhotos, { kind: "filled", icon: "download", large: true }),
    };
    this.element = h(
      "div",
      {},
      h(
        "div",
        { class: "console-head" },
        this.#title,
        this.#range,
        this.#chip,
        h(
          "div",
          { class: "head-actions" },
          this.#report,
          ...Object.values(this.#buttons).map(({ element }) => element),
        ),
      ),
      this.#why,
    );
  }

  /** @returns {Button | null} the filled button now, which Space presses */
  get primary() {
    const { start, pause, resume, next, exported } = this.#buttons;
    return [start, pause, resume, next, exported].find((button) => !button.element.hidden) ?? null;
  }

  /** @param {Snapshot} snapshot @param {boolean} online @param {import("./next.js").Next | null} offer the next subset */
  update(snapshot, online, offer) {
    const { session, title, phase, can, first, last, capture } = snapshot;
    setText(this.#title, title);
    this.#report.href = `/api/v1/sessions/${session}/report`;
    this.#report.hidden = ["waiting", "aiming", "running"].includes(phase);
    setText(this.#range, t("phone-range", { range: range(first, last) }));
    fill(this.#chip, online ? phaseChip(standing(snapshot)) : chip("offline", t("chip-reconnecting"), "wait"));
    const { abort, skip, retake, stopAiming, aim, pause, start, resume, exported } = this.#buttons;
    const unstarted = phase === "waiting" || phase === "aiming";
    const again = phase === "finished" && (can.resume || can.start_why !== "");
    const going = ["running", "paused", "finishing"].includes(phase);
    show(abort, !hasEnded(phase), online && can.abort);
    show(skip, phase === "running", online);
    show(retake, going || phase === "finished", online);
    show(pause, phase === "running", online && can.pause);
    show(stopAiming, phase === "aiming", online && can.pause);
    show(aim, phase === "waiting" && capture !== "film", online && can.aim);
    show(start, unstarted, online && can.start);
    show(resume, again, online && can.resume);
    show(exported, phase === "finished", online && can.export);
    this.#lead(snapshot, online, again, offer);
    const missing = (unstarted && !can.start) || (again && !can.resume);
    const why = missing ? can.start_why || snapshot.waits_for.join(" ") : "";
    this.#why.classList.toggle("calm", !why);
    setText(this.#why, [why, this.#hint(snapshot, offer)].filter(Boolean).join(" "));
  }

  /**
   * Of what can follow the session, one thing is filled: what is most likely wanted.
   *
   * @param {Snapshot} snapshot @param {boolean} online @param {boolean} again there is something to resume for
   * @param {import("./next.js").Next | null} offer
   */
  #lead({ phase }, online, again, offer) {
    const { next, exported } = this.#buttons;
    show(next, hasEnded(phase) && Boolean(offer?.session ?? offer?.first), online);
    next.label = nextLabel(offer);
    const leading = again || phase === "aborted" ? null : next.element.hidden ? exported : next;
    for (const button of [next, exported]) {
      button.element.classList.toggle("filled", button === leading);
      button.key = button === leading ? t("key-space") : "";
    }
  }

  /** @param {Snapshot} snapshot @param {import("./next.js").Next | null} offer @returns {string} */
  #hint({ phase, follows, by_itself }, offer) {
    if (by_itself) return t("console-by-itself");
    if (follows && phase === "waiting") return t("console-not-by-itself");
    if (this.#buttons.next.element.hidden) return "";
    const changes = Object.entries(offer?.conditions ?? {}).map(([name, value]) => `${conditionName(name)}: ${value}`);
    return changes.length ? t("console-next-changes", { changes: changes.join(", ") }) : t("console-next-words");
  }
}

/** @param {string} name @returns {string} */
function conditionName(name) {
  const id = `condition-${name}`;
  return known(id) ? t(id) : name;
}

/** @param {import("./next.js").Next | null} offer @returns {string} */
function nextLabel(offer) {
  if (offer?.session) return t("action-open-next");
  return offer?.first && offer.last
    ? t("action-next-range", { range: range(offer.first, offer.last) })
    : t("action-next");
}

/** @param {Button} button @param {boolean} visible @param {boolean} enabled */
function show(button, visible, enabled) {
  button.element.hidden = !visible;
  button.enabled = enabled;
}
