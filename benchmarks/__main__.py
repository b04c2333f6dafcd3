"""python -m benchmarks [--quick] [--preliminary] [--output FILE] [--findings FILE]."""

import argparse
import asyncio
from dataclasses import asdict
from datetime import UTC, datetime
import json
import os
from pathlib import Path
import sys

from .bench import QUICK, WHOLE
from .child import ROOT
from .parts import measure
from .report import PAGE, page

AUTHORITY = ROOT / ".cache" / "authority"


def say(line: str) -> None:
    """Print one thing that was found, where it is not taken for the page."""
    print(f"{datetime.now(UTC).astimezone():%H:%M:%S}  {line}", file=sys.stderr)


def main() -> None:
    """Measure, print the page, and write it if it is the whole."""
    parser = argparse.ArgumentParser(prog="scripts/benchmark", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a little of everything")
    parser.add_argument("--preliminary", action="store_true", help="say so on the page")
    parser.add_argument("--output", type=Path, help="where the page is written to")
    parser.add_argument("--findings", type=Path, help="where all of it goes, as JSON")
    options = parser.parse_args()
    # Home Assistant and we make TLS contexts when they are imported, or later: in
    # processes that inherit this.
    os.environ["REQUESTS_CA_BUNDLE"] = str(AUTHORITY / "ca.pem")
    extent = QUICK if options.quick else WHOLE
    findings = asyncio.run(measure(extent, authority=AUTHORITY, say=say))
    text = page(findings, preliminary=options.preliminary or options.quick)
    print(text)
    if options.findings is not None:
        options.findings.write_text(json.dumps(asdict(findings), default=sorted))
    output = options.output or (None if options.quick else PAGE)
    if output is not None:
        output.write_text(text)


if __name__ == "__main__":
    main()
