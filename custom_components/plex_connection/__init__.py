"""Plex Connection: choose and keep the best connection to each Plex Media Server."""

from dataclasses import replace
from os import environ
from random import Random

from aiohttp import DummyCookieJar
from aiohttp.abc import AbstractResolver
from aiohttp.resolver import DefaultResolver
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import config_validation as cv, device_registry as dr
from homeassistant.helpers.aiohttp_client import async_create_clientsession
from homeassistant.helpers.device_registry import DeviceEntry
from homeassistant.helpers.typing import ConfigType
from homeassistant.util import dt as dt_util

from .account_coordinator import AccountCoordinator, AccountReport
from .actions.targets import async_get_server
from .backend import PlexBackend
from .background_work import BackgroundWork
from .connection import (
    AccountMetrics,
    CallLimits,
    ConnectionCache,
    DiscoveryResult,
    DiscoverySchedule,
    DiscoveryTrigger,
    Listings,
    Networks,
    PrewarmQueue,
    ProbeGate,
    Purpose,
    TokenBucket,
    WatchRecord,
)
from .const import DOMAIN
from .coordinator import ServerCoordinator
from .core_plex import async_memory
from .dashboard.websocket_api import async_setup_commands
from .diagnosis import Surroundings
from .directory import account_ids, async_client_device, without_accounts
from .dns_rebind_check import NameCheck
from .handover import (
    async_drop,
    async_limits,
    async_surroundings,
    async_take,
)
from .issues import async_remove_all, async_withdraw
from .lan_discovery import LanDiscovery, async_get_networks
from .messages.delivery import Delivery
from .messages.message import Times
from .messages.messenger import Messenger
from .messages.policy import AccountMessages, Wanted
from .messages.relay_notification import async_dismiss_others
from .panel import (
    async_hide_panel,
    async_page_url,
    async_setup_panel,
    async_show_panel,
)
from .plex import (
    PhaseTraceConfig,
    PlexAccountClient,
    PlexServerClient,
    create_ssl_context,
)
from .prewarming import Prewarming
from .root_cause.installed_apps import async_apps
from .runtime import (
    MEASURED_ACCOUNT,
    MEASURED_MESSAGES,
    MEASURED_USE,
    MEASURED_WATCH,
    PlexConnectionConfigEntry,
    PlexConnectionData,
    today,
)
from .services import async_setup_services
from .settings import Settings
from .storage import ConnectionStore, RestoredMetrics, StoredAccount
from .texts import async_load_texts

__all__ = ["PlexBackend", "async_get_backend"]

CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)

