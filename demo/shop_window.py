"""Becomes Home Assistant, after what has to be different in the demo.

The environment says what that is; without it nothing is.
"""

from datetime import datetime
import os
from pathlib import Path
import runpy

SIGN_IN_PAGE = "SIMULATED_SIGN_IN_PAGE"
"""Environment variable: where a browser finds the page to sign in.

Home Assistant lives in the simulated network, and whoever looks at it does not: the
browser would be led to the real one.
"""

WEEK = "SIMULATED_WEEK"
"""Environment variable: the database into which a week of history is written."""

WEEK_END = "SIMULATED_WEEK_END"
"""Environment variable: when that week ends, in ISO 8601 with a zone."""


def main() -> None:
    """Prepare, and run Home Assistant with the arguments of this process."""
    if page := os.environ.get(SIGN_IN_PAGE):
        # The import brings half of Home Assistant with it: not without a page to set.
        from custom_components.plex_connection.plex import account  # noqa: PLC0415

        account.SIGN_IN_PAGE = page
    if database := os.environ.get(WEEK):
        # The tables are Home Assistant's own, which imports them in any case.
        from .recorded import write_week  # noqa: PLC0415

        end = datetime.fromisoformat(os.environ[WEEK_END])
        write_week(Path(database), end)
    runpy.run_module("homeassistant", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
