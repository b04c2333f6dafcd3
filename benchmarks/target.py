"""One target, beside its measurement."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """One target of the design."""

    what: str
    target: str
    measured: str
    met: bool
