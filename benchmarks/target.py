"""One target, beside what was measured."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """One number of the design."""

    what: str
    target: str
    measured: str
    met: bool
