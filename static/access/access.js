/**
 * Who has access to this server, and who changed something.
 */

import { call } from "../shared/api.js";
import { countTable } from "../shared/count-table.js";
import { byId, fill, h } from "../shared/dom.js";
import { moment } from "../shared/format.js";
import { t } from "../shared/messages.js";
import { failed, navbar } from "../shared/navbar.js";
import { CredentialList } from "./credential-list.js";

/** @typedef {import("../types/api").Change} Change */

const COLUMNS = /** @type {const} */ (["at", "who", "did", "status", "address"]);

/** @param {Change} change @returns {string[]} */
function row({ at, who, name, did, status, address }) {
  const role = t(/** @type {import("../types/messages").MessageId} */ (`access-who-${who}`));
  return [moment(at), name ? `${name} (${role})` : role, did, String(status), address];
}

/** @param {Change[]} changes @returns {HTMLElement} */
function changesSection(changes) {
  const header = COLUMNS.map((column) => t(`access-column-${column}`));
  return h(
    "section",
    { class: "changes" },
    h("h2", {}, t("access-changes")),
    h("p", { class: "caption" }, t("access-changes-words")),
    changes.length
      ? countTable(t("access-changes"), header, changes.map(row), COLUMNS.length)
      : h("p", {}, t("access-changes-none")),
  );
}

async function main() {
  navbar("");
  try {
    const list = new CredentialList();
    const [{ changes }] = await Promise.all([call("/changes"), list.refresh()]);
    fill(
      byId("main"),
      h("h1", {}, t("access-heading")),
      h("p", { class: "lead" }, t("access-words")),
      list.element,
      changesSection(changes),
    );
  } catch (error) {
    failed(byId("main"), error);
  }
}

void main();
