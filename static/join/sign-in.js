/**
 * The operator signs in with the token that the server printed when it started.
 */

import { post } from "../shared/api.js";
import { byId, fill, h } from "../shared/dom.js";
import { Button, Field } from "../shared/parts.js";
import { say } from "../shared/words.js";

const token = new Field(say("sign-in.token"), h("input", { type: "password", id: "token", autocomplete: "current-password", spellcheck: "false" }), { hint: say("sign-in.hint") });
const button = new Button(say("sign-in.sign-in"), signIn, { kind: "filled", large: true, busy: say("sign-in.busy") });

async function signIn() {
  token.error = token.value ? "" : say("sign-in.empty");
  if (!token.value) return;
  try {
    await post("/sign-in", { token: token.value });
    const next = new URLSearchParams(location.search).get("next") ?? "/";
    location.assign(next.startsWith("/") && !next.startsWith("//") ? next : "/");
  } catch (error) {
    token.error = /** @type {Error} */ (error).message;
    token.control.focus();
  }
}

button.element.type = "submit";
button.element.addEventListener("click", (event) => event.preventDefault());
fill(byId("main"),
  h("img", { class: "mark", src: "/static/shared/icon.svg", alt: "", width: "40", height: "40" }),
  h("h1", {}, say("sign-in.heading")), h("p", { class: "lead" }, say("sign-in.words")),
  h("form", { on: { submit: (/** @type {Event} */ event) => { event.preventDefault(); void button.run(); } } }, token.element, button.element),
  h("p", { class: "foot" }, h("a", { href: "/join" }, say("sign-in.join"))));
token.control.focus();
