/**
 * How a picture really stands on the screen: where, how large, and whether anything of this page lies over it.
 * What the system lays over the browser, a page cannot know; the photo's pixels tell.
 */

/** @typedef {import("../types/api").PictureLayout} Layout */

const POINTS = [0.02, 0.25, 0.5, 0.75, 0.98];
const DRAWN = "img, canvas, video, iframe, embed, object, svg, input, button, select, textarea, progress, meter";
const LONGEST_NAME = 100;

/** @returns {boolean} */
export function isFullscreen() {
  return document.fullscreenElement !== null || innerHeight >= screen.height;
}

/**
 * @param {HTMLImageElement} picture
 * @returns {Layout}
 */
export function layoutOf(picture) {
  const { left, top, width, height } = picture.getBoundingClientRect();
  return {
    screen: [innerWidth, innerHeight],
    pixel_ratio: devicePixelRatio,
    rectangle: [left, top, width, height],
    natural: [picture.naturalWidth, picture.naturalHeight],
    fullscreen: isFullscreen(),
    zoom: visualViewport?.scale ?? 1,
    visible: document.visibilityState === "visible",
    covered_by: coveredBy(picture),
  };
}

/** @param {HTMLImageElement} picture @returns {string} the name of what lies over it, "" for nothing */
function coveredBy(picture) {
  document.documentElement.dataset.measuring = "";
  const over = firstOver(picture);
  delete document.documentElement.dataset.measuring;
  return over ? nameOf(over) : "";
}

/** @param {HTMLImageElement} picture @returns {Element | undefined} */
function firstOver(picture) {
  const { left, top, width, height } = picture.getBoundingClientRect();
  for (const down of POINTS) {
    for (const across of POINTS) {
      const pile = document.elementsFromPoint(left + across * width, top + down * height);
      const depth = pile.indexOf(picture);
      const over = (depth < 0 ? pile : pile.slice(0, depth)).find(paints);
      if (over) return over;
    }
  }
  return undefined;
}

/** Toasts and the like hang in layers over the whole page that are themselves empty. @param {Element} element @returns {boolean} */
function paints(element) {
  // The pointer that belongs to this showing lies over the x-ray on purpose.
  if (element.closest("[data-own]")) return false;
  if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
  if (element.matches(DRAWN) || element.shadowRoot) return true;
  if ([...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim())) return true;
  const { backgroundColor, backgroundImage, backdropFilter, boxShadow, borderStyle } = getComputedStyle(element);
  return (
    !/^rgba\(.*, 0\)$/.test(backgroundColor) ||
    [backgroundImage, backdropFilter, boxShadow, borderStyle].some((value) => value && value !== "none")
  );
}

/** @param {Element} element @returns {string} */
function nameOf(element) {
  return [element.localName, element.id && `#${element.id}`, ...[...element.classList].map((name) => `.${name}`)]
    .join("")
    .slice(0, LONGEST_NAME);
}
