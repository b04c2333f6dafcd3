"""What a log of Home Assistant complains of, whoever has written it."""

from logging import LogRecord
import re

NOT_OURS = (
    # Home Assistant's own word on every integration that is not its own.
    "We found a custom integration plex_connection",
    # aiohttp's, where a client is closed while something is being sent to it.
    "ClientConnectionResetError: Cannot write to closing transport",
)

SLOW = "Executing <"
"""asyncio's word on a machine that does other things, too."""

BUSY_SPEAKER = r"homeassistant\.(bootstrap|core|setup|helpers\.entity(_platform)?)"
BUSY_WORDS = (
    r"(Setup of|Update of|Updating|Waiting for integrations|Something is blocking)"
)
BUSY = re.compile(rf" WARNING \(MainThread\) \[{BUSY_SPEAKER}\] {BUSY_WORDS}")
"""Home Assistant's own words on a machine that does other things, too: which part of
it took how long. How long ours takes is for the benchmark."""

IDLE_THREAD = re.compile(
    r" WARNING .*\[homeassistant\.util\.executor\] Thread\[SyncWorker_\d+\] "
    r"is still running at shutdown: .*work_queue\.get\(block=True\)\s*\Z",
    re.DOTALL,
)
"""The same at its end: a thread that has nothing to do, and was not woken in time to be
seen ending. One that does something is a complaint."""

ENDED_THREAD = re.compile(
    r" CRITICAL \(SyncWorker_\d+\) \[concurrent\.futures\] Exception in worker\n"
    r".*work_queue\.get\(block=True\)\s*SystemExit\s*\Z",
    re.DOTALL,
)
"""What such a thread says of the exception by which Home Assistant then ends it."""

CUT_SHORT = re.compile(
    r" ERROR \(MainThread\) \[homeassistant\.components\.\w+\] "
    r"(Error setting up|Setup of config) entry .*CancelledError: "
    r"(Home Assistant is stopping|Interrupted by interrupt context manager)\s*\Z",
    re.DOTALL,
)
"""The same of a part of it that was still being set up at the end, as the marketplace
is where GitHub is not reached."""


def is_of_busy_machine(record: LogRecord) -> bool:
    """Return whether a record says what `BUSY` does of a line."""
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
