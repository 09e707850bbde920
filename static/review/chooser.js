/**
 * Which photos, and who reads them: asked before the first photo.
 */

import { call } from "../shared/api.js";
import { fill, h } from "../shared/dom.js";
import { dayAndTime, range } from "../shared/format.js";
import { Button, Field } from "../shared/controls.js";
import { t } from "../shared/messages.js";
import { nameField, nameOfLink, rememberedName, takeName } from "./questions.js";
import { askForSample } from "./sample-dialog.js";
import { KINDS, Selection } from "./selection.js";

/** @typedef {import("../types/api").ReadableSession} Summary */

/**
 * @param {Element} main
 * @param {Selection} selection what is ticked at first
 */
export async function choose(main, selection) {
  const byLink = Boolean(nameOfLink());
  const [{ sessions: some, next }, { samples }, { datasets }] = await Promise.all([
    call("/reviews/sessions?limit=500"),
    call("/review-samples"),
    byLink ? { datasets: [] } : call("/datasets"),
  ]);
  const draw = new Button(t("review-draw"), () => askForSample(datasets), { kind: "quiet" });
  draw.enabled = datasets.length > 0;
  if (!some.length && !samples.length) {
    fill(
      main,
      h("h1", {}, t("review-heading")),
      h("div", { class: "empty" }, h("h2", {}, t("review-sessions-none")), h("p", {}, t("review-sessions-none-words"))),
      byLink ? null : draw.element,
    );
    return;
  }
  const only = some.length + samples.length === 1;
  const box = (/** @type {string} */ id, /** @type {HTMLElement} */ words) => ({
    id,
    words,
    input: h("input", { type: "checkbox", checked: selection.sessions.includes(id) || only }),
  });
  const ofSessions = some.map((session) => box(session.session, sessionWords(session)));
  const ofSamples = samples.map((sample) => box(sample.id, sampleWords(sample)));
  const kind = new Field(
    t("review-which"),
    h(
      "select",
      {},
      ...KINDS.map((value) => h("option", { value, selected: value === selection.kind }, t(`review-which-${value}`))),
    ),
  );
  const name = byLink ? null : nameField(rememberedName());
  const problem = h("p", { class: "stop", role: "alert" });
  const open = (/** @type {"" | "results"} */ view) => () => {
    const ticked = [...ofSessions, ...ofSamples].filter(({ input }) => input.checked).map(({ id }) => id);
    problem.textContent = ticked.length ? "" : t("review-sessions-choose");
    const named = !name || view === "results" || takeName(name);
    if (ticked.length && named)
      location.assign(new Selection(ticked, /** @type {import("./selection.js").Kind} */ (kind.value)).address(view));
  };
  const begin = new Button(t("review-begin"), open(""), { kind: "filled", large: true });
  const results = new Button(t("review-to-results"), open("results"));
  fill(
    main,
    h(
      "div",
      { class: "review-chooser" },
      h("h1", {}, t("review-heading")),
      h("p", { class: "lead" }, t("review-words")),
      h(
        "form",
        {
          on: {
            submit: (/** @type {Event} */ event) => {
              event.preventDefault();
              void begin.run();
            },
          },
        },
        some.length ? boxes(t("review-sessions"), ofSessions) : null,
        next ? h("p", { class: "caption" }, t("review-sessions-newest", { n: some.length })) : null,
        samples.length ? boxes(t("review-samples"), ofSamples) : null,
        byLink ? null : draw.element,
        kind.element,
        name ? name.element : h("p", {}, t("review-by-link", { name: nameOfLink() })),
        problem,
        h("div", { class: "review-begin" }, begin.element, byLink ? null : results.element),
      ),
    ),
  );
}

/**
 * @param {string} legend
 * @param {{ words: HTMLElement, input: HTMLInputElement }[]} rows
 * @returns {HTMLElement}
 */
function boxes(legend, rows) {
  const lines = rows.map(({ words, input }) => h("label", { class: "check-row" }, input, words));
  return h("fieldset", {}, h("legend", {}, legend), ...lines);
}

/** @param {import("../types/api").SampleLine} sample @returns {HTMLElement} */
function sampleWords({ name, folder, images, created_at }) {
  const words = t("review-sample", { n: images, folder, day: dayAndTime(created_at) });
  return h("span", { class: "session-words" }, h("b", {}, name), h("span", { class: "caption" }, words));
}

/** @param {Summary} session @returns {HTMLElement} what tells it apart from others that may have its title */
function sessionWords({ title, sets, first, last, created_at, accepted }) {
  return h(
    "span",
    { class: "session-words" },
    h("b", {}, title),
    h(
      "span",
      { class: "caption" },
      t("review-session", {
        sets: sets.join(", "),
        range: range(first, last),
        day: dayAndTime(created_at),
        n: accepted,
      }),
    ),
  );
}
