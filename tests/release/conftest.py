"""Fixtures of the release tests."""

from pathlib import Path

import pytest

from .clone import Clone


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    """Return a separate repository to be released."""
    return Clone(tmp_path)
