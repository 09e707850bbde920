/**
 * The operator signs in: by a code in the address that the server printed, or with the token.
 */

import { call, post } from "../shared/api.js";
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

/** The server's printed address and a reader's link bring a secret behind #, where no server and no other page sees it. */
async function signInByLink() {
  const secret = location.hash.slice(1);
  if (!secret) return;
  history.replaceState(null, "", location.pathname + location.search);
  /** @type {HTMLInputElement} */ (token.control).value = secret;
  await signIn();
  if (token.wrong && (await isSignedIn())) location.assign(wanted());
}

/** @returns {Promise<boolean>} whether a used address is opened once more where it signed in before */
function isSignedIn() {
  return call("/server").then(
    () => true,
    () => false,
  );
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
