"""The race by rule 3: who starts, is used and stops, and when."""

import asyncio
from collections import Counter
from dataclasses import replace

from hypothesis import given, strategies as st
import pytest

from custom_components.plex_connection.connection import (
    BUDGET,
    Candidate,
    ConnectionType,
    FailureKind,
)
from custom_components.plex_connection.connection.racing import (
    FinishedAttempt,
    Incumbent,
    Race,
    RaceResult,
)
from custom_components.plex_connection.connection.ranking import first_wave
from tests.connection.virtual_time import run
from tests.connection.world import World, local, relay, remote
from tests.examples import examples

REFUSED = FailureKind.REFUSED


class Course:
    """Runs one race in a world and records its events."""

    def __init__(self) -> None:
        """Create the recorder; needs a running loop."""
        self.world = World()
        self.leads: list[tuple[float, str]] = []

    async def probe(self, candidate: Candidate) -> FinishedAttempt:
        """Probe with the time limit of the candidate's type."""
        budget = BUDGET[candidate.kind]
        attempt = await self.world.probe(candidate, budget=budget)
        return FinishedAttempt(candidate, attempt)

    async def race(
        self,
        *contenders: Candidate,
        leaders: tuple[Candidate, ...] = (),
        leaders_only: bool = False,
        incumbent: Incumbent | None = None,
    ) -> RaceResult:
        """Run a race and return its result."""
        race = Race(
            contenders=contenders,
            probe=self.probe,
            clock=self.world.clock,
            leaders=leaders,
            leaders_only=leaders_only,
            incumbent=incumbent,
            on_lead=lambda outcome: self.leads.append(
                (round(self.world.elapsed(), 3), outcome.candidate.url)
            ),
        )
        result = await race.run()
        assert self.world.running == 0, "losers are awaited"
        return result

    def starts(self) -> list[tuple[float, str]]:
        """Return when each candidate was started."""
        return [(round(probe.at, 3), probe.url) for probe in self.world.probes]


def at(time: float, *candidates: Candidate) -> list[tuple[float, str]]:
    """Return starts or leads at one time."""
    return [(time, candidate.url) for candidate in candidates]


def test_first_wave() -> None:
    """Six places: the leader, the best local candidates, two kept for remote ones."""
    near = [local(number) for number in range(1, 8)]
    far = [remote(number) for number in range(1, 5)]
    contenders = [*near, *far, relay()]
    assert first_wave(contenders, ()) == (*near[:4], *far[:2])
    assert first_wave(contenders, near[6:7]) == (near[6], *near[:3], *far[:2])
    assert first_wave(contenders, far[3:4]) == (far[3], *near[:4], far[0])
    assert first_wave(contenders, far[1:4]) == (*far[1:4], *near[:3])
    assert first_wave([*near[:2], *far], ()) == (*near[:2], *far)
    assert first_wave([*near, far[0]], ()) == (*near[:5], far[0])
    assert first_wave(near, ()) == tuple(near[:6])
    assert first_wave([relay()], ()) == ()
    assert first_wave([near[0], relay()], (relay(),)) == (relay(), near[0])


def test_waves_every_quarter_second() -> None:
    """Six, then up to six more every 250 ms; the first relay at 500 ms."""

    async def main() -> None:
        course = Course()
        near = [course.world.add(local(n), silent=True) for n in range(1, 16)]
        relays = [course.world.add(relay(n), silent=True) for n in range(1, 3)]
        result = await course.race(*near, *relays)
        assert course.starts() == [
            *at(0, *near[:6]),
            *at(0.25, *near[6:12]),
            *at(0.5, relays[0], *near[12:]),
            *at(0.75, relays[1]),
        ]
        assert result.winner is None
        assert len(result.outcomes) == 17
        assert course.world.elapsed() == pytest.approx(8.75)

    run(main())


def test_relay_waits_half_a_second() -> None:
    """A relay starts after 500 ms, even if nothing else is left to start."""

    async def main() -> None:
        course = Course()
        near = course.world.add(local(), silent=True)
        away = course.world.add(relay())
        await course.race(near, away)
        assert course.starts() == [*at(0, near), *at(0.5, away)]

    run(main())


