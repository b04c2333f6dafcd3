"""Times of drawing, by the clock that Home Assistant also has."""

from datetime import datetime

from playwright.async_api import Locator

WATCH = """
(element, text) => {
  const root = element.shadowRoot;
  const shows = () => root.textContent.replace(/\\s+/g, " ").includes(text);
  element.shownAt = new Promise((resolve) => {
    const observer = new MutationObserver(look);
    function look() {
      if (shows()) {
        observer.disconnect();
        // The frame after the one that draws it.
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(Date.now())));
      }
    }
    observer.observe(root, { subtree: true, childList: true, characterData: true });
    look();
  });
}
"""


async def watch_for(element: Locator, text: str) -> None:
    """Start waiting for the moment when a custom element has drawn a text."""
    await element.evaluate(WATCH, text)


async def drawn_at(element: Locator) -> float:
    """Return that moment, in seconds since 1970."""
    milliseconds: float = await element.evaluate("element => element.shownAt")
    return milliseconds / 1000


def moment(iso: str) -> float:
    """Return one of Home Assistant's times in seconds since 1970."""
    return datetime.fromisoformat(iso).timestamp()
