"""A server's answers about itself, reduced to what concerns connections.

Both answers hold secrets: `/myplex/account` the account's token, `/:/prefs` tokens and
what the owner typed. Nothing but the named fields leaves this module.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Self

from .exceptions import PlexNotPlexError
from .fields import JsonObject
from .resources import port_of
from .transport import UnreadableAnswerError, parse_json

ACCOUNT = "/myplex/account"
SETTINGS = "/:/prefs"
ROOT = "/"
"""Of a shared server, which answers its owner only at the others."""
ACCOUNT_LIMIT = 64 * 1024
"""Bytes; the answer has some 1000."""
ROOT_LIMIT = 256 * 1024
"""Bytes; the answer has some 10 KB."""
SETTINGS_LIMIT = 1024 * 1024
"""Bytes; its size is not documented. A server has some 200 settings, each with labels
and choices: less than 200 KiB."""
MAX_SETTINGS = 2000
LARGEST = 2**63 - 1
"""The largest integer that a store can hold: one beyond it would make all else that is
stored with it unwritable."""

NAMES = frozenset(
    {
        "EnableIPv6",
        "GdmEnabled",
        "LanNetworksBandwidth",
        "LastAutomaticMappedPort",
        "ManualPortMappingMode",
        "ManualPortMappingPort",
        "PublishServerOnPlexOnlineKey",
        "RelayEnabled",
        "TreatWanIpAsLocal",
        "allowedNetworks",
        "customConnections",
        "secureConnections",
    }
)
"""The settings that concern connections; all others are dropped unread."""

TYPED = frozenset({"LanNetworksBandwidth", "allowedNetworks", "customConnections"})
"""Those that the owner types, who may have typed a secret: only whether there is
anything is kept."""
SOMETHING = "set"


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountState:
    """The server's state at plex.tv, as it sees it."""

    mapping_state: str | None
    mapping_error: str | None
    """None or empty: none."""
    sign_in_state: str | None
    public_address: str | None
    """An IP address; None if it has none."""
    public_port: int | None
    """None if it has none; 0 counts as none."""

    @classmethod
    def from_body(cls, body: bytes) -> Self:
        """Parse the answer of `/myplex/account`; raises PlexError."""
        answer = JsonObject.of(_parsed(body), "account")
        account = JsonObject.of(answer.members.get("MyPlex"), "account.MyPlex")
        return cls(
            mapping_state=account.text("mappingState"),
            mapping_error=account.text("mappingError"),
            sign_in_state=account.text("signInState"),
            public_address=account.ip_address("publicAddress"),
            public_port=port_of(account.members.get("publicPort")),
        )

    @classmethod
    def from_root(cls, body: bytes) -> Self:
        """Parse the answer of `/`, which names no address; raises PlexError.

        Some servers may not say it to all users: then each field is None.
        """
        answer = JsonObject.of(_parsed(body), "root")
        root = JsonObject.of(
            answer.members.get("MediaContainer"), "root.MediaContainer"
        )
        return cls(
            mapping_state=root.text("myPlexMappingState"),
            mapping_error=root.text("myPlexMappingError"),
            sign_in_state=root.text("myPlexSigninState"),
            public_address=None,
            public_port=None,
        )


def settings_from(body: bytes) -> Mapping[str, str | int | bool]:
    """Parse the answer of `/:/prefs`; return the known settings by Plex's ids.

    Raises PlexError. A large answer takes milliseconds: call it in an executor.
    """
    answer = JsonObject.of(_parsed(body), "settings")
    container = JsonObject.of(
        answer.members.get("MediaContainer"), "settings.MediaContainer"
    )
    found: dict[str, str | int | bool] = {}
    for row in container.objects("Setting", limit=MAX_SETTINGS):
        name = row.members.get("id")
        value = row.members.get("value")
        if not isinstance(name, str) or name not in NAMES:
            continue
        if name in TYPED:
            found[name] = SOMETHING if value else ""
        elif isinstance(value, str):
            found[name] = row.text("value") or ""
        elif isinstance(value, int) and abs(value) <= LARGEST:
            found[name] = value
    return MappingProxyType(found)


def _parsed(body: bytes) -> object:
    try:
        return parse_json(body)
    except UnreadableAnswerError as err:
        reason = str(err)
    raise PlexNotPlexError(reason)