def test_relay_starts_at_once_when_no_direct_candidate_is_left() -> None:
    """With all direct candidates failed, a relay starts and is used at once."""

    async def main() -> None:
        course = Course()
        near = course.world.add(local(), failure=REFUSED, delay=0.01)
        away = course.world.add(relay(), delay=0.1)
        result = await course.race(near, away)
        assert course.starts() == [*at(0, near), *at(0.01, away)]
        assert course.leads == at(0.11, away)
        assert result.winner is not None

    run(main())


def test_relays_alone() -> None:
    """The first relay starts at once, the next when it fails, else 250 ms later."""

    async def main() -> None:
        course = Course()
        relays = [course.world.add(relay(n), silent=True) for n in range(1, 4)]
        course.world.paths[relays[1].url].silent = False
        course.world.paths[relays[1].url].failure = REFUSED
        course.world.paths[relays[1].url].delay = 0.1
        await course.race(*relays)
        assert course.starts() == [
            *at(0, relays[0]),
            *at(0.25, relays[1], relays[2]),
        ]

    run(main())


def test_failure_starts_the_next_wave_at_once() -> None:
    """A failure starts the next wave at once; the 250 ms count from there."""

    async def main() -> None:
        course = Course()
        near = [course.world.add(local(n), silent=True) for n in range(1, 20)]
        course.world.cut(near[2], kind=REFUSED)
        course.world.paths[near[2].url].delay = 0.1
        await course.race(*near)
        assert course.starts() == [
            *at(0, *near[:6]),
            *at(0.1, *near[6:12]),
            *at(0.35, *near[12:18]),
            *at(0.6, *near[18:]),
        ]

    run(main())


def test_relay_waits_for_a_direct_candidate() -> None:
    """A direct candidate that answers within a second beats a relay (acceptance 9)."""

    async def main() -> None:
        course = Course()
        far = course.world.add(remote(), delay=0.95)
        away = course.world.add(relay(), delay=0.05)
        result = await course.race(far, away)
        assert course.leads == at(0.95, far)
        assert result.winner is not None
        assert [each.candidate for each in result.outcomes] == [away, far]

    run(main())


def test_relay_is_left_for_a_slower_direct_candidate() -> None:
    """A relay is used after a second, and left in the same selection."""

    async def main() -> None:
        course = Course()
        far = course.world.add(remote(), delay=4)
        away = course.world.add(relay(), delay=0.05)
        result = await course.race(far, away)
        assert course.leads == [*at(1, away), *at(4, far)]
        assert result.winner is not None
        assert result.winner.candidate == far

    run(main())


def test_slow_relay_is_used_when_it_answers() -> None:
    """A relay that answers after the hold of one second is used at once."""

    async def main() -> None:
        course = Course()
        far = course.world.add(remote(), silent=True)
        away = course.world.add(relay(), delay=1.5)
        await course.race(far, away)
        assert course.leads == at(2, away)

    run(main())


def test_remote_answer_is_used_at_once() -> None:
    """A remote answer is used at once if no on-link row is running."""

    async def main() -> None:
        course = Course()
        docker = course.world.add(local(17, on_link=False), silent=True)
        far = course.world.add(remote(), delay=0.06)
        await course.race(docker, far)
        assert course.leads == at(0.06, far)

    run(main())


def test_remote_answer_waits_for_our_own_network() -> None:
    """A remote answer waits 300 ms at most for an on-link row, from its arrival."""

    async def main() -> None:
        course = Course()
        near = course.world.add(local(), silent=True)
        far = course.world.add(remote(), delay=0.06)
        await course.race(near, far)
        assert course.leads == at(0.36, far)
        assert course.world.elapsed() == pytest.approx(1.5), "the LAN row goes on"

    run(main())


