/**
 * A page without a browser: import it first in a test whose modules make elements. It lays nothing out, paints nothing and
 * decodes no picture; what depends on that is tested in Chromium (`tests/pages`).
 */

import { Window } from "happy-dom";

const FRAME_MS = 16;
const window = new Window({ url: "https://lab.test/" });
const { document, Node, HTMLElement, HTMLImageElement, Image } = window;

Object.assign(globalThis, {
  document,
  Node,
  HTMLElement,
  HTMLImageElement,
  Image,
  requestAnimationFrame: (/** @type {FrameRequestCallback} */ run) =>
    setTimeout(() => run(performance.now()), FRAME_MS),
});
