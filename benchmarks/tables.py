"""The tables of docs/performance.md."""

from collections.abc import Sequence

from .days import Day
from .detection_times import IN_WORDS, DetectionTimes
from .entry_times import EntryTimes
from .fail_over_times import FailOverTimes
from .markdown import duration, spread, table
from .networks import TestNetwork
from .results import ENTRANTS, OURS, Result, find
from .sample import Sample
from .scale import Scale
from .target import Target


def of_targets(targets: Sequence[Target]) -> str:
    """Return each target beside its measurement."""
    return table(
        ("what", "target", "measured", ""),
        [
            (each.what, each.target, each.measured, "met" if each.met else "**missed**")
            for each in targets
        ],
    )


def of_times(results: Sequence[Result]) -> str:
    """Return the time to the first usable connection: networks by contestants."""
    rows = []
    for network in _networks(results):
        found = [find(list(results), network.key, entrant) for entrant in ENTRANTS]
        rows.append((network.title, *map(_time, found)))
    return table(("network", *(entrant.title for entrant in ENTRANTS)), rows)


def of_steps(results: Sequence[Result]) -> str:
    """Return the times of our own contestant's steps."""
    ours = [result for result in results if result.entrant is OURS]
    steps = list(dict.fromkeys(step for each in ours for step in each.runs[0].steps))
    return table(
        ("Plex Connection", *steps),
        [
            (each.network.title, *(_median(each.step(step)) for step in steps))
            for each in ours
        ],
    )


def of_choices(results: Sequence[Result]) -> str:
    """Return choices and requests: a row for each contestant on each network."""
    return table(
        (
            "network, contestant",
            "chosen",
            "best?",
            "requests",
            "to plex.tv",
            "TLS handshakes",
            "tokens in clear",
            "tokens to a stranger",
        ),
        [
            (
                f"{network.title}: {result.entrant.title}",
                result.chosen,
                "yes" if result.is_best else "**no**",
                *(str(result.most(count)) for count in _COUNTED),
                *(_alarming(result.most(count)) for count in _ALARMING),
            )
            for network in _networks(results)
            for entrant in ENTRANTS
            if (result := find(list(results), network.key, entrant)) is not None
        ],
    )


_COUNTED = ("requests", "requests_to_plex_tv", "handshakes")
_ALARMING = ("tokens_in_clear", "tokens_to_strangers")


def of_entry(times: Sequence[EntryTimes]) -> str:
    """Return set-up times."""
    return table(
        ("entry set-up", "until usable", "own time (CPU)", "requests before"),
        [
            (
                "with a store" if each.stored else "without",
                spread(each.elapsed),
                spread(each.own),
                str(each.requests),
            )
            for each in times
        ],
    )


def of_fail_over(times: Sequence[FailOverTimes]) -> str:
    """Return fail-over times."""
    return table(
        ("standby", "lost address", "p50", "p95", "max", "n", "then used"),
        [
            (
                "known, remote" if each.standby else "none known",
                "silent" if each.silent else "refuses",
                duration(each.time.median),
                duration(each.time.percentile(0.95)),
                duration(each.time.most),
                str(each.time.count),
                ", ".join(sorted(each.chosen)),
            )
            for each in times
        ],
    )


def of_detection(times: Sequence[DetectionTimes]) -> str:
    """Return detection times."""
    return table(
        ("the server", "detected after", "another connection shown after"),
        [
            (IN_WORDS[each.death], spread(each.detected), spread(each.shown))
            for each in times
        ],
    )


def of_days(days: Sequence[Day]) -> str:
    """Return the requests of a day."""
    return table(
        (
            "a day",
            "requests",
            "discoveries",
            "caused by an operation",
            "by purpose",
        ),
        [
            (
                _which(day),
                str(day.requests),
                str(day.discoveries),
                f"{day.caused / day.operations:.3f}" if day.operations else "–",
                ", ".join(f"{what} {count}" for what, count in day.sent.items()),
            )
            for day in days
        ],
    )


def of_scale(scales: Sequence[Scale]) -> str:
    """Return the cost of many servers."""
    return table(
        ("", *(f"{each.servers} server{'s'[: each.servers - 1]}" for each in scales)),
        [
            (title, *(value(each) for each in scales))
            for title, value in (
                ("set-up, until all are connected", _until_connected),
                ("set-up, CPU", lambda each: duration(each.set_up.cpu * 1000)),
                ("set-up, memory", lambda each: f"{each.megabytes:.1f} MB"),
                (
                    "set-up, longest block by our code",
                    lambda each: duration(each.set_up.ours.cpu),
                ),
                ("an hour, CPU", lambda each: duration(each.hour.cpu * 1000)),
                (
                    "an hour, CPU for each server",
                    lambda each: duration(each.hour.cpu * 1000 / each.servers),
                ),
                ("an hour, requests", lambda each: str(each.requests)),
                ("an hour, TLS handshakes", lambda each: str(each.handshakes)),
                (
                    "an hour, longest block by our code (by the clock)",
                    lambda each: (
                        f"{duration(each.hour.ours.cpu)} "
                        f"({duration(each.hour.ours.elapsed)})"
                    ),
                ),
                (
                    "an hour, longest block by others",
                    lambda each: duration(each.hour.others.cpu),
                ),
                (
                    "an hour, longest garbage collection",
                    lambda each: duration(each.hour.collecting),
                ),
            )
        ],
    )


def longest_blocks(scales: Sequence[Scale]) -> str:
    """Name the owners of the longest blocks."""
    most = max(scales, key=lambda each: each.servers)
    return (
        f"The longest block of an hour with {most.servers} servers is "
        f"`{_place(most.hour.ours.where)}`, that of their set-up "
        f"`{_place(most.set_up.ours.where)}`."
    )


def _which(day: Day) -> str:
    server = "healthy local server" if day.healthy else "server off, 20 rows"
    return f"{server}, {'Plex Connection' if day.ours else 'naive baseline'}"


def _place(where: str) -> str:
    """Leave out the name of the task, which is a simulated server's."""
    return where.rpartition(": ")[2] or "none over 1 ms"


def _until_connected(each: Scale) -> str:
    return duration(each.until_connected * 1000)


def _networks(results: Sequence[Result]) -> list[TestNetwork]:
    """Return the networks in order of their first results, each once."""
    found: dict[str, TestNetwork] = {}
    for result in results:
        found.setdefault(result.network.key, result.network)
    return list(found.values())


def _time(result: Result | None) -> str:
    return "–" if result is None else spread(result.time)


def _median(sample: Sample | None) -> str:
    return "–" if sample is None else duration(sample.median)


def _alarming(count: int) -> str:
    return f"**{count}**" if count else "0"