def test_remote_answer_stops_waiting_when_the_local_row_fails() -> None:
    """A remote answer stops waiting when the on-link row fails."""

    async def main() -> None:
        course = Course()
        near = course.world.add(local(), failure=REFUSED, delay=0.15)
        far = course.world.add(remote(), delay=0.06)
        await course.race(near, far)
        assert course.leads == at(0.15, far)

    run(main())


def test_local_row_that_answers_in_time() -> None:
    """If the on-link row answers in time, the remote answer is never used."""

    async def main() -> None:
        course = Course()
        near = course.world.add(local(), delay=0.2)
        far = course.world.add(remote(), delay=0.06)
        await course.race(near, far)
        assert course.leads == at(0.2, near)

    run(main())


def test_better_tier_takes_over_within_the_selection() -> None:
    """After the first answer only better candidates continue."""

    async def main() -> None:
        course = Course()
        near = course.world.add(local(), delay=1.2)
        far, farther = course.world.add(remote(20), delay=0.06), remote(21)
        course.world.add(farther, silent=True)
        away = course.world.add(relay())
        result = await course.race(near, far, farther, away)
        assert course.leads == [*at(0.36, far), *at(1.2, near)]
        assert course.starts() == at(0, near, far, farther), "no relay is needed"
        assert [each.candidate for each in result.outcomes] == [far, near]

    run(main())


def test_https_takes_over_from_http() -> None:
    """Within a tier the scheme decides; latency only among equals."""

    async def main() -> None:
        course = Course()
        plain = course.world.add(local(scheme="http"), delay=0.01)
        secure = course.world.add(local(11), delay=0.2)
        await course.race(secure, plain)
        assert course.leads == [*at(0.01, plain), *at(0.2, secure)]

    run(main())


def test_fastest_of_equals() -> None:
    """The first to answer wins; of two at the same moment the lower latency."""

    async def main() -> None:
        course = Course()
        far = course.world.add(remote(20), delay=0.05, latency_ms=30)
        farther = course.world.add(remote(21), delay=0.05, latency_ms=20)
        farthest = course.world.add(remote(22), delay=0.06, latency_ms=1)
        result = await course.race(far, farther, farthest)
        assert course.leads == at(0.05, farther)
        assert {each.candidate for each in result.outcomes} == {far, farther}

    run(main())


def test_server_fault_does_not_win() -> None:
    """A server fault neither wins nor ends the race."""

    async def main() -> None:
        course = Course()
        near = course.world.add(local(), failure=FailureKind.STARTING)
        far = course.world.add(remote(), delay=0.06)
        result = await course.race(near, far)
        assert course.leads == at(0.06, far)
        assert [each.attempt.failure for each in result.outcomes] == [
            FailureKind.STARTING,
            None,
        ]

    run(main())


def test_time_limit_of_ten_seconds() -> None:
    """After ten seconds a race ends with what it has; running probes are cancelled."""

    async def main() -> None:
        course = Course()
        near = [course.world.add(local(n), silent=True) for n in range(240)]
        far = course.world.add(remote(), silent=True)
        result = await course.race(*near, far, leaders=tuple(near[:6]))
        assert course.starts()[-1] == (6.0, far.url)
        assert course.world.elapsed() == pytest.approx(10, abs=0.002)
        assert result.winner is None
        assert {each.candidate for each in result.outcomes} == {*near}

    run(main())


def test_held_answer_is_used_at_the_end() -> None:
    """At the time limit a held answer is used."""

    async def main() -> None:
        course = Course()
        near = course.world.add(local(), silent=True)
        far = course.world.add(remote(), delay=0.9)
        race = Race(
            contenders=(near, far),
            probe=course.probe,
            clock=course.world.clock,
            time_limit=1.0,
        )
        result = await race.run()
        assert result.winner is not None
        assert result.winner.candidate == far
        assert course.world.elapsed() == pytest.approx(1)

    run(main())


