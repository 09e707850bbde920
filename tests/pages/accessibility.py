"""Checks a page as it stands with axe, at the sizes of a phone and of a desk."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

SIZES = {"phone": (390, 844), "desk": (1440, 900)}
ENLARGED = {"320 px": (320, 640), "200 % zoom": (720, 450)}
"""A page at 200 % has half as many of its own pixels as the screen, and at 400 % as many as a narrow phone's."""
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

# A colour on its way to another is read at neither; animations without an end are the page's as it stands.
# What passed is not brought over from the browser: it is most of what axe has to say.
VIOLATIONS = """async (options) => {
  const ending = document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime < Infinity);
  await Promise.allSettled(ending.map((one) => one.finished));
  return (await axe.run(options)).violations;
}"""


# A high-contrast theme replaces colours and drops shadows: focus needs an outline, a bar an edge or a system colour.
LOST_IN_FORCED_COLOURS = """() => {
  const seen = (one) => one.checkVisibility() && one.getClientRects().length > 0;
  const before = document.activeElement;
  const lost = [];
  for (const one of [...document.querySelectorAll("a[href], button:enabled, input, select, textarea")].filter(seen)) {
    one.focus({ focusVisible: true });
    if (document.activeElement !== one) continue;
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    if (outlineStyle === "none" || parseFloat(outlineWidth) === 0) lost.push(`focus: ${one.outerHTML.slice(0, 99)}`);
  }
  document.activeElement.blur();
  before.focus();
  for (const fill of [...document.querySelectorAll("[role=progressbar] > *")].filter(seen)) {
    const { forcedColorAdjust } = getComputedStyle(fill);
    const { borderTopStyle } = getComputedStyle(fill.parentElement);
    if (borderTopStyle === "none" || forcedColorAdjust !== "none") lost.push(`bar: ${fill.parentElement.outerHTML}`);
  }
  return lost;
}"""


def check(page: Page, sizes: tuple[str, ...] = ("phone", "desk")) -> None:
    """Fail with every violation; also when the page scrolls sideways or has not exactly one main heading."""
    before = page.viewport_size
    for name in sizes:
        width, height = SIZES[name]
        page.set_viewport_size({"width": width, "height": height})
        # A page that was opened just now may still have to draw itself.
        expect(page.locator("h1:visible"), f"{page.url} has one main heading").to_have_count(1)
        found = violations(page)
        told = [
            f"{rule['id']}: {node['html']} {node.get('failureSummary', '')}"
            for rule in found
            for node in rule["nodes"]
        ]
        assert not told, "\n".join([f"{page.url} at {name} size", *told])
        overhang = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert overhang <= 0, f"{page.url} scrolls {overhang} px sideways at {name} size"
    if before:
        page.set_viewport_size(before)


def check_reflow(page: Page) -> None:
    """Fail when a page scrolls sideways where it is narrow or enlarged, or moves for whoever wants no motion."""
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    for name, (width, height) in ENLARGED.items():
        page.set_viewport_size({"width": width, "height": height})
        overhang = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert overhang <= 0, f"{page.url} scrolls {overhang} px sideways at {name}"
    moving = page.evaluate("document.getAnimations().map((one) => one.effect.target?.outerHTML ?? '')")
    assert not moving, f"{page.url} moves although the person wants no motion: {moving}"
    lost = page.evaluate(LOST_IN_FORCED_COLOURS)
    assert not lost, f"{page.url} shows these by colour alone, which a high-contrast theme replaces: {lost}"
    page.emulate_media(forced_colors="none", reduced_motion="no-preference")


def violations(page: Page) -> list[dict[str, Any]]:
    """Return what axe has against a page, each rule with the elements that break it."""
    page.evaluate(Axe().axe_script)
    return list(page.evaluate(VIOLATIONS, RULES))
