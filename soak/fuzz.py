"""Many random courses of events for the engine, new ones each time."""

import asyncio
from collections.abc import Iterable
import logging
from random import SystemRandom

from benchmarks.virtual_time import VirtualTimeLoop

from .engine_sequences import Course
from .extent import Extent
from .figures import Findings

STEPS = 24
"""Steps of one course: enough for three causes to coincide, and some more."""

SEEDS = 2**48
"""Number of seeds to choose from."""


async def fuzz(extent: Extent) -> Findings:
    """Try the courses; report the seeds of those that break a law, and how."""
    first = SystemRandom().randrange(SEEDS)
    findings = Findings(title="Random courses of events")
    # Injected failures fill their own log.
    logging.disable(logging.CRITICAL)
    # A virtual-time loop needs a thread without a running loop.
    broken = await asyncio.to_thread(try_courses, range(first, first + extent.courses))
    findings.add("courses", extent.courses)
    findings.add("courses that broke a law", len(broken), 0)
    findings.complaints += [
        f"seed {seed}: {complaint}"
        for seed, complaints in broken.items()
        for complaint in complaints
    ]
    return findings


def try_course(seed: int) -> list[str]:
    """Return the violations in a seed's course of events."""

    async def main() -> list[str]:
        course = Course(seed)
        await course.run(STEPS)
        return course.complaints

    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        return runner.run(main())


def try_courses(seeds: Iterable[int]) -> dict[int, list[str]]:
    """Return the violations by seed, for the courses that break a law."""
    tried = ((seed, try_course(seed)) for seed in seeds)
    return {seed: complaints for seed, complaints in tried if complaints}
