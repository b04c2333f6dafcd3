"""How long tests wait for what has to come.

No test asks how quick this machine is: it waits for an event, or moves time. Speed is
measured by `scripts/benchmark`.
"""

PATIENCE = 180.0
"""Seconds after which something has not come. Only a test that fails waits so long:
what takes longest takes some ten seconds on two idle cores, and six times as long
where four other processes are as busy. pytest's own limit for a whole test, of any
ring, stands in pyproject.toml."""
