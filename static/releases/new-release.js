/**
 * What a new release holds, and what is stated about it.
 */

import { post } from "../shared/api.js";
import { Field } from "../shared/controls.js";
import { ask } from "../shared/dialog.js";
import { h } from "../shared/dom.js";
import { t } from "../shared/messages.js";
import { nameProblem } from "../shared/rules.js";

/** @typedef {import("../types/api").StudyLine} Study */
/** @typedef {import("../types/api").ShownJob} Job */

/**
 * Ask, and order the release.
 *
 * @param {{ studies: Study[], jobs: Job[], rules: import("../types/api").FormRules, study: string, ordered: () => void }} given
 *   `study` is the one that the operator comes from, empty for none
 */
export function askForRelease({ studies, jobs, rules, study, ordered }) {
  const name = new Field(t("releases-name"), h("input", { type: "text", spellcheck: "false" }), {
    hint: t("releases-name-hint"),
  });
  name.control.value = rules.names.folder.example;
  const licence = new Field(t("releases-licence"), h("input", { type: "text", maxlength: "200" }), {
    hint: t("releases-licence-hint"),
  });
  const creator = new Field(t("releases-creator"), h("input", { type: "text", maxlength: "200" }));
  const ofStudies = studies.map(({ id, name: words }) => box(id, words, id === study));
  const ofJobs = jobs.map(({ id, order }) => box(id, `${order.name}: ${order.pipelines.join(", ")}`, false));
  const incomplete = box("", t("releases-incomplete"), false);
  const labels = box("", t("releases-test-labels"), false);
  ask({
    heading: t("releases-new"),
    words: t("releases-new-words"),
    fields: [name, licence, creator],
    content: h(
      "div",
      {},
      group(t("releases-studies"), ofStudies),
      group(t("releases-synthetic"), ofJobs),
      incomplete.element,
      labels.element,
    ),
    confirm: t("releases-make"),
    action: async () => {
      name.error = nameProblem(name.value, rules.names.folder);
      if (name.wrong) return false;
      await post("/releases", {
        name: name.value,
        studies: chosen(ofStudies),
        jobs: chosen(ofJobs),
        licence: licence.value,
        creators: creator.value ? [creator.value] : [],
        allow_incomplete: incomplete.input.checked,
        test_labels: labels.input.checked,
      });
      ordered();
      return true;
    },
  });
}

/** @typedef {{ id: string, input: HTMLInputElement, element: HTMLElement }} Box */

/** @param {string} id @param {string} words @param {boolean} checked @returns {Box} */
function box(id, words, checked) {
  const input = h("input", { type: "checkbox" });
  input.checked = checked;
  return { id, input, element: h("label", { class: "check-row" }, input, h("span", {}, words)) };
}

/** @param {string} words @param {Box[]} boxes @returns {HTMLElement | null} nothing where there is nothing to choose */
function group(words, boxes) {
  if (!boxes.length) return null;
  const list = h("div", { class: "release-sources" }, ...boxes.map(({ element }) => element));
  return h("fieldset", {}, h("legend", {}, words), list);
}

/** @param {Box[]} boxes @returns {string[]} */
function chosen(boxes) {
  return boxes.filter(({ input }) => input.checked).map(({ id }) => id);
}
