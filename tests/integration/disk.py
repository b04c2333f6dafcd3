"""A simulated disk, and what a power cut leaves on it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
import os
from pathlib import Path
import tempfile
from unittest.mock import patch

from custom_components.plex_connection.const import DOMAIN

type Files = dict[str, bytes]
"""A folder's file contents, by file name."""


@dataclass(frozen=True, kw_only=True)
class StoreFile:
    """The file of one store."""

    path: Path

    @property
    def name(self) -> str:
        """Return the file's name."""
        return self.path.name

    def read(self) -> bytes:
        """Return the file's content."""
        return self.path.read_bytes()

    def write(self, content: bytes) -> None:
        """Replace the file's content."""
        self.path.write_bytes(content)

    def spoil(self) -> None:
        """Make reads fail, as on a broken disk: turn the file into a link to itself."""
        self.path.symlink_to(self.path)


@dataclass(kw_only=True)
class Disk:
    """A folder that may lose to a power cut whatever was not synchronised."""

    folder: Path
    synced: set[tuple[int, bytes]] = field(default_factory=set)
    """Inode and content of the files that are certainly on the disk."""
    left: list[Files] = field(default_factory=list)
    """What power cuts may leave, from a write's first step to its last."""

    def _files(self) -> dict[str, tuple[int, bytes]]:
        return {
            path.name: (path.stat().st_ino, path.read_bytes())
            for path in self.folder.iterdir()
            if path.name.startswith((DOMAIN, tempfile.gettempprefix()))
        }

    def cut(self) -> None:
        """Record what may be left if the power fails now."""
        files = self._files()
        whole = {name: content for name, (_, content) in files.items()}
        self._leave(whole)
        for name, (inode, content) in files.items():
            if (inode, content) in self.synced:
                continue
            half = len(content) // 2
            for torn in (b"", content[:1], content[:half], content[:-1]):
                self._leave(whole | {name: torn})
                self._leave(whole | {name: torn.ljust(len(content), b"\0")})

    def _leave(self, files: Files) -> None:
        if files not in self.left:
            self.left.append(files)

    def sync(self) -> None:
        """Mark everything written so far as synchronised."""
        self.synced |= set(self._files().values())

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Record a power cut before and after each step of every write."""
        self.sync()

        def step[**P, R](work: Callable[P, R], *, syncs: bool) -> Callable[P, R]:
            def watched(*args: P.args, **kwargs: P.kwargs) -> R:
                self.cut()
                result = work(*args, **kwargs)
                if syncs:
                    self.sync()
                self.cut()
                return result

            return watched

        fsync = step(os.fsync, syncs=True)
        with (
            patch("tempfile.mkstemp", step(tempfile.mkstemp, syncs=False)),
            patch("os.fsync", fsync),
            patch("atomicwrites._proper_fsync", fsync),
            patch("os.rename", step(os.rename, syncs=False)),
            patch("os.replace", step(os.replace, syncs=False)),
        ):
            yield

    def put(self, files: Files) -> None:
        """Replace the folder's files with these."""
        for name in self._files():
            (self.folder / name).unlink()
        for name, content in files.items():
            (self.folder / name).write_bytes(content)
