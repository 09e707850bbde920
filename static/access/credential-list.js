/**
 * The sign-ins, tokens and links that are good now: what each opens, when it was last used, and its end.
 */

import { call, remove } from "../shared/api.js";
import { Button } from "../shared/controls.js";
import { ask } from "../shared/dialog.js";
import { fill, h } from "../shared/dom.js";
import { dayAndTime } from "../shared/format.js";
import { icon } from "../shared/icons.js";
import { t } from "../shared/messages.js";
import { askForCredential } from "./new-credential.js";

/** @typedef {import("../types/api").CredentialView} Credential */

/** The list. */
export class CredentialList {
  #list = h("ul", { class: "credentials", "aria-label": t("access-given") });
  element;

  constructor() {
    const add = new Button(t("access-add"), () => askForCredential(() => this.refresh()), {
      kind: "filled",
      icon: "plus",
    });
    this.element = h(
      "section",
      {},
      h("div", { class: "access-head" }, h("h2", {}, t("access-given")), add.element),
      this.#list,
    );
  }

  async refresh() {
    const { credentials } = await call("/credentials");
    fill(this.#list, ...credentials.reverse().map((credential) => this.#line(credential)));
  }

  /**
   * @param {Credential} credential
   * @returns {HTMLElement}
   */
  #line(credential) {
    const { kind, scope, current, created, expires, last_used } = credential;
    const name = nameOf(credential);
    const opens = kind === "sign-in" && scope === "operator" ? "owner" : scope;
    const revoke = new Button(t("access-revoke"), () => this.#askToRevoke(credential), { kind: "quiet" });
    revoke.element.setAttribute("aria-label", t("access-revoke-name", { name }));
    const dates = [
      t("access-made", { day: dayAndTime(created) }),
      t("access-ends", { day: dayAndTime(expires) }),
      last_used === null ? t("access-unused") : t("access-used", { day: dayAndTime(last_used) }),
    ];
    return h(
      "li",
      {},
      icon(kind === "sign-in" ? "display" : kind === "link" ? "person" : "lock", 18),
      h(
        "div",
        { class: "credential-words" },
        h("b", {}, name),
        current ? h("span", { class: "caption" }, ` (${t("access-current")})`) : null,
        h("div", {}, `${t(`access-kind-${kind}`)}: ${t(`access-scope-${opens}`)}`),
        h("div", { class: "caption" }, dates.join(", ")),
      ),
      revoke.element,
    );
  }

  /** @param {Credential} credential */
  #askToRevoke(credential) {
    const { id, current } = credential;
    ask({
      heading: t("access-revoke-heading", { name: nameOf(credential) }),
      words: t(current ? "access-revoke-current" : "access-revoke-words"),
      confirm: t("access-revoke"),
      danger: true,
      action: async () => {
        await remove(`/credentials/${id}`);
        if (current) location.assign("/sign-in");
        else await this.refresh();
      },
    });
  }
}

/** @param {Credential} credential @returns {string} */
function nameOf({ name }) {
  return name || t("access-own");
}
