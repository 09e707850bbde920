/**
 * The operator signs in with the token that the server printed when it started.
 */

import { post } from "../shared/api.js";
import { byId, fill, h } from "../shared/dom.js";
import { icon } from "../shared/icons.js";
import { Button, Field } from "../shared/controls.js";
import { t } from "../shared/messages.js";
import { cleanCode, isCode } from "./code-field.js";
import { helpLinks } from "./help-links.js";

const token = new Field(
  t("sign-in-token"),
  h("input", { type: "password", id: "token", autocomplete: "current-password", spellcheck: "false" }),
  { hint: t("sign-in-hint") },
);
const button = new Button(t("sign-in-sign-in"), signIn, { kind: "filled", large: true, busy: t("sign-in-busy") });

/** @returns {string} the page that was asked for, if it is one of this server; a browser reads "/\\host" as another host too */
function wanted() {
  try {
    const next = new URL(new URLSearchParams(location.search).get("next") ?? "/", location.origin);
    return next.origin === location.origin ? next.pathname + next.search : "/";
  } catch {
    return "/";
  }
}

async function signIn() {
  token.error = token.value ? "" : t("sign-in-empty");
  if (!token.value) return;
  // Whoever opens the server's bare address to join lands here, with the monitor's code at hand.
  if (isCode(token.value)) return location.assign(`/join?code=${cleanCode(token.value)}`);
  try {
    await post("/sign-in", { token: token.value });
    location.assign(wanted());
  } catch (error) {
    token.error = /** @type {Error} */ (error).message;
    token.control.focus();
  }
}

/** A reader's link brings its secret behind #, where no server and no other page sees it. */
async function signInByLink() {
  const secret = location.hash.slice(1);
  if (!secret) return;
  history.replaceState(null, "", location.pathname + location.search);
  /** @type {HTMLInputElement} */ (token.control).value = secret;
  await signIn();
}

button.element.type = "submit";
button.element.addEventListener("click", (event) => event.preventDefault());
fill(
  byId("main"),
  h("img", { class: "mark", src: "/static/shared/icon.svg", alt: "", width: "40", height: "40" }),
  h("h1", {}, t("sign-in-heading")),
  h("p", { class: "lead" }, t("sign-in-words")),
  h(
    "form",
    {
      on: {
        submit: (/** @type {Event} */ event) => {
          event.preventDefault();
          void button.run();
        },
      },
    },
    token.element,
    button.element,
  ),
  h(
    "a",
    { class: "row-link", href: "/join" },
    icon("phone", 18),
    h("span", {}, h("b", {}, t("sign-in-join")), h("small", {}, t("sign-in-join-words"))),
    icon("next"),
  ),
  ...helpLinks(),
);
token.control.focus();
void signInByLink();
