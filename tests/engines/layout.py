"""What is wrong with how a page lies in its window."""

LAYOUT = """
const LEAST = 43.5;  // a target has 44 px, and a browser may draw at parts of pixels
const ROUNDING = 2;
const root = document.documentElement;
const faults = [];
const box = (one) => one.getBoundingClientRect();
const shown = (one) => one.checkVisibility({ visibilityProperty: true }) && box(one).width > 1 && box(one).height > 1;
const called = (one) => {
  const { x, y, width, height } = box(one);
  const place = [x, y, width, height].map(Math.round).join(" ");
  const words = JSON.stringify((one.innerText ?? "").slice(0, 40));
  return `${one.tagName.toLowerCase()}.${one.className} ${words} (${place})`;
};
const overhangs = (one) => !one.childElementCount && shown(one) && box(one).right > root.clientWidth + 1;
if (root.scrollWidth > root.clientWidth) {
  faults.push(`scrolls sideways: ${root.scrollWidth} px in ${root.clientWidth}`);
  faults.push(...[...document.body.querySelectorAll("*")].filter(overhangs).map(called));
}
// A link within a text is as high as its line, and what is named by a label is pressed with it.
const controls = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
  .filter((one) => shown(one) && getComputedStyle(one).display !== "inline");
const targets = [...new Set(controls.map((one) => one.closest("label") ?? one))].filter(shown);
if (innerWidth < 600) {
  const small = targets.filter((one) => box(one).width < LEAST || box(one).height < LEAST);
  faults.push(...small.map((one) => `too small for a thumb: ${called(one)}`));
}
// What keeps its place while the page scrolls lies above what passes below it.
const floats = (one) => {
  for (let each = one; each; each = each.parentElement)
    if (["fixed", "sticky"].includes(getComputedStyle(each).position)) return true;
  return false;
};
// Of what lies in a box that scrolls, only what is in view.
const view = (one) => {
  let { left, top, right, bottom } = box(one);
  for (let each = one.parentElement; each && each !== document.body; each = each.parentElement) {
    if (getComputedStyle(each).overflow === "visible") continue;
    const frame = box(each);
    [left, top] = [Math.max(left, frame.left), Math.max(top, frame.top)];
    [right, bottom] = [Math.min(right, frame.right), Math.min(bottom, frame.bottom)];
  }
  return { left, top, right, bottom };
};
const lying = targets.filter((one) => !floats(one));
lying.forEach((one, position) => {
  for (const other of lying.slice(position + 1)) {
    if (one.contains(other) || other.contains(one)) continue;
    const [a, b] = [view(one), view(other)];
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const along = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (Math.min(across, along) > ROUNDING) faults.push(`overlap: ${called(one)} and ${called(other)}`);
  }
});
return [innerWidth, innerHeight, targets.length, faults];
"""
"""Returns the width and height of the page, how many targets were looked at, and what is wrong with them or with it."""
