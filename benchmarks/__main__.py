"""python -m benchmarks [--quick] [--preliminary] [--output FILE]."""

import argparse
import asyncio
from datetime import UTC, datetime
from pathlib import Path
import sys

from .bench import QUICK, WHOLE
from .child import ROOT
from .parts import measure
from .report import page

AUTHORITY = ROOT / ".cache" / "authority"
PAGE = ROOT / "docs" / "performance.md"


def say(line: str) -> None:
    """Print one thing that was found, where it is not taken for the page."""
    print(f"{datetime.now(UTC).astimezone():%H:%M:%S}  {line}", file=sys.stderr)


def main() -> None:
    """Measure, print the page, and write it if it is the whole."""
    parser = argparse.ArgumentParser(prog="scripts/benchmark", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a little of everything")
    parser.add_argument("--preliminary", action="store_true", help="say so on the page")
    parser.add_argument("--output", type=Path, help="where the page is written to")
    options = parser.parse_args()
    extent = QUICK if options.quick else WHOLE
    findings = asyncio.run(measure(extent, authority=AUTHORITY, say=say))
    text = page(findings, preliminary=options.preliminary or options.quick)
    print(text)
    output = options.output or (None if options.quick else PAGE)
    if output is not None:
        output.write_text(text)


if __name__ == "__main__":
    main()
