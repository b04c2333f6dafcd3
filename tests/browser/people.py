"""Profiles of browsers: who is signed in, and how they look at things."""

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

from demo.home_assistant import Owner

OUR_BUNDLE = "/plex_connection_static/"


@dataclass(frozen=True, kw_only=True)
class Noise:
    """An error in the console that is not ours."""

    text: str
    url: str = ""
    """What is found in the address that it is about."""
    because: str

    def is_in(self, text: str, url: str) -> bool:
        """Tell whether that is it."""
        return text == self.text and bool(re.search(self.url, url))


NOT_FOUND = "Failed to load resource: the server responded with a status of 404 (Not Found)"

NOISE = (
    Noise(
        text=NOT_FOUND,
        url="/api/brands/integration/(?!plex_connection/)",
        because="pictures of integrations come from the internet, which is not there",
    ),
    Noise(
        text=NOT_FOUND,
        url="^https://app.plex.tv/favicon.ico$",
        because="the simulator's page has no picture",
    ),
)


@dataclass
class Watch:
    """What a browser complains of."""

    expected: list[Noise] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def on_console(self, message: ConsoleMessage) -> None:
        """Note an error; of ours, a warning too."""
        url = message.location["url"]
        is_bad = message.type == "error" or (
            message.type == "warning" and OUR_BUNDLE in url
        )
        if is_bad and not any(
            each.is_in(message.text, url) for each in (*NOISE, *self.expected)
        ):
            self.complaints.append(f"{message.type}: {message.text} ({url})")

    def on_error(self, error: WebError) -> None:
        """Note an exception that nobody caught."""
        self.complaints.append(f"uncaught: {error.error}\n{error.error.stack}")


@asynccontextmanager
async def profile(
    browser: Browser, watch: Watch, **options: Any
) -> AsyncIterator[BrowserContext]:
    """Open a fresh profile and watch it; `options` are those of `new_context`."""
    context = await browser.new_context(**options)
    context.on("console", watch.on_console)
    context.on("weberror", watch.on_error)
    try:
        yield context
    finally:
        await context.close()


async def log_in(browser: Browser, url: str, person: Owner) -> StorageState:
    """Sign a person in by Home Assistant's own form; return what the browser keeps."""
    watch = Watch()
    async with profile(browser, watch) as context:
        page = await context.new_page()
        await page.goto(url)
        await page.get_by_label("Username").fill(person.username)
        await page.get_by_label("Password", exact=True).fill(person.password)
        await page.get_by_role("button", name="Log in").click()
        await page.get_by_role("link", name=person.name).wait_for()
        kept = await context.storage_state()
    assert watch.complaints == []
    return kept
