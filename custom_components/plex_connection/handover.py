"""What a reload goes on with, though it is not written down.

A relay's address rotates within hours, so that none is stored; and what plex.tv was
asked of late is of no use to the next run. A reload takes no more than a second, and
forgets nothing.
"""

from dataclasses import replace

from homeassistant.core import HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

from .connection import CallLimits
from .const import DOMAIN
from .storage import Remembered

LASTS = 300.0
"""Seconds for which what was known is as good as new: a reload that fails at first is
tried again within them. An account that was off for longer begins with its store."""


_LEFT: HassKey[dict[str, tuple[float, Remembered]]] = HassKey(f"{DOMAIN}_handover")
"""By entry: the monotonic second at which it was unloaded, and what it knew."""

_LIMITS: HassKey[dict[str, CallLimits]] = HassKey(f"{DOMAIN}_call_limits")
"""By account."""


@callback
def async_limits(hass: HomeAssistant, account_id: str) -> CallLimits:
    """Return what limits the questions to plex.tv on account of one account."""
    limits = hass.data.setdefault(_LIMITS, {})
    return limits.setdefault(account_id, CallLimits())


@callback
def async_leave(hass: HomeAssistant, entry_id: str, content: Remembered) -> None:
    """Keep what an account knows for the next time that it is loaded in this run."""
    hass.data.setdefault(_LEFT, {})[entry_id] = hass.loop.time(), content


@callback
def async_take(hass: HomeAssistant, entry_id: str, stored: Remembered) -> Remembered:
    """Return what is stored, with relays where a reload has only just left them.

    The store has the last word: where it says anything else than what was left, it
    was written by another hand, and is believed.
    """
    at, left = hass.data.get(_LEFT, {}).pop(entry_id, (float("-inf"), stored))
    if hass.loop.time() - at > LASTS:
        return stored
    known = replace(left, measured=stored.measured, faults=stored.faults)
    return known if known.to_dict() == stored.to_dict() else stored


@callback
def async_drop(hass: HomeAssistant, entry_id: str) -> None:
    """Leave nothing behind of an account that is removed."""
    hass.data.get(_LEFT, {}).pop(entry_id, None)
