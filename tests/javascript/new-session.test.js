import "./page.js";

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { Outcome } from "../../static/sessions/outcome.js";
import { nextFree } from "../../static/sessions/subset.js";

test("A new session says which x-rays cannot be told apart", () => {
  const outcome = new Outcome({ changed: () => undefined, again: () => undefined, stop: () => undefined });
  const message = "These x-rays look the same: 2 = 3. No photo can tell which of them it shows.";
  const warnings = [{ code: "identical_xrays", message }];
  const estimates = { photos: 6, bytes_estimate: 1e6, seconds_estimate: 12, free_bytes: 1e9 };
  outcome.update(/** @type {any} */ ({ problems: [], warnings, ...estimates }), 6, 1);
  const told = [...outcome.element.querySelectorAll("li")].at(-1);
  assert.equal(told?.querySelector("span:nth-of-type(2)")?.textContent, "These x-rays look the same: 2 = 3");
  assert.equal(told?.querySelector("small")?.textContent, "No photo can tell which of them it shows.");
  assert.equal(outcome.obstacle, "");
});

test("A check under way can be stopped, and says so", () => {
  let stopped = 0;
  const outcome = new Outcome({ changed: () => undefined, again: () => undefined, stop: () => void stopped++ });
  const button = (/** @type {string} */ words) =>
    [...outcome.element.querySelectorAll("button")].find(({ textContent }) => textContent === words);
  assert.equal(button("Stop checking")?.hidden, true);
  outcome.wait(128, 10507, 150);
  assert.equal(button("Stop checking")?.hidden, false);
  button("Stop checking")?.click();
  assert.equal(stopped, 1);
  assert.equal(button("Stop checking")?.hidden, true);
  assert.equal(button("Check again")?.hidden, false);
  assert.match(outcome.obstacle, /was stopped/);
});

/** @type {[taken: [number, number][], total: number, free: [number, number]][]} */
const SUBSETS = [
  [[], 10507, [1, 500]],
  [[[1, 500]], 10507, [501, 1000]],
  [
    [
      [1, 100],
      [201, 300],
    ],
    400,
    [101, 200],
  ],
  [[[1, 16]], 16, [1, 16]],
  [[], 16, [1, 16]],
];

describe("A new session proposes the next free x-rays", () => {
  for (const [taken, total, free] of SUBSETS) {
    test(`${JSON.stringify(taken)} of ${total}`, () => assert.deepEqual(nextFree(taken, total), free));
  }
});
