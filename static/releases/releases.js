/**
 * The releases of this server: put together from studies and synthetic images, checked, and followed while they run.
 */

import { call } from "../shared/api.js";
import { Button } from "../shared/controls.js";
import { byId, fill, h } from "../shared/dom.js";
import { t } from "../shared/messages.js";
import { failed, navbar } from "../shared/navbar.js";
import { readRules } from "../shared/rules.js";
import { askForRelease } from "./new-release.js";
import { ReleaseCard } from "./release-card.js";

/** @typedef {import("../types/api").ReleaseView} Release */

const REFRESH_MS = 1000;

/** The list, which keeps a card for each release. */
class ReleaseList {
  /** @type {Map<string, ReleaseCard>} */
  #cards = new Map();
  element = h("ul", { "aria-label": t("releases-heading") });
  #none = h("div", { class: "empty" }, h("h2", {}, t("releases-none")), h("p", {}, t("releases-none-words")));
  place = h("div", {}, this.element, this.#none);

  /** Read all releases again. */
  async refresh() {
    const { releases } = await call("/releases");
    this.#none.hidden = releases.length > 0;
    for (const release of [...releases].reverse()) {
      const known = this.#cards.get(release.order.name);
      if (known) known.update(release);
      else this.#add(release);
    }
  }

  /** @param {Release} release */
  #add(release) {
    const card = new ReleaseCard(release);
    this.#cards.set(release.order.name, card);
    this.element.prepend(card.element);
  }
}

async function main() {
  navbar("/studies");
  try {
    const [{ studies }, { jobs }, rules] = await Promise.all([call("/studies"), call("/jobs"), readRules()]);
    const list = new ReleaseList();
    const study = new URLSearchParams(location.search).get("study") ?? "";
    const made = jobs.filter(({ state }) => state === "done");
    const ask = () => askForRelease({ studies, jobs: made, rules, study, ordered: () => void list.refresh() });
    const create = new Button(t("releases-new"), ask, { kind: "filled", icon: "plus" });
    create.enabled = studies.length + made.length > 0;
    fill(
      byId("main"),
      h("div", { class: "release-head" }, h("h1", {}, t("releases-heading")), create.element),
      h("p", { class: "release-terms" }, t("releases-terms")),
      list.place,
    );
    await list.refresh();
    setInterval(() => {
      if (document.visibilityState === "visible") list.refresh().catch(() => undefined);
    }, REFRESH_MS);
    if (study) ask();
  } catch (error) {
    failed(byId("main"), error);
  }
}

void main();
