import "./page.js";

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { Checking } from "../../static/sessions/checking.js";
import { Outcome } from "../../static/sessions/outcome.js";
import { nextFree } from "../../static/sessions/subset.js";
import { hurry } from "./hurry.js";

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

test("The comparison at the end of a check tells how far it is, and the server ends it when nobody waits", async (t) => {
  hurry(t);
  /** @type {string[]} */
  const asked = [];
  t.mock.method(
    globalThis,
    "fetch",
    async (/** @type {string} */ _url, /** @type {RequestInit} */ { method, body, signal }) => {
      asked.push(method ?? "");
      if (method === "GET")
        return Response.json({ stage: "comparing", done: 4, total: 9, seconds_left: 30, stopped: false });
      if (method === "DELETE") return new Response(null, { status: 204 });
      const { first, last } = JSON.parse(String(body));
      if (last - first < 199) return Response.json({ problems: [], warnings: [] });
      return new Promise((_, reject) => {
        signal?.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
      });
    },
  );
  const checking = new Checking();
  /** @type {unknown[][]} */
  const told = [];
  const subset = { dataset: "d", first: 1, last: 200, sets: ["nokia10k"] };
  const found = await new Promise((resolve) => {
    const run = checking.run(subset, (...progress) => {
      told.push(progress);
      if (progress[3] !== "comparing") return;
      checking.stop();
      resolve(run);
    });
  });
  assert.equal(found, null);
  assert.deepEqual(told.at(-1), [4, 9, 30, "comparing"]);
  assert.equal(asked.filter((method) => method === "DELETE").length, 1);
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
