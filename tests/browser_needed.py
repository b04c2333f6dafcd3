"""What needs a browser is left out where there is none, unless it must not be."""

import asyncio
import os

import pytest

from demo.browser import NoBrowserError, executable


def need_browser() -> None:
    """Skip what asks, or fail it where a browser is required, if there is none."""
    try:
        asyncio.run(executable())
    except NoBrowserError as err:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(f"REQUIRE_BROWSER is set, but {err}")
        pytest.skip(str(err))