def test_leaders_have_the_first_wave_to_themselves() -> None:
    """Other candidates start 250 ms later, or at once when a leader fails."""

    async def main() -> None:
        course = Course()
        near = course.world.add(local(), silent=True)
        far, farther = course.world.add(remote(20), silent=True), remote(21)
        course.world.add(farther, silent=True)
        await course.race(near, far, farther, leaders=(far,), leaders_only=True)
        assert course.starts() == [*at(0, far), *at(0.25, near, farther)]

    run(main())


def test_all_leaders_held() -> None:
    """If all leaders have answered and are held, the next wave starts at once."""

    async def main() -> None:
        course = Course()
        near = course.world.add(local(), delay=0.1)
        far = course.world.add(remote(), delay=0.06)
        await course.race(near, far, leaders=(far,), leaders_only=True)
        assert course.starts() == [*at(0, far), *at(0.06, near)]
        assert course.leads == at(0.16, near)

    run(main())


@pytest.mark.parametrize("rival", [remote(), relay()])
def test_incumbent_has_a_second_before_a_lower_tier(rival: Candidate) -> None:
    """After a mere time-out the incumbent has a second (rule 12)."""

    async def main() -> None:
        course = Course()
        near = course.world.add(local(on_link=False), silent=True)
        course.world.add(rival, delay=0.06)
        incumbent = Incumbent(url=near.url, patience=1.0, peer_patience=0.15)
        await course.race(near, rival, leaders=(near, rival), incumbent=incumbent)
        assert course.leads == at(1.0, rival)

    run(main())


def test_peer_waits_for_the_incumbent() -> None:
    """A peer waits 150 ms for the incumbent, whose answer ends the race."""

    async def main() -> None:
        course = Course()
        near = course.world.add(local(), delay=1.2)
        far = course.world.add(remote(20), delay=0.1)
        farther = course.world.add(remote(21), delay=0.06)
        incumbent = Incumbent(url=far.url, patience=0.15, peer_patience=0.15)
        result = await course.race(
            near,
            far,
            farther,
            leaders=(far, farther),
            leaders_only=True,
            incumbent=incumbent,
        )
        assert result.winner is not None
        assert result.winner.candidate == far
        assert course.world.elapsed() == pytest.approx(0.1)

    run(main())


def test_peer_of_a_silent_incumbent() -> None:
    """A silent incumbent's peer is used after 150 ms, even after a time-out."""

    async def main() -> None:
        course = Course()
        far = course.world.add(remote(20), silent=True)
        farther = course.world.add(remote(21), delay=0.06)
        incumbent = Incumbent(url=far.url, patience=1.0, peer_patience=0.15)
        await course.race(far, farther, leaders=(far, farther), incumbent=incumbent)
        assert course.leads == at(0.15, farther)

    run(main())


def test_better_than_the_incumbent_waits_for_nothing() -> None:
    """A better candidate is used at once; only equal and worse ones wait."""

    async def main() -> None:
        course = Course()
        near = course.world.add(local(), delay=0.02)
        away = course.world.add(relay(), silent=True)
        incumbent = Incumbent(url=away.url, patience=1.0, peer_patience=0.15)
        await course.race(near, away, leaders=(away,), incumbent=incumbent)
        assert course.leads == at(0.02, near)

    run(main())


def test_fault_of_the_incumbents_server_ends_the_race() -> None:
    """A server fault at the incumbent ends the race: all lead there (rule 11)."""

    async def main() -> None:
        course = Course()
        near = course.world.add(local(), failure=FailureKind.UNAUTHORIZED, delay=0.1)
        far = course.world.add(remote(), silent=True)
        incumbent = Incumbent(url=near.url, patience=0.15, peer_patience=0.15)
        result = await course.race(near, far, leaders=(near,), incumbent=incumbent)
        assert result.winner is None
        assert course.world.elapsed() == pytest.approx(0.1)

    run(main())


def test_no_contenders() -> None:
    """A race without contenders returns at once."""

    async def main() -> None:
        assert await Course().race() == RaceResult(winner=None, outcomes=())

    run(main())


