/**
 * Joining a session with the code on the monitor. A scanned QR brings the code along, but only a press (a POST)
 * uses the invitation, so that a browser which looks ahead at addresses uses up none.
 */

import { ApiError, post } from "../shared/api.js";
import { byId, fill, h } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { Button, Field } from "../shared/controls.js";
import { t, tRich } from "../shared/messages.js";
import { cleanCode, isWhole, shapeCode } from "./code-field.js";
import { deviceName } from "./device-name.js";
import { helpLinks } from "./help-links.js";

const query = new URLSearchParams(location.search);
const LAST_PAGE = "chexphoto-last-page";

/** The form. */
class Join {
  #code = h("input", {
    type: "text",
    id: "code",
    class: "code-input",
    autocomplete: "off",
    autocapitalize: "characters",
    spellcheck: "false",
    inputmode: "text",
    maxlength: "9",
    placeholder: "•••-•••",
  });
  #codeField = new Field(t("join-code"), this.#code, { hint: t("join-code-hint") });
  #name = new Field(
    t("join-name"),
    h("input", { type: "text", id: "name", maxlength: byId("main").dataset.longestName ?? "", autocomplete: "off" }),
    { hint: t("join-name-hint") },
  );
  #join = new Button(t("join-join"), () => this.#submit(), { kind: "filled", large: true, busy: t("join-joining") });

  async show() {
    const form = h(
      "form",
      {
        on: {
          submit: (/** @type {Event} */ event) => {
            event.preventDefault();
            void this.#join.run();
          },
        },
      },
      this.#codeField.element,
      this.#name.element,
      this.#join.element,
    );
    this.#join.element.type = "submit";
    this.#join.element.addEventListener("click", (event) => event.preventDefault());
    fill(
      byId("main"),
      h("img", { class: "mark", src: "/static/shared/icon.svg", alt: "", width: "40", height: "40" }),
      h("h1", {}, t("join-heading")),
      h("p", { class: "lead" }, t("join-words")),
      form,
      lastSession(),
      h(
        "a",
        { class: "row-link", href: "/trust" },
        icon("lock", 18),
        h("span", {}, h("b", {}, t("join-trust")), h("small", {}, t("join-trust-words"))),
        icon("next"),
      ),
      ...helpLinks(),
      h("p", { class: "foot" }, tRich("join-connected", { host: location.host })),
    );
    this.#code.addEventListener("input", () => {
      shapeCode(this.#code);
      this.#ready();
    });
    this.#code.value = query.get("code") ?? "";
    shapeCode(this.#code);
    this.#ready();
    this.#name.control.value =
      localStorage.getItem("chexphoto-device-name") ?? (query.get("now") ? t("display-title") : await deviceName());
    if (query.get("now") && isWhole(cleanCode(this.#code.value))) void this.#join.run();
    else (isWhole(cleanCode(this.#code.value)) ? this.#join.element : this.#code).focus();
  }

  #ready() {
    this.#codeField.error = "";
    this.#join.enabled = isWhole(cleanCode(this.#code.value));
  }

  async #submit() {
    try {
      const joined = /** @type {{ page: string, role: string }} */ (
        await post("/join", { code: cleanCode(this.#code.value), name: this.#name.value })
      );
      if (joined.role === "phone") localStorage.setItem("chexphoto-device-name", this.#name.value);
      localStorage.setItem(LAST_PAGE, joined.page);
      location.replace(joined.page);
    } catch (error) {
      this.#codeField.error =
        error instanceof ApiError && error.code === "code_expired"
          ? t("join-expired")
          : /** @type {Error} */ (error).message;
      this.#code.select();
    }
  }
}

/** @returns {HTMLElement | null} a way back to the session this device was last in */
function lastSession() {
  const page = localStorage.getItem(LAST_PAGE);
  if (!page || !/^\/(phone|display)\/\w+$/.test(page)) return null;
  return h(
    "a",
    { class: "row-link", href: page },
    icon("retake", 18),
    h("span", {}, h("b", {}, t("join-last")), h("small", {}, t("join-last-words"))),
    icon("next"),
  );
}

/** @returns {boolean} started from the home screen without a code: straight back to the last session */
function goesBack() {
  const page = localStorage.getItem(LAST_PAGE);
  const bare = !query.has("code") && !query.has("session") && !document.referrer;
  if (!bare || !matchMedia("(display-mode: standalone)").matches || !page) return false;
  location.replace(page);
  return true;
}

if (!goesBack()) void new Join().show();
