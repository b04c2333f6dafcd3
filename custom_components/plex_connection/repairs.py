"""Repair flows: check again, or apply an immediate remedy."""

from contextlib import suppress
from typing import Any

from homeassistant.components.repairs import RepairsFlow, RepairsFlowResult
from homeassistant.components.repairs.const import FlowType
from homeassistant.config_entries import SOURCE_RECONFIGURE, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from .actions.repair_text import cause_text
from .connection import Alert
from .const import ATTR_ALERT, ATTR_ENTRY_ID, ATTR_SERVER_ID, CONF_ALLOW_HTTP, DOMAIN
from .coordinator import ServerCoordinator
from .core_plex.repair_flow import ATTR_CORE_ISSUE, async_core_flow
from .issues import is_over, placeholders
from .runtime import PlexConnectionData

REMEDIES = {
    Alert.HTTP_ONLY: "allow_http",
    Alert.ACCESS_REFUSED: "sign_in",
    Alert.PINNED_DOWN: "unpin",
}
"""Immediate remedies, besides checking again."""


async def async_create_fix_flow(
    hass: HomeAssistant, issue_id: str, data: dict[str, Any] | None
) -> RepairsFlow:
    """Return the flow of a repair."""
    if data is not None and ATTR_ALERT in data:
        return ServerRepair()
    if data is not None and ATTR_CORE_ISSUE in data:
        return async_core_flow(data)
    return NamesRepair()


class ServerRepair(RepairsFlow):
    """Explains a problem and its remedy, and checks whether it is solved."""

    data: dict[str, Any]

    async def async_step_init(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Offer the remedies for this problem."""
        if (server := self._server) is None:
            return self.async_abort(reason="not_loaded")
        remedy = REMEDIES.get(self._alert)
        if remedy is None:
            return await self.async_step_check_again()
        return self.async_show_menu(
            step_id="init",
            menu_options=[remedy, "check_again"],
            description_placeholders=self._texts(server),
        )

    async def async_step_check_again(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Check the connection again at the user's request."""
        if (server := self._server) is None:
            return self.async_abort(reason="not_loaded")
        texts = self._texts(server)
        if user_input is None and self._alert not in REMEDIES:
            return self.async_show_form(
                step_id="check_again", description_placeholders=texts
            )
        # plex.tv may be unreachable, or have rejected the account's token, which is
        # reported elsewhere. Known addresses can be tested anyway.
        with suppress(HomeAssistantError):
            await server.account.async_rediscover()
        await server.async_test_connections()
        if is_over(self._alert, server.data):
            return self.async_create_entry(data={})
        return self.async_abort(reason="still_there", description_placeholders=texts)

    async def async_step_unpin(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Unpin the connection."""
        if (server := self._server) is None:
            return self.async_abort(reason="not_loaded")
        await server.async_pin(None)
        return self.async_create_entry(data={})

    async def async_step_allow_http(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Turn the option on after explaining what it means."""
        if (server := self._server) is None:
            return self.async_abort(reason="not_loaded")
        if user_input is None:
            return self.async_show_form(
                step_id="allow_http",
                description_placeholders=self._texts(server),
            )
        entry = server.config_entry
        self.hass.config_entries.async_update_entry(
            entry, options={**entry.options, CONF_ALLOW_HTTP: True}
        )
        self.hass.config_entries.async_schedule_reload(entry.entry_id)
        return self.async_create_entry(data={})

    async def async_step_sign_in(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Continue with the flow that signs the account in again."""
        if self._server is None:
            return self.async_abort(reason="not_loaded")
        flow = await self.hass.config_entries.flow.async_init(
            DOMAIN,
            context={
                "source": SOURCE_RECONFIGURE,
                "entry_id": self.data[ATTR_ENTRY_ID],
            },
        )
        return self.async_abort(
            reason="sign_in", next_flow=(FlowType.CONFIG_FLOW, flow["flow_id"])
        )

    def _texts(self, server: ServerCoordinator) -> dict[str, str]:
        """Return the placeholders, with the cause as the sensor shows it."""
        cause = cause_text(self.hass, server, self._alert)
        return {**placeholders(server.record, server.data), "cause": cause}

    @property
    def _alert(self) -> Alert:
        return Alert(self.data[ATTR_ALERT])

    @property
    def _server(self) -> ServerCoordinator | None:
        """Return the server; None if it is not watched at present."""
        runtime = _runtime(self.hass, self.data)
        if runtime is None:
            return None
        return runtime.servers.get(self.data[ATTR_SERVER_ID])


class NamesRepair(RepairsFlow):
    """Explains how to configure the router for local names, and checks them again."""

    data: dict[str, Any]

    async def async_step_init(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Start with the explanation."""
        return await self.async_step_check_again()

    async def async_step_check_again(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Check the names again at the user's request."""
        if (runtime := _runtime(self.hass, self.data)) is None:
            return self.async_abort(reason="not_loaded")
        if user_input is None:
            return self.async_show_form(step_id="check_again")
        blocked = await runtime.names.async_check()
        if blocked is False:
            return self.async_create_entry(data={})
        return self.async_abort(
            reason="no_answer" if blocked is None else "still_there"
        )


def _runtime(hass: HomeAssistant, data: dict[str, Any]) -> PlexConnectionData | None:
    """Return the account of a repair; None while it is not loaded."""
    entry = hass.config_entries.async_get_entry(data[ATTR_ENTRY_ID])
    if entry is None or entry.state is not ConfigEntryState.LOADED:
        return None
    runtime: PlexConnectionData = entry.runtime_data
    return runtime
