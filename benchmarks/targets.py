"""The targets of the design, each beside its measurement."""

from collections.abc import Iterator

from .back_targets import back_targets
from .days import Day
from .detection_times import IN_WORDS, Death
from .findings import Findings
from .markdown import duration
from .results import BARE, OURS, Result, find
from .target import Target

RATIO = 1.3
RELAY_HOLD = 1000.0
"""Milliseconds for which a relay's answer may wait."""
ENTRY_STORED = 50.0
ENTRY_FRESH = 500.0
FAIL_OVER = 2000.0
FAIL_OVER_STANDBY = 300.0
DETECT_CRASH = 200.0
DETECT_VANISHED = 15_000.0
REQUESTS = 330
CAUSED = 0.1
SAVED = 0.9
"""Share of the naive baseline's requests to save."""
PROBES_OFF = 1500
DISCOVERIES_OFF = 10
BLOCK = 10.0
HOSTILE_BLOCK = 20.0
LINEAR = 1.5
"""Maximum cost of a server among a hundred, relative to one among ten."""


def targets(findings: Findings) -> list[Target]:
    """Return every target that the findings can be compared with."""
    return [
        *_entry(findings),
        *_connecting(findings),
        *_fail_over(findings),
        *_detection(findings),
        *back_targets(findings.back),
        *_days(findings),
        *_scale(findings),
        *_hostile(findings),
    ]


def _entry(findings: Findings) -> Iterator[Target]:
    for each in findings.entry:
        if each.stored:
            yield Target(
                what="Entry set-up with a store, to usable entities",
                target="< 50 ms of own time, 0 requests before",
                measured=f"{duration(each.own.median)}, {each.requests} requests",
                met=each.own.median < ENTRY_STORED and each.requests == 0,
            )
        else:
            yield Target(
                what="Entry set-up without one (plex.tv 50 ms, best candidate 20 ms)",
                target="< 500 ms",
                measured=duration(each.elapsed.median),
                met=each.elapsed.median < ENTRY_FRESH,
            )


def _connecting(findings: Findings) -> Iterator[Target]:
    for result in findings.connecting:
        bare = find(findings.connecting, result.network.key, BARE)
        if result.entrant is OURS and bare is not None:
            yield _first_connection(result, bare)


def _first_connection(ours: Result, bare: Result) -> Target:
    ratio = ours.time.median / bare.time.median
    relayed = ours.network.is_relayed
    limit = RATIO * bare.time.median + (RELAY_HOLD if relayed else 0.0)
    ratios = f"{duration(ours.time.median)} : {duration(bare.time.median)}"
    return Target(
        what=f"First usable connection: {_lower(ours.network.title)}",
        target=f"≤ {RATIO} × bare minimum" + (" + 1 s" if relayed else ""),
        measured=f"{ratio:.2f} × ({ratios})",
        met=ours.time.median <= limit and ours.is_best,
    )


def _fail_over(findings: Findings) -> Iterator[Target]:
    for each in findings.fail_over:
        limit = FAIL_OVER_STANDBY if each.standby else FAIL_OVER
        p95 = each.time.percentile(0.95)
        how = "silent" if each.silent else "refused"
        standby = "a known standby" if each.standby else "none known"
        yield Target(
            what=f"Fail-over to a verified connection, {standby}, {how}",
            target=f"p95 < {limit:.0f} ms",
            measured=f"p95 {duration(p95)}",
            met=p95 < limit,
        )


def _detection(findings: Findings) -> Iterator[Target]:
    for each in findings.detection:
        vanished = each.death is Death.VANISHED
        limit = DETECT_VANISHED if vanished else DETECT_CRASH
        yield Target(
            what=f"Detection with push up: {IN_WORDS[each.death]}",
            target=f"< {limit / 1000:g} s",
            measured=f"{duration(each.detected.most)} at most",
            met=each.detected.most < limit,
        )


def _day(findings: Findings, *, healthy: bool, ours: bool) -> Day | None:
    return next(
        (day for day in findings.days if day.healthy is healthy and day.ours is ours),
        None,
    )


def _days(findings: Findings) -> Iterator[Target]:
    day = _day(findings, healthy=True, ours=True)
    naive = _day(findings, healthy=True, ours=False)
    off = _day(findings, healthy=False, ours=True)
    if day is None or naive is None or off is None:
        return
    yield Target(
        what="Requests in a day, healthy local server, 500 operations",
        target=f"≤ {REQUESTS}, discovery ≤ 1",
        measured=f"{day.requests}, discovery {day.discoveries}",
        met=day.requests <= REQUESTS and day.discoveries <= 1,
    )
    per_operation = day.caused / day.operations
    yield Target(
        what="Requests caused by an operation, on average",
        target=f"< {CAUSED}",
        measured=f"{per_operation:.3f}",
        met=per_operation < CAUSED,
    )
    saved = 1 - day.requests / naive.requests
    yield Target(
        what="The same, against the naive baseline",
        target="≥ 90 % fewer",
        measured=f"{saved:.0%} fewer ({day.requests} : {naive.requests})",
        met=saved >= SAVED,
    )
    yield Target(
        what="Requests in a day, server off all day, 20 rows",
        target=f"≤ {PROBES_OFF} probes, ≤ {DISCOVERIES_OFF} discoveries",
        measured=f"{off.probes} probes, {off.discoveries} discoveries",
        met=off.probes <= PROBES_OFF and off.discoveries <= DISCOVERIES_OFF,
    )


def _scale(findings: Findings) -> Iterator[Target]:
    if not findings.scale:
        return
    most = max(findings.scale, key=lambda each: each.servers)
    yield Target(
        what=f"{most.servers} servers × 16 rows: longest block by our code",
        target=f"≤ {BLOCK:.0f} ms after set-up",
        measured=duration(most.hour.ours.cpu),
        met=most.hour.ours.cpu <= BLOCK,
    )
    few = min(findings.scale, key=lambda each: abs(each.servers - most.servers / 10))
    if few is most:
        return
    growth = [
        (most.hour.cpu / most.servers) / (few.hour.cpu / few.servers),
        (most.set_up.cpu / most.servers) / (few.set_up.cpu / few.servers),
    ]
    yield Target(
        what=f"Cost of a server among {most.servers} : among {few.servers}",
        target=f"linear: ≤ {LINEAR}",
        measured=f"an hour {growth[0]:.2f}, set-up {growth[1]:.2f}",
        met=max(growth) <= LINEAR,
    )


def _hostile(findings: Findings) -> Iterator[Target]:
    if not findings.hostile:
        return
    longest = max(each.longest.cpu for each in findings.hostile)
    yield Target(
        what="Longest turn of the loop, whatever a server or the LAN sends",
        target=f"≤ {HOSTILE_BLOCK:.0f} ms",
        measured=duration(longest),
        met=longest <= HOSTILE_BLOCK,
    )


def _lower(title: str) -> str:
    return title[0].lower() + title[1:]
