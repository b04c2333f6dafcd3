"""python -m benchmarks [--quick] [--dashboard only | without] [--back] …."""

import argparse
import asyncio
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
import json
import os
from pathlib import Path
import sys
from typing import Any

from .bench import QUICK, WHOLE
from .child import ROOT
from .findings import Findings
from .parts import BY_ITSELF, IN_A_BROWSER, PARTS, Part, measure
from .report import (
    PAGE,
    back,
    dashboard,
    follow,
    hostile,
    page,
    targets_of_back,
    targets_of_follow,
    with_back,
    with_dashboard,
    with_follow,
    with_hostile,
)

AUTHORITY = ROOT / ".cache" / "authority"

CHOICES: Mapping[str, Mapping[str, Part]] = {
    "with": {**PARTS, **IN_A_BROWSER},
    "without": PARTS,
    "only": IN_A_BROWSER,
}

ALONE: Mapping[str, tuple[Callable[..., str], Callable[[str], str]]] = {
    "hostile": (hostile, with_hostile),
    "back": (back, with_back),
    "follow": (follow, with_follow),
}
"""Parts that can be measured alone: the function for the section, and for the page."""


def say(line: str) -> None:
    """Print a finding to stderr, apart from the page."""
    print(f"{datetime.now(UTC).astimezone():%H:%M:%S}  {line}", file=sys.stderr)


def main() -> None:
    """Measure and print the page; write it if it is complete."""
    parser = argparse.ArgumentParser(prog="scripts/benchmark", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a little of everything")
    parser.add_argument(
        "--dashboard",
        choices=CHOICES,
        default="with",
        help="the part that needs a Chromium: its section alone, or all but that",
    )
    parser.add_argument(
        "--hostile",
        action="store_const",
        dest="alone",
        const="hostile",
        help="the section on hostile servers alone",
    )
    parser.add_argument(
        "--back",
        action="store_const",
        dest="alone",
        const="back",
        help="the section on being back within seconds alone",
    )
    parser.add_argument(
        "--follow",
        action="store_const",
        dest="alone",
        const="follow",
        help="the section on Home Assistant's own Plex integration alone",
    )
    parser.add_argument("--preliminary", action="store_true", help="say so on the page")
    parser.add_argument("--output", type=Path, help="where the page is written to")
    parser.add_argument("--findings", type=Path, help="where all of it goes, as JSON")
    options = parser.parse_args()
    # Home Assistant and the integration create TLS contexts at import or later, in
    # processes that inherit this.
    os.environ["REQUESTS_CA_BUNDLE"] = str(AUTHORITY / "ca.pem")
    extent = QUICK if options.quick else WHOLE
    parts = CHOICES[options.dashboard]
    if options.alone is not None:
        parts = {options.alone: {**PARTS, **BY_ITSELF}[options.alone]}
    found = asyncio.run(measure(extent, parts, authority=AUTHORITY, say=say))
    tell(options, found)


def tell(options: argparse.Namespace, found: Mapping[str, Any]) -> None:
    """Print the findings, and write them to their place."""
    preliminary = options.preliminary or options.quick
    if options.alone is not None:
        section, page_with = ALONE[options.alone]
        text = section(found[options.alone], preliminary=preliminary)
        whole = page_with(text)
        if options.alone == "back":
            print(targets_of_back(found["back"]), end="\n\n")
        if options.alone == "follow":
            print(targets_of_follow(found["follow"]), end="\n\n")
    elif options.dashboard == "only":
        text = dashboard(found["dashboard"], preliminary=preliminary)
        whole = with_dashboard(text)
    else:
        text = whole = page(Findings(**found), preliminary=preliminary)
    print(text)
    if options.findings is not None:
        seen = {name: _plain(each) for name, each in found.items()}
        options.findings.write_text(json.dumps(seen, default=sorted))
    output = options.output or (None if options.quick else PAGE)
    if output is not None:
        output.write_text(whole)


def _plain(found: Any) -> Any:
    if isinstance(found, list):
        return [asdict(each) for each in found]
    return asdict(found)


if __name__ == "__main__":
    main()
