"""How a candidate is called where somebody chooses one, or is told of one."""

from collections.abc import Iterable

from yarl import URL

from .connection import Candidate, decode_plex_direct


def label_of(candidate: Candidate) -> str:
    """Return address and port, and the scheme if it is not the usual one."""
    plain = "http://" if candidate.scheme == "http" else ""
    return f"{plain}{candidate.endpoint}"


def label_of_url(url: str) -> str:
    """Return the same of a candidate of which no more is known."""
    parsed = URL(url)
    host = parsed.host or ""
    plain = "http://" if parsed.scheme == "http" else ""
    shown = decode_plex_direct(host) or host
    shown = f"[{shown}]" if ":" in shown else shown
    return f"{plain}{shown}:{parsed.port}"


def successor_of(url: str, candidates: Iterable[Candidate]) -> str:
    """Return the url by which an address is offered now that was chosen by `url`.

    Whoever chooses means address and port: the name changes with the certificate.
    """
    offered = {each.url: label_of(each) for each in candidates}
    if url in offered:
        return url
    chosen = label_of_url(url)
    return next((each for each in sorted(offered) if offered[each] == chosen), url)
