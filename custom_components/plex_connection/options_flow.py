"""The options of one account, in sections."""

from collections.abc import Iterable, Mapping
from typing import Any

from homeassistant.config_entries import (
    ConfigEntryState,
    ConfigFlowResult,
    OptionsFlowWithReload,
)
from homeassistant.const import Platform, UnitOfTime
from homeassistant.data_entry_flow import section
from homeassistant.helpers.selector import (
    BooleanSelector,
    EntitySelector,
    EntitySelectorConfig,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)
import voluptuous as vol

from .connection import ServerRecord
from .const import (
    CONF_ALLOW_HTTP,
    CONF_CONNECTION_CACHE,
    CONF_DIAGNOSIS,
    CONF_FOLLOW_CORE_PLEX,
    CONF_MUTED_SERVERS,
    CONF_NOTIFY_BETTER,
    CONF_NOTIFY_GRACE,
    CONF_NOTIFY_OFFLINE,
    CONF_NOTIFY_PROBLEM,
    CONF_NOTIFY_RELAY,
    CONF_NOTIFY_RELAY_AFTER,
    CONF_NOTIFY_TARGET,
    CONF_PREWARM,
    CONF_PUSH,
    CONF_RELAY_PATIENCE,
    CONF_SLOW_MARGIN,
    CONF_SLOW_RATIO,
    CONF_UNWATCHED_SERVERS,
)
from .redaction.display_text import safe_name
from .runtime import PlexConnectionConfigEntry
from .settings import DEFAULTS
from .texts import text

CONF_WATCHED_SERVERS = "watched_servers"
"""The form's field; the entry stores the unwatched ones, so that new servers are
watched."""
CONF_NOTIFIED_SERVERS = "notified_servers"
"""The same about notifications: the entry stores the muted ones."""

SECTION_SERVERS = "servers"
SECTION_CONNECTIONS = "connections"
SECTION_THRESHOLDS = "thresholds"
SECTION_NOTIFICATIONS = "notifications"


def _whole_number(smallest: int, largest: int, unit: str) -> object:
    """Return a field for a whole number with a unit."""
    return vol.All(
        NumberSelector(
            NumberSelectorConfig(
                min=smallest,
                max=largest,
                mode=NumberSelectorMode.BOX,
                unit_of_measurement=unit,
            )
        ),
        vol.Coerce(int),
    )


NOTIFY_ENTITIES = EntitySelector(
    EntitySelectorConfig(domain=Platform.NOTIFY, multiple=True)
)

FIELDS: Mapping[str, Mapping[str, Any]] = {
    SECTION_CONNECTIONS: {
        CONF_ALLOW_HTTP: BooleanSelector(),
        CONF_PUSH: BooleanSelector(),
        CONF_CONNECTION_CACHE: BooleanSelector(),
        CONF_PREWARM: BooleanSelector(),
        CONF_DIAGNOSIS: BooleanSelector(),
        CONF_FOLLOW_CORE_PLEX: BooleanSelector(),
    },
    SECTION_THRESHOLDS: {
        CONF_RELAY_PATIENCE: _whole_number(1, 24 * 60, UnitOfTime.MINUTES),
        CONF_SLOW_RATIO: NumberSelector(
            NumberSelectorConfig(min=1.5, max=10, step=0.5, mode=NumberSelectorMode.BOX)
        ),
        CONF_SLOW_MARGIN: _whole_number(5, 1000, UnitOfTime.MILLISECONDS),
    },
    SECTION_NOTIFICATIONS: {
        CONF_NOTIFY_OFFLINE: BooleanSelector(),
        CONF_NOTIFY_PROBLEM: BooleanSelector(),
        CONF_NOTIFY_RELAY: BooleanSelector(),
        CONF_NOTIFY_TARGET: NOTIFY_ENTITIES,
        CONF_NOTIFY_GRACE: _whole_number(0, 60, UnitOfTime.MINUTES),
        CONF_NOTIFY_RELAY_AFTER: _whole_number(1, 24 * 60, UnitOfTime.MINUTES),
        CONF_NOTIFY_BETTER: BooleanSelector(),
    },
}
"""The fields of each section, except the servers, which depend on the account."""

LEFT_OUT = {
    CONF_WATCHED_SERVERS: CONF_UNWATCHED_SERVERS,
    CONF_NOTIFIED_SERVERS: CONF_MUTED_SERVERS,
}
"""The option that stores which servers are not chosen in a field: new ones are."""

OFFERED = vol.Schema(
    {
        vol.Required(CONF_NOTIFY_OFFLINE, default=True): BooleanSelector(),
        vol.Required(CONF_NOTIFY_PROBLEM, default=True): BooleanSelector(),
        vol.Required(CONF_NOTIFY_RELAY, default=True): BooleanSelector(),
        vol.Required(CONF_NOTIFY_TARGET, default=[]): NOTIFY_ENTITIES,
    }
)
"""The offer after set-up: submitting it turns on what the user leaves in it."""

