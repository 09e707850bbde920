/**
 * Before a session starts: how phones and the display join, and what is still missing.
 */

import { call, post } from "../shared/api.js";
import { fill, h, setAttribute, setText } from "../shared/dom.js";
import { moment, path, spokenCode } from "../shared/format.js";
import { windowFor } from "../shared/display-windows.js";
import { icon } from "../shared/icons.js";
import { Button, choice, Field } from "../shared/controls.js";
import { t, tRich } from "../shared/messages.js";

/** @typedef {import("../types/api").SessionSnapshot} Snapshot */
/** @typedef {import("../types/api").InvitationView} Invitation */

const REFRESH_MS = 60_000;

/** One QR with its code; the code is always there too, for whoever cannot scan. */
class QrCard {
  #qr = h("img", { alt: "", width: "176", height: "176" });
  #code = h("p", { class: "code" });
  #how = h("p", { class: "caption" });
  #expires = h("p", { class: "caption faint" });
  #more = h("p", {});
  element;

  /** @param {"phone" | "display"} role */
  constructor(role) {
    this.role = role;
    this.element = h(
      "section",
      { class: "qr-card" },
      this.#qr,
      h(
        "div",
        {},
        h("h2", {}, t(role === "phone" ? "connect-phone" : "connect-display")),
        this.#how,
        this.#code,
        this.#expires,
        this.#more,
      ),
    );
    if (role === "display") {
      this.link = h("a", { class: "button", on: { click: openDisplay } }, icon("display"), t("connect-here"));
      this.#more.append(this.link);
    }
  }

  /** @param {Invitation} invitation @param {boolean} reachable other machines have a way here */
  update({ code, url, qr, expires }, reachable) {
    const { origin } = new URL(url);
    setAttribute(this.#qr, "src", reachable ? `${qr}?code=${code}&at=${encodeURIComponent(origin)}` : null);
    this.#qr.hidden = !reachable;
    setAttribute(this.#qr, "alt", t("qr-alt", { code: spokenCode(code) }));
    setText(this.#code, spokenCode(code));
    const how = this.role === "phone" ? "connect-how-phone" : "connect-how-display";
    fill(this.#how, tRich(reachable ? how : "connect-local", { address: path(`${origin}/join`) }));
    setText(this.#expires, t("connect-expires", { time: moment(expires) }));
    if (this.link) setAttribute(this.link, "href", `/join?code=${code}&now=1`);
  }
}

/**
 * Open the display in a window of its own, which can be moved to the monitor; where the browser allows none, the link opens a tab.
 *
 * @param {Event} event
 */
function openDisplay(event) {
  const link = /** @type {HTMLAnchorElement} */ (event.currentTarget);
  const opened = window.open(link.href, link.target, "popup,width=1280,height=720");
  if (!opened) return;
  event.preventDefault();
  opened.focus();
}

/** QR cards and checklist. */
export class Connect {
  #session;
  #phone = new QrCard("phone");
  #display = new QrCard("display");
  #list = h("ul", { class: "checklist" });
  #renew = new Button(t("connect-renew"), () => this.invite(true), { kind: "quiet", icon: "retake" });
  #problem = h("p", { class: "stop", role: "alert" });
  #advice = h("p", {});
  #unreachable = h(
    "section",
    { class: "alert" },
    icon("warning", 24),
    h("div", {}, h("h2", {}, t("connect-unreachable")), this.#advice),
  );
  #address = h("div", { class: "connect-address" });
  /** @type {(code: string) => void} */
  onCode = () => {};
  element = h(
    "div",
    { class: "connect" },
    this.#unreachable,
    h("div", { class: "connect-cards" }, this.#phone.element, this.#display.element),
    h("div", { class: "connect-renew" }, this.#address, this.#renew.element),
    this.#problem,
    h("section", { class: "connect-list" }, h("h2", {}, t("connect-heading")), this.#list),
  );

  /** @param {string} session */
  constructor(session) {
    this.#session = session;
    this.#unreachable.hidden = true;
    setInterval(() => {
      if (this.element.isConnected && document.visibilityState === "visible") void this.invite();
    }, REFRESH_MS);
    // Before the click: a browser opens no window once a click has had to wait.
    for (const event of ["pointerenter", "focus"])
      this.#display.link?.addEventListener(event, () => void this.#chooseWindow());
    void this.#chooseWindow();
    void this.invite();
  }

  async #chooseWindow() {
    if (this.#display.link) this.#display.link.target = await windowFor(this.#session);
  }

  /** @param {boolean} [anew] make new codes: the old ones end */
  async invite(anew = false) {
    const address = /** @type {const} */ (`/sessions/${this.#session}/invitations`);
    try {
      const invitations = await (anew ? post(address) : call(address));
      const reachable = invitations.addresses.length > 0;
      this.#phone.update(invitations.phone, reachable);
      this.#display.update(invitations.display, reachable);
      setText(this.#advice, invitations.advice);
      this.#unreachable.hidden = reachable;
      this.#offer(invitations.addresses);
      this.onCode(invitations.phone.code);
      setText(this.#problem, "");
    } catch (error) {
      setText(this.#problem, /** @type {Error} */ (error).message);
    }
  }

  /** @param {string[]} addresses the one in use first */
  #offer(addresses) {
    const offered = addresses.join(" ");
    if (this.#address.dataset.offered === offered) return;
    this.#address.dataset.offered = offered;
    if (addresses.length < 2) return fill(this.#address);
    const list = choice(addresses.toSorted(), addresses[0]);
    list.addEventListener("change", () => void this.#choose(list.value));
    fill(this.#address, new Field(t("connect-address"), list, { hint: t("connect-address-hint") }).element);
  }

  /** @param {string} url */
  async #choose(url) {
    try {
      await post("/server/address", { url });
      await this.invite();
    } catch (error) {
      setText(this.#problem, /** @type {Error} */ (error).message);
    }
  }

  /** @param {Snapshot} snapshot */
  update({ display, phones, waits_for, can, capture }) {
    this.#display.element.hidden = capture === "film";
    this.#phone.element.hidden = capture === "presenter";
    const items = [];
    if (display?.connected) items.push(done(t("connect-display-here", { name: display.name }), sizeOf(display)));
    for (const phone of phones) {
      if (phone.state === "active" && phone.connected && phone.ready)
        items.push(done(t("connect-phone-ready", { name: phone.name }), t("connect-fills", { set: phone.set ?? "" })));
    }
    for (const words of waits_for) items.push(h("li", {}, h("span", { class: "wait" }, icon("clock")), words));
    if (can.aim) items.push(h("li", {}, h("span", { class: "accent" }, icon("frame")), t("connect-aim")));
    if (can.start) items.push(h("li", {}, h("span", { class: "accent" }, icon("play")), t("connect-start")));
    const text = items.map((item) => item.textContent).join("|");
    if (this.#list.dataset.text === text) return;
    this.#list.dataset.text = text;
    fill(this.#list, ...items);
  }
}

/** @param {import("../types/api").DisplayView} display @returns {string} */
function sizeOf({ status }) {
  const parts = [
    status.width ? `${status.width} × ${status.height}` : "",
    t(status.fullscreen ? "idle-fullscreen" : "idle-press-f"),
  ];
  return parts.filter(Boolean).join(", ");
}

/** @param {string} words @param {string} small @returns {HTMLElement} */
function done(words, small) {
  return h("li", {}, h("span", { class: "ok" }, icon("check")), words, h("small", {}, small));
}
