"""Converts plex.tv's answers to what the engine and the config entry store."""

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
    """A good answer of plex.tv, split into what may be stored and the tokens."""

    servers: tuple[ServerRecord, ...]
    tokens: Mapping[str, str] = field(repr=False)
    """machineIdentifier → the token for that server and no other."""


async def async_client_device(hass: HomeAssistant) -> ClientDevice:
    """Return the device that this installation presents to plex.tv."""
    integration = await async_get_integration(hass, DOMAIN)
    return ClientDevice(
        product=PRODUCT,
        version=str(integration.version),
        device_name=hass.config.location_name,
    )


def account_ids(hass: HomeAssistant) -> frozenset[str]:
    """Return the ids of all accounts, loaded or not."""
    entries = hass.config_entries.async_entries(DOMAIN)
    return frozenset(str(entry.unique_id) for entry in entries)


def without_accounts(
    servers: Iterable[ServerRecord], accounts: Collection[str]
) -> tuple[ServerRecord, ...]:
    """Return the servers except those whose id is an account's id.

    Ids are public. The device and entities of such a server would coincide with the
    account's, and requests meant for the account would go to the server.
    """
    servers = tuple(servers)
    kept = tuple(each for each in servers if each.server_id not in accounts)
    if len(kept) < len(servers):
        _LOGGER.info(
            "Left out %s servers that use the id of an account",
            len(servers) - len(kept),
        )
    return kept


async def async_discover(
    client: PlexAccountClient, accounts: Collection[str]
) -> Discovered:
    """Ask plex.tv for the servers; raises PlexError.

    Leaves out servers whose id is in `accounts`.
    """
    resources = await client.resources()
    records = []
    for resource in resources:
        records.append(_server_record(resource))
        # Three hundred in one turn of the loop would take 10 ms.
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
    """Return what choosing a connection needs of a resource, without the token."""
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
        public_address=resource.public_address,
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
    """Return a row for an unusable address: it is rejected later, and shown."""
    return Row(
        url=connection.shown,
        address="",
        port=NO_PORT,
        local=connection.local,
        relay=connection.relay,
        source=RowSource.PLEX_TV,
    )
