/**
 * What the display and every phone are doing, in plain words, and what can be done with each.
 */

import { fill, h, keyed, setText } from "../shared/dom.js";
import { spokenCode } from "../shared/format.js";
import { icon } from "../shared/icons.js";
import { stateWords } from "../shared/controls.js";
import { t } from "../shared/messages.js";
import { charge, shortOf } from "../shared/shortages.js";
import { Mismatch } from "./mismatch.js";

/** @typedef {import("../types/api").SessionSnapshot} Snapshot */
/** @typedef {import("../types/api").PhoneView} PhoneView */
/** @typedef {import("../types/api").DisplayView} DisplayView */
/** @typedef {import("../shared/icons.js").IconName} IconName */
/** @typedef {import("../shared/messages.js").MessageId} Key */
/** @typedef {{ pause(): unknown, drop(device: { device: string, name: string }): unknown, revoke(device: { device: string, name: string }): unknown,
 *   pausePhone(phone: PhoneView): unknown, resumePhone(phone: PhoneView): unknown, replace(phone: PhoneView, spare: PhoneView): unknown,
 *   swap(phone: PhoneView, other: PhoneView): unknown }} Actions */

/** @type {Record<string, [IconName, string]>} the sign and colour of what a phone does */
const DOING = {
  waiting: ["ring", ""],
  asked: ["camera", "accent"],
  taking: ["camera", "accent"],
  has: ["check", "ok"],
  silent: ["offline", "wait"],
  failed: ["warning", "stop"],
  spare: ["clock", ""],
};
/** @type {Record<DisplayView["showing_state"], [IconName, string]>} */
const SHOWING = {
  none: ["ring", ""],
  preparing: ["clock", "accent"],
  shown: ["check", "ok"],
  black: ["pause", ""],
  broken: ["warning", "wait"],
};

/** @param {PhoneView} phone @param {boolean} mismatched the session is paused over its photo @returns {HTMLElement} */
function phoneState(phone, mismatched) {
  if (phone.state === "dropped" || phone.state === "revoked") return stateWords("cross", t(`device-${phone.state}`));
  if (phone.state === "paused") return stateWords("pause", t("device-paused"), "wait");
  if (!phone.connected && phone.code === "storage_failed")
    return stateWords("warning", t("code-storage_failed.label"), "wait");
  if (!phone.connected) return stateWords("offline", t("device-offline"), "wait");
  if (phone.state === "spare") return stateWords("clock", t("device-spare"));
  if (!phone.ready)
    return stateWords("warning", t(/** @type {Key} */ (`code-${phone.code || "not_ready"}.label`)), "wait");
  if (mismatched) return stateWords("warning", t("device-mismatch"), "wait");
  const [sign, tone] = DOING[phone.doing] ?? DOING.waiting;
  const index = phone.index;
  return stateWords(sign, index ? t(`doing-${phone.doing}-index`, { index }) : t(`doing-${phone.doing}`), tone);
}

/** @param {PhoneView} phone @returns {string} */
function phoneFacts({ set, camera, battery, charging, lasting, waiting, under_way }) {
  const focus = camera.settings.focusMode;
  const parts = [
    set ? t("connect-fills", { set }) : "",
    camera.width ? `${camera.width} × ${camera.height}` : "",
    typeof focus === "string" ? t("device-focus", { mode: focus }) : "",
    charge(battery, charging),
    lasting === false ? t("device-passing") : "",
    t("device-waiting", { n: Math.max(waiting, under_way) }),
  ];
  return parts.filter(Boolean).join(", ");
}

/** One device with its menu. */
class DeviceRow {
  #name = h("b", {});
  #state = h("span", {});
  #facts = h("p", { class: "caption" });
  #warning = h("p", { class: "caption wait" });
  #menu = h("div", {});
  #summary = h("summary", {}, icon("more", 18));
  #details = h("details", { class: "menu" }, this.#summary, this.#menu);
  element;

