"""The section on Home Assistant's own Plex integration says what was measured."""

from benchmarks.follow_section import follow_targets, text
from benchmarks.follow_times import PATIENCE, Follow, Kind
from benchmarks.sample import Sample


def followed(kind: Kind, *seconds: float, runs: int | None = None) -> Follow:
    """Return a finding."""
    return Follow(
        kind=kind,
        runs=runs or len(seconds),
        back=Sample.of_seconds(seconds) if seconds else None,
        returned=len(seconds),
        patience=PATIENCE,
    )


def test_targets() -> None:
    """A minute for each, all of them; alone, never."""
    good = [
        followed(Kind.DIES, 35.0, 36.0),
        followed(Kind.MOVES, 59.0),
        followed(Kind.AWAY, 28.0),
        followed(Kind.ALONE, runs=1),
    ]
    assert all(each.met for each in follow_targets(good))
    bad = [
        followed(Kind.DIES, 35.0, 61.0),
        followed(Kind.MOVES, 20.0, runs=2),
        followed(Kind.AWAY, runs=1),
        followed(Kind.ALONE, 700.0),
    ]
    assert not any(each.met for each in follow_targets(bad))


def test_text() -> None:
    """What was never back says so."""
    table = text([followed(Kind.DIES, 35.0), followed(Kind.ALONE, runs=1)])
    assert "| the LAN address dies, option on | 1 | 1 | 35.00 s |" in table
    assert "| the LAN address dies, without us | 1 | 0 | > 900 s |" in table
