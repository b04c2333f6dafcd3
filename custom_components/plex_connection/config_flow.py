"""Sign in to a Plex account: the first time, and again when its token is rejected."""

import asyncio
from collections.abc import Mapping
import logging
from math import ceil
from typing import Any, override
from uuid import uuid4

from homeassistant.config_entries import (
    SOURCE_REAUTH,
    SOURCE_RECONFIGURE,
    ConfigEntryState,
    ConfigFlow,
    ConfigFlowResult,
    FlowType,
)
from homeassistant.const import CONF_TOKEN
from homeassistant.core import callback
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.helpers.service_info.zeroconf import ZeroconfServiceInfo

from .connection import LanAnnouncement, RowSource
from .const import (
    CONF_CLIENT_IDENTIFIER,
    CONF_SERVER_TOKENS,
    DOMAIN,
)
from .directory import async_client_device
from .options_flow import OFFER, PlexConnectionOptionsFlow
from .plex import (
    Pin,
    PlexAccountClient,
    PlexAuthError,
    PlexError,
    PlexPinExpiredError,
    PlexRateLimitError,
)
from .redaction.display_text import escape_markdown, safe_name
from .runtime import PlexConnectionConfigEntry
from .signals import SIGNAL_ANNOUNCED

_LOGGER = logging.getLogger(__name__)

POLL_INTERVAL = 2.0
"""Seconds between two checks of the PIN; Plex's guide has 1, its clients 1 to 5."""
POLL_INTERVAL_MAX = 15.0
"""Seconds; the interval doubles up to this while plex.tv does not answer."""

LONG_PAUSE = 300.0
"""Seconds; from here on the form shows plex.tv's requested pause in minutes."""

ZEROCONF_IDENTIFIER = "machineIdentifier"
"""The zeroconf property with a server's id; not all servers send it."""


