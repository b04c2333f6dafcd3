"""What the tests of a release share."""

from pathlib import Path

import pytest

from .clone import Clone


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    """Return a repository of its own to be released."""
    return Clone(tmp_path)
