"""What is told over Home Assistant's dispatcher, within one account."""

from homeassistant.util.signal_type import SignalTypeFormat

from .connection import Sighting
from .const import DOMAIN

# Of an account, by its entry's id.

SIGNAL_SERVERS: SignalTypeFormat[str] = SignalTypeFormat(f"{DOMAIN}_{{}}_servers")
"""The server of this id has come, or gone."""

SIGNAL_SERVER_UPDATED: SignalTypeFormat[str] = SignalTypeFormat(
    f"{DOMAIN}_{{}}_server_updated"
)
"""Anything that may be seen of the server of this id has changed.

That is more than verdicts: what it is called, where it may be, its push channel.
"""

SIGNAL_REMEMBER: SignalTypeFormat[bool] = SignalTypeFormat(f"{DOMAIN}_{{}}_remember")
"""The store is to be written, soon if a connection has changed."""

SIGNAL_COUNTS: SignalTypeFormat[()] = SignalTypeFormat(f"{DOMAIN}_{{}}_counts")
"""What was counted over all servers has changed."""

# Of a server, by its entry's id and its own.

SIGNAL_SIGHTED: SignalTypeFormat[Sighting, bool] = SignalTypeFormat(
    f"{DOMAIN}_{{}}_{{}}_sighted"
)
"""It was heard on the LAN; whether that is news since the last search."""

SIGNAL_PREWARM: SignalTypeFormat[()] = SignalTypeFormat(f"{DOMAIN}_{{}}_{{}}_prewarm")
"""It is likely to be used in a moment."""

SIGNAL_TOKEN_RENEWED: SignalTypeFormat[()] = SignalTypeFormat(
    f"{DOMAIN}_{{}}_{{}}_token_renewed"
)
"""It has a token that it has not seen."""

SIGNAL_WRITTEN_LAST: SignalTypeFormat[()] = SignalTypeFormat(
    f"{DOMAIN}_{{}}_{{}}_written_last"
)
"""All other entities show what is known now; next is the one automations start from."""