def test_bug_propagates() -> None:
    """An exception of the prober is no failed path; it ends all probes."""

    async def main() -> None:
        course = Course()
        near, far = course.world.add(local()), course.world.add(remote(), silent=True)

        async def broken(candidate: Candidate) -> FinishedAttempt:
            outcome = await course.probe(candidate)
            raise ZeroDivisionError(outcome)

        race = Race(contenders=(near, far), probe=broken, clock=course.world.clock)
        with pytest.raises(ZeroDivisionError):
            await race.run()
        assert course.world.running == 0

    run(main())


def test_bugs_of_several_probes_are_raised_together() -> None:
    """Exceptions of several probes are raised together, none left unretrieved."""

    async def main() -> None:
        world = World()
        near, other, far = world.add(local()), world.add(local(11)), world.add(remote())

        async def broken(candidate: Candidate) -> FinishedAttempt:
            await asyncio.sleep(0.01 if candidate != far else 0.5)
            raise ZeroDivisionError(candidate.url)

        contenders = (near, other, far)
        race = Race(contenders=contenders, probe=broken, clock=world.clock)
        with pytest.raises(ExceptionGroup) as raised:
            await race.run()
        found = [str(error) for error in raised.value.exceptions]
        assert found == [near.url, other.url]

    run(main())


def test_bug_in_a_cancelled_race_is_logged() -> None:
    """The caller gets CancelledError; the loop logs the bug."""

    async def main() -> None:
        world, logged = World(), []
        near = world.add(local())
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: logged.append(context))

        async def broken(candidate: Candidate) -> FinishedAttempt:
            try:
                await asyncio.sleep(1)
            finally:
                raise ZeroDivisionError(candidate.url)

        race = Race(contenders=(near,), probe=broken, clock=world.clock)
        racing = asyncio.ensure_future(race.run())
        await asyncio.sleep(0.1)
        racing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await racing
        assert [str(context["exception"]) for context in logged] == [near.url]

    run(main())


def test_bug_in_a_race_cancelled_twice_is_logged() -> None:
    """The second cancellation comes while the race awaits its cancelled probes."""

    async def main() -> None:
        world, logged = World(), []
        near = world.add(local())
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: logged.append(context))

        async def broken(candidate: Candidate) -> FinishedAttempt:
            try:
                await asyncio.sleep(5)
            except asyncio.CancelledError:
                await asyncio.sleep(1)
            raise ZeroDivisionError(candidate.url)

        race = Race(contenders=(near,), probe=broken, clock=world.clock)
        racing = asyncio.ensure_future(race.run())
        for _ in range(2):
            await asyncio.sleep(0.1)
            racing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await racing
        assert logged == []
        await asyncio.sleep(2)
        assert [str(context["exception"]) for context in logged] == [near.url]

    run(main())


def test_late_success_of_a_loser_counts() -> None:
    """A loser that succeeds despite its cancellation counts as an outcome."""

    async def main() -> None:
        course = Course()
        near, other = course.world.add(local()), course.world.add(local(11))

        async def stubborn(candidate: Candidate) -> FinishedAttempt:
            if candidate == other:
                try:
                    await asyncio.sleep(1)
                except asyncio.CancelledError:
                    return FinishedAttempt(other, (await course.probe(near)).attempt)
            return await course.probe(candidate)

        race = Race(contenders=(near, other), probe=stubborn, clock=course.world.clock)
        result = await race.run()
        assert [each.candidate for each in result.outcomes] == [near, other]

    run(main())


def test_retyped_by_its_peer() -> None:
    """A remote row with an on-link peer is local once it answers."""

    async def main() -> None:
        course = Course()
        near = course.world.add(local(), silent=True)
        far = course.world.add(remote(), delay=0.06)

        async def probe(candidate: Candidate) -> FinishedAttempt:
            outcome = await course.probe(candidate)
            kind = ConnectionType.LOCAL
            return FinishedAttempt(replace(candidate, kind=kind), outcome.attempt)

        race = Race(contenders=(near, far), probe=probe, clock=course.world.clock)
        result = await race.run()
        assert result.winner is not None
        assert result.winner.candidate.url == far.url
        assert course.world.elapsed() == pytest.approx(0.06)

    run(main())


