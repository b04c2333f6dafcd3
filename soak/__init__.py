"""Long runs: days and a week on a clock that jumps, and what is killed on the way.

`scripts/soak` runs it all and writes its figures into docs/performance.md. Each part
is a process of its own, and every figure that has a limit is held to it.
"""
