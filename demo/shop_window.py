"""Becomes Home Assistant, after what has to be different in the demo.

The environment says what that is; without it nothing is.
"""

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


def main() -> None:
    """Prepare, and run Home Assistant with the arguments of this process."""
    if page := os.environ.get(SIGN_IN_PAGE):
        # The import brings half of Home Assistant with it: not without a page to set.
        from custom_components.plex_connection.plex import account  # noqa: PLC0415

        account.SIGN_IN_PAGE = page
    if database := os.environ.get(WEEK):
        # The tables are Home Assistant's own, which imports them in any case.
        from .recorded import write_week  # noqa: PLC0415

        write_week(Path(database))
    runpy.run_module("homeassistant", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
