"""Entry data, options and environment as one typed object."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_TOKEN

from .const import (
    CONF_ALLOW_HTTP,
    CONF_CLIENT_IDENTIFIER,
    CONF_CONNECTION_CACHE,
    CONF_PREWARM,
    CONF_PUSH,
)

ENABLE_CONNECTION_CACHE = "ENABLE_CONNECTION_CACHE"
"""Environment variable: 0, false, off or no is the kill switch of the cache."""

_OFF = frozenset({"0", "false", "off", "no"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """What the user and the machine's owner have decided for one account."""

    account_id: str
    client_identifier: str
    token: str = field(repr=False)
    allow_http: bool
    cache_enabled: bool
    cache_switched_off_by: str | None
    """Who threw the kill switch: `environment`, `option`, or None."""
    push_enabled: bool
    prewarm_enabled: bool

    @classmethod
    def from_entry(cls, entry: ConfigEntry, environ: Mapping[str, str]) -> Self:
        """Read the settings of `entry`; the environment's kill switch wins."""
        switch = environ.get(ENABLE_CONNECTION_CACHE, "").strip().lower()
        thrown_by = None
        if switch in _OFF:
            thrown_by = "environment"
        elif not entry.options.get(CONF_CONNECTION_CACHE, True):
            thrown_by = "option"
        return cls(
            account_id=str(entry.unique_id),
            client_identifier=entry.data[CONF_CLIENT_IDENTIFIER],
            token=entry.data[CONF_TOKEN],
            allow_http=entry.options.get(CONF_ALLOW_HTTP, False),
            cache_enabled=thrown_by is None,
            cache_switched_off_by=thrown_by,
            push_enabled=entry.options.get(CONF_PUSH, True),
            prewarm_enabled=entry.options.get(CONF_PREWARM, True),
        )