OFFER = "offer"
"""Source of the flow that a sign-in leads to, which shows the offer."""


class PlexConnectionOptionsFlow(OptionsFlowWithReload):
    """One form; submitting it reloads the account."""

    _listed: frozenset[str] = frozenset()
    """The servers in the form; another may have appeared since."""

    @property
    def _entry(self) -> PlexConnectionConfigEntry:
        """Return the config entry with our type."""
        return self.config_entry

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show the current options, at first the offer; store what is submitted."""
        if user_input is not None:
            return self.async_create_entry(data=self._options(user_input))
        if self.context.get("source") == OFFER or self._takes_offer():
            return await self.async_step_messages()
        return self.async_show_form(step_id="init", data_schema=self._schema())

    def _takes_offer(self) -> bool:
        """End a flow that waits to show the offer; return whether there was one.

        Home Assistant's frontend opens a flow of its own in its place.
        """
        flows = self.hass.config_entries.options
        waiting = flows.async_progress_by_handler(
            self.handler, match_context={"source": OFFER}
        )
        for each in waiting:
            flows.async_abort(each["flow_id"])
        return bool(waiting)

    async def async_step_messages(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Offer messages, once, when the account has just been set up."""
        if user_input is not None:
            return self.async_create_entry(data={**self._entry.options, **user_input})
        return self.async_show_form(step_id="messages", data_schema=OFFERED)

    def _options(self, user_input: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
        """Return the options of a submitted form.

        Options that are not in the form, such as a pinned connection, stay.
        """
        options = dict(self._entry.options)
        for key in FIELDS:
            options |= user_input[key]
        if SECTION_SERVERS in user_input:
            watched = user_input[SECTION_SERVERS][CONF_WATCHED_SERVERS]
            options[CONF_UNWATCHED_SERVERS] = self._left_out(
                watched, options.get(CONF_UNWATCHED_SERVERS, [])
            )
        if (notified := options.pop(CONF_NOTIFIED_SERVERS, None)) is not None:
            options[CONF_MUTED_SERVERS] = self._left_out(
                notified, options.get(CONF_MUTED_SERVERS, [])
            )
        return options

    def _left_out(self, chosen: Iterable[str], before: Iterable[str]) -> list[str]:
        """Return the servers that are not chosen; those not in the form stay."""
        kept = {*before} - self._listed
        return sorted(kept | (self._listed - {*chosen}))

    def _schema(self) -> vol.Schema:
        """Return the form, filled in with the current options."""
        options = {**DEFAULTS, **self._entry.options}
        sections: dict[vol.Marker, Any] = {}
        servers = self._servers()
        self._listed = frozenset(record.server_id for record in servers)
        if servers:
            sections[vol.Required(SECTION_SERVERS)] = section(
                vol.Schema(self._choice(CONF_WATCHED_SERVERS, options)),
                {"collapsed": True},
            )
        for name, fields in FIELDS.items():
            shown: dict[vol.Marker, Any] = {}
            for key, field in fields.items():
                if servers and key == CONF_NOTIFY_TARGET:
                    shown |= self._choice(CONF_NOTIFIED_SERVERS, options)
                shown[vol.Required(key, default=options[key])] = field
            sections[vol.Required(name)] = section(
                vol.Schema(shown), {"collapsed": name != SECTION_CONNECTIONS}
            )
        return vol.Schema(sections)

    def _choice(self, key: str, options: Mapping[str, Any]) -> dict[vol.Marker, Any]:
        """Return a field that lists the account's servers by name."""
        return _server_field(
            key,
            self._servers(),
            options[LEFT_OUT[key]],
            text(self.hass, "panel_server_owner"),
        )

    def _servers(self) -> tuple[ServerRecord, ...]:
        """Return the account's servers; empty while it is not loaded."""
        if self._entry.state is not ConfigEntryState.LOADED:
            return ()
        return self._entry.runtime_data.account.data.servers


def _server_field(
    key: str, servers: tuple[ServerRecord, ...], left_out: list[str], owner: str
) -> dict[vol.Marker, Any]:
    """Return the field that lists servers by name; `owner` is the word for "owner"."""
    chosen = [
        record.server_id for record in servers if record.server_id not in left_out
    ]
    choices = [
        SelectOptionDict(value=record.server_id, label=_label(record, owner))
        for record in servers
    ]
    return {
        vol.Required(key, default=chosen): SelectSelector(
            SelectSelectorConfig(
                options=choices, multiple=True, mode=SelectSelectorMode.LIST
            )
        )
    }


def _label(record: ServerRecord, owner: str) -> str:
    """Return a server's name, and its owner's if it is shared.

    With the word "owner": elsewhere, a name alone in brackets is the account's.
    """
    name = safe_name(record.name)
    if record.owner_name is None:
        return name
    return f"{name} ({owner}: {safe_name(record.owner_name)})"
