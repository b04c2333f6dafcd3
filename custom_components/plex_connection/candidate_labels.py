"""Labels of candidates, for the select and in messages."""

from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit

from .connection import (
    Candidate,
    ConnectionReport,
    ConnectionType,
    decode_plex_direct,
)

LABEL_LIMIT = 250
"""Maximum characters of an option: it is also a state, which may have 255."""


def label_of(candidate: Candidate) -> str:
    """Return address and port, prefixed with the scheme if it is http."""
    plain = "http://" if candidate.scheme == "http" else ""
    return f"{plain}{candidate.endpoint}"


def label_of_url(url: str) -> str:
    """Return the label of a candidate of which only the URL is known.

    The host is not resolved: it may be invented. Text that is not a URL is returned
    unchanged, up to the limit.
    """
    try:
        parsed = urlsplit(url)
        host, port = parsed.hostname, parsed.port
    except ValueError:
        return url[:LABEL_LIMIT]
    if host is None or port is None:
        return url[:LABEL_LIMIT]
    plain = "http://" if parsed.scheme == "http" else ""
    shown = decode_plex_direct(host) or _in_one_form(host)
    shown = f"[{shown}]" if ":" in shown else shown
    return f"{plain}{shown}:{port}"


def _in_one_form(host: str) -> str:
    """Return an IP literal in canonical form, any other host unchanged."""
    try:
        return str(ip_address(host))
    except ValueError:
        return host


def successor_of(url: str, candidates: Iterable[Candidate]) -> str:
    """Return the current URL of an address that was chosen as `url`.

    A choice is matched by address and port, because the host name in the URL changes
    with the certificate.
    """
    offered = {each.url: label_of(each) for each in candidates}
    if url in offered:
        return url
    chosen = label_of_url(url)
    return next((each for each in sorted(offered) if offered[each] == chosen), url)


def choices(report: ConnectionReport) -> dict[str, str]:
    """Return what may be pinned, URL by label.

    Relays are left out: their address changes every few hours.
    """
    urls: dict[str, str] = {}
    offered = sorted(
        (each.candidate for each in report.candidates), key=lambda each: each.url
    )
    for candidate in offered:
        if not candidate.diagnostic_only and candidate.kind is not ConnectionType.RELAY:
            _add(urls, label_of(candidate), candidate.url)
    if report.pinned is not None and report.pinned not in urls.values():
        _add(urls, label_of_url(report.pinned), report.pinned)
    return urls


def _add(urls: dict[str, str], label: str, url: str) -> None:
    """Add a choice; number the labels if two names share an address."""
    label = unique = label[:LABEL_LIMIT]
    number = 1
    while unique in urls:
        number += 1
        unique = f"{label} ({number})"
    urls[unique] = url
