"""Client for plex.tv and for Plex Media Servers.

It does not know Home Assistant and makes no decisions: which address to use,
when to send a request and what an answer means is up to the caller.

    account = PlexAccountClient(session, client_identifier=…, device=…, token=…)
    for resource in await account.resources(): …

    server = PlexServerClient(session, ssl_context=…, resolver=…)
    probe = await server.identity(endpoint, budget=1.5, allow=…)
    answer = await server.request(endpoint, method="GET", path=…, token=…, …)

All errors are `PlexError`s; cancellation passes through.
"""

from .account import REACHABILITY_CHECK, PlexAccountClient
from .addresses import Endpoint, IPAddress
from .device import ClientDevice
from .exceptions import (
    PlexAnswerTooLargeError,
    PlexAuthError,
    PlexConnectionError,
    PlexError,
    PlexNotPlexError,
    PlexPinExpiredError,
    PlexRateLimitError,
    PlexRedirectError,
    PlexResponseError,
    PlexStartingError,
    PlexWrongServerError,
)
from .frames import Notification, NotificationType
from .gdm import GdmAnswer, GdmInterface, search_gdm
from .push_channel import ChannelEnd, NotificationChannel
from .remote_access import (
    NAMES as SETTING_NAMES,
    TYPED as TYPED_SETTINGS,
    AccountState,
)
from .resources import Account, Pin, Resource, ResourceConnection, UnusableConnection
from .server import PlexServerClient
from .server_requests import ServerAnswer
from .targets import is_path, mentions
from .timing import PhaseTraceConfig, Timings
from .tls import create_ssl_context

__all__ = [
    "REACHABILITY_CHECK",
    "SETTING_NAMES",
    "TYPED_SETTINGS",
    "Account",
    "AccountState",
    "ChannelEnd",
    "ClientDevice",
    "Endpoint",
    "GdmAnswer",
    "GdmInterface",
    "IPAddress",
    "Notification",
    "NotificationChannel",
    "NotificationType",
    "PhaseTraceConfig",
    "Pin",
    "PlexAccountClient",
    "PlexAnswerTooLargeError",
    "PlexAuthError",
    "PlexConnectionError",
    "PlexError",
    "PlexNotPlexError",
    "PlexPinExpiredError",
    "PlexRateLimitError",
    "PlexRedirectError",
    "PlexResponseError",
    "PlexServerClient",
    "PlexStartingError",
    "PlexWrongServerError",
    "Resource",
    "ResourceConnection",
    "ServerAnswer",
    "Timings",
    "UnusableConnection",
    "create_ssl_context",
    "is_path",
    "mentions",
    "search_gdm",
]
