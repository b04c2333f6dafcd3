"""Runs Home Assistant with the changes for the demo.

The environment selects them; without its variables there are none.
"""

from datetime import datetime
import os
from pathlib import Path
import runpy

SIGN_IN_PAGE = "SIMULATED_SIGN_IN_PAGE"
"""Environment variable: the sign-in page's URL for browsers.

Home Assistant runs in the simulated network, but the browser does not: it would end up
on the real page.
"""

WEEK = "SIMULATED_WEEK"
"""Environment variable: the database to create with a week of history.

One that exists is left as it is: Home Assistant was restarted.
"""

WEEK_END = "SIMULATED_WEEK_END"
"""Environment variable: the end of that week, in ISO 8601 with a time zone."""


def main() -> None:
    """Apply the changes, and run Home Assistant with this process's arguments."""
    if page := os.environ.get(SIGN_IN_PAGE):
        # The import loads half of Home Assistant: not without a page to set.
        from custom_components.plex_connection.plex import account  # noqa: PLC0415

        account.SIGN_IN_PAGE = page
    database = os.environ.get(WEEK)
    if database and not Path(database).exists():
        # The tables are Home Assistant's own, which imports them anyway.
        from .recorded import write_week  # noqa: PLC0415

        end = datetime.fromisoformat(os.environ[WEEK_END])
        write_week(Path(database), end)
    runpy.run_module("homeassistant", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
