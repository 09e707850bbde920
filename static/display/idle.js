/**
 * What the display shows before a session runs: how a phone joins, and what is waited for.
 */

import { call } from "../shared/api.js";
import { byId, fill, h, setText } from "../shared/dom.js";
import { path, range, spokenCode } from "../shared/format.js";
import { icon } from "../shared/icons.js";
import { t, tRich } from "../shared/messages.js";

/** @typedef {import("../types/api").DeviceState} State */
/** @typedef {import("../types/api").OpenInvitations} Invitations */

/** The idle screen. */
export class Idle {
  #element = byId("idle");
  #qr = h("img", { class: "qr", alt: "", width: "346", height: "346" });
  #heading = h("h2", {});
  #how = h("p", { class: "lead" });
  #code = h("p", { class: "code" });
  #list = h("ul", { class: "checklist" });
  #foot = h("p", {});
  #foot2 = h("p", {});
  #over = h("p", { class: "lead" }, t("idle-over-words"));
  #invited = "";
  #reachable = false;
  #ended = false;
  #presented = false;

  constructor() {
    this.#showInvitation();
    fill(
      this.#element,
      h(
        "div",
        { class: "brand" },
        h("img", { src: "/static/shared/icon.svg", alt: "", width: "24", height: "24" }),
        t("app"),
      ),
      h(
        "div",
        { class: "idle-middle" },
        this.#qr,
        h("div", { class: "idle-words" }, this.#heading, this.#how, this.#code, this.#over, this.#list),
      ),
      h(
        "div",
        { class: "idle-foot" },
        this.#foot,
        h("p", {}, h("a", { href: "/docs", target: "_blank" }, t("top-docs"))),
        this.#foot2,
      ),
    );
  }

  /** @param {boolean} visible */
  set visible(visible) {
    this.#element.hidden = !visible;
  }

  /** Fetch the phones' invitation; it is shown again here whenever it changes. @param {string} session */
  async invite(session) {
    try {
      this.#invite(await call(`/sessions/${session}/invitations`));
    } catch {
      setText(this.#how, t("idle-console"));
    }
  }

  /** @param {Invitations} invitations */
  #invite({ phone: { code, url, qr }, addresses, advice }) {
    const key = [code, url, advice].join(" ");
    if (key === this.#invited) return;
    this.#invited = key;
    const { origin } = new URL(url);
    if (addresses.length) this.#qr.src = `${qr}?code=${code}&at=${encodeURIComponent(origin)}`;
    this.#qr.alt = t("qr-alt", { code: spokenCode(code) });
    this.#reachable = addresses.length > 0;
    this.#showInvitation();
    fill(this.#how, addresses.length ? tRich("idle-how", { address: path(`${origin}/join`) }) : advice);
    setText(this.#code, addresses.length ? spokenCode(code) : "");
  }

  /** An ended session takes nobody in any more, and an address that no phone can open is no invitation. */
  #showInvitation() {
    this.#qr.hidden = !this.#reachable || this.#ended || this.#presented;
    this.#how.hidden = this.#ended || this.#presented;
    this.#code.hidden = this.#ended || this.#presented;
    this.#list.hidden = this.#ended;
    this.#over.hidden = !this.#ended;
  }

  /**
   * @param {State | null} state
   * @param {{ online: boolean, fullscreen: boolean, wakeLock: boolean }} self
   */
  update(state, { online, fullscreen, wakeLock }) {
    const finished = state?.phase === "finished";
    this.#ended = finished;
    this.#presented = state?.capture === "presenter";
    this.#showInvitation();
    const waits = state?.waits_for ?? [];
    setText(this.#heading, this.#headline(online, finished, state));
    const own = [
      `${innerWidth} × ${innerHeight}`,
      t(fullscreen ? "idle-fullscreen" : "idle-window"),
      t(wakeLock ? "idle-awake" : "idle-sleepy"),
    ];
    fill(
      this.#list,
      h(
        "li",
        {},
        h("span", { class: fullscreen ? "ok" : "wait" }, icon(fullscreen ? "check" : "warning")),
        t(fullscreen ? "idle-ready" : "idle-press-f"),
        h("small", {}, own.join(", ")),
      ),
      ...waits.map((words) => h("li", {}, h("span", { class: "wait" }, icon("clock")), words)),
    );
    setText(this.#foot, state ? t("phone-range", { range: range(state.first, state.last) }) : "");
    setText(this.#foot2, finished ? "" : t(this.#presented ? "idle-presenter-keys" : "idle-goes-black"));
  }

  /**
   * @param {boolean} online
   * @param {boolean} finished
   * @param {State | null} state
   * @returns {string}
   */
  #headline(online, finished, state) {
    if (!online) return t("connecting-heading");
    if (finished) return t("idle-over", { n: state?.stored ?? 0 });
    return state?.waits_for.length ? t("idle-waiting") : t("idle-all-ready");
  }
}