class PlexConnectionConfigFlow(ConfigFlow, domain=DOMAIN):
    """Opens Plex's sign-in page as an external step and polls the PIN.

    Home Assistant need not be reachable from outside: the flow continues when the
    background poll sees the PIN claimed or expired.
    """

    VERSION = 1
    MINOR_VERSION = 1

    def __init__(self) -> None:
        """Start without a PIN: each sign-in creates its own."""
        self._poll: asyncio.Task[None] | None = None
        self._sign_in_url = ""
        self._next_step: str | None = None
        self._pause = 0.0
        """Seconds that plex.tv asked us to wait."""
        self._token: str | None = None
        self._new_identifier = str(uuid4())
        self._is_good = False
        """Whether plex.tv accepted the account's token, the old or a new one."""

    @staticmethod
    @callback
    @override
    def async_get_options_flow(
        config_entry: PlexConnectionConfigEntry,
    ) -> PlexConnectionOptionsFlow:
        """Return the options flow."""
        return PlexConnectionOptionsFlow()

    @property
    def _client_identifier(self) -> str:
        """Return the client identifier: the entry's own on a renewed sign-in."""
        if (entry := self._existing_entry) is not None:
            return str(entry.data[CONF_CLIENT_IDENTIFIER])
        return self._new_identifier

    @property
    def _existing_entry(self) -> PlexConnectionConfigEntry | None:
        """Return the entry that signs in again; None for a new account."""
        if self.source == SOURCE_REAUTH:
            return self._get_reauth_entry()
        if self.source == SOURCE_RECONFIGURE:
            return self._get_reconfigure_entry()
        return None

    async def _async_client(self) -> PlexAccountClient:
        """Return a plex.tv client with the token that this flow has, if any."""
        return PlexAccountClient(
            async_get_clientsession(self.hass),
            client_identifier=self._client_identifier,
            device=await async_client_device(self.hass),
            token=self._token,
        )

    @override
    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Go straight to Plex's sign-in page."""
        return await self._async_begin_sign_in("user")

    @override
    async def async_step_zeroconf(
        self, discovery_info: ZeroconfServiceInfo
    ) -> ConfigFlowResult:
        """Handle a server that announces itself on the local network.

        Accounts that are set up get its addresses as a hint for their servers; without
        an account, the user is offered to set one up.
        """
        server_id = discovery_info.properties.get(ZEROCONF_IDENTIFIER)
        port = discovery_info.port
        if server_id and port:
            for entry in self.hass.config_entries.async_loaded_entries(DOMAIN):
                signal = SIGNAL_ANNOUNCED.format(entry.entry_id, server_id)
                for address in discovery_info.ip_addresses:
                    announcement = LanAnnouncement(
                        address=str(address), port=port, source=RowSource.ZEROCONF
                    )
                    async_dispatcher_send(self.hass, signal, announcement, True)  # noqa: FBT003 - as the signal has it
        await self._async_handle_discovery_without_unique_id()
        name = discovery_info.name.removesuffix(f".{discovery_info.type}")
        self.context["title_placeholders"] = {"name": safe_name(name)}
        return await self.async_step_zeroconf_confirm()

    async def async_step_zeroconf_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for confirmation before opening another site's page."""
        if user_input is None:
            return self.async_show_form(step_id="zeroconf_confirm")
        return await self._async_begin_sign_in("zeroconf_confirm")

    async def async_step_reauth(
        self, entry_data: Mapping[str, Any]
    ) -> ConfigFlowResult:
        """Plex has rejected the token of an entry."""
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Explain why before opening another site's page."""
        if user_input is None:
            return self.async_show_form(
                step_id="reauth_confirm",
                description_placeholders={"account": self._account_title},
            )
        return await self._async_begin_sign_in("reauth_confirm")

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Offer to check the sign-in or to renew it."""
        return self.async_show_menu(
            step_id="reconfigure",
            menu_options=["reconfigure_check", "reconfigure_sign_in"],
            description_placeholders={"account": self._account_title},
        )

    async def async_step_reconfigure_check(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Check the entry's token at plex.tv, and whose it is."""
        self._token = self._get_reconfigure_entry().data[CONF_TOKEN]
        client = await self._async_client()
        try:
            account = await client.account()
        except PlexAuthError:
            return self._show_sign_in("reconfigure_sign_in", "token_rejected")
        except PlexError as err:
            return self._show_sign_in("reconfigure_check", _form_error(err))
        await self.async_set_unique_id(str(account.id))
        self._abort_if_unique_id_mismatch(reason="wrong_account")
        self._is_good = True
        entry: PlexConnectionConfigEntry = self._get_reconfigure_entry()
        if entry.state is ConfigEntryState.LOADED:
            entry.runtime_data.account.async_token_is_good()
        return self.async_abort(
            reason="account_good",
            description_placeholders={"account": self._account_title},
        )

    async def async_step_reconfigure_sign_in(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Get a new token for the same account."""
        return await self._async_begin_sign_in("reconfigure_sign_in")

    async def async_step_pin_expired(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Offer a new PIN: the last one expired unclaimed."""
        if user_input is None:
            return self.async_show_form(step_id="pin_expired")
        return await self._async_begin_sign_in("pin_expired")

    async def async_step_sign_in_paused(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show how long plex.tv asks us to wait; a PIN does not live that long."""
        if user_input is None:
            return self.async_show_form(
                step_id="sign_in_paused",
                description_placeholders={"minutes": str(ceil(self._pause / 60))},
            )
        return await self._async_begin_sign_in("sign_in_paused")

    async def _async_begin_sign_in(self, step_id: str) -> ConfigFlowResult:
        """Create a PIN and open Plex's page, or show `step_id` with an error."""
        self._async_stop_polling()
        self._token = None
        client = await self._async_client()
        try:
            pin = await client.create_pin()
        except PlexError as err:
            _LOGGER.debug("No PIN from plex.tv: %s", err)
            if isinstance(err, PlexRateLimitError):
                self._pause = err.retry_after or 0.0
                if self._pause >= LONG_PAUSE:
                    return await self.async_step_sign_in_paused()
            return self._show_sign_in(step_id, _form_error(err))
        self._sign_in_url = client.auth_url(pin)
        self._poll = self.hass.async_create_task(
            self._async_poll(client, pin), f"{DOMAIN} sign-in", eager_start=False
        )
        return await self.async_step_sign_in()

    @property
    def _sign_in_step(self) -> str:
        """Return the step that names the account and starts its sign-in."""
        if self.source == SOURCE_REAUTH:
            return "reauth_confirm"
        return "reconfigure_sign_in" if self.source == SOURCE_RECONFIGURE else "user"

    def _show_sign_in(self, step_id: str, error: str) -> ConfigFlowResult:
        """Show an error in a form without fields; submitting it tries again."""
        return self.async_show_form(
            step_id=step_id,
            errors={"base": error},
            description_placeholders={"account": self._account_title},
        )

    @property
    def _account_title(self) -> str:
        """Return the account's name, escaped for Markdown; empty for a new account."""
        entry = self._existing_entry
        return "" if entry is None else escape_markdown(entry.title)

    async def async_step_sign_in(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Wait on Plex's page until the poll has a result."""
        if self._next_step is not None:
            return self.async_external_step_done(next_step_id=self._next_step)
        return self.async_external_step(step_id="sign_in", url=self._sign_in_url)

    async def _async_poll(self, client: PlexAccountClient, pin: Pin) -> None:
        """Poll the PIN until it is claimed or expired, then advance the flow."""
        clock = self.hass.loop.time
        wait = POLL_INTERVAL
        while self._next_step is None:
            # The last check runs when the PIN expires, not later.
            await asyncio.sleep(min(wait, max(pin.deadline - clock(), POLL_INTERVAL)))
            is_last = clock() >= pin.deadline
            try:
                self._token = await client.check_pin(pin)
            except PlexPinExpiredError:
                self._next_step = "pin_expired"
            except PlexRateLimitError as err:
                wait = max(err.retry_after or 0.0, POLL_INTERVAL_MAX)
                if is_last or clock() + wait > pin.deadline:
                    self._pause = wait
                    self._next_step = "sign_in_paused"
            except PlexError as err:
                # An unreachable plex.tv says nothing about the PIN: keep polling until
                # it expires.
                _LOGGER.debug("Could not check the PIN: %s", err)
                wait = min(2 * wait, POLL_INTERVAL_MAX)
                if is_last:
                    self._next_step = "pin_expired"
            else:
                wait = POLL_INTERVAL
                if self._token is not None:
                    self._next_step = "finish"
        self._poll = None
        # An aborted flow cancels this poll before it is removed.
        await self.hass.config_entries.flow.async_configure(self.flow_id)

    async def async_step_finish(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Look up the token's account, then create or update its entry."""
        client = await self._async_client()
        try:
            account = await client.account()
        except PlexAuthError:
            # Unlike after an expired page, the sign-in itself worked.
            return self._show_sign_in(self._sign_in_step, "invalid_auth")
        except PlexError as err:
            return self.async_show_form(
                step_id="finish", errors={"base": _form_error(err)}
            )
        await self.async_set_unique_id(str(account.id))
        if (entry := self._existing_entry) is not None:
            self._abort_if_unique_id_mismatch(reason="wrong_account")
            self._is_good = True
            return self.async_update_reload_and_abort(
                entry, data_updates={CONF_TOKEN: self._token}
            )
        self._abort_if_unique_id_configured()
        return self.async_create_entry(
            title=safe_name(account.username),
            data={
                CONF_CLIENT_IDENTIFIER: self._client_identifier,
                CONF_TOKEN: self._token,
                CONF_SERVER_TOKENS: {},
            },
        )

    @override
    async def async_on_create_entry(self, result: ConfigFlowResult) -> ConfigFlowResult:
        """Offer messages in a dialog of their own: the account is set up already."""
        flow = await self.hass.config_entries.options.async_init(
            result["result"].entry_id, context={"source": OFFER}
        )
        result["next_flow"] = (FlowType.OPTIONS_FLOW, flow["flow_id"])
        return result

    @callback
    def _async_stop_polling(self) -> None:
        """Stop polling and forget the PIN."""
        if self._poll is not None:
            self._poll.cancel()
        self._poll = None
        self._next_step = None

    @callback
    @override
    def async_remove(self) -> None:
        """Stop polling when the flow ends, and start reauth again if it failed.

        Home Assistant removes its repair together with the dialog, whatever the
        outcome.
        """
        self._async_stop_polling()
        entry_id = self.context.get("entry_id")
        if entry_id is None or self._is_good or self.hass.is_stopping:
            return
        entry: PlexConnectionConfigEntry | None = (
            self.hass.config_entries.async_get_entry(entry_id)
        )
        if entry is None:
            return
        if entry.state is ConfigEntryState.LOADED:
            entry.runtime_data.account.async_sign_in_given_up()
        elif entry.error_reason_translation_key == "token_rejected":
            entry.async_start_reauth(self.hass)


def _form_error(err: PlexError) -> str:
    """Return the translation key of the form error for `err`."""
    if isinstance(err, PlexRateLimitError):
        return "rate_limited"
    return "cannot_connect"