PLATFORMS = [
    Platform.BINARY_SENSOR,
    Platform.BUTTON,
    Platform.EVENT,
    Platform.SELECT,
    Platform.SENSOR,
]


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Register actions and WebSocket commands; load the texts and the dashboard."""
    async_setup_services(hass)
    async_setup_commands(hass)
    await async_load_texts(hass)
    await async_setup_panel(hass)
    return True


async def async_setup_entry(
    hass: HomeAssistant, entry: PlexConnectionConfigEntry
) -> bool:
    """Set up one account from its stored state.

    Waits for plex.tv only if nothing is stored for the account.
    """
    await async_show_panel(hass)
    settings = Settings.from_entry(entry, environ)
    rng = Random()  # noqa: S311 (it scatters requests, it keeps no secret)
    store = ConnectionStore(hass, entry.entry_id, account=entry.title)
    stored = async_take(hass, entry.entry_id, await store.async_load())
    restored_metrics = RestoredMetrics(stored.measured, store)
    account = await _create_account(
        hass, entry, settings, stored=stored, restored_metrics=restored_metrics, rng=rng
    )
    if stored.discovered_at is None:
        await account.async_config_entry_first_refresh()

    watch = WatchRecord(now=dt_util.utcnow)
    restored_metrics.load(watch, MEASURED_WATCH)
    resolver = DefaultResolver()
    entry.async_on_unload(resolver.close)
    work = BackgroundWork(hass)
    servers: dict[str, ServerCoordinator] = {}
    networks, bridges = await async_get_networks()
    entry.runtime_data = runtime = PlexConnectionData(
        hass=hass,
        entry=entry,
        settings=settings,
        account=account,
        client=await _create_server_client(hass, resolver),
        cache=ConnectionCache(enabled=settings.cache_enabled),
        gate=ProbeGate(),
        rng=rng,
        lan=LanDiscovery(hass, entry.entry_id, work),
        prewarming=_create_prewarming(hass, entry, settings, restored_metrics),
        messenger=_create_messenger(
            hass, entry, settings, restored_metrics, servers=servers
        ),
        networks=networks,
        surroundings=_surroundings(hass, settings.account_id, networks, bridges),
        store=store,
        stored=stored,
        restored_metrics=restored_metrics,
        names=NameCheck(
            hass, entry_id=entry.entry_id, resolver=resolver, work=work, servers=servers
        ),
        watch=watch,
        work=work,
        servers=servers,
        address_questions=TokenBucket(clock=hass.loop.time, burst=3, period=60.0),
    )
    runtime.async_create_servers()
    # Entities restore their states from before the restart before any request goes out.
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    runtime.async_start()
    return True


def _create_prewarming(
    hass: HomeAssistant,
    entry: PlexConnectionConfigEntry,
    settings: Settings,
    restored_metrics: RestoredMetrics,
) -> Prewarming:
    """Return the tests ahead of use, with the restored hours of use."""
    queue = PrewarmQueue(clock=hass.loop.time, now=dt_util.now)
    restored_metrics.load(queue, MEASURED_USE)
    return Prewarming(
        hass, entry.entry_id, queue=queue, enabled=settings.prewarm_enabled
    )


def _create_messenger(
    hass: HomeAssistant,
    entry: PlexConnectionConfigEntry,
    settings: Settings,
    restored_metrics: RestoredMetrics,
    *,
    servers: dict[str, ServerCoordinator],
) -> Messenger:
    """Return what sends messages, with the restored record of those sent."""
    policy = AccountMessages(
        Wanted(
            offline=settings.notify_offline,
            problem=settings.notify_problem,
            relay_after=settings.notify_relay_after,
            grace=settings.notify_grace,
        ),
        Times(clock=hass.loop.time, now=dt_util.utcnow),
    )
    restored_metrics.load(policy, MEASURED_MESSAGES)
    return Messenger(
        hass,
        entry.entry_id,
        policy=policy,
        delivery=Delivery(hass, settings.notify_targets),
        servers=servers,
        muted=settings.muted_servers,
    )


@callback
def _surroundings(
    hass: HomeAssistant, account_id: str, networks: Networks, bridges: Networks
) -> Surroundings:
    """Return what is known besides the servers' answers, from before a reload, too."""
    known = async_surroundings(hass, account_id, networks)
    return replace(
        known or Surroundings(networks=networks),
        bridges=bridges,
        apps=async_apps(hass),
    )


def _create_account_device(
    hass: HomeAssistant, entry: PlexConnectionConfigEntry, settings: Settings
) -> str:
    """Register the account as a service device and return the device's id.

    The devices of its servers refer to it with `via_device_id`.
    """
    device = dr.async_get(hass).async_get_or_create(
        config_entry_id=entry.entry_id,
        identifiers={(DOMAIN, settings.account_id)},
        configuration_url=async_page_url(hass),
        entry_type=dr.DeviceEntryType.SERVICE,
        manufacturer="Plex",
        model="Account",
        name=entry.title,
    )
    return device.id


async def _create_account(
    hass: HomeAssistant,
    entry: PlexConnectionConfigEntry,
    settings: Settings,
    *,
    stored: StoredAccount,
    restored_metrics: RestoredMetrics,
    rng: Random,
) -> AccountCoordinator:
    """Return the account coordinator: the plex.tv client and its discovery schedule."""
    metrics = AccountMetrics(today=today, cached=settings.cache_enabled)
    restored_metrics.load(metrics, MEASURED_ACCOUNT)
    listings = Listings(clock=hass.loop.time, now=dt_util.utcnow)
    listings.restore(stored.unlisted)
    limits = async_limits(hass, settings.account_id)
    return AccountCoordinator(
        hass,
        entry,
        client=PlexAccountClient(
            async_create_clientsession(hass, cookie_jar=DummyCookieJar()),
            client_identifier=settings.client_identifier,
            device=await async_client_device(hass),
            token=settings.token,
            on_request=lambda path: metrics.on_request(
                Purpose.DISCOVERY if path.endswith("/resources") else Purpose.ACCOUNT
            ),
        ),
        schedule=_schedule(hass, stored, listings, rng, limits=limits),
        limits=limits,
        listings=listings,
        unwatched=settings.unwatched_servers,
        metrics=metrics,
        initial=AccountReport(
            servers=listings.mark(without_accounts(stored.servers, account_ids(hass))),
            discovered_at=stored.discovered_at,
            result=stored.discovery_result,
            trigger=stored.discovery_trigger,
            error=stored.discovery_error,
        ),
        device_id=_create_account_device(hass, entry, settings),
    )


