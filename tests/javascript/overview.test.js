import "./page.js";

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { columns } from "../../static/overview/grid.js";
import { inPlace } from "../../static/overview/stations.js";

/** @param {string} session @param {number} created_at @param {string} [follows] */
const made = (session, created_at, follows = "") => ({ session, created_at, follows });

describe("Stations keep their places", () => {
  test("in the order of their making, whatever comes first", () => {
    const places = inPlace([made("b", 2), made("c", 3), made("a", 1)]);
    assert.deepEqual(
      places.map(({ session }) => session),
      ["a", "b", "c"],
    );
  });

  test("a session that follows another takes its place, and the others stay at theirs", () => {
    const places = inPlace([made("a", 1), made("b", 2), made("a2", 3, "a"), made("a3", 4, "a2")]);
    assert.deepEqual(
      places.map(({ session }) => session),
      ["a3", "b"],
    );
  });

  test("a session that follows one of another day has a place of its own", () => {
    assert.equal(inPlace([made("b", 2), made("a2", 3, "gone")]).length, 2);
  });
});

describe("The tiles are as large as the screen allows", () => {
  for (const [tiles, width, height, expected] of /** @type {const} */ ([
    [1, 1400, 780, 1],
    [10, 1368, 777, 5],
    [20, 1216, 669, 4],
    [3, 390, 3000, 1],
  ])) {
    test(`${tiles} on ${width} x ${height}: ${expected} columns`, () => {
      assert.equal(columns(tiles, width, height), expected);
    });
  }
});
