"""Queries the identity of the server at an address, without a token."""

from dataclasses import asdict, dataclass

from aiohttp import ClientSession

from .addresses import Endpoint
from .exceptions import PlexNotPlexError, PlexResponseError, error_of
from .resources import Identity
from .timing import PhaseRecorder, Timings
from .tls import TlsPolicy
from .transport import NO_TIMEOUT, measured, read_json, single_exchange

BODY_LIMIT = 64 * 1024
"""Bytes; `/identity` answers with some 200."""


@dataclass(frozen=True, kw_only=True, slots=True)
class IdentityProbe(Timings):
    """The peer's identity and the timings.

    The caller compares it with the server that it expects.
    """

    identity: Identity


async def probe_identity(
    session: ClientSession,
    endpoint: Endpoint,
    address: str,
    tls: TlsPolicy,
    budget: float,
) -> IdentityProbe:
    """Query one IP address; the certificate has to match the name.

    Every error carries the timings so far.
    """
    recorder = PhaseRecorder(peer=address, sessions=tls.sessions)

    async def ask() -> Identity:
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
            return await read_json(response, limit=BODY_LIMIT, read=_identity_from)

    identity = await measured(ask(), recorder, budget)
    recorder.identified(identity.machine_identifier)
    return IdentityProbe(identity=identity, **asdict(recorder.timings))


def _identity_from(answer: object) -> Identity:
    """Parse the identity; raises PlexNotPlexError if there is none."""
    try:
        return Identity.from_json(answer)
    except PlexResponseError as err:
        reason = str(err)
    raise PlexNotPlexError(reason)
