"""State that survives a reload but is not stored on disk.

Relay addresses rotate within hours, so none is stored, and recent calls to plex.tv are
irrelevant to the next run. A reload, however, takes no more than a second and should
lose neither.
"""

from collections.abc import Mapping
from dataclasses import replace
from math import inf

from homeassistant.core import HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

from .connection import CallLimits, Networks
from .const import DOMAIN
from .diagnosis import Problem, Surroundings
from .storage import StoredAccount

LASTS = 300.0
"""Seconds for which the state is as good as new: a reload that fails at first is
retried within them. An account that was unloaded for longer starts from its store."""


_LEFT: HassKey[dict[str, tuple[float, StoredAccount]]] = HassKey(f"{DOMAIN}_handover")
"""By entry id: monotonic time of the unload, and the state."""

_LIMITS: HassKey[dict[str, CallLimits]] = HassKey(f"{DOMAIN}_call_limits")
"""By account id."""


_SURROUNDINGS: HassKey[dict[str, Surroundings]] = HassKey(f"{DOMAIN}_surroundings")
"""By account id."""


_HOLDS: HassKey[dict[str, dict[str, tuple[float, Mapping[Problem, float]]]]] = HassKey(
    f"{DOMAIN}_holds"
)
"""By entry id and server: monotonic time of the unload, and how long causes lasted."""


@callback
def async_leave_holds(
    hass: HomeAssistant, entry_id: str, server_id: str, holds: Mapping[Problem, float]
) -> None:
    """Keep for how many seconds each cause was found, for the account's next load."""
    of_account = hass.data.setdefault(_HOLDS, {}).setdefault(entry_id, {})
    of_account[server_id] = hass.loop.time(), holds


@callback
def async_take_holds(
    hass: HomeAssistant, entry_id: str, server_id: str
) -> Mapping[Problem, float]:
    """Return what a reload has just left; the time in between does not count."""
    of_account = hass.data.get(_HOLDS, {}).get(entry_id, {})
    at, holds = of_account.pop(server_id, (-inf, {}))
    return holds if hass.loop.time() - at <= LASTS else {}


@callback
def async_limits(hass: HomeAssistant, account_id: str) -> CallLimits:
    """Return the call limits of one account at plex.tv, created on first use."""
    limits = hass.data.setdefault(_LIMITS, {})
    return limits.setdefault(account_id, CallLimits())


@callback
def async_surroundings(
    hass: HomeAssistant, account_id: str, networks: Networks
) -> Surroundings | None:
    """Return what was known on these networks before a reload; None: nothing."""
    known = hass.data.get(_SURROUNDINGS, {}).get(account_id)
    return known if known is not None and known.networks == networks else None


@callback
def async_leave_surroundings(
    hass: HomeAssistant, account_id: str, known: Surroundings
) -> None:
    """Keep what is known on the present networks for the account's next load."""
    hass.data.setdefault(_SURROUNDINGS, {})[account_id] = known


@callback
def async_leave(hass: HomeAssistant, entry_id: str, content: StoredAccount) -> None:
    """Keep an account's state for its next load in this run."""
    hass.data.setdefault(_LEFT, {})[entry_id] = hass.loop.time(), content


@callback
def async_take(
    hass: HomeAssistant, entry_id: str, stored: StoredAccount
) -> StoredAccount:
    """Return the stored state, with relays if a reload has just left them.

    The store wins: if its content differs from the kept state, something else wrote it
    in between.
    """
    at, left = hass.data.get(_LEFT, {}).pop(entry_id, (-inf, stored))
    if hass.loop.time() - at > LASTS:
        return stored
    known = replace(left, measured=stored.measured, faults=stored.faults)
    return known if known.to_dict() == stored.to_dict() else stored


@callback
def async_drop(hass: HomeAssistant, entry_id: str) -> None:
    """Drop the state of a removed account."""
    hass.data.get(_LEFT, {}).pop(entry_id, None)
    hass.data.get(_HOLDS, {}).pop(entry_id, None)
