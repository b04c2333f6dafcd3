"""The tests' laws, tried with many new examples."""

import asyncio
from collections.abc import Iterable
import os
from pathlib import Path
import sys
from tempfile import TemporaryDirectory
from xml.etree import ElementTree as ET

from .extent import Extent
from .figures import Findings

ROOT = Path(__file__).parents[1]
TESTS = ROOT / "tests"

PROFILE = "long-runs"
"""Its name in tests/examples.py."""

PYTEST = (
    *(sys.executable, "-m", "pytest", "-q"),
    # These laws may be anywhere; the settings are the project's.
    *("-c", str(ROOT / "pyproject.toml"), "--rootdir", str(ROOT)),
    *("-p", "no:cacheprovider", "-p", "tests.examples"),
    *("-m", "hypothesis", "--hypothesis-profile", PROFILE),
    # Trying a law that often takes minutes.
    *("--timeout", "0"),
)


async def laws(extent: Extent) -> Findings:
    """Try all laws; return the broken ones, with the examples."""
    return await try_laws([TESTS / each for each in extent.laws])


async def try_laws(tests: Iterable[Path]) -> Findings:
    """Try the laws in files and folders of tests."""
    findings = Findings(title="Laws with new examples")
    with TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        process = await asyncio.create_subprocess_exec(
            *PYTEST,
            *("--junit-xml", str(report)),
            *map(str, tests),
            cwd=ROOT,
            # The last line of this process's output is for its figures.
            stdout=sys.stderr,
            env=os.environ,
        )
        await process.wait()
        suite = ET.parse(report).getroot().find("testsuite")  # noqa: S314 - our own
    if suite is None:
        raise ValueError("pytest has reported on nothing")
    broken = [case for case in suite.iter("testcase") if _faults(case)]
    findings.add("laws", float(suite.get("tests", "0")))
    findings.add("laws that were broken", len(broken), 0)
    for case in broken:
        findings.complaints.append(f"{case.get('classname')}::{case.get('name')}")
        for fault in _faults(case):
            findings.complaints += _what_was_wrong(fault)
    return findings


def _faults(case: ET.Element) -> list[ET.Element]:
    return [each for each in case if each.tag in {"failure", "error"}]


def _what_was_wrong(fault: ET.Element) -> list[str]:
    """Return pytest's lines of the exception: the example, and how to reproduce it."""
    return [
        line.removeprefix("E").strip()
        for line in (fault.text or "").splitlines()
        if line.startswith("E ")
    ]
