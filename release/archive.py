"""The zip that HACS downloads: the integration alone, the same bytes each time."""

from collections.abc import Iterable
from pathlib import Path
import stat
import zipfile

NAME = "plex_connection.zip"
"""As hacs.json names it: HACS asks each release for it, and unpacks it into the
integration's own folder."""

BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip can name: when a file was checked out is left out."""

MODE = stat.S_IFREG | 0o644


def write(target: Path, folder: Path, files: Iterable[str]) -> None:
    """Write a zip of some files, by their paths below the folder.

    The same files make the same bytes, with the same zlib: in the order of their
    names, without their times and the modes that this machine gives them.
    """
    with zipfile.ZipFile(target, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, BEGINNING)
            entry.create_system = 3  # Unix, whose modes these are.
            entry.external_attr = MODE << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            content = (folder / name).read_bytes()
            archive.writestr(entry, content, compresslevel=9)
