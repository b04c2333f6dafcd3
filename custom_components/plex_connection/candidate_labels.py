"""How a candidate is called where somebody chooses one, or is told of one."""

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
