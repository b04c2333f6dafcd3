"""python -m soak [--quick] [--only PART …] [--write] [--real SECONDS] …."""

import argparse
import asyncio
from datetime import UTC, datetime
import json
import os
from pathlib import Path
import sys

from .extent import QUICK, WHOLE, Extent
from .figures import Findings
from .page import section, write, write_parts
from .parts import NAMES, be, run
from .real import real
from .rig import AUTHORITY


def say(line: str) -> None:
    """Print progress to stderr, apart from the figures."""
    print(f"{datetime.now(UTC).astimezone():%H:%M:%S}  {line}", file=sys.stderr)


def main() -> None:
    """Run the chosen parts and print the findings; exit with 1 if a figure is bad."""
    parser = argparse.ArgumentParser(prog="scripts/soak", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a little of everything")
    parser.add_argument("--only", choices=NAMES, nargs="+", help="parts; prints only")
    parser.add_argument("--write", action="store_true", help="write those parts, too")
    parser.add_argument("--real", type=float, metavar="SECONDS", help="in real time")
    parser.add_argument("--preliminary", action="store_true", help="say so on the page")
    parser.add_argument("--findings", type=Path, help="where all of it goes, as JSON")
    parser.add_argument("--be", choices=NAMES, help=argparse.SUPPRESS)
    parser.add_argument("--extent", type=json.loads, help=argparse.SUPPRESS)
    options = parser.parse_args()
    # Home Assistant and the integration create TLS contexts at import or later, in
    # processes that inherit this.
    os.environ["REQUESTS_CA_BUNDLE"] = str(AUTHORITY / "ca.pem")
    if options.be is not None:
        be(options.be, Extent(**options.extent))
        return
    found = find(options)
    text = section(found, preliminary=options.preliminary)
    print(text)
    if options.findings is not None:
        options.findings.write_text(json.dumps([each.to_dict() for each in found]))
    if options.write:
        write_parts(found)
    elif not options.quick and options.only is None and options.real is None:
        write(text)
    sys.exit(tell_faults(found))


def find(options: argparse.Namespace) -> list[Findings]:
    """Run what the options select."""
    if options.real is not None:
        return [asyncio.run(real(options.real))]
    names = NAMES if options.only is None else tuple(options.only)
    return asyncio.run(run(names, QUICK if options.quick else WHOLE, say))


def tell_faults(found: list[Findings]) -> int:
    """Print figures beyond their limits, and hints; return the exit code."""
    bad = [each for each in found if each.faults]
    for each in bad:
        for figure in each.faults:
            say(f"{each.title}: {': '.join(figure.row()[:2])}, {figure.row()[2]}")
        for line in each.complaints:
            say(line)
    return 1 if bad else 0


if __name__ == "__main__":
    main()
