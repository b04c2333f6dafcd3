"""Complaints in a log of Home Assistant, from any source."""

from logging import LogRecord
import re

NOT_OURS = (
    # Home Assistant's warning about every custom integration.
    "We found a custom integration plex_connection",
    # aiohttp's, where a client is closed while something is being sent to it.
    "ClientConnectionResetError: Cannot write to closing transport",
)

SLOW = "Executing <"
"""asyncio's warning on a machine that is busy with other work."""

BUSY_SPEAKER = r"homeassistant\.(bootstrap|core|setup|helpers\.entity(_platform)?)"
BUSY_WORDS = (
    r"(Setup of|Update of|Updating|Waiting for integrations|Something is blocking)"
)
BUSY = re.compile(rf" WARNING \(MainThread\) \[{BUSY_SPEAKER}\] {BUSY_WORDS}")
"""Home Assistant's warnings on a busy machine: which part of it took how long. How
long ours takes is for the benchmark."""

IDLE_THREAD = re.compile(
    r" WARNING .*\[homeassistant\.util\.executor\] Thread\[SyncWorker_\d+\] "
    r"is still running at shutdown: .*work_queue\.get\(block=True\)\s*\Z",
    re.DOTALL,
)
"""The same at shutdown: an idle thread, not woken in time to be seen ending. A thread
that does something is a complaint."""

ENDED_THREAD = re.compile(
    r" CRITICAL \(SyncWorker_\d+\) \[concurrent\.futures\] Exception in worker\n"
    r".*work_queue\.get\(block=True\)\s*SystemExit\s*\Z",
    re.DOTALL,
)
"""Such a thread's message about the exception by which Home Assistant then ends it."""

CUT_SHORT = re.compile(
    r" ERROR \(MainThread\) \[homeassistant\.components\.\w+\] "
    r"(Error setting up|Setup of config) entry .*CancelledError: "
    r"(Home Assistant is stopping|Interrupted by interrupt context manager)\s*\Z",
    re.DOTALL,
)
"""The same for a part still being set up at shutdown, as the marketplace is where
GitHub is unreachable."""


def is_of_busy_machine(record: LogRecord) -> bool:
    """Return whether a record contains what `BUSY` matches in a line."""
    is_speaker = re.fullmatch(BUSY_SPEAKER, record.name) is not None
    return is_speaker and re.match(BUSY_WORDS, record.getMessage()) is not None


def complaints(log: str, *, expected: tuple[str, ...] = ()) -> list[str]:
    """Return the warnings and errors in a log, each with its traceback.

    `expected` are parts of those that a test provokes.
    """
    known = (*NOT_OURS, *expected)
    return [
        record
        for record in re.split(r"^(?=\d{4}-\d\d-\d\d )", log, flags=re.MULTILINE)
        if re.search(r" (WARNING|ERROR|CRITICAL) |^Traceback", record, re.MULTILINE)
        and not any(each in record for each in known)
        and not BUSY.search(record)
        and not IDLE_THREAD.search(record)
        and not ENDED_THREAD.search(record)
        and not CUT_SHORT.search(record)
    ]
