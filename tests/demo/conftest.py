"""What the tests of real processes share."""

import pytest

from demo.home_assistant import free_port


@pytest.fixture
def port(socket_enabled: None) -> int:
    """Return a port that is free."""
    return free_port()
