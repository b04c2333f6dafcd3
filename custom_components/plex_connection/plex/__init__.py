"""Client for plex.tv and for Plex Media Servers.

It knows nothing of Home Assistant and decides nothing: which address to use,
when to ask, and what an answer is worth is up to the caller.

    account = PlexAccountClient(session, client_identifier=…, device=…, token=…)
    for resource in await account.resources(): …

    server = PlexServerClient(session, ssl_context=…, resolver=…)
    probe = await server.identity(endpoint, budget=1.5, allow=…)

All errors are `PlexError`s; cancellation passes through.
"""

from .account import PlexAccountClient
from .addresses import AllowAddress, Endpoint, IPAddress
from .device import ClientDevice
from .errors import (
    ConnectionFault,
    PlexAuthError,
    PlexConnectionError,
    PlexError,
    PlexNotPlexError,
    PlexPinExpiredError,
    PlexRateLimitError,
    PlexRedirectError,
    PlexResponseError,
    PlexStartingError,
)
from .models import Account, Identity, Pin, Resource, ResourceConnection
from .notifications import (
    ChannelEnd,
    Notification,
    NotificationChannel,
    NotificationType,
)
from .server import IdentityProbe, PlexServerClient
from .timing import Phase, PhaseTraceConfig, Timings
from .tls import create_ssl_context

__all__ = [
    "Account",
    "AllowAddress",
    "ChannelEnd",
    "ClientDevice",
    "ConnectionFault",
    "Endpoint",
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
    "Resource",
    "ResourceConnection",
    "Timings",
    "create_ssl_context",
]
