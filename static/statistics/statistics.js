/**
 * Statistics of a data set or a study: what its description in a paper needs, as tables, as a plot and as files.
 */

import { call } from "../shared/api.js";
import { Field } from "../shared/controls.js";
import { byId, fill, h } from "../shared/dom.js";
import { count } from "../shared/format.js";
import { t } from "../shared/messages.js";
import { failed, navbar } from "../shared/navbar.js";
import { allTables } from "./tables.js";

const FILES = /** @type {const} */ (["markdown", "latex", "csv", "json", "text", "svg"]);
const BLANK = /** @type {const} */ (["negative", "apart"]);
const UNIT = /** @type {const} */ (["studies", "images"]);

/** The counts of one data set or study. */
class StatisticsPage {
  #of;
  #blank = new Field(t("statistics-blank"), options("blank", BLANK));
  #unit = new Field(t("statistics-unit"), options("unit", UNIT));
  #name = h("h1", {}, t("statistics-heading"));
  #files = h("div", { class: "statistics-files" });
  #tables = h("div", { class: "statistics-tables" });
  #problem = h("p", { class: "stop", role: "alert" });

  /** @param {`/datasets/${string}` | `/studies/${string}`} of */
  constructor(of) {
    this.#of = of;
    for (const field of [this.#blank, this.#unit]) field.control.addEventListener("change", () => void this.show());
    fill(
      byId("main"),
      h("div", { class: "statistics-head" }, this.#name, this.#blank.element, this.#unit.element),
      this.#files,
      this.#problem,
      this.#tables,
    );
  }

  async show() {
    const query = new URLSearchParams({ blank: this.#blank.value, unit: this.#unit.value });
    this.#problem.textContent = "";
    try {
      const found = await call(`${this.#of}/statistics?${query}`);
      this.#name.textContent = t("statistics-of", { name: found.name });
      document.title = `${found.name} · ${t("statistics-heading")} · ${t("app")}`;
      const file = (/** @type {string} */ format) => `/api/v1${this.#of}/statistics/file?${query}&format=${format}`;
      fill(
        this.#files,
        ...FILES.map((format) =>
          h(
            "a",
            { class: "button", href: file(format), target: "_blank", rel: "noopener" },
            t(`statistics-file-${format}`),
          ),
        ),
      );
      const plot = h("img", { src: file("svg"), alt: t("statistics-plot", { name: found.name }) });
      fill(this.#tables, ...allTables(found), h("div", { class: "statistics-plot" }, plot));
    } catch (error) {
      fill(this.#tables);
      this.#problem.textContent = /** @type {Error} */ (error).message;
    }
  }
}

/** @param {"blank" | "unit"} name @param {readonly string[]} values the first is chosen @returns {HTMLSelectElement} */
function options(name, values) {
  const words = (/** @type {string} */ value) =>
    t(/** @type {import("../shared/messages.js").MessageId} */ (`statistics-${name}-${value}`));
  return h("select", {}, ...values.map((value) => h("option", { value }, words(value))));
}

async function choose() {
  const [{ datasets }, { studies }] = await Promise.all([call("/datasets"), call("/studies")]);
  const line = (/** @type {string} */ query, /** @type {string} */ name, /** @type {number} */ xrays) =>
    h(
      "li",
      {},
      h(
        "a",
        { href: `/statistics?${query}` },
        h("b", {}, name),
        h("span", { class: "caption" }, t("statistics-xrays", { n: xrays, count: count(xrays) })),
      ),
    );
  fill(
    byId("main"),
    h("h1", {}, t("statistics-heading")),
    h("p", { class: "lead" }, t("statistics-words")),
    h(
      "div",
      { class: "statistics-choice" },
      h("h2", {}, t("statistics-datasets")),
      h("ul", {}, ...datasets.map(({ id, name, xrays }) => line(`dataset=${id}`, name, xrays))),
      studies.length ? h("h2", {}, t("statistics-studies")) : null,
      h("ul", {}, ...studies.map(({ id, name, dataset }) => line(`study=${id}`, name, dataset.xrays))),
    ),
  );
}

async function main() {
  navbar("");
  const query = new URLSearchParams(location.search);
  const [dataset, study] = [query.get("dataset"), query.get("study")];
  try {
    if (study) await new StatisticsPage(`/studies/${study}`).show();
    else if (dataset) await new StatisticsPage(`/datasets/${dataset}`).show();
    else await choose();
  } catch (error) {
    failed(byId("main"), error);
  }
}

void main();
