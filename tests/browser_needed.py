"""Skips tests that need a browser if there is none, unless one is required."""

import asyncio
import os

import pytest

from demo.browser import NoBrowserError, executable


def need_browser() -> None:
    """Skip the calling test without a browser, or fail it where one is required."""
    try:
        asyncio.run(executable())
    except NoBrowserError as err:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(f"REQUIRE_BROWSER is set, but {err}")
        pytest.skip(str(err))
