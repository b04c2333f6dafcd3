"""What the tests of real processes share."""

from pathlib import Path
import re
import socket

import pytest

CUSTOM_INTEGRATION = "We found a custom integration plex_connection"
"""Home Assistant's own word on every integration that is not its own."""


@pytest.fixture
def port(socket_enabled: None) -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
    return number


def complaints(log: Path) -> list[str]:
    """Return the warnings and errors in a log of Home Assistant."""
    return [
        line
        for line in log.read_text().splitlines()
        if re.search(r" (WARNING|ERROR|CRITICAL) ", line)
        and CUSTOM_INTEGRATION not in line
    ]
