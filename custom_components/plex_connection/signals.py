"""Dispatcher signals within one account."""

from homeassistant.util.signal_type import SignalTypeFormat

from .connection import LanAnnouncement
from .const import DOMAIN

# Per account, by entry id.

SIGNAL_SERVERS: SignalTypeFormat[str] = SignalTypeFormat(f"{DOMAIN}_{{}}_servers")
"""The server with this id was added or removed."""

SIGNAL_SERVER_UPDATED: SignalTypeFormat[str] = SignalTypeFormat(
    f"{DOMAIN}_{{}}_server_updated"
)
"""Something visible about the server with this id has changed.

Not only its state: its name, its addresses, its push channel.
"""

SIGNAL_REMEMBER: SignalTypeFormat[bool] = SignalTypeFormat(f"{DOMAIN}_{{}}_remember")
"""The store must be written; the argument is True if a connection has changed, and it
must then be written soon."""

SIGNAL_COUNTS: SignalTypeFormat[()] = SignalTypeFormat(f"{DOMAIN}_{{}}_counts")
"""The counts over all servers have changed."""

SIGNAL_NAMES_CHECKED: SignalTypeFormat[bool] = SignalTypeFormat(
    f"{DOMAIN}_{{}}_names_checked"
)
"""Whether our resolver withholds plex.direct names at home is known now."""

# Per server, by entry id and server id.

SIGNAL_ANNOUNCED: SignalTypeFormat[LanAnnouncement, bool] = SignalTypeFormat(
    f"{DOMAIN}_{{}}_{{}}_announced"
)
"""The server was found on the LAN.

Arguments: the announcement, and whether it is new since the last search.
"""

SIGNAL_PREWARM: SignalTypeFormat[()] = SignalTypeFormat(f"{DOMAIN}_{{}}_{{}}_prewarm")
"""The server is likely to be used in a moment."""

SIGNAL_NEIGHBOUR: SignalTypeFormat[()] = SignalTypeFormat(
    f"{DOMAIN}_{{}}_{{}}_neighbour"
)
"""Another server has gone or is back, and the cause may concern this one, too."""

SIGNAL_TOKEN_RENEWED: SignalTypeFormat[()] = SignalTypeFormat(
    f"{DOMAIN}_{{}}_{{}}_token_renewed"
)
"""The server has a new token, not sent to it yet."""

SIGNAL_UPDATE_LAST_ENTITY: SignalTypeFormat[()] = SignalTypeFormat(
    f"{DOMAIN}_{{}}_{{}}_update_last_entity"
)
"""All other entities are up to date; now update the one that most automations trigger
on."""
