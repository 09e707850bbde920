import "./page.js";

import assert from "node:assert/strict";
import { test } from "node:test";

import { thinValues } from "../../static/studies/condition-table.js";
import { nextOf } from "../../static/studies/coverage-map.js";
import { cut } from "../../static/studies/lanes.js";
import { valuesOf } from "../../static/studies/plan-dialog.js";

test("Letters of a set are cut to a row, with spaces where the set has none", () => {
  const set = /** @type {any} */ ({ first: 3, last: 6, letters: "a. r" });
  assert.equal(cut(set, 1, 4), "  a.");
  assert.equal(cut(set, 4, 6), ". r");
  assert.equal(cut(set, 5, 8), " r  ");
  assert.equal(cut(set, 7, 9), "   ");
});

test("The next subset is the first that nobody has begun", () => {
  const subsets = /** @type {any} */ ([
    { number: 1, state: "complete" },
    { number: 2, state: "begun" },
    { number: 3, state: "free" },
  ]);
  assert.equal(nextOf(subsets), 3);
  assert.equal(nextOf(subsets.slice(0, 2)), 0);
});

test("A value with few photos is thin beside the others", () => {
  const row = (/** @type {string} */ value, /** @type {number} */ stored) => ({
    condition: "room",
    value,
    planned: 500,
    stored,
    sets: {},
  });
  assert.deepEqual([...thinValues([row("A", 500), row("B", 480), row("C", 20)])], ["C"]);
  assert.deepEqual([...thinValues([row("A", 0), row("B", 0)])], []);
});

test("Values stand between commas, each once", () => {
  assert.deepEqual(valuesOf(" On, Off,, On "), ["On", "Off"]);
  assert.deepEqual(valuesOf(""), []);
});
