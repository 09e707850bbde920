/**
 * The page of challenges. The operator withholds sets and lets people take part; a participant submits; both see the
 * leaderboard, which follows what is scored.
 */

import { io } from "/static/vendor/socket.io.esm.min.js";
import { call, post } from "../shared/api.js";
import { Button, chip } from "../shared/controls.js";
import { ask } from "../shared/dialog.js";
import { byId, fill, h } from "../shared/dom.js";
import { t, tRich } from "../shared/messages.js";
import { failed, navbar } from "../shared/navbar.js";
import { refusalIn } from "../shared/refusal.js";
import { askForSet } from "./declare-dialog.js";
import { leaderboard } from "./leaderboard.js";
import { Participants } from "./participants.js";
import { signInForm } from "./sign-in-form.js";
import { submissionList } from "./submissions.js";
import { SubmitForm } from "./submit-form.js";

/** @typedef {import("../types/api").ChallengeView} Challenge */

/**
 * @param {Challenge} challenge
 * @returns {HTMLElement}
 */
function stateChip({ state }) {
  if (state === "open") return chip("check", t("challenge-open"), "ok");
  if (state === "preparing") return chip("clock", t("challenge-preparing"), "wait");
  if (state === "failed") return chip("cross", t("challenge-failed"), "stop");
  return chip("check", t("challenge-closed"));
}

/** One challenge on the page. */
class ChallengePanel {
  #id;
  #isOperator;
  #head = h("div", {});
  #board = h("div", {});
  #list = h("div", {});
  /** @type {Set<string>} submissions whose log is shown */
  #opened = new Set();
  #refreshing = false;
  #changed = false;
  #participants;
  #form;

  /**
   * @param {string} id
   * @param {boolean} isOperator
   */
  constructor(id, isOperator) {
    this.#id = id;
    this.#isOperator = isOperator;
    this.#participants = isOperator ? new Participants(id) : null;
    this.#form = isOperator ? null : new SubmitForm(id, () => this.refresh());
    this.element = h(
      "article",
      { class: "challenge" },
      this.#head,
      h("section", {}, h("h2", {}, t("challenge-leaderboard")), this.#board),
      h(
        "div",
        { class: "challenge-columns" },
        this.#form?.element ?? this.#participants?.element,
        h("section", {}, h("h2", {}, t("challenge-submissions")), this.#list),
      ),
    );
  }

  async refresh() {
    const [challenge, { rows }, { submissions, left }] = await Promise.all([
      call(`/challenges/${this.#id}`),
      call(`/challenges/${this.#id}/leaderboard`),
      call(`/challenges/${this.#id}/submissions`),
    ]);
    this.#showHead(challenge);
    fill(this.#board, leaderboard(rows));
    fill(this.#list, submissionList(submissions, this.#opened));
    if (this.#form) this.#form.left = challenge.state === "open" ? left : 0;
    await this.#participants?.refresh();
  }

  /** Go on by what the server tells. */
  follow() {
    const socket = io("/challenge", { path: "/socket.io" });
    socket.on("connect_error", (error) => {
      const refusal = refusalIn(error);
      if (!refusal) return;
      socket.disconnect(); // or it would ask again for ever
      failed(byId("main"), new Error(refusal.message));
    });
    socket.on("connect", () => {
      socket.emit("watch", { challenge: this.#id }, () => void this.#again());
    });
    for (const event of ["challenge", "submission", "leaderboard"]) socket.on(event, () => void this.#again());
  }

  /** Read all again; news that come meanwhile are one more reading, however many. */
  async #again() {
    this.#changed = true;
    if (this.#refreshing) return;
    this.#refreshing = true;
    while (this.#changed) {
      this.#changed = false;
      await this.refresh().catch((error) => failed(byId("main"), error));
    }
    this.#refreshing = false;
  }

  /** @param {Challenge} challenge */
  #showHead(challenge) {
    const close = new Button(t("challenge-close"), () => this.#askToClose(), { kind: "quiet" });
    const open = challenge.state === "open" && this.#isOperator;
    fill(
      this.#head,
      h(
        "div",
        { class: "challenge-head" },
        h(this.#isOperator ? "h2" : "h1", { class: "challenge-name" }, challenge.name),
        stateChip(challenge),
        h("span", { class: "caption" }, t("challenge-size", { clean: challenge.clean, photos: challenge.photos })),
        open ? close.element : null,
      ),
      challenge.detail ? h("p", { class: "problem" }, challenge.detail) : null,
    );
  }

  #askToClose() {
    ask({
      heading: t("challenge-close"),
      words: t("challenge-close-words"),
      confirm: t("challenge-close"),
      danger: true,
      action: async () => {
        await post(`/challenges/${this.#id}/close`);
        await this.refresh();
      },
    });
  }
}

/**
 * @param {Challenge[]} challenges
 * @param {boolean} isOperator
 */
async function showAll(challenges, isOperator) {
  const panels = challenges.map(({ id }) => new ChallengePanel(id, isOperator)).reverse();
  await Promise.all(panels.map((panel) => panel.refresh()));
  for (const panel of panels) panel.follow();
  return panels.map((panel) => panel.element);
}

/** @param {import("../types/api").Challenges} known */
async function showOperator({ challenges, sandbox }) {
  navbar("/challenge");
  const { datasets } = await call("/datasets");
  const declare = new Button(t("challenge-new"), () => askForSet(datasets, show), { kind: "filled", icon: "plus" });
  const none = h("div", { class: "empty" }, h("h2", {}, t("challenge-none")), h("p", {}, t("challenge-none-words")));
  fill(
    byId("main"),
    h("div", { class: "challenge-head" }, h("h1", {}, t("challenge-heading")), declare.element),
    sandbox ? h("p", { class: "problem" }, tRich("challenge-no-sandbox", { reason: sandbox })) : null,
    ...(challenges.length ? await showAll(challenges, true) : [none]),
  );
}

/** @param {import("../types/api").Challenges} known */
async function showParticipant({ challenges }) {
  const leave = new Button(t("challenge-leave"), signOut, { kind: "quiet" });
  fill(byId("top"), h("span", { class: "brand-name" }, t("app")), h("div", { class: "top-facts" }, leave.element));
  fill(byId("main"), ...(await showAll(challenges, false)));
}

async function signOut() {
  await post("/challenges/sign-out").catch(() => undefined);
  location.reload();
}

async function show() {
  try {
    const known = await call("/challenges");
    await (known.role === "operator" ? showOperator(known) : showParticipant(known));
  } catch (error) {
    const refused = /** @type {{ status?: number }} */ (error).status;
    if (refused !== 401 && refused !== 403) return failed(byId("main"), error);
    fill(byId("main"), signInForm(show));
  }
}

void show();
