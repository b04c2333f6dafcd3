"""The guide to the diagnosis is that of the code: causes, times, questions."""

from collections.abc import Iterator
import json
from pathlib import Path
import re
from typing import Any

import pytest

from custom_components.plex_connection.connection import Alert
from custom_components.plex_connection.diagnosis import (
    CAUSES,
    Cause,
    Problem,
    Severity,
    alerts_of,
)
from custom_components.plex_connection.diagnosis.causes import MINUTE
from custom_components.plex_connection.diagnosis.diagnostician import RELAPSE
from custom_components.plex_connection.diagnosis.owner_urls import PRIVATE_NAMES
from custom_components.plex_connection.diagnosis.server import EXPIRING, FLAPS
from custom_components.plex_connection.plex.remote_access import NAMES
from custom_components.plex_connection.root_cause.server_diagnosis import SLOW_MS
from custom_components.plex_connection.root_cause.status_reader import (
    ACCOUNT_INTERVAL,
    BURST,
    FIRST_AFTER,
    HINT_DELAY,
    REFILL,
    RELOAD,
    RETRY_AFTER,
    SETTINGS_INTERVAL,
    SHARED_INTERVAL,
    SPARED,
)
from custom_components.plex_connection.runtime import DIAGNOSIS_BUDGET

ROOT = Path(__file__).parents[1]
GUIDE = (ROOT / "docs" / "diagnosis.md").read_text()
RULES = (ROOT / "docs" / "rules.md").read_text()
TEXTS: Any = json.loads(
    (
        ROOT / "custom_components" / "plex_connection" / "translations" / "en.json"
    ).read_text()
)
STATES = TEXTS["entity"]["sensor"]["problem"]["state"]

HOUR, DAY = 60 * MINUTE, 24 * 60 * MINUTE


def _rows(header: str) -> list[list[str]]:
    """Return the cells of the rows of the table with this header."""
    _, _, rest = GUIDE.partition(f"{header}\n")
    table, _, _ = rest.partition("\n\n")
    _, *rows = table.splitlines()
    return [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows]


PROBLEMS = _rows(
    "| problem | you notice | cause | evidence | what to do | lasts | hidden by |"
)
GROUPS = dict(_rows("| hidden by | stands for |"))


def _named(text: str) -> Iterator[Problem]:
    """Yield the problems of a cell; what stands in italics is a group of them."""
    for code, group in re.findall(r"`(\w+)`|(\*\w+\*)", text):
        if group:
            yield from _named(GROUPS[group])
        else:
            yield Problem(code)


def _lasts(cause: Cause) -> str:
    """Return how the guide words the time that a cause has to last."""
    time = f"{cause.after / MINUTE:g} min" if cause.after else "at once"
    return f"{time}, even if you ask" if cause.may_pass else time


def test_every_problem_has_its_row() -> None:
    """The table has each problem under its name, in the order of the tree."""
    assert [row[0] for row in PROBLEMS] == [
        f"{STATES[each]}<br>`{each}`" for each in (Problem.NONE, *CAUSES)
    ]
    assert {Problem.NONE, *CAUSES} == set(Problem)


@pytest.mark.parametrize(("problem", "row"), zip(CAUSES, PROBLEMS[1:], strict=True))
def test_rows_are_those_of_the_causes(problem: Problem, row: list[str]) -> None:
    """Each row has the time of its cause, and all that silence it."""
    *told, lasts, silenced = row
    cause = CAUSES[problem]
    assert all(told)
    assert lasts == _lasts(cause)
    named = set(_named(silenced))
    if silenced == "every other":
        named = set(CAUSES)
    assert bool(named) is (silenced != "nothing")
    assert named - {problem} == cause.depends_on


def test_repairs_are_documented() -> None:
    """Each repair is beside the problems that explain it."""
    rows = _rows("| repair | only with |")
    assert len(rows) == len(Alert)
    for told, named in rows:
        (alert,) = (Alert(each) for each in re.findall(r"`(\w+)`", told))
        title = TEXTS["issues"][alert]["title"].replace("{name}", "…")
        assert told.startswith(f"{title}<br>")
        assert set(_named(named)) == {
            each
            for each in CAUSES
            if alert in alerts_of(each) and each is not Problem.NOT_KNOWN
        }


def test_severities_are_documented() -> None:
    """Each problem but those of the rest is beside its severity."""
    rows = _rows("| severity | means | problems |")
    said = {Severity(row[0].strip("`")): set(_named(row[2])) for row in rows}
    assert said.pop(Severity.OK) == {Problem.NONE}
    assert said.pop(Severity.WARNING) == set()
    assert said == {
        severity: {each for each, cause in CAUSES.items() if cause.severity is severity}
        for severity in (Severity.ERROR, Severity.NOTICE)
    }


def test_numbers_of_the_evidence_are_documented() -> None:
    """What counts as many, slow, soon, or a name of one network only."""
    assert FLAPS == 4
    assert "four or more changes in an hour" in GUIDE
    assert SLOW_MS == 500
    assert "half a second or more" in GUIDE
    assert f"in fewer than {EXPIRING.days} days" in GUIDE
    assert RELAPSE == 5 * MINUTE
    assert "returns within five minutes" in GUIDE
    assert ", ".join(f"`{each}`" for each in PRIVATE_NAMES) in GUIDE


def test_questions_are_documented() -> None:
    """When a server is asked, how often, and which settings are read."""
    assert f"{FIRST_AFTER:g} seconds after the first connection" in GUIDE
    assert HINT_DELAY == 2
    assert "two seconds after the server announces" in GUIDE
    assert SPARED == RELOAD == 10 * MINUTE
    assert "not within ten minutes of the last time" in GUIDE
    assert "A reload within ten minutes" in GUIDE
    assert f"repeated after {RETRY_AFTER / MINUTE:g} minutes" in GUIDE
    assert ACCOUNT_INTERVAL == 3 * HOUR
    assert SETTINGS_INTERVAL == DAY
    assert "every three hours" in GUIDE
    assert f"After {DIAGNOSIS_BUDGET:g} seconds" in GUIDE
    assert SHARED_INTERVAL == DAY / 2
    assert "A friend's server is asked at most twice a day" in GUIDE
    assert "never twice within twelve hours" in RULES
    assert BURST == 8
    assert f"Eight questions may come at once, then one in {REFILL / MINUTE:g}" in RULES
    assert f"asked at most {BURST + DAY / REFILL:g} times a day" in GUIDE
    assert DAY / ACCOUNT_INTERVAL + DAY / SETTINGS_INTERVAL == 9
    assert "on a quiet day nine times" in GUIDE
    assert ", ".join(f"`{each}`" for each in sorted(NAMES)) in GUIDE
