"""The course of events: a timeline that can be stopped and restarted."""

import asyncio
from collections.abc import Callable

from .scenario import Timeline
from .simulation import Simulator
from .timeline import play


class Course:
    """Plays a timeline in a task group, which fails with the timeline."""

    def __init__(
        self,
        simulator: Simulator,
        timeline: Timeline,
        *,
        tasks: asyncio.TaskGroup,
        say: Callable[[str], None],
    ) -> None:
        """Take the timeline and the listener for events; start nothing."""
        self._simulator = simulator
        self._timeline = timeline
        self._tasks = tasks
        self._say = say
        self._playing: asyncio.Task[None] | None = None

    @property
    def has_steps(self) -> bool:
        """Return whether the timeline has steps."""
        return bool(self._timeline.steps)

    @property
    def goes_on(self) -> bool:
        """Return whether steps are left."""
        return self._playing is not None and not self._playing.done()

    def begin(self) -> None:
        """Play from the beginning, unless it is playing."""
        if not self.goes_on:
            self._playing = self._tasks.create_task(
                play(
                    self._simulator,
                    self._timeline,
                    clock=asyncio.get_running_loop().time,
                    say=self._say,
                )
            )

    def halt(self) -> None:
        """Stop the timeline; what has happened stays."""
        if self._playing is not None:
            self._playing.cancel()
            self._playing = None
