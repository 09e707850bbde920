import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { PhoneRecord } from "../../static/phone/record.js";

/** @typedef {[begin: number | null, last: number | null, attempts: { [index: string]: number }]} State */
/** @typedef {[index: number, attempt: number, skipped?: number[]]} Asked */

/** @type {[rule: string, before: State, asked: Asked[], answers: string[], after: State][]} */
const CASES = [
  [
    "successors are photographed",
    [5, 4, {}],
    [
      [5, 1],
      [6, 1],
      [7, 1],
    ],
    ["new", "new", "new"],
    [5, 7, {}],
  ],
  [
    "a repeat is not photographed again",
    [5, 4, {}],
    [
      [5, 1],
      [5, 1],
    ],
    ["new", "done"],
    [5, 5, {}],
  ],
  ["a jump ahead is a mismatch", [5, 7, {}], [[9, 1]], ["mismatch"], [5, 7, {}]],
  ["a jump over what nobody shall photograph is not", [5, 7, {}], [[9, 1, [8]]], ["new"], [5, 9, { 8: 0 }]],
  ["a jump over more than that is", [5, 7, {}], [[10, 1, [8]]], ["mismatch"], [5, 7, {}]],
  ["what was skipped may be taken later", [5, 9, { 8: 0 }], [[8, 1]], ["new"], [5, 9, {}]],
  [
    "retakes count up",
    [5, 7, {}],
    [
      [6, 2],
      [6, 3],
    ],
    ["new", "new"],
    [5, 7, { 6: 3 }],
  ],
  ["a retake does not leave one out", [5, 7, {}], [[6, 3]], ["mismatch"], [5, 7, {}]],
  ["an older attempt is done", [5, 7, { 6: 3 }], [[6, 2]], ["done"], [5, 7, { 6: 3 }]],
  ["a first attempt has the number one", [5, 7, {}], [[8, 2]], ["mismatch"], [5, 7, {}]],
  ["what came before a late joiner may be taken", [5, 7, {}], [[3, 1]], ["new"], [5, 7, { 3: 1 }]],
  ["an empty store photographs nothing", [null, null, {}], [[1, 1]], ["mismatch"], [null, null, {}]],
];

describe("A command is photographed only when it follows", () => {
  for (const [rule, before, asked, answers, [begin, last, attempts]] of CASES) {
    test(rule, () => {
      let record = new PhoneRecord(...before);
      const given = asked.map(([index, attempt, skipped = []]) => {
        const command = { index, attempt, skipped };
        const answer = record.check(command);
        if (answer === "new") record = record.after(command);
        return answer;
      });
      assert.deepEqual(given, answers);
      assert.deepEqual(record.toJSON(), { begin, last, attempts });
    });
  }
});
