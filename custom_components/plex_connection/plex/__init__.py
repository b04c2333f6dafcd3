"""Client for plex.tv and for Plex Media Servers.

It knows nothing of Home Assistant and decides nothing: which address to use,
when to ask, and what an answer is worth is up to the caller.

    account = PlexAccountClient(session, client_identifier=…, device=…, token=…)
    for resource in await account.resources(): …

    server = PlexServerClient(session, ssl_context=…, resolver=…)
    probe = await server.identity(endpoint, budget=1.5, allow=…)
    answer = await server.request(endpoint, method="GET", path=…, token=…, …)

All errors are `PlexError`s; cancellation passes through.
"""

from .account import REACHABILITY_CHECK, PlexAccountClient
from .addresses import AllowAddress, Endpoint, IPAddress
from .device import ClientDevice
from .errors import (
    ConnectionFault,
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
from .gdm import GdmAnswer, GdmInterface, parse_gdm, search_gdm
from .identity import IdentityProbe
from .models import (
    Account,
    Identity,
    Pin,
    Resource,
    ResourceConnection,
    UnusableConnection,
)
from .notifications import ChannelEnd, NotificationChannel
from .operations import ServerAnswer
from .server import PlexServerClient
from .targets import is_path, mentions
from .timing import Phase, PhaseTraceConfig, Timings
from .tls import create_ssl_context

__all__ = [
    "REACHABILITY_CHECK",
    "Account",
    "AllowAddress",
    "ChannelEnd",
    "ClientDevice",
    "ConnectionFault",
    "Endpoint",
    "GdmAnswer",
    "GdmInterface",
    "IPAddress",
    "Identity",
    "IdentityProbe",
    "Notification",
    "NotificationChannel",
    "NotificationType",
    "Phase",
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
    "parse_gdm",
    "search_gdm",
]
