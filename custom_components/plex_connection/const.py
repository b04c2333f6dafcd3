"""Names that more than one file of the integration needs."""

from typing import Final

DOMAIN: Final = "plex_connection"

CONF_CLIENT_IDENTIFIER: Final = "client_identifier"
"""Entry data: how plex.tv knows this installation; it must never change."""
CONF_SERVER_TOKENS: Final = "server_tokens"
"""Entry data: machineIdentifier → the one token that server may see."""

CONF_UNWATCHED_SERVERS: Final = "unwatched_servers"
"""Option: machineIdentifiers of servers that are left alone; new ones are watched."""
CONF_PINNED: Final = "pinned"
"""Option: machineIdentifier → url of the only candidate that may be used (rule 14)."""
CONF_ALLOW_HTTP: Final = "allow_http"
"""Option: plain http to servers on a network Home Assistant is on."""
CONF_CONNECTION_CACHE: Final = "connection_cache"
"""Option: false is the kill switch of the connection cache."""
CONF_PUSH: Final = "push"
"""Option: false keeps no websocket open to the servers."""
CONF_PREWARM: Final = "prewarm"
"""Option: false warms no connection ahead of its likely use."""
CONF_RELAY_PATIENCE: Final = "relay_patience"
"""Option: minutes on a relay after which a repair says so."""
CONF_SLOW_RATIO: Final = "slow_ratio"
"""Option: times the usual latency from which a connection counts as degraded."""
CONF_SLOW_MARGIN: Final = "slow_margin"
"""Option: milliseconds more than usual that it takes besides."""
CONF_NOTIFY_BETTER: Final = "notify_better"
"""Option: true tells the user when a better connection was found."""
CONF_NOTIFY_RELAY: Final = "notify_relay"
"""Option: true tells the user when a relay has been in use for a while."""
CONF_NOTIFY_RELAY_AFTER: Final = "notify_relay_after"
"""Option: how many minutes that is."""

PANEL_PATH: Final = "plex-connection"
"""Where the panel is, below Home Assistant's own address."""

ISSUE_DNS_BLOCKED: Final = "dns_blocked"
ISSUE_STORE_INVALID: Final = "store_invalid"

ATTR_ENTRY_ID: Final = "entry_id"
ATTR_SERVER_ID: Final = "server_id"
ATTR_TROUBLE: Final = "trouble"
"""What a repair is about, in its data."""

LEARN_MORE_URL: Final = (
    "https://github.com/plex-connection/ha-plex-connection#troubleshooting"
)
"""Where symptoms, causes and remedies are listed."""
