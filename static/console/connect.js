/**
 * Before a session starts: how phones and the display join, and what is still missing.
 */

import { call, post } from "../shared/api.js";
import { fill, h, setAttribute, setText } from "../shared/dom.js";
import { clock, spokenCode } from "../shared/format.js";
import { icon } from "../shared/icons.js";
import { Button } from "../shared/parts.js";
import { rich, say } from "../shared/words.js";

/** @typedef {import("../types/wire").Snapshot} Snapshot */
/** @typedef {import("../types/wire").Invitation} Invitation */
/** @typedef {import("../types/wire").Invitations} Invitations */

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
    this.element = h("section", { class: "qr-card" }, this.#qr,
      h("div", {}, h("h2", {}, say(role === "phone" ? "connect.phone" : "connect.display")), this.#how, this.#code, this.#expires, this.#more));
    if (role === "display") {
      this.link = h("a", { target: "_blank", rel: "noopener" }, say("connect.here"));
      this.#more.append(this.link);
    }
  }

  /** @param {Invitation} invitation */
  update({ code, url, qr, expires }) {
    setAttribute(this.#qr, "src", `${qr}?code=${code}`);
    setAttribute(this.#qr, "alt", say("qr.alt", { code: spokenCode(code) }));
    setText(this.#code, spokenCode(code));
    fill(this.#how, rich(this.role === "phone" ? "connect.how.phone" : "connect.how.display", { address: `${new URL(url).origin}/join` }));
    setText(this.#expires, say("connect.expires", { time: clock(expires) }));
    if (this.link) setAttribute(this.link, "href", `/join?code=${code}&now=1`);
  }
}

/** QR cards and checklist. */
export class Connect {
  #session;
  #phone = new QrCard("phone");
  #display = new QrCard("display");
  #list = h("ul", { class: "checklist" });
  #renew = new Button(say("connect.renew"), () => this.invite(true), { kind: "quiet", icon: "retake" });
  #problem = h("p", { class: "stop", role: "alert" });
  /** @type {(code: string) => void} */
  onCode = () => {};
  element = h("div", { class: "connect" }, h("div", { class: "connect-cards" }, this.#phone.element, this.#display.element),
    h("div", { class: "connect-renew" }, this.#renew.element), this.#problem,
    h("section", { class: "connect-list" }, h("h2", {}, say("connect.heading")), this.#list));

  /** @param {string} session */
  constructor(session) {
    this.#session = session;
    setInterval(() => { if (this.element.isConnected && document.visibilityState === "visible") void this.invite(); }, REFRESH_MS);
    void this.invite();
  }

  /** @param {boolean} [anew] make new codes: the old ones end */
  async invite(anew = false) {
    const path = `/sessions/${this.#session}/invitations`;
    try {
      const invitations = /** @type {Invitations} */ (await (anew ? post(path) : call(path)));
      this.#phone.update(invitations.phone);
      this.#display.update(invitations.display);
      this.onCode(invitations.phone.code);
      setText(this.#problem, "");
    } catch (error) {
      setText(this.#problem, /** @type {Error} */ (error).message);
    }
  }

  /** @param {Snapshot} snapshot */
  update({ display, phones, waits_for, can }) {
    const items = [];
    if (display?.connected) items.push(done(say("connect.display-here", { name: display.name }), sizeOf(display)));
    for (const phone of phones) {
      if (phone.state === "active" && phone.connected && phone.ready) items.push(done(say("connect.phone-ready", { name: phone.name }), say("connect.fills", { set: phone.set ?? "" })));
    }
    for (const words of waits_for) items.push(h("li", {}, h("span", { class: "wait" }, icon("clock")), words));
    if (can.aim) items.push(h("li", {}, h("span", { class: "accent" }, icon("frame")), say("connect.aim")));
    if (can.start) items.push(h("li", {}, h("span", { class: "accent" }, icon("play")), say("connect.start")));
    const text = items.map((item) => item.textContent).join("|");
    if (this.#list.dataset.text === text) return;
    this.#list.dataset.text = text;
    fill(this.#list, ...items);
  }
}

/** @param {import("../types/wire").DisplayView} display @returns {string} */
function sizeOf({ status }) {
  const parts = [status.width ? `${status.width} × ${status.height}` : "", say(status.fullscreen ? "idle.fullscreen" : "idle.press-f")];
  return parts.filter(Boolean).join(", ");
}

/** @param {string} words @param {string} small @returns {HTMLElement} */
function done(words, small) {
  return h("li", {}, h("span", { class: "ok" }, icon("check")), words, h("small", {}, small));
}
