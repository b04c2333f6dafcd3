"""Names and numbers in the documents are those of the code."""

from collections.abc import Iterable
import json
from math import ceil
from pathlib import Path
import re
import tomllib
from typing import Any

import pytest

from custom_components.plex_connection.connection import (
    BreakerState,
    ChangeReason,
    ConnectionType,
    DiscoveryTrigger,
    FailureKind,
)
from custom_components.plex_connection.connection.alerts import (
    HTTP_PATIENCE,
    OWNER_PATIENCE,
    PIN_PATIENCE,
    REFUSAL_PATIENCE,
    REMOTE_ACCESS_PATIENCE,
    Alert,
)
from custom_components.plex_connection.connection.backoff import (
    INITIAL_WAIT,
    MAXIMUM_WAIT,
)
from custom_components.plex_connection.connection.changes import CHANGES_KEPT
from custom_components.plex_connection.connection.discovery import (
    FAILURE_LADDER,
    MANUAL_LIMIT,
    MANUAL_WINDOW,
)
from custom_components.plex_connection.connection.fail_back import (
    RETURN_WAITS,
    SERIES_SPACING,
    TRIES,
)
from custom_components.plex_connection.connection.latency_baseline import (
    CONFIRMATIONS,
    LEARNT_AFTER,
    SETTLED,
)
from custom_components.plex_connection.connection.listing import UNLISTED_PATIENCE
from custom_components.plex_connection.connection.metrics.calendar import DAYS_BACK
from custom_components.plex_connection.connection.metrics.latencies import (
    LATENCY_WINDOW,
)
from custom_components.plex_connection.connection.polling import INTERVAL
from custom_components.plex_connection.connection.reports import RejectionReason
from custom_components.plex_connection.connection.token_bucket import (
    ANNOUNCEMENTS,
    DISCOVERIES,
    FAILURES,
    HINTS,
    LIMITS,
    Limit,
)
from custom_components.plex_connection.push import HEARTBEAT
from custom_components.plex_connection.settings import DEFAULTS

ROOT = Path(__file__).parents[1]
TEXTS: Any = json.loads(
    (
        ROOT / "custom_components" / "plex_connection" / "translations" / "en.json"
    ).read_text()
)

WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
LOCAL, REMOTE, RELAY = (INTERVAL[kind] for kind in tuple(ConnectionType)[:3])


def _page(name: str) -> str:
    return (ROOT / name).read_text()


def _row(page: str, beginning: str) -> list[str]:
    """Return the cells of the only table row that begins so."""
    (line,) = [
        line for line in _page(page).splitlines() if line.startswith(f"| {beginning} |")
    ]
    return [cell.strip() for cell in line.strip("|").split(" | ")]


def _word(number: float) -> str:
    """Return a small whole number as texts write it."""
    whole = round(number)
    assert whole == number
    return "ten" if whole == 10 else WORDS[whole]


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("docs/troubleshooting.md", FailureKind),
        ("docs/entities.md", BreakerState),
        ("docs/actions.md", RejectionReason),
        ("docs/actions.md", ChangeReason),
    ],
)
def test_words_are_explained(page: str, words: Iterable[str]) -> None:
    """Every word of an answer or a state is on the page that explains it."""
    text = _page(page)
    assert [word for word in words if f"`{word}`" not in text] == []


def test_modules_are_placed() -> None:
    """The architecture's diagram has every module of the integration."""
    settings = tomllib.loads(_page("pyproject.toml"))["tool"]["importlinter"]
    layers = next(each for each in settings["contracts"] if each["id"] == "layers")
    modules = re.findall(r"\w+", " ".join(layers["layers"]))
    text = _page("docs/architecture.md")
    picture = text.split("```")[1]
    assert [each for each in modules if not re.search(rf"\b{each}\b", picture)] == []
    beside = {each for each in settings["root_packages"] if "." not in each}
    assert [each for each in beside if f"`{each}/`" not in text] == []


def test_defaults_are_documented() -> None:
    """Each option's row ends with its default."""
    sections = TEXTS["options"]["step"]["init"]["sections"]
    labels = {
        key: label
        for section in sections.values()
        for key, label in section["data"].items()
    }
    said = {key: _row("docs/options.md", label)[-1] for key, label in labels.items()}
    assert said.pop("watched_servers") == "all"
    assert said.pop("notified_servers") == "all"
    assert said.pop("notify_target") == "empty"
    assert said == {
        key: ("off", "on")[default] if isinstance(default, bool) else f"{default:g}"
        for key, default in DEFAULTS.items()
        if not isinstance(default, list)
    }


def test_times_of_repairs_are_documented() -> None:
    """Each repair's row has the time for which its cause has to last."""
    hour = DEFAULTS["relay_patience"]
    assert hour == 60
    for trouble, time in {
        Alert.RELAY_LONG: "for an hour",
        Alert.REMOTE_ACCESS_REFUSED: f"{_word(REMOTE_ACCESS_PATIENCE / 60)} minutes",
        Alert.HTTP_ONLY: f"{_word(HTTP_PATIENCE / 60)} minutes",
        Alert.ACCESS_REFUSED: f"{_word(REFUSAL_PATIENCE / 60)} minutes",
        Alert.OWNER_LOST: f"{_word(OWNER_PATIENCE / 60)} minutes",
        Alert.PINNED_DOWN: "for a minute",
    }.items():
        title = TEXTS["issues"][trouble]["title"].replace("{name}", "…")
        assert time in _row("docs/repairs.md", title)[1], trouble
    assert PIN_PATIENCE == 60
    # The option does not affect this one, as its row explains.
    option = TEXTS["options"]["step"]["init"]["sections"]["thresholds"]["data"]
    always = f"always takes {_word(REMOTE_ACCESS_PATIENCE / 60)} minutes"
    assert always in _row("docs/options.md", option["relay_patience"])[1]


