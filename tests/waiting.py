"""Time limit of tests that wait.

No test depends on this machine's speed: it waits for an event, or moves time.
`scripts/benchmark` measures speed.
"""

PATIENCE = 180.0
"""Seconds after which a wait fails. Only a failing test waits so long: the longest wait
is some ten seconds on two idle cores, and six times as long beside four other busy
processes. pytest's own limit for a whole test, of any ring, is in pyproject.toml."""
