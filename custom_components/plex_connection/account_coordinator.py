"""The account: its servers, discovered at plex.tv with as few requests as possible."""

import asyncio
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
import logging
from random import Random
from types import MappingProxyType
from typing import Any, override

from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import (
    ConfigEntryAuthFailed,
    HomeAssistantError,
    ServiceValidationError,
)
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed
from homeassistant.util import dt as dt_util

from .background_work import BackgroundWork, WorkEndedError
from .bus_events import Activity, async_fire_activity
from .connection import (
    AccountMetrics,
    CallLimits,
    ConnectionCache,
    DiscoveryResult,
    DiscoverySchedule,
    DiscoveryTrigger,
    Listings,
    Networks,
    ProbeGate,
    ServerRecord,
)
from .const import CONF_SERVER_TOKENS, DOMAIN
from .diagnosis import NO_SURROUNDINGS, Surroundings
from .directory import account_ids, async_discover
from .errors import AccountUnloadedError
from .lan_discovery import LanDiscovery
from .messages.messenger import Messenger
from .plex import (
    PlexAccountClient,
    PlexAuthError,
    PlexError,
    PlexRateLimitError,
    PlexServerClient,
)
from .prewarming import Prewarming
from .settings import Settings
from .signals import SIGNAL_TOKEN_RENEWED
from .timers import bounded_delay

_LOGGER = logging.getLogger(__name__)

