"""Random courses of events for the engine, new ones each time, and many of them."""

import asyncio
from collections.abc import Iterable
import logging
from random import SystemRandom

from benchmarks.virtual_time import VirtualTimeLoop

from .engine_sequences import Course
from .extent import Extent
from .figures import Findings

STEPS = 24
"""Of one course: enough for three causes to come together, and some more."""

SEEDS = 2**48
"""So many courses there are to choose from."""


async def fuzz(extent: Extent) -> Findings:
    """Try so many courses; tell the seeds of those that break a law, and how."""
    first = SystemRandom().randrange(SEEDS)
    findings = Findings(title="Random courses of events")
    # What is broken on purpose fills a log of its own.
    logging.disable(logging.CRITICAL)
    # A loop of virtual time runs in a thread that has none.
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
    """Return what was wrong with the course of events of a seed."""

    async def main() -> list[str]:
        course = Course(seed)
        await course.run(STEPS)
        return course.complaints

    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        return runner.run(main())


def try_courses(seeds: Iterable[int]) -> dict[int, list[str]]:
    """Return the seeds whose courses break a law, and how."""
    tried = ((seed, try_course(seed)) for seed in seeds)
    return {seed: complaints for seed, complaints in tried if complaints}
