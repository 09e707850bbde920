/**
 * The list of studies, and a new one.
 */

import { call, post } from "../shared/api.js";
import { Button, Field, choice } from "../shared/controls.js";
import { ask } from "../shared/dialog.js";
import { byId, fill, h } from "../shared/dom.js";
import { count, dayAndTime, percent } from "../shared/format.js";
import { t, tRich } from "../shared/messages.js";
import { failed, navbar } from "../shared/navbar.js";
import { sayAtFields } from "../shared/rules.js";

/** @typedef {import("../types/api").StudyLine} Line */
/** @typedef {import("../types/api").DatasetView} Dataset */

/**
 * @param {Line} line
 * @returns {HTMLElement}
 */
function row({ id, name, dataset, created_at, sessions, xrays, stored, refused }) {
  return h(
    "li",
    {},
    h(
      "a",
      { class: "study-line", href: `/studies/${id}` },
      h("b", {}, name),
      h("span", { class: "caption" }, t("studies-of", { dataset: dataset.name, sessions })),
      h("span", {}, tRich("studies-stored", { stored: count(stored), xrays: count(xrays) })),
      h("span", { class: "caption" }, xrays ? percent(stored / xrays) : ""),
      h("span", { class: refused ? "wait" : "caption" }, refused ? t("studies-refused", { n: refused }) : ""),
      h("span", { class: "caption" }, dayAndTime(created_at)),
    ),
  );
}

/** @param {Dataset[]} datasets */
function askForStudy(datasets) {
  const name = new Field(t("studies-name"), h("input", { type: "text", required: true, maxlength: "100" }));
  const select = choice([], "");
  select.append(...datasets.map(({ id, name: words }) => h("option", { value: id }, words)));
  const dataset = new Field(t("new-dataset"), select);
  ask({
    heading: t("studies-new"),
    words: t("studies-new-words"),
    fields: [name, dataset],
    confirm: t("studies-create"),
    action: async () => {
      name.error = name.value ? "" : t("field-empty");
      if (name.wrong) return false;
      try {
        const made = await post("/studies", { name: name.value, dataset: dataset.value });
        location.assign(`/studies/${made.id}`);
        return true;
      } catch (error) {
        const others = sayAtFields(error, { name, dataset });
        if (others) throw error;
        return false;
      }
    },
  });
}

async function main() {
  navbar("/studies");
  try {
    const [{ studies }, { datasets }] = await Promise.all([call("/studies"), call("/datasets")]);
    const create = new Button(t("studies-new"), () => askForStudy(datasets), { kind: "filled", icon: "plus" });
    create.enabled = datasets.length > 0;
    fill(
      byId("main"),
      h(
        "div",
        { class: "page-head" },
        h("h1", {}, t("studies-heading")),
        h(
          "div",
          { class: "study-actions" },
          h("a", { class: "button quiet", href: "/statistics" }, t("statistics-link")),
          h("a", { class: "button quiet", href: "/releases" }, t("releases-link")),
          create.element,
        ),
      ),
      studies.length
        ? h("ul", { class: "study-lines" }, ...studies.map(row))
        : h("div", { class: "empty" }, h("h2", {}, t("studies-none")), h("p", {}, t("studies-none-words"))),
    );
  } catch (error) {
    failed(byId("main"), error);
  }
}

void main();
