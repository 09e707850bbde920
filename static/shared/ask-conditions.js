/**
 * Asks what has changed while a session continues: the conditions of every photo from now on.
 */

import { CONDITIONS, conditionField } from "../sessions/conditions.js";
import { ask } from "./dialog.js";
import { t } from "./messages.js";

/** Phones may not ask the server for its rules; it refuses what is longer. */
const LONGEST = { notes: 4000, condition: 500 };

/**
 * @param {Record<string, string>} now the conditions of the photos so far
 * @param {(conditions: Record<string, string>) => unknown} state
 */
export function askConditions(now, state) {
  const fields = CONDITIONS.map(([name, values]) => {
    const field = conditionField(name, values, now[name] ?? "", (input, text) => {
      input.maxLength = LONGEST[text];
      return input;
    });
    field.control.value = now[name] ?? "";
    return /** @type {const} */ ([name, field]);
  });
  ask({
    heading: t("hand-conditions-heading"),
    words: t("hand-conditions-words"),
    fields: fields.map(([, field]) => field),
    confirm: t("hand-conditions-state"),
    action: () => state({ ...now, ...Object.fromEntries(fields.map(([name, { value }]) => [name, value])) }),
  });
}
