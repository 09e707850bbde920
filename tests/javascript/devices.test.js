import "./page.js";

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { Devices } from "../../static/console/devices.js";

const PHONE = {
  device: "p",
  name: "P",
  state: "active",
  connected: true,
  ready: true,
  doing: "waiting",
  index: null,
  set: "s",
  camera: { width: null, settings: {} },
  waiting: 0,
  under_way: 0,
};

describe("The console warns of a phone that may not last", () => {
  for (const [battery, charging, said, warned] of /** @type {const} */ ([
    [0.12, false, "12\u00a0%", true],
    [0.12, true, "12\u00a0%", false],
    [0.2, false, "20\u00a0%", false],
  ])) {
    test(`${said}, ${charging ? "charging" : "not charging"}`, () => {
      const devices = new Devices(/** @type {any} */ ({}), () => undefined);
      const phones = [{ ...PHONE, battery, charging }];
      devices.update(/** @type {any} */ ({ phase: "running", reason: null, can: {}, display: null, phones }));
      const shown = [...devices.element.querySelectorAll(".device p")].filter(
        (line) => !(/** @type {HTMLElement} */ (line).hidden),
      );
      const [facts, ...warnings] = shown.map(({ textContent }) => textContent);
      assert.deepEqual(warnings, warned ? [`Battery ${said}: plug this phone in`] : []);
      assert.equal(facts?.includes(`battery ${said}`), !warned);
    });
  }

  for (const [space, warnings] of /** @type {const} */ ([
    [50e6, ["Only 50\u00a0MB left for photos: free some storage on this phone"]],
    [5e9, []],
    [null, []],
  ])) {
    test(`${space} bytes for photos`, () => {
      const devices = new Devices(/** @type {any} */ ({}), () => undefined);
      const phones = [{ ...PHONE, battery: null, charging: false, space, lasting: false }];
      devices.update(/** @type {any} */ ({ phase: "running", reason: null, can: {}, display: null, phones }));
      const warned = [...devices.element.querySelectorAll(".device p.wait")].filter(
        (line) => !(/** @type {HTMLElement} */ (line).hidden),
      );
      assert.deepEqual(
        warned.map(({ textContent }) => textContent),
        warnings,
      );
      assert.match(devices.element.textContent ?? "", /its browser may clear waiting photos/);
    });
  }
});

describe("The menu of a phone pauses it alone", () => {
  for (const [state, offered, other, done] of /** @type {const} */ ([
    ["active", "Pause this phone", "Resume this phone", "pausePhone"],
    ["paused", "Resume this phone", "Pause this phone", "resumePhone"],
  ])) {
    test(`${state}: ${offered}`, () => {
      /** @type {[string, string][]} */
      const asked = [];
      const note = (/** @type {string} */ what) => (/** @type {{ device: string }} */ phone) =>
        asked.push([what, phone.device]);
      const actions = { pausePhone: note("pausePhone"), resumePhone: note("resumePhone") };
      const devices = new Devices(/** @type {any} */ (actions), () => undefined);
      const phones = [{ ...PHONE, state, battery: null, charging: false }];
      devices.update(/** @type {any} */ ({ phase: "running", reason: null, can: {}, display: null, phones }));
      const buttons = [...devices.element.querySelectorAll(".menu button")];
      assert.ok(!buttons.some(({ textContent }) => textContent === other));
      const button = buttons.find(({ textContent }) => textContent === offered);
      /** @type {HTMLButtonElement} */ (button).click();
      assert.deepEqual(asked, [[done, "p"]]);
      assert.equal(devices.element.textContent?.includes("Paused"), state === "paused");
    });
  }
});