async def _create_server_client(
    hass: HomeAssistant, resolver: AbstractResolver
) -> PlexServerClient:
    """Return the client for all servers, on Home Assistant's shared connector."""
    return PlexServerClient(
        async_create_clientsession(
            hass, cookie_jar=DummyCookieJar(), trace_configs=[PhaseTraceConfig()]
        ),
        ssl_context=await hass.async_add_executor_job(create_ssl_context),
        resolver=resolver,
    )


def _schedule(
    hass: HomeAssistant,
    stored: StoredAccount,
    listings: Listings,
    rng: Random,
    *,
    limits: CallLimits,
) -> DiscoverySchedule:
    """Return the discovery schedule, restored from the age of the last good answer."""
    schedule = DiscoverySchedule(clock=hass.loop.time, rng=rng, limits=limits)
    if stored.discovered_at is not None:
        age = dt_util.utcnow() - stored.discovered_at
        result = stored.discovery_result
        schedule.restore(
            age.total_seconds(), has_failed=result not in (None, DiscoveryResult.OK)
        )
        if result is DiscoveryResult.REJECTED:
            # Either the user has signed in again, or the rejection starts reauth once
            # more.
            schedule.request(DiscoveryTrigger.AUTH_CHANGED)
        schedule.unlisted(listings.ages())
    return schedule


@callback
def async_get_backend(hass: HomeAssistant, server: str) -> PlexBackend:
    """Return the backend of a server, for other integrations: see docs/python.md.

    `server` is a device id or a machineIdentifier. Sends nothing. The backend works
    until the account is unloaded or reloaded; then get a new one. Raises
    ServiceValidationError, a HomeAssistantError, if the server is unknown or its
    account is not loaded.
    """
    return async_get_server(hass, server).backend


async def async_unload_entry(
    hass: HomeAssistant, entry: PlexConnectionConfigEntry
) -> bool:
    """Stop the account, store its state and unload the platforms.

    The account stops first: a new server must not appear while its platforms are going,
    and nothing may keep running even if unloading them fails.
    """
    await entry.runtime_data.async_stop()
    if entry.disabled_by is not None:
        async_withdraw(hass, entry.entry_id)
        async_dismiss_others(hass, entry.entry_id, ())
    return await hass.config_entries.async_unload_platforms(entry, PLATFORMS)


async def async_remove_entry(
    hass: HomeAssistant, entry: PlexConnectionConfigEntry
) -> None:
    """Delete the store and the repairs and, with the last account, hide the panel."""
    await ConnectionStore(hass, entry.entry_id, account=entry.title).async_remove()
    async_remove_all(hass, entry.entry_id)
    async_dismiss_others(hass, entry.entry_id, ())
    async_drop(hass, entry.entry_id)
    if not hass.config_entries.async_entries(DOMAIN, include_ignore=False):
        async_hide_panel(hass)
        await async_memory(hass).async_remove()


async def async_remove_config_entry_device(
    hass: HomeAssistant, entry: PlexConnectionConfigEntry, device: DeviceEntry
) -> bool:
    """Allow deleting the device of a server that plex.tv no longer lists.

    A listed server would come back with the next discovery; the options are the place
    to stop watching it. The account's own device stays as long as the account, because
    the servers' devices refer to it.
    """
    ids = {each for domain, each in device.identifiers if domain == DOMAIN}
    if str(entry.unique_id) in ids:
        return False
    if entry.state is not ConfigEntryState.LOADED:
        store = ConnectionStore(hass, entry.entry_id, account=entry.title)
        return await store.async_forget_servers(ids)
    runtime = entry.runtime_data
    if ids & {record.server_id for record in runtime.account.data.listed}:
        return False
    for server_id in ids:
        await runtime.async_delete_server(server_id)
    return True
