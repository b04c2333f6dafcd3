"""Long runs: days and a week on a jumping clock, and processes killed on the way.

`scripts/soak` runs all parts and writes their figures into docs/performance.md. Each
part is its own process; figures with a limit are checked against it.
"""
