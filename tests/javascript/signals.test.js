import "./page.js";

import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";

import { needsPerson, Signals, wanted } from "../../static/phone/signals.js";

/** @type {number[]} */
let tones = [];
/** @type {unknown[]} */
let buzzes = [];
const stored = new Map();

/** As much of Web Audio as a tone needs. */
class Audio {
  state = "suspended";
  currentTime = 0;
  destination = {};

  async resume() {
    this.state = "running";
  }

  createGain() {
    return { gain: { setValueAtTime() {}, exponentialRampToValueAtTime() {} }, connect: (/** @type {any} */ to) => to };
  }

  createOscillator() {
    const frequency = { value: 0 };
    return { frequency, connect: (/** @type {any} */ to) => to, start: () => tones.push(frequency.value), stop() {} };
  }
}

Object.defineProperty(globalThis, "navigator", {
  configurable: true,
  value: { vibrate: (/** @type {unknown} */ pattern) => buzzes.push(pattern) },
});
Object.assign(globalThis, {
  AudioContext: Audio,
  localStorage: {
    getItem: (/** @type {string} */ key) => stored.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => stored.set(key, value),
  },
});

/** @param {object} choice @returns {Promise<Signals>} after a person has made it */
async function chosen(choice) {
  const signals = new Signals();
  signals.want(choice);
  await new Promise((resolve) => {
    setTimeout(resolve);
  });
  [tones, buzzes] = [[], []];
  return signals;
}

beforeEach(() => {
  stored.clear();
  [tones, buzzes] = [[], []];
});

describe("A phone is silent until somebody asks for sound", () => {
  test("nothing is heard or felt", () => {
    const signals = new Signals();
    signals.photo();
    signals.needed = true;
    assert.deepEqual([tones, buzzes], [[], []]);
  });

  test("a click for each photo, and another sound, once, when a person is needed", async () => {
    const signals = await chosen({ sound: true });
    signals.photo();
    const click = tones;
    tones = [];
    signals.needed = true;
    const call = [...tones];
    signals.needed = true;
    assert.equal(click.length, 1);
    assert.ok(call.length > 1 && !call.includes(click[0]));
    assert.deepEqual(tones, call, "called once");
    signals.needed = false;
    signals.needed = true;
    assert.equal(tones.length, 2 * call.length);
    assert.deepEqual(buzzes, []);
  });

  test("the choice is kept, and vibration has its own", async () => {
    const signals = await chosen({ vibration: true });
    signals.photo();
    assert.deepEqual([tones.length, buzzes.length], [0, 1]);
    assert.deepEqual(wanted(), { sound: false, vibration: true });
  });
});

describe("A person is needed", () => {
  for (const [now, code, needed] of /** @type {const} */ ([
    ["running", undefined, false],
    ["aiming", undefined, false],
    ["offline", undefined, false],
    ["finished", undefined, false],
    ["paused", "operator", false],
    ["go-on", "phone", false],
    ["paused", "display_silent", true],
    ["go-on", "phone_silent", true],
    ["camera", undefined, true],
    ["storage", undefined, true],
    ["mismatch", "index_mismatch", true],
  ]))
    test(`${now} ${code ?? ""}: ${needed}`, () => assert.equal(needsPerson(now, code), needed));
});
