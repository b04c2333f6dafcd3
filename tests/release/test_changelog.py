"""The notes of a release, and the valid versions."""

from pathlib import Path

import pytest

from release.changelog import newest, notes, sections
from release.version import ReleaseError, is_beta, order, version_of

CHANGELOG = """\
# Changelog

Some words.

## Unreleased

- Comes later.

## 1.1.0b2

- Faster.

## 1.0.0

- All of it.

### Mind

- This.
"""


def test_notes_are_the_section() -> None:
    """The notes are a version's text, without its heading or others' texts."""
    assert notes(CHANGELOG, "1.0.0") == "- All of it.\n\n### Mind\n\n- This.\n"
    assert notes(CHANGELOG, "1.1.0b2") == "- Faster.\n"
    assert newest(CHANGELOG) == "1.1.0b2"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1.0.0", "1.2.0"),
        ("1.1.0b2", "1.0.0b9"),
        ("1.1.0b2", "1.0.0"),
        ("1.1.0b2", "v1.1.0"),
        ("- Faster.\n", ""),
    ],
    ids=["older first", "a beta first", "twice", "no version", "nothing said"],
)
def test_out_of_order(old: str, new: str) -> None:
    """A version in the wrong place, or without text, is reported."""
    with pytest.raises(ReleaseError):
        sections(CHANGELOG.replace(old, new))


@pytest.mark.parametrize("text", ["# Changelog\n", "# Changelog\n\n## Unreleased\n\n"])
def test_without_versions(text: str) -> None:
    """A version without notes cannot be released."""
    with pytest.raises(ReleaseError):
        newest(text)
    with pytest.raises(ReleaseError):
        notes(text, "1.0.0")


def test_order() -> None:
    """A beta comes before its version, the tenth after the ninth."""
    versions = ["0.9.0", "1.0.0b1", "1.0.0b9", "1.0.0b10", "1.0.0", "1.0.1", "1.10.0"]
    assert sorted(set(versions), key=order) == versions
    assert [is_beta(each) for each in versions] == [
        False,
        *(3 * [True]),
        *(3 * [False]),
    ]
    with pytest.raises(ReleaseError):
        order("1.0")


@pytest.mark.parametrize("version", ["1.0", "v1.0.0", "1.0.0-beta.1", "1.0.0b", ""])
def test_invalid_versions(version: str, tmp_path: Path) -> None:
    """A version, and a beta, has exactly one form."""
    manifest = tmp_path / "custom_components/plex_connection/manifest.json"
    manifest.parent.mkdir(parents=True)
    manifest.write_text(f'{{"version": "{version}"}}')
    with pytest.raises(ReleaseError):
        version_of(tmp_path)