paths = st.fixed_dictionaries(
    {
        "delay": st.sampled_from([0.0, 0.01, 0.1, 0.25, 0.3, 0.5, 1.0, 1.4, 3.0]),
        "silent": st.booleans(),
        "failure": st.sampled_from([None, None, REFUSED, FailureKind.STARTING]),
    }
)
entrants = [
    *(local(n) for n in range(1, 9)),
    *(local(n, on_link=False) for n in range(1, 4)),
    local(1, scheme="http"),
    *(remote(n) for n in range(1, 6)),
    *(relay(n) for n in range(1, 4)),
]


@examples(150)
@given(
    field=st.lists(
        st.tuples(st.sampled_from(entrants), paths), unique_by=lambda each: each[0].url
    ),
    led=st.booleans(),
)
def test_laws(field: list[tuple[Candidate, dict[str, object]]], *, led: bool) -> None:
    """Rule 3's laws, for any candidates and any outcomes."""

    async def main() -> None:
        course = Course()
        contenders = sorted(
            (each for each, _ in field), key=lambda each: each.preference
        )
        for candidate, path in field:
            course.world.add(candidate, **path)
        leaders = tuple(c for c in contenders[-1:] if led and c.kind != "relay")
        result = await course.race(*contenders, leaders=leaders)
        check_starts(course, contenders, leaders)
        check_winner(course, contenders, result)
        assert course.world.elapsed() <= 10.001

    run(main())


def check_starts(
    course: Course, contenders: list[Candidate], leaders: tuple[Candidate, ...]
) -> None:
    """Each starts once, in rank order after the first wave, at most six at once."""
    by_url = {candidate.url: candidate for candidate in contenders}
    starts = [(time, by_url[url]) for time, url in course.starts()]
    assert len({c.url for _, c in starts}) == len(starts)
    wave = [c for time, c in starts if time == 0 and c.kind != "relay"]
    assert wave[: len(leaders)] == list(leaders)
    assert tuple(wave) == first_wave(contenders, leaders) or any(
        course.world.paths[c.url].delay == 0 for c in wave
    )
    later = [c.tier for _, c in starts if c not in wave and c.kind != "relay"]
    assert later == sorted(later)
    # Two failures, however close to each other, start a wave each.
    ends = Counter(end_of(course, time, each) for time, each in starts)
    for time, started in Counter(t for t, each in starts if each.tier < 2).items():
        assert started <= 6 * (1 + ends[time])
    for time, candidate in starts:
        if candidate.kind == "relay":
            assert time >= 0.5 or all(
                ended_by(course, start, c, time) for start, c in starts if c.tier < 2
            )


def ended_by(course: Course, start: float, candidate: Candidate, time: float) -> bool:
    """Return whether a probe had ended by `time`."""
    return end_of(course, start, candidate) <= time + 0.002


def end_of(course: Course, start: float, candidate: Candidate) -> float:
    """Return when a probe would end without cancellation."""
    path = course.world.paths[candidate.url]
    budget = BUDGET[candidate.kind]
    silent = path.silent or path.delay > budget
    return round(start + (budget if silent else path.delay), 3)


def check_winner(
    course: Course, contenders: list[Candidate], result: RaceResult
) -> None:
    """Assert that the winner answered, none better did, and leads improved."""
    good = [each for each in result.outcomes if each.attempt.ok]
    assert (result.winner is None) is not bool(good)
    if result.winner is not None:
        assert result.winner in good
        preference = result.winner.candidate.preference
        assert preference == min(each.candidate.preference for each in good)
    by_url = {candidate.url: candidate for candidate in contenders}
    merits = [by_url[url].preference for _, url in course.leads]
    assert merits == sorted(set(merits), reverse=True)
    for time, url in course.leads:
        if by_url[url].kind == "relay" and time < 0.999:
            assert all(
                ended_by(course, start, by_url[other], time)
                for start, other in course.starts()
                if by_url[other].tier < 2
            )
