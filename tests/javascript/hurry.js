/** A clock that runs fast, for modules that wait for seconds before they try again. */

const FACTOR = 50;

/**
 * Let the waits of this test pass quickly. The clock that modules read runs as fast, so that all durations keep their order.
 *
 * @param {import("node:test").TestContext} t the test, at whose end time is as before
 */
export function hurry(t) {
  const later = globalThis.setTimeout;
  const now = performance.now.bind(performance);
  t.mock.method(globalThis, "setTimeout", (/** @type {() => void} */ run, ms = 0) => later(run, ms / FACTOR));
  t.mock.method(performance, "now", () => now() * FACTOR);
}
