/**
 * The signs that go with every state, so that none is told by colour alone.
 */

/** @type {Record<string, string>} one 24 x 24 path a sign, stroked; a leading "F " fills it instead */
const PATHS = {
  play: "F M7 4v16l13-8z",
  pause: "F M6 4h4v16H6zM14 4h4v16h-4z",
  ring: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16z",
  check: "M4 12.5l5.5 5.5L20 7",
  clock: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7.5V12l3 2",
  cross: "M5 5l14 14M19 5L5 19",
  warning: "M12 3.5L2.5 20h19zM12 10v4.5M12 17v.5",
  online: "M2.5 9.5a14 14 0 0 1 19 0M6 13.5a9 9 0 0 1 12 0M9.5 17a4 4 0 0 1 5 0M12 20v.2",
  offline: "M2.5 9.5a14 14 0 0 1 9-3.5M18 7.5l3.5 2M6 13.5a9 9 0 0 1 4-2.2M15 11.7l3 1.8M12 20v.2M20 3L4 21",
  retake: "M19 8a8 8 0 1 0 1 5M20 4v5h-5",
  lock: "M6 10.5h12v9H6zM8.5 10V7a3.5 3.5 0 0 1 7 0v3",
  disk: "M4.5 6c0-3 15-3 15 0v12c0 3-15 3-15 0zM4.5 6c0 3 15 3 15 0M4.5 12c0 3 15 3 15 0",
  person: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20.5c0-6 15-6 15 0",
  display: "M3 4.5h18v12H3zM8 20.5h8M12 16.5v4",
  phone: "M7 2.5h10v19H7zM11 18.5h2",
  camera: "M3 7.5h4l2-3h6l2 3h4v12H3zM12 10a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z",
  "camera-off": "M3 7.5h4l2-3h6l2 3h4v12H3zM12 10a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM22 2L2 22",
  plus: "M12 5v14M5 12h14",
  next: "M9 5l7 7-7 7",
  previous: "M15 5l-7 7 7 7",
  undo: "M8.5 5l-4 4 4 4M4.5 9H14a5.5 5.5 0 0 1 0 11H9",
  note: "M5 3.5h14v17H5zM8.5 8.5h7M8.5 12.5h7M8.5 16.5h4",
  more: "F M5 10a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM12 10a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM19 10a2 2 0 1 0 0 4 2 2 0 0 0 0-4z",
  download: "M12 4v11M7 11l5 5 5-5M4 20h16",
  upload: "M12 15V4M7 9l5-5 5 5M4 20h16",
  skip: "M5 5l9 7-9 7zM18 5v14",
  frame: "M3 8V3h5M16 3h5v5M21 16v5h-5M8 21H3v-5",
};

/** @typedef {"play" | "pause" | "ring" | "check" | "clock" | "cross" | "warning" | "online" | "offline" | "retake" | "lock" |
 *   "disk" | "person" | "display" | "phone" | "camera" | "camera-off" | "plus" | "next" | "previous" | "undo" | "note" | "more" | "download" | "upload" | "skip" |
 *   "frame"} IconName */

const SVG = "http://www.w3.org/2000/svg";

/**
 * A sign, hidden from screen readers: the word beside it says the same.
 *
 * @param {IconName} name
 * @param {number} [size] px
 * @returns {SVGSVGElement}
 */
export function icon(name, size = 16) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  const filled = PATHS[name].startsWith("F ");
  for (const [key, value] of Object.entries({
    viewBox: "0 0 24 24",
    width: size,
    height: size,
    class: "icon",
    "aria-hidden": "true",
    focusable: "false",
    fill: filled ? "currentColor" : "none",
    stroke: filled ? "none" : "currentColor",
    "stroke-width": size > 30 ? 1.4 : 2,
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
  }))
    svg.setAttribute(key, String(value));
  path.setAttribute("d", filled ? PATHS[name].slice(2) : PATHS[name]);
  svg.append(path);
  return svg;
}
