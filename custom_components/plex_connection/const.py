"""Names that more than one file of the integration needs."""

from typing import Final

DOMAIN: Final = "plex_connection"

CONF_CLIENT_IDENTIFIER: Final = "client_identifier"
"""Entry data: how plex.tv knows this installation; it must never change."""
CONF_SERVER_TOKENS: Final = "server_tokens"
"""Entry data: machineIdentifier → the one token that server may see."""

CONF_ALLOW_HTTP: Final = "allow_http"
"""Option: plain http to servers on a network Home Assistant is on."""
CONF_CONNECTION_CACHE: Final = "connection_cache"
"""Option: false is the kill switch of the connection cache."""
CONF_PUSH: Final = "push"
"""Option: false keeps no websocket open to the servers."""
CONF_PREWARM: Final = "prewarm"
"""Option: false warms no connection ahead of its likely use."""

ISSUE_STORE_INVALID: Final = "store_invalid"

NAME_LIMIT: Final = 100
"""Characters of a server's or an owner's name that are shown.

Both are free text of somebody else's making.
"""


def safe_name(name: str) -> str:
    """Return somebody else's text on one line, without control characters, capped."""
    printable = "".join(char if char.isprintable() else " " for char in name)
    return " ".join(printable.split())[:NAME_LIMIT] or "Plex Media Server"