PUBLIC_ADDRESS_BUDGET = 3.0
"""Seconds for plex.tv to say from which address we come."""
TOKEN_CHECK_SPACING = 600.0
"""Minimum seconds between two checks of the token at plex.tv."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountReport:
    """The last good answer of plex.tv, and the result of the last discovery."""

    servers: tuple[ServerRecord, ...] = ()
    """Listed servers first, then those that plex.tv stopped listing recently."""
    discovered_at: datetime | None = None
    """When `servers` was true."""
    trigger: DiscoveryTrigger | None = None
    """Why plex.tv was last asked, possibly before a restart."""
    result: DiscoveryResult | None = None
    """How the last discovery ended, possibly before a restart; None: never asked."""
    error: str | None = None
    """Why the last discovery failed, possibly before a restart; None if it
    succeeded."""

    @property
    def listed(self) -> tuple[ServerRecord, ...]:
        """Return the servers in the last good answer."""
        return tuple(record for record in self.servers if record.listed)


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicAddresses:
    """Our address as plex.tv sees it; None: it did not say, or we lack that family."""

    version4: str | None = None
    version6: str | None = None

    @property
    def is_silent(self) -> bool:
        """Return whether plex.tv is down, or there is no internet."""
        return self.version4 is None and self.version6 is None


@dataclass(frozen=True, kw_only=True, slots=True)
class RediscoveryResult:
    """The result of a requested discovery."""

    report: AccountReport
    next_allowed: datetime | None = None
    """When the next discovery is allowed, if this one was rate limited."""

    def as_dict(self) -> dict[str, Any]:
        """Return the response of the action."""
        discovered_at = self.report.discovered_at
        return {
            "servers_found": len(self.report.listed),
            "discovered_at": discovered_at and discovered_at.isoformat(),
            "rate_limited": self.next_allowed is not None,
            "next_allowed": self.next_allowed and self.next_allowed.isoformat(),
        }


class AccountCoordinator(DataUpdateCoordinator[AccountReport]):
    """Asks plex.tv when the discovery schedule says so, one call at a time.

    Once there is a good answer, an unreachable plex.tv is not an error but data:
    servers stay reachable without it.
    """

    config_entry: ConfigEntry[Any]

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        *,
        client: PlexAccountClient,
        schedule: DiscoverySchedule,
        listings: Listings,
        unwatched: frozenset[str],
        metrics: AccountMetrics,
        initial: AccountReport,
        device_id: str,
        limits: CallLimits,
    ) -> None:
        """Start from `initial`; send nothing.

        `unwatched` holds the ids of the servers to ignore, `device_id` is the account's
        device, `limits` carry over from earlier loads of the account.
        """
        super().__init__(
            hass,
            _LOGGER,
            config_entry=entry,
            name=f"Plex account {entry.title}",
            always_update=False,
        )
        self.data = initial
        self.metrics = metrics
        self.device_id = device_id
        self._work = BackgroundWork(hass)
        self._is_stopped = False
        self._client = client
        self.listings = listings
        self._unwatched = unwatched
        self._schedule = schedule
        self._asking: asyncio.Future[None] | None = None
        self._limits = limits
        self._token_rejected = False

    @property
    def is_token_rejected(self) -> bool:
        """Whether plex.tv last rejected the token, so that the user has to sign in."""
        return self._token_rejected or self.data.result is DiscoveryResult.REJECTED

    @property
    def is_plex_tv_well(self) -> bool | None:
        """Whether the last call succeeded, sign-in included; None: never asked."""
        if self.is_token_rejected:
            return False
        result = self.data.result
        return None if result is None else result is DiscoveryResult.OK

    @callback
    def async_start(self) -> None:
        """Start the schedule; what is already due runs in the background."""
        self.async_wake()
        self.config_entry.async_on_unload(self.async_add_listener(keep_going))

    @callback
    def async_wake(self) -> None:
        """Re-read the schedule after a change: something may be due now, or sooner.

        A rejected token stops discovery until the user signs in again, which reloads
        the entry, or requests a discovery.
        """
        if self._token_rejected:
            return
        if self._schedule.due() is None:
            self._set_interval()
            self.async_set_updated_data(self.data)
        elif self._asking is None:
            self._work.async_spawn(self.async_refresh(), f"{self.name} discovery")

    async def async_stop(self) -> None:
        """Cancel discovery and the schedule; takes at most 4 s."""
        self._is_stopped = True
        self.update_interval = None
        await self.async_shutdown()
        await self._work.async_end()

    @callback
    def async_token_is_good(self) -> None:
        """Handle a dialog's finding that plex.tv accepts the token.

        Schedules a discovery if the last one failed.
        """
        if self.is_plex_tv_well:
            return
        self._token_rejected = False
        self._schedule.request(DiscoveryTrigger.AUTH_CHANGED)
        self.async_wake()

    @callback
    def async_sign_in_given_up(self) -> None:
        """Start reauth again after the user closed its dialog without signing in."""
        if self._token_rejected and not self._is_stopped:
            self.config_entry.async_start_reauth(self.hass)

    @callback
    def async_connection_failed(self, server_id: str) -> None:
        """Schedule a discovery for a server that lost its connection."""
        self._schedule.connection_failed(server_id)
        self.async_wake()

    @callback
    def async_connection_restored(self, server_id: str) -> None:
        """Cancel the discovery scheduled for this server."""
        self._schedule.connection_restored(server_id)

    @callback
    def async_connection_distant(self, server_id: str, circumstances: Hashable) -> None:
        """Schedule rare discoveries for a nearby server that is not reached locally.

        They back off for as long as `circumstances` stay the same.
        """
        before = self._schedule.next_delay()
        self._schedule.connection_distant(server_id, circumstances)
        if self._schedule.next_delay() < before:
            self.async_wake()

    @callback
    def async_note_use(self, server_id: str) -> None:
        """Record that a server accepted its token."""
        self.listings.note_use(server_id)

    @callback
    def async_keeps(self, server_id: str) -> bool:
        """Return whether to keep the device of a server without stored data.

        It may be listed again; a discovery is scheduled to find out.
        """
        before = self._schedule.next_delay()
        keeps = self.listings.keeps(server_id, owned=False)
        if not keeps:
            self.listings.forget(server_id)
        self._schedule.unlisted(self.listings.ages())
        if self._schedule.next_delay() < before:
            self.async_wake()
        return keeps

    @callback
    def async_forget_server(self, server_id: str) -> None:
        """Forget a server until plex.tv lists it again."""
        self.listings.forget(server_id)
        self._schedule.unlisted(self.listings.ages())
        servers = tuple(
            record for record in self.data.servers if record.server_id != server_id
        )
        self.data = replace(self.data, servers=servers)
        self._async_keep_tokens(servers)
        self.async_update_listeners()

    async def async_answered(self) -> None:
        """Wait for the running discovery, if any."""
        if self._asking is not None:
            await asyncio.wait([self._asking])

    async def async_rediscover(self) -> RediscoveryResult:
        """Run a requested discovery; allowed three times in two minutes.

        Raises HomeAssistantError if plex.tv gives no good answer.
        """
        verdict = self._schedule.manual()
        if not verdict.allowed:
            return RediscoveryResult(
                report=self.data,
                next_allowed=dt_util.utcnow() + timedelta(seconds=verdict.next_allowed),
            )
        await self._async_ask()
        if self._token_rejected:
            raise HomeAssistantError(
                translation_domain=DOMAIN,
                translation_key="token_rejected",
                translation_placeholders={"account": self.config_entry.title},
            )
        if self._is_stopped:
            raise AccountUnloadedError(account=self.config_entry.title)
        reason = self.data.error
        if not self.last_update_success:
            reason = "unexpected error, see the log"
        if reason is not None:
            raise HomeAssistantError(
                translation_domain=DOMAIN,
                translation_key="discovery_failed",
                translation_placeholders={
                    "account": self.config_entry.title,
                    "reason": reason,
                },
            )
        return RediscoveryResult(report=self.data)

    async def async_press_rediscover(self) -> None:
        """Run `async_rediscover`; raises ServiceValidationError if rate limited."""
        result = await self.async_rediscover()
        if result.next_allowed is not None:
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key="rate_limited",
                translation_placeholders={
                    "next_allowed": dt_util.as_local(result.next_allowed).strftime(
                        "%H:%M:%S"
                    )
                },
            )

    async def async_public_addresses(self, networks: Networks) -> PublicAddresses:
        """Return from where plex.tv sees us.

        One question for each family that Home Assistant has an address of.
        """
        version4, version6 = await asyncio.gather(
            self._async_public_address(ipv6=False),
            self._async_public_address(ipv6=True)
            if networks.has_ipv6
            else asyncio.sleep(0),
        )
        return PublicAddresses(version4=version4, version6=version6)

    async def _async_public_address(self, *, ipv6: bool) -> str | None:
        try:
            return await self._client.public_address(
                ipv6=ipv6, budget=PUBLIC_ADDRESS_BUDGET
            )
        except PlexError as err:
            _LOGGER.debug("No public address from plex.tv: %s", err)
            return None

    async def async_check_token(self) -> bool:
        """Check the token after a server's 401; return whether the cause is known now.

        A rejected token starts reauth. With a good one, the server's own token may have
        changed, so this runs a discovery. Does nothing if the last check was less than
        ten minutes ago.
        """
        now = self.hass.loop.time()
        if now - self._limits.token_asked_at < TOKEN_CHECK_SPACING:
            return False
        self._limits.token_asked_at = now
        try:
            await self._client.account()
        except PlexAuthError:
            self._async_reject_token()
            self.data = replace(self.data, result=DiscoveryResult.REJECTED)
            self.async_update_listeners()
        except PlexError as err:
            _LOGGER.debug("Could not ask plex.tv about the token: %s", err)
            return False
        else:
            self._schedule.request(DiscoveryTrigger.AUTH_CHANGED)
            await self._async_ask()
        return True

    async def _async_ask(self) -> None:
        """Run a discovery, or wait for the one in progress."""
        if self._asking is not None:
            await asyncio.wait([self._asking])
            return
        await self.async_refresh()

    @override
    async def _async_update_data(self) -> AccountReport:
        """Ask plex.tv for the servers, if the schedule has a reason to.

        There is none if another caller's discovery has just finished.
        """
        if (trigger := self._schedule.due()) is None:
            self._set_interval()
            return self.data
        self._asking = self.hass.loop.create_future()
        try:
            report = await self._work.async_run(
                self._async_discover(trigger), f"{self.name} question"
            )
        except WorkEndedError:
            return self.data
        finally:
            self._asking.set_result(None)
            self._asking = None
            self._set_interval()
        return report

    def _set_interval(self) -> None:
        """Set the timer for the next due discovery, never earlier.

        The coordinator's timers run on whole seconds and may fire up to one early: that
        would waste a wake-up with nothing due.
        """
        delay = bounded_delay(self._schedule.next_delay() + 1)
        self.update_interval = (
            None
            if self._token_rejected or self._is_stopped
            else timedelta(seconds=delay)
        )

    async def _async_discover(self, trigger: DiscoveryTrigger) -> AccountReport:
        """Run one discovery; return the previous answer if it fails."""
        _LOGGER.debug("Asking plex.tv for servers: %s", trigger)
        try:
            discovered = await async_discover(self._client, account_ids(self.hass))
        except Exception as err:
            # After a bug of ours as well, which the caller logs: plex.tv must not be
            # asked every second.
            self._schedule.failed(retry_after=getattr(err, "retry_after", None))
            if not isinstance(err, PlexError):
                raise
            return self._lost(trigger, err)
        self._schedule.succeeded()
        self._token_rejected = False
        self._async_end_reauth()
        if self.data.error is not None:
            _LOGGER.info("plex.tv answers again")
        servers = self.listings.take(
            discovered.servers, self.data.servers, unwatched=self._unwatched
        )
        self._schedule.unlisted(self.listings.ages())
        self._async_keep_tokens(servers, discovered.tokens)
        self._note(trigger, DiscoveryResult.OK, servers_found=len(discovered.servers))
        return AccountReport(
            servers=servers,
            discovered_at=dt_util.utcnow(),
            trigger=trigger,
            result=DiscoveryResult.OK,
        )

    @callback
    def _note(
        self,
        trigger: DiscoveryTrigger,
        result: DiscoveryResult,
        *,
        servers_found: int | None = None,
    ) -> None:
        """Count a discovery and fire its event; a failed one found None."""
        self.metrics.on_discovery(trigger, result)
        async_fire_activity(
            self.hass,
            self.config_entry.entry_id,
            str(self.config_entry.unique_id),
            Activity.DISCOVERY,
            {"trigger": trigger, "result": result, "servers_found": servers_found},
        )

    def _lost(self, trigger: DiscoveryTrigger, err: PlexError) -> AccountReport:
        """Return the last good answer after a failure.

        Raises UpdateFailed or ConfigEntryAuthFailed if there is none.
        """
        match err:
            case PlexAuthError():
                result = DiscoveryResult.REJECTED
            case PlexRateLimitError():
                result = DiscoveryResult.RATE_LIMITED
            case _:
                result = DiscoveryResult.FAILED
        self._note(trigger, result)
        if self.data.discovered_at is None:
            if result is DiscoveryResult.REJECTED:
                raise ConfigEntryAuthFailed(
                    translation_domain=DOMAIN,
                    translation_key="token_rejected",
                    translation_placeholders={"account": self.config_entry.title},
                ) from err
            raise UpdateFailed(
                translation_domain=DOMAIN,
                translation_key="discovery_failed",
                translation_placeholders={
                    "account": self.config_entry.title,
                    "reason": str(err),
                },
            ) from err
        if result is DiscoveryResult.REJECTED:
            self._async_reject_token()
        elif self.data.error is None:
            _LOGGER.info(
                "plex.tv does not answer (%s); using its last good answer", err
            )
        return replace(self.data, trigger=trigger, result=result, error=str(err))

    @callback
    def _async_keep_tokens(
        self,
        servers: Iterable[ServerRecord],
        given: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Write the servers' tokens to the entry, the only place that stores them.

        A token missing from this answer stays as long as its server does.
        """
        data = self.config_entry.data
        before: Mapping[str, str] = data[CONF_SERVER_TOKENS]
        known = {record.server_id for record in servers}
        tokens = {**before, **given}
        kept = {key: token for key, token in tokens.items() if key in known}
        if before == kept:
            return
        self.hass.config_entries.async_update_entry(
            self.config_entry, data=data | {CONF_SERVER_TOKENS: kept}
        )
        for server_id, token in kept.items():
            if before.get(server_id) != token:
                signal = SIGNAL_TOKEN_RENEWED.format(
                    self.config_entry.entry_id, server_id
                )
                async_dispatcher_send(self.hass, signal)

    @callback
    def _async_reject_token(self) -> None:
        """Start reauth; the servers stay as they are meanwhile."""
        self._token_rejected = True
        self.config_entry.async_start_reauth(self.hass)

    @callback
    def _async_end_reauth(self) -> None:
        """End reauth, which also removes Home Assistant's repair for it."""
        flows = self.config_entry.async_get_active_flows(self.hass, {SOURCE_REAUTH})
        for flow in [*flows]:
            self.hass.config_entries.flow.async_abort(flow["flow_id"])


@dataclass(kw_only=True)
class AccountResources:
    """What the servers of one account share."""

    settings: Settings
    account: AccountCoordinator
    client: PlexServerClient
    cache: ConnectionCache
    gate: ProbeGate
    rng: Random
    networks: Networks
    lan: LanDiscovery
    prewarming: Prewarming
    messenger: Messenger
    surroundings: Surroundings = NO_SURROUNDINGS
    """What is known besides the servers' own answers; each part has one writer."""


@callback
def keep_going() -> None:
    """Do nothing: a listener keeps the schedule running with every entity disabled."""
