"""Measures Plex Connection beside others, on the simulator's networks.

`scripts/benchmark` runs it all and writes docs/performance.md. The simulated
world is a process of its own, and so is each contestant: none takes time from
another, and the one that is not measured waits for its next command.
"""
