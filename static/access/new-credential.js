/**
 * A new token for a script, or a link for a reader; what it consists of is shown once.
 */

import { post } from "../shared/api.js";
import { Field } from "../shared/controls.js";
import { ask, tell } from "../shared/dialog.js";
import { h } from "../shared/dom.js";
import { wholeNumber } from "../shared/format.js";
import { t } from "../shared/messages.js";
import { bounded } from "../shared/rules.js";

/** @typedef {import("../types/api").GivenCredential} Given */

const SCOPES = /** @type {const} */ (["reviewer", "transforms", "operator"]);
const DAYS = 30;
const MOST_DAYS = 366;

/** @param {() => Promise<void>} made called once there is a new one */
export function askForCredential(made) {
  const name = new Field(t("access-name"), bounded(h("input", { type: "text" }), "reader"), {
    hint: t("access-name-hint"),
  });
  const scopes = h("select", {}, ...SCOPES.map((scope) => h("option", { value: scope }, t(`access-scope-${scope}`))));
  const scope = new Field(t("access-scope"), scopes);
  const days = new Field(t("access-days"), h("input", { type: "text", inputmode: "numeric", value: String(DAYS) }));
  ask({
    heading: t("access-add"),
    words: t("access-add-words"),
    fields: [name, scope, days],
    confirm: t("access-create"),
    action: async () => {
      const lifetime = wholeNumber(days.value);
      name.error = name.value ? "" : t("field-empty");
      days.error = lifetime >= 1 && lifetime <= MOST_DAYS ? "" : t("access-days-wrong");
      if (name.wrong || days.wrong) return false;
      const opens = /** @type {typeof SCOPES[number]} */ (scope.value);
      const given = await post("/credentials", { scope: opens, name: name.value, days: lifetime });
      await made();
      show(given);
      return true;
    },
  });
}

/** @param {Given} given */
function show({ secret, url, name }) {
  tell(
    t(url ? "access-shown-link" : "access-shown-token"),
    h(
      "div",
      {},
      h("p", {}, t("access-shown-once")),
      h("p", {}, h("code", { class: "secret" }, url || secret)),
      h("p", { class: "caption" }, url ? t("access-shown-reader", { name }) : t("access-shown-script")),
    ),
  );
}
