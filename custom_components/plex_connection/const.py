"""Names that several modules share."""

from typing import Final

DOMAIN: Final = "plex_connection"

CONF_CLIENT_IDENTIFIER: Final = "client_identifier"
"""Entry data: the id of this installation at plex.tv; it must never change."""
CONF_SERVER_TOKENS: Final = "server_tokens"
"""Entry data: machineIdentifier → the only token that may be sent to that server."""

CONF_UNWATCHED_SERVERS: Final = "unwatched_servers"
"""Option: machineIdentifiers of the servers to ignore; new servers are watched."""
CONF_PINNED: Final = "pinned"
"""Option: machineIdentifier → URL of the only candidate that may be used (rule 14)."""
CONF_ALLOW_HTTP: Final = "allow_http"
"""Option: allow plain http to servers on Home Assistant's own networks."""
CONF_CONNECTION_CACHE: Final = "connection_cache"
"""Option: false is the kill switch of the connection cache."""
CONF_PUSH: Final = "push"
"""Option: false opens no websocket to the servers."""
CONF_PREWARM: Final = "prewarm"
"""Option: false warms up no connections ahead of their likely use."""
CONF_DIAGNOSIS: Final = "diagnosis"
"""Option: false asks no server about its remote access and settings."""
CONF_FOLLOW_CORE_PLEX: Final = "follow_core_plex"
"""Option: true changes the address in Home Assistant's own Plex integration without
a click when it is dead."""
CONF_RELAY_PATIENCE: Final = "relay_patience"
"""Option: minutes on the relay until a repair is created."""
CONF_SLOW_RATIO: Final = "slow_ratio"
"""Option: factor of the usual latency from which a connection counts as degraded."""
CONF_SLOW_MARGIN: Final = "slow_margin"
"""Option: milliseconds above the usual latency that it also has to exceed."""
CONF_NOTIFY_BETTER: Final = "notify_better"
"""Option: true notifies the user of a better connection."""
CONF_NOTIFY_RELAY: Final = "notify_relay"
"""Option: true notifies the user of a long time on the relay."""
CONF_NOTIFY_RELAY_AFTER: Final = "notify_relay_after"
"""Option: minutes on the relay until that notification."""

CONF_NOTIFY_OFFLINE: Final = "notify_offline"
"""Option: true tells the user when a server goes offline, and when it is back."""
CONF_NOTIFY_PROBLEM: Final = "notify_problem"
"""Option: true tells the user when a server's problem changes."""
CONF_MUTED_SERVERS: Final = "muted_servers"
"""Option: machineIdentifiers of the servers that no notification is about."""
CONF_NOTIFY_TARGET: Final = "notify_target"
"""Option: notify entities that take the messages; none: Home Assistant itself."""
CONF_NOTIFY_GRACE: Final = "notify_grace"
"""Option: minutes that an outage or problem must last until it is reported."""

PANEL_PATH: Final = "plex-connection"
"""Path of the panel within Home Assistant."""

ISSUE_DNS_BLOCKED: Final = "dns_blocked"
ISSUE_STORE_INVALID: Final = "store_invalid"

ISSUE_CORE_PLEX: Final = "core_plex_address"
ISSUE_CORE_PLEX_SUSPENDED: Final = "core_plex_suspended"

ATTR_ENTRY_ID: Final = "entry_id"
ATTR_SERVER_ID: Final = "server_id"
ATTR_ALERT: Final = "trouble"
"""In a repair's data: the problem that it is about."""

LEARN_MORE_URL: Final = (
    "https://github.com/plex-connection/ha-plex-connection#troubleshooting"
)
"""Lists symptoms, causes and remedies."""
