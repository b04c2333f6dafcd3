"""From what plex.tv answers to what the engine and the config entry keep."""

import asyncio
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
import logging

from homeassistant.core import HomeAssistant
from homeassistant.loader import async_get_integration

from .connection import NO_PORT, Row, RowSource, ServerRecord
from .const import DOMAIN
from .plex import (
    ClientDevice,
    PlexAccountClient,
    Resource,
    ResourceConnection,
    UnusableConnection,
)

_LOGGER = logging.getLogger(__name__)

PRODUCT = "Plex Connection"
"""What plex.tv shows under Authorized Devices."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Discovered:
    """One good answer of plex.tv, parted into what may be stored and what may not."""

    servers: tuple[ServerRecord, ...]
    tokens: Mapping[str, str] = field(repr=False)
    """machineIdentifier → the token for that server and for no other."""


async def async_client_device(hass: HomeAssistant) -> ClientDevice:
    """Return how this installation introduces itself to plex.tv."""
    integration = await async_get_integration(hass, DOMAIN)
    return ClientDevice(
        product=PRODUCT,
        version=str(integration.version),
        device_name=hass.config.location_name,
    )


def account_ids(hass: HomeAssistant) -> frozenset[str]:
    """Return the ids of the accounts that there are, loaded or not."""
    entries = hass.config_entries.async_entries(DOMAIN)
    return frozenset(str(entry.unique_id) for entry in entries)


def without_accounts(
    servers: Iterable[ServerRecord], accounts: Collection[str]
) -> tuple[ServerRecord, ...]:
    """Return the servers but for those that call themselves by an account's id.

    Ids are public. Such a server's device and entities would be the account's own,
    and what is asked of the account would be asked of that server.
    """
    servers = tuple(servers)
    kept = tuple(each for each in servers if each.server_id not in accounts)
    if len(kept) < len(servers):
        _LOGGER.info(
            "Left out %s servers that call themselves by the id of an account",
            len(servers) - len(kept),
        )
    return kept


async def async_discover(
    client: PlexAccountClient, accounts: Collection[str]
) -> Discovered:
    """Ask plex.tv which servers there are; raises PlexError.

    None has the id of one of `accounts`.
    """
    resources = await client.resources()
    records = []
    for resource in resources:
        records.append(_server_record(resource))
        # Three hundred of them in one turn of the loop would be 10 ms.
        await asyncio.sleep(0)
    servers = without_accounts(records, accounts)
    known = {each.server_id for each in servers}
    return Discovered(
        servers=servers,
        tokens={
            resource.client_identifier: resource.access_token
            for resource in resources
            if resource.access_token is not None and resource.client_identifier in known
        },
    )


def _server_record(resource: Resource) -> ServerRecord:
    """Keep of a resource what choosing a connection needs, and no token."""
    return ServerRecord(
        server_id=resource.client_identifier,
        name=resource.name,
        owner_name=resource.source_title,
        owned=resource.owned,
        home=resource.home,
        public_address_matches=resource.public_address_matches,
        https_required=resource.https_required,
        presence=resource.presence,
        relay_available=resource.relay,
        version=resource.product_version,
        platform=resource.platform,
        rows=(*map(_row, resource.connections), *map(_shown, resource.unusable)),
    )


def _row(connection: ResourceConnection) -> Row:
    return Row(
        url=connection.uri,
        address=connection.address,
        port=connection.port,
        local=connection.local,
        relay=connection.relay,
        source=RowSource.PLEX_TV,
    )


def _shown(connection: UnusableConnection) -> Row:
    """Return a row for what is no address: it is refused later, and shown."""
    return Row(
        url=connection.shown,
        address="",
        port=NO_PORT,
        local=connection.local,
        relay=connection.relay,
        source=RowSource.PLEX_TV,
    )
