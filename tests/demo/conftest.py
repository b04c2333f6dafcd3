"""Fixtures of the tests with real processes."""

import pytest

from demo.home_assistant import free_port


@pytest.fixture
def port(socket_enabled: None) -> int:
    """Return a free port."""
    return free_port()
