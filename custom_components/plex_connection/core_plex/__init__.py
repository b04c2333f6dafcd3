"""Keeps Home Assistant's own Plex integration on an address that works.

It pins one address when it is set up, and checks no identity. What is known of its
servers here may be worth more: a repair offers another address, or, if the user turned
that on, it is written without a click. Nothing of that integration is imported.
"""

from .follower import CorePlexFollower, async_follower
from .memory import async_memory

__all__ = ["CorePlexFollower", "async_follower", "async_memory"]
