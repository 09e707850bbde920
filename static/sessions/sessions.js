/**
 * The list of sessions: what runs now first, then what was.
 */

import { call } from "../shared/api.js";
import { byId, fill, h } from "../shared/dom.js";
import { dayAndTime, range } from "../shared/format.js";
import { icon } from "../shared/icons.js";
import { Button, phaseChip } from "../shared/controls.js";
import { failed, navbar } from "../shared/navbar.js";
import { t, tRich } from "../shared/messages.js";

/** @typedef {import("../types/api").SessionLine} Summary */

const REFRESH_MS = 5000;
/** Pages of ended sessions that are shown. */
let pages = 1;
/** Of a session whose console does not open: its page would only say why. */
const CLOSED = "session_unreadable";

/**
 * @param {Summary} session
 * @returns {HTMLElement}
 */
function row({ session, title, dataset, phase, reason, first, last, sets, progress, created_at }) {
  const share = progress.total ? (100 * progress.stored) / progress.total : 0;
  const bar = h(
    "div",
    {
      class: "share",
      role: "progressbar",
      "aria-label": t("progress-label"),
      "aria-valuemin": "0",
      "aria-valuemax": String(progress.total),
      "aria-valuenow": String(progress.stored),
    },
    h("div", {}),
  );
  /** @type {HTMLElement} */ (bar.firstElementChild).style.width = `${share}%`;
  return h(
    "li",
    {},
    h(
      "a",
      { class: "session", href: `/sessions/${session}` },
      h(
        "div",
        { class: "session-title" },
        h("b", {}, title),
        h("span", { class: "caption" }, `${dataset.name}, ${sets.join(", ")}`),
        reason?.code === CLOSED ? h("span", { class: "caption" }, reason.message) : null,
      ),
      h("span", {}, range(first, last)),
      h(
        "div",
        { class: "session-progress" },
        h("span", { class: "caption" }, tRich("progress-stored", { stored: progress.stored, total: progress.total })),
        bar,
      ),
      h("span", { class: "caption" }, dayAndTime(created_at)),
      phaseChip(phase),
    ),
  );
}

/**
 * @param {string} heading
 * @param {Summary[]} sessions
 * @returns {HTMLElement | null}
 */
function group(heading, sessions) {
  return sessions.length
    ? h("section", { class: "session-group" }, h("h2", {}, heading), h("ul", {}, ...sessions.map(row)))
    : null;
}

/** @returns {HTMLElement} */
function empty() {
  return h("div", { class: "empty" }, h("h2", {}, t("sessions-none")), h("p", {}, t("sessions-none-words")));
}

/** @returns {Promise<{ open: Summary[], done: Summary[], more: boolean }>} */
async function read() {
  const { sessions: open } = await call("/sessions?ended=false&limit=500");
  /** @type {Summary[]} */
  const done = [];
  let after = /** @type {string | null} */ (null);
  for (let page = 0; page < pages && (page === 0 || after); page++) {
    const from = after ? `&after=${after}` : "";
    const { sessions, next } = /** @type {import("../types/api").SessionLines} */ (
      await call(`/sessions?ended=true&limit=100${from}`)
    );
    done.push(...sessions);
    after = next;
  }
  return { open, done, more: Boolean(after) };
}

async function showOlder() {
  pages += 1;
  await refresh();
}

async function refresh() {
  const { open, done, more } = await read();
  const create = h("a", { class: "button filled", href: "/sessions/new" }, icon("plus"), t("sessions-new"));
  fill(
    byId("main"),
    h(
      "div",
      { class: "page-head" },
      h("h1", {}, t("sessions-heading")),
      h("a", { class: "button quiet", href: "/access" }, t("access-heading")),
      create,
    ),
    group(t("sessions-open"), open),
    group(t("sessions-done"), done),
    more ? h("p", {}, new Button(t("sessions-older"), showOlder, { kind: "quiet" }).element) : null,
    open.length + done.length ? null : empty(),
  );
}

async function main() {
  navbar("/");
  try {
    await refresh();
  } catch (error) {
    failed(byId("main"), error);
    return;
  }
  setInterval(() => {
    const busy = byId("main").contains(document.activeElement) || document.visibilityState !== "visible";
    if (!busy) refresh().catch(() => undefined);
  }, REFRESH_MS);
}

void main();
