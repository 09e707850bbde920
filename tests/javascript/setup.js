/** Runs before each file of tests (`node --import`): modules of the pages find each other by their addresses, and speak English. */

import { readFileSync, readdirSync } from "node:fs";
import { register } from "node:module";

register("./static.js", import.meta.url);

const CATALOGUE = new URL("../../messages/en/pages/", import.meta.url);
const { addMessages } = await import("../../static/shared/messages.js");
for (const name of readdirSync(CATALOGUE)) addMessages(readFileSync(new URL(name, CATALOGUE), "utf8"));
