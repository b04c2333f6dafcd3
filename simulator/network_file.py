"""The network tables in a file, for other processes than the simulator's."""

import json
import os
from pathlib import Path
import tempfile
from typing import Any

from .network import Network, Reach


class NetworkReader:
    """Reads the tables, and again whenever the file was replaced.

    It reads with `os` alone: Home Assistant reports `open()` in its event loop as a
    mistake of the nearest integration.
    """

    def __init__(self, file: Path) -> None:
        """Read `file`; it must exist."""
        self._file = file
        self._version: tuple[int, int] | None = None
        self._network = Network()
        self()

    def __call__(self) -> Network:
        """Return the current tables."""
        status = os.stat(self._file)  # noqa: PTH116
        version = (status.st_ino, status.st_mtime_ns)
        if version != self._version:
            self._network = Network.from_dict(json.loads(_read(self._file)))
            self._version = version
        return self._network


def write_network(network: Network, file: Path) -> None:
    """Replace the file atomically, so that no reader sees half of it."""
    descriptor, temporary = tempfile.mkstemp(dir=file.parent, prefix=file.name)
    with os.fdopen(descriptor, "w") as stream:
        json.dump(network.to_dict(), stream)
    Path(temporary).replace(file)


class Journal:
    """A witness that writes its observations into a file, one JSON line each."""

    def __init__(self, file: Path | None) -> None:
        """Append to `file`; without one, write nothing."""
        flags = os.O_CREAT | os.O_APPEND | os.O_WRONLY
        self._descriptor = None if file is None else os.open(file, flags, 0o600)

    def dialled(self, address: str, port: int, reach: Reach) -> None:
        """Record a connection attempt."""
        self._note({"dialled": address, "port": port, "reach": reach})

    def looked_up(self, name: str, answers: tuple[str, ...]) -> None:
        """Record a DNS lookup."""
        self._note({"looked_up": name, "answers": answers})

    def sent(self, source: str | None, address: str, port: int) -> None:
        """Record a datagram."""
        self._note({"sent_to": address, "port": port, "source": source})

    def close(self) -> None:
        """Close the file."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _note(self, entry: dict[str, object]) -> None:
        if self._descriptor is not None:
            os.write(self._descriptor, json.dumps(entry).encode() + b"\n")


def _read(file: Path) -> bytes:
    descriptor = os.open(file, os.O_RDONLY)
    try:
        return os.read(descriptor, os.fstat(descriptor).st_size)
    finally:
        os.close(descriptor)


def read_journal(file: Path) -> list[dict[str, Any]]:
    """Return a process's journal so far."""
    return [json.loads(line) for line in file.read_text().splitlines()]
