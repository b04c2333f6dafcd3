"""A browser with a user signed in to a Home Assistant."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
import json
import os
import time
from typing import Any

from playwright.async_api import Browser, BrowserContext, StorageState, async_playwright

from .home_assistant import ROOT, HomeAssistant

ARGUMENTS = (
    # Root cannot use the sandbox, and the pages are our own.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-proxy-server",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

DAY = 86_400


class NoBrowserError(Exception):
    """There is no Chromium on this machine."""


async def executable() -> str:
    """Return the Chromium named by $CHROMIUM or found by scripts/chromium."""
    if named := os.environ.get("CHROMIUM"):
        return named
    process = await asyncio.create_subprocess_exec(
        *(str(ROOT / "scripts" / "chromium"), "--here"),
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await process.communicate()
    if process.returncode != 0:
        raise NoBrowserError("there is no Chromium; scripts/chromium gets one")
    return output.decode().strip()


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Start a headless Chromium, and stop it in the end."""
    path = await executable()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            await browser.close()


async def signed_in(
    browser: Browser, home: HomeAssistant, **options: Any
) -> BrowserContext:
    """Return a fresh profile with the owner of a Home Assistant signed in.

    `options` are those of Playwright's `new_context`.
    """
    tokens = {
        "access_token": home.token,
        "token_type": "Bearer",
        "refresh_token": "",
        "expires_in": DAY,
        "expires": (time.time() + DAY) * 1000,
        "hassUrl": home.url,
        "clientId": f"{home.url}/",
    }
    stored: StorageState = {
        "cookies": [],
        "origins": [
            {
                "origin": home.url,
                "localStorage": [{"name": "hassTokens", "value": json.dumps(tokens)}],
            }
        ],
    }
    return await browser.new_context(storage_state=stored, **options)
