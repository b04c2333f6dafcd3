"""Browser profiles: their users and settings."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
import re
from typing import Any

from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    StorageState,
    WebError,
)

from demo.api import Owner
from tests.waiting import PATIENCE

OUR_BUNDLE = "/plex_connection_static/"

SAY_REASONS = """
addEventListener("unhandledrejection", ({ reason }) => {
  if (!(reason instanceof Error)) {
    console.error(`rejected: ${JSON.stringify(reason)}`);
  }
});
"""
"""Otherwise the reason of a rejection without an Error would be lost."""


@dataclass(frozen=True, kw_only=True)
class Noise:
    """A complaint that is not ours, by patterns for its whole text and URL."""

    text: str
    url: str = ".*"
    because: str

    def is_in(self, text: str, url: str) -> bool:
        """Return whether a complaint is this one."""
        return bool(re.fullmatch(self.text, text) and re.fullmatch(self.url, url))


NOT_FOUND = (
    r"Failed to load resource: the server responded with a status of 404 \(Not Found\)"
)

NOISE = (
    Noise(
        text=NOT_FOUND,
        url=".*/api/brands/integration/(?!plex_connection/).*",
        because="pictures of integrations come from the internet, which is not there",
    ),
    Noise(
        text=NOT_FOUND,
        url="https://app.plex.tv/favicon.ico",
        because="the simulator's page has no picture",
    ),
    Noise(
        text='(rejected: "disconnected"|disconnected)',
        because="Home Assistant's lists say so when they are closed early",
    ),
)


@dataclass
class Watch:
    """Complaints of a browser."""

    expected: list[Noise] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def on_console(self, message: ConsoleMessage) -> None:
        """Note an error; of ours, a warning too."""
        url = message.location["url"]
        is_ours = OUR_BUNDLE in url
        if message.type == "error" or (message.type == "warning" and is_ours):
            self._note(message.text, url)

    def on_error(self, error: WebError) -> None:
        """Note an uncaught exception."""
        stack = error.error.stack or ""
        self._note(error.error.message, " ".join(re.findall(r"http[^)\s]+", stack)))

    def _note(self, text: str, url: str) -> None:
        if not any(each.is_in(text, url) for each in (*NOISE, *self.expected)):
            self.complaints.append(f"{text} ({url})")


@asynccontextmanager
async def profile(
    browser: Browser, watch: Watch, **options: Any
) -> AsyncIterator[BrowserContext]:
    """Open a fresh profile and watch it; `options` are those of `new_context`."""
    context = await browser.new_context(**options)
    await context.add_init_script(SAY_REASONS)
    context.on("console", watch.on_console)
    context.on("weberror", watch.on_error)
    try:
        yield context
    finally:
        await context.close()


async def log_in(browser: Browser, url: str, person: Owner) -> StorageState:
    """Sign a user in by Home Assistant's own form; return the browser's storage."""
    watch = Watch()
    async with profile(browser, watch) as context:
        context.set_default_timeout(PATIENCE * 1000)
        page = await context.new_page()
        await page.goto(url)
        await page.get_by_label("Username").fill(person.username)
        await page.get_by_label("Password", exact=True).fill(person.password)
        await page.get_by_role("button", name="Log in").click()
        await page.get_by_role("link", name=person.name).wait_for()
        kept = await context.storage_state()
    assert watch.complaints == []
    return kept
