"""The benchmark's evaluation of a household's observations, and its targets."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from benchmarks.back_targets import (
    LIMITS,
    MORE_PROBES,
    PROBES_BEFORE,
    back_targets,
)
from benchmarks.back_times import Back, HouseholdTimes
from benchmarks.sample import Sample
from benchmarks.situations import (
    BLIPS,
    LONGEST_BEAT,
    PLAYED,
    Situation,
    household_name,
    server_name,
    steps_of,
)

LOCAL = ("local", "https://192-168-40-20.a.plex.direct:32400")
REMOTE = ("remote", "https://203-0-113-20.a.plex.direct:32400")
MOVED = ("local", "https://192-168-40-120.a.plex.direct:32400")
RELAY = ("relay", "https://192-0-2-20.a.plex.direct:8443")
NOTHING = ("", "")

BEGAN, OVER = 100.0, 107.0
PATIENCE = 180.0

type Course = list[tuple[float, tuple[str, str]]]


def _run(
    situation: Situation,
    used: Course,
    *,
    shown: Course | None = None,
    told: tuple[float, ...] = (),
    times: tuple[float, ...] = (BEGAN, OVER),
    **seen: Any,
) -> HouseholdTimes:
    """Return the run of household 0, with another household's records mixed in."""
    mine, other = household_name(0), household_name(1)

    def rows(course: Course) -> list[Any]:
        found = [[at, mine, *what] for at, what in course]
        return sorted([*found, [1.0, other, *RELAY], [999.0, other, *NOTHING]])

    return HouseholdTimes(
        situation,
        0,
        times,
        {
            "used": rows(used),
            "shown": rows(used if shown is None else shown),
            "told": [[at, mine, "remote"] for at in told] + [[101.0, other, "relay"]],
            **seen,
        },
    )


@pytest.mark.parametrize(
    ("situation", "course", "seconds"),
    [
        pytest.param(Situation.BLIP, [(1, LOCAL)], 0.0, id="unnoticed"),
        pytest.param(
            Situation.BLIP, [(1, LOCAL), (104, REMOTE), (119, LOCAL)], 12.0, id="back"
        ),
        pytest.param(
            Situation.BLIP,
            [(1, LOCAL), (104, REMOTE), (106, LOCAL)],
            0.0,
            id="before it was over",
        ),
        pytest.param(
            Situation.BLIP,
            [(1, LOCAL), (104, REMOTE), (110, LOCAL), (120, REMOTE), (140, LOCAL)],
            33.0,
            id="back and forth",
        ),
        pytest.param(Situation.BLIP, [(1, LOCAL), (104, REMOTE)], PATIENCE, id="never"),
        pytest.param(Situation.GONE_LOCAL, [(1, LOCAL), (104, REMOTE)], 4.0, id="gone"),
        pytest.param(Situation.GONE_LOCAL, [(1, LOCAL)], PATIENCE, id="unmissed"),
        pytest.param(
            Situation.MOVED, [(1, LOCAL), (104, REMOTE), (127, MOVED)], 20.0, id="moved"
        ),
        pytest.param(Situation.MOVED, [(1, LOCAL)], PATIENCE, id="at the old address"),
        pytest.param(
            Situation.RELAYED, [(1, RELAY), (127, REMOTE)], 20.0, id="off the relay"
        ),
        pytest.param(Situation.RELAYED, [(1, RELAY)], PATIENCE, id="on the relay"),
    ],
)
def test_used(situation: Situation, course: Course, seconds: float) -> None:
    """Time counts from the end of the outage until all is well and stays so."""
    times = (BEGAN,) if situation is Situation.GONE_LOCAL else (BEGAN, OVER)
    run = _run(situation, course, times=times)

    assert run.used(PATIENCE) == seconds


def test_announced() -> None:
    """Only a state or an event after the start makes a household announced."""
    assert not _run(Situation.BLIP, [(1, LOCAL)], told=(50.0,)).is_raised
    assert _run(Situation.BLIP, [(1, LOCAL)], told=(50.0, 104.0)).is_raised
    gone = _run(Situation.GONE_LOCAL, [(1, LOCAL)], told=(50.0, 111.0, 120.0))
    assert gone.shown(PATIENCE) == 11.0