  /** @param {IconName} sign */
  constructor(sign) {
    this.element = h(
      "li",
      { class: "device" },
      icon(sign, 18),
      h("div", {}, h("div", { class: "spread" }, this.#name, this.#state), this.#facts, this.#warning),
      this.#details,
    );
    this.#details.addEventListener("focusout", (event) => {
      if (!this.#details.contains(/** @type {Node | null} */ (event.relatedTarget))) this.#details.open = false;
    });
    this.#details.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      this.#details.open = false;
      this.#summary.focus();
    });
  }

  /** @param {string} name @param {HTMLElement} state @param {string} facts @param {[string, () => unknown][]} choices */
  show(name, state, facts, choices) {
    setText(this.#name, name);
    setText(this.#facts, facts);
    this.#summary.setAttribute("aria-label", t("device-menu", { name }));
    if (this.#state.textContent !== state.textContent) fill(this.#state, state);
    this.#details.hidden = choices.length === 0;
    const labels = choices.map(([label]) => label).join("|");
    if (this.#menu.dataset.labels === labels) return;
    this.#menu.dataset.labels = labels;
    fill(
      this.#menu,
      ...choices.map(([label, action]) =>
        h(
          "button",
          {
            type: "button",
            on: {
              click: () => {
                this.#details.open = false;
                action();
              },
            },
          },
          label,
        ),
      ),
    );
  }

  /** @param {string} words empty for none */
  set warning(words) {
    setText(this.#warning, words);
    this.#warning.hidden = !words;
  }

  /** @param {boolean} value */
  set troubled(value) {
    this.element.classList.toggle("troubled", value);
  }
}

/** The panel of devices. */
export class Devices {
  #actions;
  #code = h("b", {});
  #add = h("button", { type: "button", class: "link-button" }, t("devices-add"), " ", this.#code);
  #list = h("ul", {});
  /** @type {Map<string, { element: Element, update(item: PhoneView | DisplayView): void }>} */
  #rows = new Map();
  /** @type {Snapshot | null} */
  #snapshot = null;
  element = h(
    "section",
    { class: "devices" },
    h("div", { class: "panel-head spread" }, h("h2", {}, t("devices-heading")), this.#add),
    this.#list,
  );

  /** @param {Actions} actions @param {() => void} onAdd */
  constructor(actions, onAdd) {
    this.#actions = actions;
    this.#add.addEventListener("click", onAdd);
  }

  /** @param {string} code */
  set code(code) {
    setText(this.#code, spokenCode(code));
  }

  /** @param {Snapshot} snapshot */
  update(snapshot) {
    this.#snapshot = snapshot;
    /** @type {(PhoneView | DisplayView)[]} */
    const all = [...(snapshot.display ? [snapshot.display] : []), ...snapshot.phones];
    keyed(
      this.#list,
      this.#rows,
      all,
      ({ device }) => device,
      (item) => this.#row(item),
    );
  }

  /** @param {PhoneView | DisplayView} item */
  #row(item) {
    const isPhone = "doing" in item;
    const row = new DeviceRow(isPhone ? "phone" : "display");
    return {
      element: row.element,
      update: (/** @type {PhoneView | DisplayView} */ now) => {
        if ("doing" in now) this.#phone(row, now);
        else this.#display(row, now);
      },
    };
  }

  /** @param {DeviceRow} row @param {DisplayView} display */
  #display(row, display) {
    const [sign, tone] = SHOWING[display.showing_state];
    const over = this.#snapshot?.phase === "finished" && display.showing_state === "black";
    const state =
      display.connected && over
        ? stateWords("check", t("showing-over"), "ok")
        : display.connected
          ? stateWords(
              sign,
              display.index
                ? t(`showing-${display.showing_state}-index`, { index: display.index })
                : t(`showing-${display.showing_state}`),
              tone,
            )
          : stateWords("offline", t("device-offline"), "wait");
    const { width, height, fullscreen, wake_lock } = display.status;
    const facts = [
      width ? `${width} × ${height}` : "",
      t(fullscreen ? "idle-fullscreen" : "device-window"),
      wake_lock ? t("idle-awake") : "",
    ]
      .filter(Boolean)
      .join(", ");
    row.show(display.name || t("display-title"), state, facts, [
      [t("menu-drop"), () => this.#actions.drop(display)],
      [t("menu-revoke"), () => this.#actions.revoke(display)],
    ]);
    row.troubled = !display.connected && this.#snapshot?.phase === "paused";
  }

  /** @param {DeviceRow} row @param {PhoneView} phone */
  #phone(row, phone) {
    const now = this.#snapshot;
    const concerned = now?.reason?.device === phone.device;
    row.show(phone.name, phoneState(phone, concerned && Mismatch.is(now)), phoneFacts(phone), this.#choices(phone));
    row.warning = phone.state === "revoked" ? "" : shortOf(phone);
    row.troubled = concerned && ["paused", "aborted"].includes(now.phase);
  }

  /** @param {PhoneView} phone @returns {[string, () => unknown][]} */
  #choices(phone) {
    if (phone.state === "revoked") return [];
    /** @type {[string, () => unknown][]} */
    const choices = [];
    if (this.#snapshot?.can.pause) choices.push([t("menu-pause"), this.#actions.pause]);
    if (phone.state === "paused") choices.push([t("menu-resume-phone"), () => this.#actions.resumePhone(phone)]);
    if (phone.state === "active") choices.push([t("menu-pause-phone"), () => this.#actions.pausePhone(phone)]);
    if (phone.set) {
      for (const spare of this.#snapshot?.phones ?? []) {
        if (spare.state === "spare")
          choices.push([t("menu-replace", { name: spare.name }), () => this.#actions.replace(phone, spare)]);
        if (spare !== phone && inPlace(phone) && inPlace(spare))
          choices.push([t("menu-swap", { name: spare.name }), () => this.#actions.swap(phone, spare)]);
      }
    }
    if (phone.state !== "dropped") choices.push([t("menu-drop"), () => this.#actions.drop(phone)]);
    choices.push([t("menu-revoke"), () => this.#actions.revoke(phone)]);
    return choices;
  }
}

/** @param {PhoneView} phone @returns {boolean} whether it fills a set */
function inPlace({ set, state }) {
  return Boolean(set) && (state === "active" || state === "paused");
}
