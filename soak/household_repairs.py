"""Watches a household's repairs: one a server at most, and that of its verdict."""

from dataclasses import dataclass, field

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from custom_components.plex_connection.connection import Alert
from custom_components.plex_connection.const import (
    ATTR_ALERT,
    ATTR_SERVER_ID,
    DOMAIN,
    ISSUE_DNS_BLOCKED,
)
from custom_components.plex_connection.coordinator import ServerCoordinator
from custom_components.plex_connection.diagnosis import alerts_of
from custom_components.plex_connection.signals import SIGNAL_SERVER_UPDATED


@dataclass
class RepairsWatched:
    """The repairs of one household, looked at after every publication."""

    hass: HomeAssistant
    entry: ConfigEntry
    household: str
    seen: set[str] = field(default_factory=set)
    """Servers that have had a repair."""
    complaints: list[str] = field(default_factory=list)

    @classmethod
    def follow(
        cls, hass: HomeAssistant, entry: ConfigEntry, household: str
    ) -> RepairsWatched:
        """Watch from now on."""
        watched = cls(hass, entry, household)
        signal = SIGNAL_SERVER_UPDATED.format(entry.entry_id)
        async_dispatcher_connect(hass, signal, watched.async_check)
        return watched

    @callback
    def async_check(self, server_id: str) -> None:
        """Check what is open at this moment; pages are sent the same."""
        server = self.entry.runtime_data.servers.get(server_id)
        if server is None:
            return
        alerts = list(self._open(server_id))
        names = self._names_are_open and self._all_have_one()
        self.seen |= {server_id} if alerts else set()
        problem = server.diagnosis.problem
        if len(alerts) > 1 or (alerts and names):
            self._complain(server, f"has {alerts}, and names: {names}")
        if problem is not None and not set(alerts) <= alerts_of(problem):
            self._complain(server, f"has {alerts} with the verdict {problem}")

    def take_complaints(self) -> list[str]:
        """Return the complaints since the last call."""
        taken, self.complaints = self.complaints, []
        return taken

    def _complain(self, server: ServerCoordinator, what: str) -> None:
        line = f"{self.household}: {server.name} {what}"
        if line not in self.complaints:
            self.complaints.append(line)

    def _open(self, server_id: str) -> list[Alert]:
        return [
            Alert(str(each.data[ATTR_ALERT]))
            for each in ir.async_get(self.hass).issues.values()
            if each.domain == DOMAIN
            and each.active
            and each.dismissed_version is None
            and each.data is not None
            and each.data.get(ATTR_SERVER_ID) == server_id
        ]

    @property
    def _names_are_open(self) -> bool:
        key = f"{ISSUE_DNS_BLOCKED}_{self.entry.entry_id}"
        return ir.async_get(self.hass).async_get_issue(DOMAIN, key) is not None

    def _all_have_one(self) -> bool:
        """Return whether no server at home is left whose repair that of names is."""
        at_home = [
            server_id
            for server_id, server in self.entry.runtime_data.servers.items()
            if any(each.candidate.on_link for each in server.data.candidates)
        ]
        return all(self._open(each) for each in at_home)
