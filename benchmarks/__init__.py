"""Measures Plex Connection beside other clients, on the simulator's networks.

`scripts/benchmark` runs it all and writes docs/performance.md. The simulated world is a
process of its own, and so is each contestant: none takes time from another, and those
not being measured wait for their next command.
"""
