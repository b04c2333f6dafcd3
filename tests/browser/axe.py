"""Findings of axe about the accessibility of what is shown."""

from pathlib import Path
from typing import Any

from playwright.async_api import Locator, Page

SCRIPT = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"

SERIOUS = ("serious", "critical")

RUN = """
async (element) => {
  const { violations, passes } = await axe.run(element, {
    resultTypes: ["violations", "passes"],
  });
  return {
    passed: passes.length,
    violations: violations.flatMap(({ id, impact, nodes }) =>
      nodes.map(({ target, failureSummary }) => ({
        id, impact, target: target.flat(Infinity).join(" "), failureSummary,
      })),
    ),
  };
}
"""

SETTLED = """
async (element) => {
  const frame = () => new Promise(requestAnimationFrame);
  const moves = (root) =>
    root.getAnimations().some(
      ({ playState, effect }) =>
        playState === "running" && effect.getTiming().iterations !== Infinity,
    ) ||
    [...root.querySelectorAll("*")].some(
      ({ shadowRoot }) => shadowRoot && moves(shadowRoot),
    );
  do {
    await frame();
    await frame();
  } while (moves(element.shadowRoot));
}
"""
"""Colours in transition would be judged halfway."""


async def prepare(page: Page) -> None:
    """Load axe into a page; while Home Assistant is down that would be too late."""
    if not await page.evaluate("'axe' in window"):
        await page.add_script_tag(path=SCRIPT)


async def audit(element: Locator) -> list[dict[str, Any]]:
    """Return axe's serious findings within an element of ours and its shadow roots."""
    await prepare(element.page)
    await element.evaluate(SETTLED)
    result = await element.evaluate(RUN)
    assert result["passed"] > 3
    return [each for each in result["violations"] if each["impact"] in SERIOUS]
