"""Entry data, options and environment as one typed object."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_TOKEN

from .const import (
    CONF_ALLOW_HTTP,
    CONF_CLIENT_IDENTIFIER,
    CONF_CONNECTION_CACHE,
    CONF_DIAGNOSIS,
    CONF_FOLLOW_CORE_PLEX,
    CONF_MUTED_SERVERS,
    CONF_NOTIFY_BETTER,
    CONF_NOTIFY_GRACE,
    CONF_NOTIFY_OFFLINE,
    CONF_NOTIFY_PROBLEM,
    CONF_NOTIFY_RELAY,
    CONF_NOTIFY_RELAY_AFTER,
    CONF_NOTIFY_TARGET,
    CONF_PREWARM,
    CONF_PUSH,
    CONF_RELAY_PATIENCE,
    CONF_SLOW_MARGIN,
    CONF_SLOW_RATIO,
    CONF_UNWATCHED_SERVERS,
)

ENABLE_CONNECTION_CACHE = "ENABLE_CONNECTION_CACHE"
"""Environment variable: 0, false, off or no turns the cache off."""

_OFF = frozenset({"0", "false", "off", "no"})

DEFAULTS: Mapping[str, Any] = {
    CONF_UNWATCHED_SERVERS: [],
    CONF_ALLOW_HTTP: False,
    CONF_CONNECTION_CACHE: True,
    CONF_PUSH: True,
    CONF_PREWARM: True,
    CONF_DIAGNOSIS: True,
    CONF_FOLLOW_CORE_PLEX: False,
    CONF_RELAY_PATIENCE: 60,
    CONF_SLOW_RATIO: 2.0,
    CONF_SLOW_MARGIN: 25,
    CONF_NOTIFY_BETTER: False,
    CONF_NOTIFY_RELAY: False,
    CONF_NOTIFY_RELAY_AFTER: 10,
    CONF_NOTIFY_OFFLINE: False,
    CONF_NOTIFY_PROBLEM: False,
    CONF_MUTED_SERVERS: [],
    CONF_NOTIFY_TARGET: [],
    CONF_NOTIFY_GRACE: 2,
}
"""The default options."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """The settings of one account, by its user and by the machine's administrator."""

    account_id: str
    client_identifier: str
    token: str = field(repr=False)
    unwatched_servers: frozenset[str]
    """By machineIdentifier."""
    allow_http: bool
    cache_enabled: bool
    cache_switched_off_by: str | None
    """What turned the cache off: `environment`, `option`, or None."""
    push_enabled: bool
    prewarm_enabled: bool
    diagnosis_enabled: bool
    """Whether own servers are asked about their remote access and settings."""
    follows_core_plex: bool
    """Whether the address in Home Assistant's own integration is changed without a
    click."""
    relay_patience: float
    """Seconds on the relay until a repair is created."""
    slow_ratio: float
    """Factor of the usual latency from which a connection counts as degraded."""
    slow_margin_ms: float
    """Milliseconds above the usual latency that it also has to exceed."""
    notify_better: bool
    notify_relay_after: float | None
    """Seconds on the relay until the user is notified; None: never."""
    notify_offline: bool
    notify_problem: bool
    muted_servers: frozenset[str]
    """By machineIdentifier; no notification is about them."""
    notify_targets: tuple[str, ...]
    """Notify entities; none: Home Assistant's notifications."""
    notify_grace: float
    """Seconds that an outage or problem must last until it is reported."""

    @classmethod
    def from_entry(cls, entry: ConfigEntry, environ: Mapping[str, str]) -> Self:
        """Read the settings of `entry`; the environment variable takes precedence."""
        options = DEFAULTS | entry.options
        switch = environ.get(ENABLE_CONNECTION_CACHE, "").strip().lower()
        thrown_by = None
        if switch in _OFF:
            thrown_by = "environment"
        elif not options[CONF_CONNECTION_CACHE]:
            thrown_by = "option"
        return cls(
            account_id=str(entry.unique_id),
            client_identifier=entry.data[CONF_CLIENT_IDENTIFIER],
            token=entry.data[CONF_TOKEN],
            unwatched_servers=frozenset(options[CONF_UNWATCHED_SERVERS]),
            allow_http=options[CONF_ALLOW_HTTP],
            cache_enabled=thrown_by is None,
            cache_switched_off_by=thrown_by,
            push_enabled=options[CONF_PUSH],
            prewarm_enabled=options[CONF_PREWARM],
            diagnosis_enabled=options[CONF_DIAGNOSIS],
            follows_core_plex=options[CONF_FOLLOW_CORE_PLEX],
            relay_patience=60.0 * options[CONF_RELAY_PATIENCE],
            slow_ratio=options[CONF_SLOW_RATIO],
            slow_margin_ms=options[CONF_SLOW_MARGIN],
            notify_better=options[CONF_NOTIFY_BETTER],
            notify_relay_after=(
                60.0 * options[CONF_NOTIFY_RELAY_AFTER]
                if options[CONF_NOTIFY_RELAY]
                else None
            ),
            notify_offline=options[CONF_NOTIFY_OFFLINE],
            notify_problem=options[CONF_NOTIFY_PROBLEM],
            muted_servers=frozenset(options[CONF_MUTED_SERVERS]),
            notify_targets=tuple(options[CONF_NOTIFY_TARGET]),
            notify_grace=60.0 * options[CONF_NOTIFY_GRACE],
        )
