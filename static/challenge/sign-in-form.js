/**
 * A participant signs in with the token that the operator gave.
 */

import { post } from "../shared/api.js";
import { Button, Field } from "../shared/controls.js";
import { h } from "../shared/dom.js";
import { t } from "../shared/messages.js";

/**
 * @param {() => unknown} signedIn
 * @returns {HTMLElement}
 */
export function signInForm(signedIn) {
  const token = new Field(
    t("challenge-sign-in-token"),
    h("input", { type: "password", autocomplete: "off", spellcheck: "false" }),
  );
  const button = new Button(t("challenge-sign-in-go"), signIn, { kind: "filled" });

  async function signIn() {
    token.error = token.value ? "" : t("challenge-sign-in-empty");
    if (!token.value) return;
    try {
      await post("/challenges/sign-in", { token: token.value });
      await signedIn();
    } catch (error) {
      token.error = /** @type {Error} */ (error).message;
      token.control.focus();
    }
  }

  return h(
    "form",
    {
      class: "challenge-sign-in",
      on: {
        submit: (/** @type {Event} */ event) => {
          event.preventDefault();
          void button.run();
        },
      },
    },
    h("h1", {}, t("challenge-sign-in")),
    h("p", { class: "lead" }, t("challenge-sign-in-words")),
    token.element,
    button.element,
    h("p", {}, h("a", { href: "/sign-in?next=/challenge" }, t("challenge-sign-in-operator"))),
  );
}
