"""What happens by itself: a timeline that can be halted, and begun anew."""

import asyncio
from collections.abc import Callable

from .scenario import Timeline
from .simulation import Simulator
from .timeline import play


class Course:
    """Plays a timeline in a task group, which a timeline that fails ends."""

    def __init__(
        self,
        simulator: Simulator,
        timeline: Timeline,
        *,
        tasks: asyncio.TaskGroup,
        say: Callable[[str], None],
    ) -> None:
        """Take what is played, and who hears of it; nothing happens yet."""
        self._simulator = simulator
        self._timeline = timeline
        self._tasks = tasks
        self._say = say
        self._playing: asyncio.Task[None] | None = None

    @property
    def has_steps(self) -> bool:
        """Tell whether anything ever happens by itself."""
        return bool(self._timeline.steps)

    @property
    def goes_on(self) -> bool:
        """Tell whether something is still to happen."""
        return self._playing is not None and not self._playing.done()

    def begin(self) -> None:
        """Play from the beginning, unless it is being played."""
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
        """Let nothing happen by itself any more; what has happened stays."""
        if self._playing is not None:
            self._playing.cancel()
            self._playing = None
