/**
 * Submissions: how far each is, what came of it, and why it failed.
 */

import { chip } from "../shared/controls.js";
import { h } from "../shared/dom.js";
import { dayAndTime } from "../shared/format.js";
import { t } from "../shared/messages.js";
import { scoreWords } from "./leaderboard.js";

/** @typedef {import("../types/api").SubmissionView} Submission */

/**
 * @param {Submission} submission
 * @returns {HTMLElement}
 */
function state({ state: now, step, seconds, ahead }) {
  if (now === "done") return chip("check", t("challenge-done"), "ok");
  if (now === "failed") return chip("cross", t("challenge-not-done"), "stop");
  if (now === "waiting") return chip("clock", t("challenge-waiting", { n: ahead }), "wait");
  if (step === "scoring") return chip("play", t("challenge-scoring"), "accent");
  const words =
    step === "running" ? t("challenge-running", { seconds: Math.round(seconds) }) : t("challenge-unpacking");
  return chip("play", words, "accent");
}

/**
 * @param {Submission} submission
 * @param {Set<string>} opened
 * @returns {HTMLElement}
 */
function line(submission, opened) {
  const { id, model, participant, command, created_at, scores, message, log } = submission;
  return h(
    "li",
    { class: "submission", data: { state: submission.state } },
    h("div", { class: "submission-head" }, h("b", {}, model), state(submission)),
    h("p", { class: "caption" }, [participant, dayAndTime(created_at)].join(" · ")),
    command ? h("p", { class: "caption" }, h("code", {}, command)) : null,
    scores
      ? h(
          "p",
          {},
          `${t("challenge-photos")} ${scoreWords(scores.photos)} · ${t("challenge-clean")} ${scoreWords(scores.clean)}`,
        )
      : null,
    message ? h("p", { class: "submission-message" }, message) : null,
    log ? logOf(id, log, opened) : null,
  );
}

/**
 * @param {string} id
 * @param {string} log
 * @param {Set<string>} opened
 * @returns {HTMLElement}
 */
function logOf(id, log, opened) {
  const details = h(
    "details",
    { open: opened.has(id) },
    h("summary", {}, t("challenge-log")),
    h("pre", { tabindex: "0" }, log),
  );
  details.addEventListener("toggle", () => (details.open ? opened.add(id) : opened.delete(id)));
  return details;
}

/**
 * @param {Submission[]} submissions newest first
 * @param {Set<string>} opened those whose log is shown, which stays so when the list is made anew
 * @returns {HTMLElement}
 */
export function submissionList(submissions, opened) {
  if (!submissions.length) return h("p", { class: "caption" }, t("challenge-submissions-none"));
  return h("ul", { class: "submissions" }, ...submissions.map((submission) => line(submission, opened)));
}
