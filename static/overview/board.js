/**
 * The tiles of all stations, each at its place, as large as the screen allows.
 */

import { h, keyed } from "../shared/dom.js";
import { t } from "../shared/messages.js";
import { columns } from "./grid.js";
import { Tile } from "./tile.js";

/** @typedef {import("../types/api").Station} Station */

/** A list of tiles. */
export class Board {
  /** @type {Map<string, Tile>} */
  #tiles = new Map();
  element = h("ol", { class: "stations", "aria-label": t("overview-stations") });

  constructor() {
    addEventListener("resize", () => this.#arrange());
  }

  /**
   * @param {Station[]} stations in the order of their places
   * @param {boolean} pictures whether photos may be seen
   */
  update(stations, pictures) {
    keyed(
      this.element,
      this.#tiles,
      stations.map((station, place) => ({ station, number: place + 1, pictures })),
      ({ station }) => station.session,
      () => new Tile(),
    );
    this.element.hidden = !stations.length;
    this.#arrange();
  }

  #arrange() {
    const { clientWidth, clientHeight } = this.element.parentElement ?? document.body;
    const count = columns(this.#tiles.size, clientWidth, clientHeight);
    this.element.style.setProperty("--columns", String(count));
  }
}
