"""The account: which servers there are, asked of plex.tv as seldom as can be."""

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
from .directory import account_ids, async_discover
from .errors import AccountUnloadedError
from .lan_discovery import LanDiscovery
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

TOKEN_CHECK_SPACING = 600.0
"""Seconds between two questions to plex.tv whether the token is still good."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountReport:
    """What plex.tv last said, and how asking it went."""

    servers: tuple[ServerRecord, ...] = ()
    """Those that it lists, and then those that it has left out of late."""
    discovered_at: datetime | None = None
    """When `servers` was true."""
    trigger: DiscoveryTrigger | None = None
    """Why plex.tv was asked last, in this run."""
    result: DiscoveryResult | None = None
    """How it ended, be it before a restart; None if it never was."""
    error: str | None = None
    """Why it got no answer, be it before a restart; None if it did."""

    @property
    def listed(self) -> tuple[ServerRecord, ...]:
        """Return the servers that its last good answer had."""
        return tuple(record for record in self.servers if record.listed)


@dataclass(frozen=True, kw_only=True, slots=True)
class RediscoveryResult:
    """The answer to somebody who asked for a new look."""

    report: AccountReport
    next_allowed: datetime | None = None
    """Where it was too early: when the next one may be."""

    def as_dict(self) -> dict[str, Any]:
        """Return it as an action answers."""
        discovered_at = self.report.discovered_at
        return {
            "servers_found": len(self.report.listed),
            "discovered_at": discovered_at and discovered_at.isoformat(),
            "rate_limited": self.next_allowed is not None,
            "next_allowed": self.next_allowed and self.next_allowed.isoformat(),
        }


class AccountCoordinator(DataUpdateCoordinator[AccountReport]):
    """Asks plex.tv when the discovery schedule says so, one call at a time.

    plex.tv being away is data as long as an older answer is known: servers go
    on being reached without it.
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
        remembered: AccountReport,
        device_id: str,
        limits: CallLimits,
    ) -> None:
        """Start from what was remembered; nothing is asked yet.

        `unwatched` are the ids of servers that are not looked after, `device_id`
        is that of the account's device, `limits` are those of loads before this one.
        """
        super().__init__(
            hass,
            _LOGGER,
            config_entry=entry,
            name=f"Plex account {entry.title}",
            always_update=False,
        )
        self.data = remembered
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
        """Whether the user has to sign in again, as far as is known."""
        return self._token_rejected or self.data.result is DiscoveryResult.REJECTED

    @property
    def is_plex_tv_well(self) -> bool | None:
        """Whether plex.tv answered last, and took the sign-in; None: not asked yet."""
        if self.is_token_rejected:
            return False
        result = self.data.result
        return None if result is None else result is DiscoveryResult.OK

    @callback
    def async_start(self) -> None:
        """Take up the schedule; what is due already is asked in the background."""
        self.async_wake()
        self.config_entry.async_on_unload(self.async_add_listener(keep_going))

    @callback
    def async_wake(self) -> None:
        """Look at the schedule again: something new may be due, or sooner.

        With a rejected token plex.tv is left alone until somebody signs in again,
        which loads the entry anew, or asks by hand.
        """
        if self._token_rejected:
            return
        if self._schedule.due() is None:
            self._set_interval()
            self.async_set_updated_data(self.data)
        elif self._asking is None:
            self._work.async_spawn(self.async_refresh(), f"{self.name} discovery")

    async def async_stop(self) -> None:
        """Ask no more, not even now; takes 4 s at the most."""
        self._is_stopped = True
        self.update_interval = None
        await self.async_shutdown()
        await self._work.async_end()

    @callback
    def async_token_is_good(self) -> None:
        """Learn that plex.tv answers and takes the sign-in, as a dialog found out.

        If it did not when it was asked for the servers it is asked again.
        """
        if self.is_plex_tv_well:
            return
        self._token_rejected = False
        self._schedule.request(DiscoveryTrigger.AUTH_CHANGED)
        self.async_wake()

    @callback
    def async_sign_in_given_up(self) -> None:
        """Learn that a dialog to sign in ended without it: it is asked for again."""
        if self._token_rejected and not self._is_stopped:
            self.config_entry.async_start_reauth(self.hass)

    @callback
    def async_connection_failed(self, server_id: str) -> None:
        """Ask, if it is time, whether plex.tv knows another way to a server."""
        self._schedule.connection_failed(server_id)
        self.async_wake()

    @callback
    def async_connection_restored(self, server_id: str) -> None:
        """Need not ask any more on account of this server."""
        self._schedule.connection_restored(server_id)

    @callback
    def async_connection_astray(self, server_id: str, circumstances: Hashable) -> None:
        """Ask now and then where a server is at home that is reached elsewhere.

        `circumstances` are those in which plex.tv has nothing new to say.
        """
        before = self._schedule.next_delay()
        self._schedule.connection_astray(server_id, circumstances)
        if self._schedule.next_delay() < before:
            self.async_wake()

    @callback
    def async_note_use(self, server_id: str) -> None:
        """Learn that a server has taken its token."""
        self.listings.note_use(server_id)

    @callback
    def async_keeps(self, server_id: str) -> bool:
        """Return whether a server that nothing is known of may be listed again."""
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
        """Know no more of a server, until plex.tv lists it."""
        self.listings.forget(server_id)
        self._schedule.unlisted(self.listings.ages())
        servers = tuple(
            record for record in self.data.servers if record.server_id != server_id
        )
        self.data = replace(self.data, servers=servers)
        self._async_keep_tokens(servers)
        self.async_update_listeners()

    async def async_answered(self) -> None:
        """Wait for plex.tv's answer, if it is being asked."""
        if self._asking is not None:
            await asyncio.wait([self._asking])

    async def async_rediscover(self) -> RediscoveryResult:
        """Ask plex.tv because somebody wants it; three times in two minutes.

        Raises HomeAssistantError when plex.tv gives no answer.
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
        """Do as `async_rediscover`, but raise when it is too early."""
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

    async def async_check_token(self) -> bool:
        """Find out whose fault a server's 401 is; return whether that is known now.

        A rejected token starts reauthentication; with a good one the server's
        own token may have changed, so that plex.tv is asked for the servers.
        Asked seldom: in between nothing is found out.
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
        """Ask now, or wait for the question that is under way: it serves all."""
        if self._asking is not None:
            await asyncio.wait([self._asking])
            return
        await self.async_refresh()

    @override
    async def _async_update_data(self) -> AccountReport:
        """Ask plex.tv for the servers, if the schedule has a reason to.

        It has none where somebody else's question has just been answered.
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
        """Be back when something is due, not before.

        The coordinator's timers run on whole seconds and may fire up to one
        early; asking before anything is due would be one question too many.
        """
        delay = bounded_delay(self._schedule.next_delay() + 1)
        self.update_interval = (
            None
            if self._token_rejected or self._is_stopped
            else timedelta(seconds=delay)
        )

    async def _async_discover(self, trigger: DiscoveryTrigger) -> AccountReport:
        """Ask, and keep the last good answer if there is none."""
        _LOGGER.debug("Asking plex.tv for servers: %s", trigger)
        try:
            discovered = await async_discover(self._client, account_ids(self.hass))
        except Exception as err:
            # Also after a bug of ours, which is logged above: plex.tv is not asked
            # every second.
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
        """Count a discovery, and put it on the bus; without an answer none is found."""
        self.metrics.on_discovery(trigger, result)
        async_fire_activity(
            self.hass,
            self.config_entry.entry_id,
            str(self.config_entry.unique_id),
            Activity.DISCOVERY,
            {"trigger": trigger, "result": result, "servers_found": servers_found},
        )

    def _lost(self, trigger: DiscoveryTrigger, err: PlexError) -> AccountReport:
        """Go on with the last good answer, if there is one."""
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
                "plex.tv does not answer (%s); going on with what it said before", err
            )
        return replace(self.data, trigger=trigger, result=result, error=str(err))

    @callback
    def _async_keep_tokens(
        self,
        servers: Iterable[ServerRecord],
        given: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Write the servers' tokens to the entry, the only place they are kept in.

        One that plex.tv has not given this time is kept for as long as its server.
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
        """Ask the user to sign in again; the servers are kept meanwhile."""
        self._token_rejected = True
        self.config_entry.async_start_reauth(self.hass)

    @callback
    def _async_end_reauth(self) -> None:
        """Ask for it no more, and take back Home Assistant's repair that does."""
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


@callback
def keep_going() -> None:
    """Listen, so that the schedule runs even with every entity disabled."""
