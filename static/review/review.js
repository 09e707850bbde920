/**
 * The review page: choose what to read, read it, see what came out.
 */

import { byId } from "../shared/dom.js";
import { failed, navbar } from "../shared/navbar.js";
import { choose } from "./chooser.js";
import { nameOfLink, rememberedName } from "./questions.js";
import { Reading } from "./reading.js";
import { showResults } from "./results.js";
import { Selection } from "./selection.js";

async function main() {
  navbar("/review", { reader: Boolean(nameOfLink()) });
  const selection = Selection.from(location.search);
  const view = new URLSearchParams(location.search).get("view");
  const name = rememberedName();
  try {
    if (selection.sessions.length && view === "results") await showResults(byId("main"), selection);
    else if (selection.sessions.length && name) await new Reading(byId("main"), selection, name).open();
    else await choose(byId("main"), selection);
  } catch (error) {
    failed(byId("main"), error);
  }
}

void main();