def test_used_without_being_shown() -> None:
    """Operations may briefly use another connection without an announcement."""
    run = _run(
        Situation.BLIP,
        [(1, LOCAL), (104, REMOTE), (119, LOCAL)],
        shown=[(1, LOCAL)],
    )

    assert (run.used(PATIENCE), run.shown(PATIENCE), run.is_raised) == (
        12.0,
        0.0,
        False,
    )


def test_probes() -> None:
    """Probes of this server count, answered or not, from start to end."""
    mine, other = server_name(0), server_name(1)
    run = _run(
        Situation.BLIP,
        [(1, LOCAL)],
        asked=[[99.0, mine], [105.0, mine], [105.0, other], [288.0, mine]],
        vain=[[103.0, "192.168.40.20"], [103.0, "192.168.40.21"]],
    )

    assert run.probes(PATIENCE) == 2


@pytest.mark.parametrize("situation", PLAYED)
def test_phases(situation: Situation) -> None:
    """Forty households have forty phases, and each blip has its duration."""
    steps = steps_of(situation, 40)

    assert steps == sorted(steps, key=lambda step: step[0])
    if situation is Situation.RELAY_ONLY:
        assert steps == []
        return
    times: dict[int, list[float]] = {}
    for at, number, _ in steps:
        times.setdefault(number, []).append(at)
    begins = sorted(each[0] for each in times.values())
    assert len(set(begins)) == 40
    if situation is not Situation.RELAYED:
        gaps = [later - at for at, later in pairwise(begins)]
        assert max(gaps) < LONGEST_BEAT / 15
    if situation in BLIPS:
        shortest, longest = BLIPS[situation]
        lasts = sorted(each[-1] - each[0] for each in times.values())
        assert (lasts[0], lasts[-1]) == pytest.approx((shortest, longest))


def _back(situation: Situation, seconds: float, *, told: int = 40) -> Back:
    sample = Sample.of_seconds([seconds] * 40)
    return Back(
        situation=situation,
        runs=40,
        told=told,
        used=sample,
        shown=sample if told else None,
        patience=PATIENCE,
        probes=Sample(values=(9.0,) * 40) if situation in BLIPS else None,
    )


@pytest.mark.parametrize("situation", LIMITS)
def test_limits(situation: Situation) -> None:
    """Each target is met up to its limit, and missed beyond it."""
    limit = LIMITS[situation].median or LIMITS[situation].p95
    kept, missed = (
        next(back_targets([_back(situation, seconds)]))
        for seconds in (limit, limit + 0.1)
    )

    assert kept.met
    assert not missed.met


def test_unnoticed_runs_do_not_flatter() -> None:
    """If most runs notice nothing, the others are compared with the limit alone."""
    used = Sample.of_seconds([0.0] * 30 + [20.0] * 10)
    back = replace(_back(Situation.BLIP, 1.0), used=used)

    assert used.median == 0
    assert not next(back_targets([back])).met


def test_vanished_has_to_be_announced() -> None:
    """A permanent loss has to be announced each time, however quickly it was left."""
    target = next(back_targets([_back(Situation.GONE_LOCAL, 5.0, told=39)]))

    assert not target.met


def test_share_of_blips() -> None:
    """At most two of forty short blips may be announced."""
    for told, met in ((0, True), (2, True), (3, False)):
        target = next(back_targets([_back(Situation.SHORT_LOCAL, 1.0, told=told)]))
        assert target.met is met


@pytest.mark.parametrize("situation", BLIPS)
def test_probe_limits(situation: Situation) -> None:
    """At most eight more probes for a blip, in the median and the maximum."""
    median, most = PROBES_BEFORE[situation]

    for more, met in ((MORE_PROBES, True), (MORE_PROBES + 1, False)):
        usual = (median,) * 39
        for values in ((*usual, most + more), (median + more,) * 40):
            back = replace(_back(situation, 1.0), probes=Sample(values=values))
            *_, target = back_targets([back])
            assert target.what.startswith("Probes")
            assert target.met is met