def test_intervals_of_checks_are_documented() -> None:
    """Intervals of checks, and the time until a loss is noticed."""
    assert (
        f"every {LOCAL / 60:g} min on local, {REMOTE / 60:g} min on remote, "
        f"{RELAY:g} s on relay"
    ) in _row("docs/how-it-decides.md", "checks")[1]
    noticed = _row("docs/how-it-decides.md", "noticing a break")[1]
    # Half as long again for the answer to a ping.
    assert 1.5 * HEARTBEAT[ConnectionType.LOCAL] <= 10
    assert "within about 10 s at home" in noticed
    assert f"{ceil(1.5 * HEARTBEAT[ConnectionType.REMOTE])} s from outside" in noticed
    waits = [INITIAL_WAIT]
    while 2 * waits[-1] < MAXIMUM_WAIT:
        waits.append(2 * waits[-1])
    minutes = ", ".join(f"{wait / 60:g}" for wait in waits[1:])
    (_, first), (_, second), (_, last) = RETURN_WAITS
    assert first == 60
    assert _row("docs/how-it-decides.md", "a server that is off")[1] == (
        f"asked after {waits[0]:g} s, {minutes}, then every {MAXIMUM_WAIT / 60:g} min; "
        f"where it worked last, every minute in the first hour, every "
        f"{second / 60:g} min in the first day, then every {last / 60:g} min "
        "(not on the relay, whose address changes)"
    )
    soon = ", ".join(f"{each:g}" for each in TRIES[:-1])
    assert (
        f"after {soon} and {TRIES[-1]:g} s"
        in (_row("docs/how-it-decides.md", "going back")[1])
    )


def test_attempts_add_up() -> None:
    """Rule 9's sum per hour: of two kinds of series, and while a server is off."""
    series = 2 * (1 + 3600 / SERIES_SPACING)
    tries = round((len(TRIES) + 1) * series + 3600 / RETURN_WAITS[0][1])
    assert f"and {tries} from quick retries" in _page("docs/rules.md")


def test_time_until_degraded_is_documented() -> None:
    """The number of tests, and the minutes that they take."""
    # Half of five have to be slow before their median is, and that has to last.
    tests = SETTLED + CONFIRMATIONS - 1
    row = _row("docs/automations.md", "`plex_connection.degraded`")[1]
    assert f"{_word(tests)} tests in a row" in row
    assert f"{tests * LOCAL / 60:g} minutes at home" in row
    assert f"{_word(tests * REMOTE / 60)} from outside" in row
    assert f"after {LEARNT_AFTER} tests" in row
    described = TEXTS["triggers"]["degraded"]["description"]
    assert f"{_word(tests)} tests in a row" in described


def _an_hour_of(limit: Limit) -> int:
    """Return how many checks per hour a limit allows."""
    return round(limit.burst + 3600 / limit.period)


def test_allowances_add_up() -> None:
    """Rule 9's sum per hour is that of the table of limits."""
    named = {limit.of: limit for limit in LIMITS.values() if limit is not None}
    # A failed operation is counted without a reason of its own.
    others = {FAILURES, *named.values()} - {HINTS, DISCOVERIES, ANNOUNCEMENTS}
    assert {_an_hour_of(each) for each in others} == {370}
    assert _an_hour_of(HINTS) == _an_hour_of(DISCOVERIES) == 66
    assert _an_hour_of(ANNOUNCEMENTS) == 64
    assert (
        f"66 from hints; 66 from plex.tv; 64 from the LAN; "
        f"370 from each of the {_word(len(others))} other kinds"
    ) in _page("docs/rules.md")


def test_requests_to_plex_tv_are_documented() -> None:
    """Rule 15's waits are those of the schedule."""
    *waits, longest = FAILURE_LADDER[1:]
    ladder = ", ".join(f"{wait / 60:g}" for wait in waits)
    rules = _page("docs/rules.md")
    assert f"{ladder} minutes and {_word(longest / 3600)} hours" in rules
    assert f"{_word(MANUAL_LIMIT)} times in {_word(MANUAL_WINDOW / 60)} minutes" in (
        rules
    )
    days = f"{_word(UNLISTED_PATIENCE / 86400)} days"
    assert f"for {days} at most" in rules
    assert f"after {days}" in _page("README.md")
    assert f"{_word(len(DiscoveryTrigger))} reasons (`DiscoveryTrigger`)" in (
        _page("docs/architecture.md")
    )


def test_rules_are_all_there() -> None:
    """Rules are numbered without gaps or duplicates, and the code names no others."""
    numbers = re.findall(r"^\*\*(\d+) ", _page("docs/rules.md"), re.MULTILINE)
    assert [*map(int, numbers)] == [*range(1, 20)]
    sources = (ROOT / "custom_components").rglob("*.py")
    named = {
        number
        for path in sources
        for number in re.findall(r"\brules? (\d+)", path.read_text())
    }
    assert named <= {*numbers}


def test_retention_is_documented() -> None:
    """Numbers of samples, days and changes."""
    assert f"the last {LATENCY_WINDOW} tests" in _page("docs/entities.md")
    assert f"kept for {_word(DAYS_BACK + 1)} days" in _page("README.md")
    assert f"the last {CHANGES_KEPT} changes" in _page("docs/dashboard.md")
