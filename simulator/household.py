"""Households: worlds as people report them, each with the true cause of its trouble.

Every file in `households` describes one. What can be seen from outside is a scenario;
the true cause, one code per server, stands beside it, to judge a diagnosis by.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
import json
from pathlib import Path
from typing import Any

from .scenario import Scenario

FILES = Path(__file__).with_name("households")

REQUIRED = frozenset({"story", "truth", "minutes", "scenario"})
KEYS = REQUIRED | {"pinned"}


class HouseholdError(ValueError):
    """A file does not describe a household."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Household:
    """One household, and what is really the case there."""

    name: str
    """The file's name without its ending. It tells the cause: not for a diagnosis."""
    story: str
    """Who lives there, what they have, what is the case, and what a viewer notices."""
    truth: Mapping[str, str]
    """The code of the root cause by server, in the order of `server_keys`."""
    minutes: float
    """For how long it has been so when Home Assistant is asked: minutes after the last
    step of the timeline, or after the start if there is none."""
    scenario: Scenario
    pinned: Mapping[str, str] = field(default_factory=dict)
    """The address and port by server that the user pinned."""

    @property
    def is_healthy(self) -> bool:
        """Return whether nothing is wrong with any server."""
        return set(self.truth.values()) == {"none"}

    @property
    def asked_at(self) -> float:
        """Return the seconds after the start at which Home Assistant is asked."""
        steps = self.scenario.timeline.steps
        return max((step.at for step in steps), default=0.0) + 60 * self.minutes

    @classmethod
    def read(cls, file: Path) -> Household:
        """Read a household from its file."""
        data = json.loads(file.read_text())
        if missing := REQUIRED - data.keys():
            raise HouseholdError(f"{file.name}: no {', '.join(sorted(missing))}")
        if unknown := data.keys() - KEYS:
            raise HouseholdError(f"{file.name}: what is {', '.join(sorted(unknown))}?")
        household = cls(
            name=file.stem,
            **{**data, "scenario": _scenario(file.stem, data["scenario"])},
        )
        expected = server_keys(household.scenario)
        if tuple(household.truth) != expected:
            raise HouseholdError(
                f"{file.name}: truths of {list(household.truth)}, "
                f"but servers {list(expected)}"
            )
        if strange := household.pinned.keys() - set(expected):
            raise HouseholdError(f"{file.name}: pins {', '.join(sorted(strange))}")
        return household


def households() -> tuple[Household, ...]:
    """Return all households in the order of their files."""
    return tuple(map(Household.read, sorted(FILES.glob("*.json"))))


def server_keys(scenario: Scenario) -> tuple[str, ...]:
    """Return a key for each server that the first account owns or is shared.

    It is the server's name; further servers of the same name get "#2", "#3" and so on,
    in the order of the scenario.
    """
    user = next(iter(scenario.accounts))
    seen: Counter[str] = Counter()
    keys = []
    for server in scenario.servers:
        if user == server.owner or user in server.shared_with:
            seen[server.name] += 1
            number = seen[server.name]
            keys.append(server.name if number == 1 else f"{server.name}#{number}")
    return tuple(keys)


def _scenario(name: str, data: Mapping[str, Any]) -> Scenario:
    # The number alone: the rest of a file's name tells the cause.
    return Scenario.from_dict({"name": f"household {name.partition('_')[0]}", **data})
