/**
 * Loose photos: choose a pile or begin one, drop photos into it, decide about those that the server is not sure of.
 */

import { call } from "../shared/api.js";
import { byId, fill, h } from "../shared/dom.js";
import { failed, navbar } from "../shared/navbar.js";
import { t } from "../shared/messages.js";
import { Decider } from "./decider.js";
import { Dropper } from "./dropper.js";
import { PhotoList } from "./photo-list.js";
import { pileChooser } from "./piles.js";
import { Summary } from "./summary.js";

/** @typedef {import("../types/api").PileWithPhotos} PileWithPhotos */

const BUSY_MS = 1000;
const IDLE_MS = 5000;

/** One pile's page: what is known of it is read again and again, faster while something is under way. */
class PilePage {
  #id;
  #summary;
  #dropper;
  #decider;
  #list;
  #timer = 0;

  /** @param {string} id */
  constructor(id) {
    this.#id = id;
    this.#summary = new Summary(id, () => this.refresh());
    this.#dropper = new Dropper(id, () => void this.refresh());
    this.#decider = new Decider(id, () => this.refresh());
    this.#list = new PhotoList((photo) => this.#decider.open(photo));
  }

  async open() {
    const pile = await this.#read();
    fill(byId("main"), this.#summary.element, this.#dropper.element, this.#decider.element, this.#list.element);
    this.#show(pile);
  }

  async refresh() {
    clearTimeout(this.#timer);
    try {
      this.#show(await this.#read());
    } catch {
      this.#again(IDLE_MS);
    }
  }

  /** @returns {Promise<PileWithPhotos>} */
  #read() {
    return call(`/loose/${this.#id}`);
  }

  /** @param {PileWithPhotos} pile */
  #show(pile) {
    document.title = t("loose-title", { title: pile.title });
    this.#summary.update(pile);
    this.#decider.update(pile);
    this.#list.update(pile.photos);
    this.#again(pile.counts.waiting || this.#dropper.busy ? BUSY_MS : IDLE_MS);
  }

  /** @param {number} delay */
  #again(delay) {
    this.#timer = setTimeout(() => void this.refresh(), delay);
  }
}

async function main() {
  navbar("/loose");
  const pile = document.body.dataset.pile ?? "";
  try {
    if (pile) await new PilePage(pile).open();
    else fill(byId("main"), h("h1", {}, t("loose-heading")), await pileChooser());
  } catch (error) {
    failed(byId("main"), error);
  }
}

void main();
