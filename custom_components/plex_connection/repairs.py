"""What a repair offers: a look at the connection again, and what mends it at once."""

from contextlib import suppress
from typing import Any

from homeassistant.components.repairs import RepairsFlow, RepairsFlowResult
from homeassistant.components.repairs.const import FlowType
from homeassistant.config_entries import SOURCE_RECONFIGURE, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from .connection import Trouble
from .const import ATTR_ENTRY_ID, ATTR_SERVER_ID, ATTR_TROUBLE, CONF_ALLOW_HTTP, DOMAIN
from .coordinator import ServerCoordinator
from .issues import is_over, placeholders
from .runtime import PlexConnectionData

REMEDIES = {
    Trouble.HTTP_ONLY: "allow_http",
    Trouble.ACCESS_REFUSED: "sign_in",
    Trouble.PINNED_DOWN: "unpin",
}
"""What can be done here and now, beside looking again."""


async def async_create_fix_flow(
    hass: HomeAssistant, issue_id: str, data: dict[str, Any] | None
) -> RepairsFlow:
    """Return the dialog of a repair."""
    if data is not None and ATTR_TROUBLE in data:
        return ServerRepair()
    return NamesRepair()


class ServerRepair(RepairsFlow):
    """Says what is wrong and how to mend it, and looks whether it is mended."""

    data: dict[str, Any]

    async def async_step_init(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Offer what can be done about this one."""
        if (server := self._server) is None:
            return self.async_abort(reason="not_loaded")
        remedy = REMEDIES.get(self._trouble)
        if remedy is None:
            return await self.async_step_look_again()
        return self.async_show_menu(
            step_id="init",
            menu_options=[remedy, "look_again"],
            description_placeholders=placeholders(server.record, server.data),
        )

    async def async_step_look_again(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Look at the connection once more, as the user wishes."""
        if (server := self._server) is None:
            return self.async_abort(reason="not_loaded")
        texts = placeholders(server.record, server.data)
        if user_input is None and self._trouble not in REMEDIES:
            return self.async_show_form(
                step_id="look_again", description_placeholders=texts
            )
        # plex.tv may be away, or have rejected the account's token, which is told
        # elsewhere. What is known can be tested all the same.
        with suppress(HomeAssistantError):
            await server.account.async_rediscover()
        await server.async_test_connections()
        if is_over(self._trouble, server.data):
            return self.async_create_entry(data={})
        return self.async_abort(reason="still_there", description_placeholders=texts)

    async def async_step_unpin(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Let the connection be chosen again."""
        if (server := self._server) is None:
            return self.async_abort(reason="not_loaded")
        await server.async_pin(None)
        return self.async_create_entry(data={})

    async def async_step_allow_http(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Turn the option on, after it was said what that means."""
        if (server := self._server) is None:
            return self.async_abort(reason="not_loaded")
        if user_input is None:
            return self.async_show_form(
                step_id="allow_http",
                description_placeholders=placeholders(server.record, server.data),
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
        """Go on with the dialog in which the account signs in again."""
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

    @property
    def _trouble(self) -> Trouble:
        return Trouble(self.data[ATTR_TROUBLE])

    @property
    def _server(self) -> ServerCoordinator | None:
        """Return the server, if it is watched at present."""
        runtime = _runtime(self.hass, self.data)
        if runtime is None:
            return None
        return runtime.servers.get(self.data[ATTR_SERVER_ID])


class NamesRepair(RepairsFlow):
    """Says how a router is told to let names at home pass, and looks them up again."""

    data: dict[str, Any]

    async def async_step_init(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Begin with what is wrong."""
        return await self.async_step_look_again()

    async def async_step_look_again(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Look the names up once more, as the user wishes."""
        if (runtime := _runtime(self.hass, self.data)) is None:
            return self.async_abort(reason="not_loaded")
        if user_input is None:
            return self.async_show_form(step_id="look_again")
        blocked = await runtime.names.async_check()
        if blocked is False:
            return self.async_create_entry(data={})
        return self.async_abort(
            reason="no_answer" if blocked is None else "still_there"
        )


def _runtime(hass: HomeAssistant, data: dict[str, Any]) -> PlexConnectionData | None:
    """Return the account that a repair is about, if it is loaded."""
    entry = hass.config_entries.async_get_entry(data[ATTR_ENTRY_ID])
    if entry is None or entry.state is not ConfigEntryState.LOADED:
        return None
    runtime: PlexConnectionData = entry.runtime_data
    return runtime
