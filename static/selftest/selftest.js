/**
 * A device finds out what its browser offers, in about ten seconds, and may report it to the operator.
 */

import { call, post } from "../shared/api.js";
import { Button, Field } from "../shared/controls.js";
import { byId, fill, h } from "../shared/dom.js";
import { dayAndTime } from "../shared/format.js";
import { icon } from "../shared/icons.js";
import { t } from "../shared/messages.js";
import { helpLinks } from "../join/help-links.js";
import { checkClock, checkStorage, checkUpload, checkWakeLock } from "./browser-checks.js";
import { checkCamera } from "./camera-checks.js";
import { findings } from "./findings.js";

/** @typedef {import("./findings.js").Result} Result */

const table = h("dl", { class: "selftest-findings" });
const told = h("p", { role: "status" });
const name = new Field(t("selftest-name"), h("input", { id: "device", maxlength: "80", autocomplete: "off" }), {
  hint: t("selftest-name-hint"),
});
const send = new Button(t("selftest-send"), sendResult, { large: true });
const save = h("a", { class: "button large", download: "selftest.json" }, t("selftest-save"));
const after = h("div", { class: "selftest-after", hidden: true }, name.element, send.element, save);
const run = new Button(t("selftest-run"), test, { kind: "filled", large: true, busy: t("selftest-running") });
const reports = h("div", {});

/** @type {Result | null} */
let result = null;

async function test() {
  told.textContent = "";
  // The upload comes after the clock: what it sends would delay the answers that the clock is read from.
  const clock = checkClock().then(async (offset) => ({ clock_offset_ms: offset, upload_ms: await checkUpload() }));
  const [camera, wakeLock, storage, network] = await Promise.all([
    checkCamera(),
    checkWakeLock(),
    checkStorage(),
    clock,
  ]);
  result = {
    name: "",
    browser: navigator.userAgent.slice(0, 300),
    secure: globalThis.isSecureContext,
    ...camera,
    wake_lock: wakeLock,
    ...storage,
    web_socket: "WebSocket" in globalThis,
    ...network,
  };
  fill(table, ...rows(result));
  save.setAttribute("href", URL.createObjectURL(asFile(result)));
  after.hidden = false;
}

/**
 * @param {Result} tested
 * @returns {HTMLElement[]}
 */
function rows(tested) {
  return findings(tested).flatMap((one) => [
    h("dt", {}, icon(one.good ? "check" : "warning"), one.name),
    h("dd", { data: { good: String(one.good) } }, one.words),
  ]);
}

/**
 * @param {Result} tested
 * @returns {Blob}
 */
function asFile(tested) {
  return new Blob([JSON.stringify(tested, null, 2)], { type: "application/json" });
}

async function sendResult() {
  if (!result) return;
  try {
    await post("/selftests", { ...result, name: name.value });
    told.textContent = t("selftest-sent");
    await showReports();
  } catch (error) {
    told.textContent = /** @type {Error} */ (error).message;
  }
}

/** The operator sees here what devices have sent; for anybody else there is no list. */
async function showReports() {
  if (!document.body.dataset.operator) return;
  const { tests } = await call("/selftests");
  if (!tests.length) return;
  const entries = tests.map((one) =>
    h(
      "details",
      { class: "selftest-report" },
      h("summary", {}, `${one.name || t("selftest-nameless")}, ${dayAndTime(one.at)}`),
      h("p", {}, one.browser),
      h("dl", { class: "selftest-findings" }, ...rows(one)),
    ),
  );
  fill(reports, h("h2", {}, t("selftest-reports")), ...entries);
}

fill(
  byId("main"),
  h("h1", {}, t("selftest-heading")),
  h("p", { class: "lead" }, t("selftest-words")),
  run.element,
  table,
  after,
  told,
  reports,
  ...helpLinks(),
);
void showReports();
