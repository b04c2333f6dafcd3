"""Plex Connection: the best way to every Plex Media Server, chosen and kept."""

from os import environ
from random import Random

from aiohttp import DummyCookieJar
from aiohttp.resolver import DefaultResolver
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.aiohttp_client import async_create_clientsession
from homeassistant.helpers.device_registry import DeviceEntry
from homeassistant.helpers.typing import ConfigType
from homeassistant.util import dt as dt_util

from .account_coordinator import AccountCoordinator, AccountReport
from .connection import (
    Backoff,
    ConnectionCache,
    DiscoverySchedule,
    ProbeGate,
    ServerMonitor,
    ServerRecord,
)
from .const import CONF_SERVER_TOKENS, DOMAIN
from .coordinator import PUSH_RETRY_INITIAL, ServerCoordinator
from .directory import async_client_device
from .networks import async_get_networks
from .plex import (
    PhaseTraceConfig,
    PlexAccountClient,
    PlexServerClient,
    create_ssl_context,
)
from .prober import ServerProber
from .runtime import PlexConnectionConfigEntry, PlexConnectionData
from .services import async_setup_services
from .settings import Settings
from .storage import ConnectionStore, Remembered

CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)

PLATFORMS = [Platform.BINARY_SENSOR, Platform.BUTTON, Platform.SENSOR]


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Register the actions."""
    async_setup_services(hass)
    return True


async def async_setup_entry(
    hass: HomeAssistant, entry: PlexConnectionConfigEntry
) -> bool:
    """Put one account together, from what is remembered if anything is.

    Only an account of which nothing is remembered has to wait for plex.tv.
    """
    settings = Settings.from_entry(entry, environ)
    rng = Random()  # noqa: S311 (it scatters requests, it keeps no secret)
    store = ConnectionStore(hass, entry.entry_id, account=entry.title)
    remembered = await store.async_load()
    account = AccountCoordinator(
        hass,
        entry,
        client=PlexAccountClient(
            async_create_clientsession(hass, cookie_jar=DummyCookieJar()),
            client_identifier=settings.client_identifier,
            device=await async_client_device(hass),
            token=settings.token,
        ),
        schedule=_schedule(hass, remembered, rng),
        remembered=AccountReport(
            servers=remembered.servers, discovered_at=remembered.discovered_at
        ),
    )
    if remembered.discovered_at is None:
        await account.async_config_entry_first_refresh()

    resolver = DefaultResolver()
    entry.async_on_unload(resolver.close)
    client = PlexServerClient(
        async_create_clientsession(
            hass, cookie_jar=DummyCookieJar(), trace_configs=[PhaseTraceConfig()]
        ),
        ssl_context=await hass.async_add_executor_job(create_ssl_context),
        resolver=resolver,
    )
    networks = await async_get_networks(hass)
    cache = ConnectionCache(clock=hass.loop.time, enabled=settings.cache_enabled)
    gate = ProbeGate()

    def make_server(record: ServerRecord) -> ServerCoordinator:
        """Put one server together, with its state from before the restart."""
        prober = ServerProber(
            client,
            record=record,
            token=lambda: entry.data[CONF_SERVER_TOKENS].get(record.server_id),
            now=dt_util.utcnow,
        )
        monitor = ServerMonitor(
            record.server_id,
            prober,
            clock=hass.loop.time,
            now=dt_util.utcnow,
            rng=rng,
            gate=gate,
            cache=cache,
            cache_key=(settings.account_id, record.server_id),
            label=record.name,
        )
        if (state := remembered.states.get(record.server_id)) is not None:
            monitor.restore(state)
        server = ServerCoordinator(
            hass,
            entry,
            account=account,
            settings=settings,
            prober=prober,
            monitor=monitor,
            push_backoff=Backoff(rng=rng, initial=PUSH_RETRY_INITIAL),
            on_report=runtime.async_remember,
        )
        server.async_set_record(record, networks)
        return server

    entry.runtime_data = runtime = PlexConnectionData(
        hass=hass,
        entry=entry,
        settings=settings,
        networks=networks,
        store=store,
        account=account,
        make_server=make_server,
    )
    runtime.async_create_servers()
    # Every entity has its state from before the restart before anything is sent.
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    runtime.async_start()
    return True


def _schedule(
    hass: HomeAssistant, remembered: Remembered, rng: Random
) -> DiscoverySchedule:
    """Return when plex.tv is to be asked, counted from its last good answer."""
    schedule = DiscoverySchedule(clock=hass.loop.time, rng=rng)
    if remembered.discovered_at is not None:
        age = dt_util.utcnow() - remembered.discovered_at
        schedule.restore(age.total_seconds())
    return schedule


async def async_unload_entry(
    hass: HomeAssistant, entry: PlexConnectionConfigEntry
) -> bool:
    """End everything and write down what is known."""
    unloaded = await hass.config_entries.async_unload_platforms(entry, PLATFORMS)
    if unloaded:
        await entry.runtime_data.async_stop()
    return unloaded


async def async_remove_entry(
    hass: HomeAssistant, entry: PlexConnectionConfigEntry
) -> None:
    """Leave nothing behind."""
    await ConnectionStore(hass, entry.entry_id, account=entry.title).async_remove()


async def async_remove_config_entry_device(
    hass: HomeAssistant, entry: PlexConnectionConfigEntry, device: DeviceEntry
) -> bool:
    """Let a device be deleted if its server is not there any more."""
    return not any(
        (DOMAIN, server_id) in device.identifiers
        for server_id in entry.runtime_data.servers
    )
