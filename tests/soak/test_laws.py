"""A broken law is found, and its counterexample reported."""

import asyncio
from pathlib import Path

from soak.laws import try_laws

LAWS = """
from hypothesis import given, strategies as st

from tests.examples import examples


@examples(5)
@given(number=st.integers())
def test_small(number):
    assert number < 1000


@given(number=st.integers())
def test_even(number):
    assert number + number == 2 * number


def test_no_law():
    raise NotImplementedError
"""


def test_broken_law_is_reported(tmp_path: Path) -> None:
    """A law that needs more examples than the suite tries; plain tests are left out."""
    file = tmp_path / "test_laws.py"
    file.write_text(LAWS)
    findings = asyncio.run(try_laws([file]))

    assert {each.what: each.value for each in findings.figures} == {
        "laws": 2,
        "laws that were broken": 1,
    }
    assert [each.what for each in findings.faults] == ["laws that were broken"]
    told = "\n".join(findings.complaints)
    assert "test_small" in told
    assert "number=1000," in told
    assert "@reproduce_failure(" in told
