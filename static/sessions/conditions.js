/**
 * The conditions of a session: what is the same for all its photos. Filled in from the last session; what is
 * changed since says what it was.
 */

import { fill, h } from "../shared/dom.js";
import { Field, choice } from "../shared/parts.js";
import { say } from "../shared/words.js";

/** @type {[string, string[]][]} name, and what there is to choose; nothing to choose: free words */
const CONDITIONS = [
  ["room", []],
  ["room_light", ["Off", "Dimmed", "On"]],
  ["window_blinds", ["Closed", "Half open", "Open", "No window"]],
  ["phone_orientation", ["Portrait", "Landscape"]],
  ["tripod_position", []],
  ["monitor_colour_temperature", ["5000 K", "6500 K", "7500 K", "9300 K"]],
  ["screen_finish", ["Matte", "Glossy"]],
  ["cursor", ["Hidden", "Visible"]],
  ["notes", []],
];

/** @type {Record<string, string>} */
const USUAL = {
  room: "", room_light: "Off", window_blinds: "Closed", phone_orientation: "Portrait", tripod_position: "",
  monitor_colour_temperature: "6500 K", screen_finish: "Matte", cursor: "Hidden", notes: "",
};

/** The fields of the conditions. */
export class Conditions {
  element = h("div", { class: "three" });
  /** @type {Map<string, Field>} */
  #fields = new Map();

  /** @param {Record<string, string> | null} last the last session's */
  constructor(last) {
    for (const [name, values] of CONDITIONS) {
      const before = last?.[name] ?? "";
      const value = name === "notes" ? "" : before || USUAL[name];
      const control = values.length ? choice(values, value) : h("input", { type: "text", value, maxlength: name === "notes" ? "4000" : "500" });
      control.id = `condition-${name}`;
      const field = new Field(say(/** @type {import("../shared/words.js").Key} */ (`condition.${name}`)), control);
      control.addEventListener("input", () => { field.was = before && name !== "notes" && control.value !== before ? say("field.was", { value: before }) : ""; });
      this.#fields.set(name, field);
    }
    fill(this.element, ...[...this.#fields.values()].map((field) => field.element));
  }

  /** @returns {Record<string, string>} */
  get values() {
    return Object.fromEntries([...this.#fields].map(([name, field]) => [name, field.value]));
  }
}
