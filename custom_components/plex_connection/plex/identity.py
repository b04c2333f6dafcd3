"""Asking whoever is at an address who it is, without a token."""

from dataclasses import asdict, dataclass

from aiohttp import ClientSession

from .addresses import Endpoint
from .errors import PlexNotPlexError, PlexResponseError
from .models import Identity
from .statuses import error_of
from .timing import PhaseRecorder, Timings
from .tls import TlsPolicy
from .transport import NO_TIMEOUT, measured, read_json, single_exchange

BODY_LIMIT = 64 * 1024
"""Bytes; `/identity` answers with some 200."""


@dataclass(frozen=True, kw_only=True, slots=True)
class IdentityProbe(Timings):
    """Who answered, and how long each phase took.

    Whether it is the server that was looked for is the caller's to compare.
    """

    identity: Identity


async def probe_identity(
    session: ClientSession,
    endpoint: Endpoint,
    address: str,
    tls: TlsPolicy,
    budget: float,
) -> IdentityProbe:
    """Ask at one IP address; every error carries what was measured."""
    recorder = PhaseRecorder(peer=address, sessions=tls.sessions)
    identity = await measured(
        _ask(session, endpoint, address, tls, recorder), recorder, budget
    )
    return IdentityProbe(identity=identity, **asdict(recorder.timings))


async def _ask(
    session: ClientSession,
    endpoint: Endpoint,
    address: str,
    tls: TlsPolicy,
    recorder: PhaseRecorder,
) -> Identity:
    """Return what `/identity` says; the certificate has to be the name's."""
    async with session.get(
        endpoint.url(address, "/identity"),
        headers={
            "Host": endpoint.host_header,
            "Accept": "application/json",
            "Accept-Encoding": "identity",
        },
        allow_redirects=False,
        auto_decompress=False,
        middlewares=(single_exchange(recorder),),
        server_hostname=endpoint.server_hostname,
        ssl=tls.context,
        timeout=NO_TIMEOUT,
    ) as response:
        if (error := error_of(response.status)) is not None:
            raise error
        identity = await read_json(response, limit=BODY_LIMIT, read=_identity_from)
    recorder.identified(identity.machine_identifier)
    return identity


def _identity_from(answer: object) -> Identity:
    """Read the identity; what has none is no Plex Media Server."""
    try:
        return Identity.from_json(answer)
    except PlexResponseError as err:
        reason = str(err)
    raise PlexNotPlexError(reason)
