/** Runs before each file of tests (`node --import`): modules of the pages then find each other by their addresses. */

import { register } from "node:module";

register("./static.js", import.meta.url);
