"""Where one server may be: what is known of it, and who is asked for more."""

from collections.abc import Hashable
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback

from .account_coordinator import AccountResources
from .candidate_labels import successor_of
from .connection import (
    SIGHTINGS,
    Allowance,
    ConnectionReport,
    ConnectionType,
    DiscoverySource,
    ServerMonitor,
    ServerRecord,
    Sighting,
    candidates_of,
    endpoint_of,
    is_heard_near,
    is_near,
    kept,
)
from .const import CONF_PINNED
from .prober import ServerProber


class Whereabouts:
    """Turns what is heard of a server into candidates, and has it sought."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        resources: AccountResources,
        *,
        prober: ServerProber,
        monitor: ServerMonitor,
        sightings: tuple[Sighting, ...],
    ) -> None:
        """Start from what was remembered; nobody is asked yet."""
        self.sightings = sightings
        self._hass = hass
        self._entry = entry
        self._shared = resources
        self._prober = prober
        self._monitor = monitor
        self._proved: frozenset[tuple[str, int]] = frozenset()
        """Where, among the addresses heard, it has proved who it is."""
        self._allowance = Allowance(
            clock=hass.loop.time, burst=SIGHTINGS.burst, period=SIGHTINGS.period
        )

    @property
    def record(self) -> ServerRecord:
        """Return what plex.tv last said of the server."""
        return self._prober.record

    @callback
    def async_take(self, record: ServerRecord) -> None:
        """Offer the candidates that a record, and what was heard, come to."""
        networks = self._shared.networks
        self._prober.locate(record, networks, self.sightings)
        candidates, rejected = candidates_of(
            record,
            networks,
            allow_http=self._shared.settings.allow_http,
            sightings=self.sightings,
        )
        if (pinned := self._pins.get(record.server_id)) is not None:
            self._monitor.pin(successor_of(pinned, candidates))
        self._monitor.set_candidates(candidates, rejected, networks=networks)

    def is_near(self, sighting: Sighting) -> bool:
        """Return whether the server was heard on a network we are on."""
        return is_heard_near((sighting,), self._shared.networks)

    @callback
    def async_sighted(self, sighting: Sighting) -> bool:
        """Learn where the server was heard; return whether that is new.

        What is new, and might help, is taken in no oftener than may be looked for it:
        any machine can claim a new address with every datagram.
        """
        if endpoint_of(sighting) in map(endpoint_of, self.sightings):
            return False
        known = kept(
            self.sightings, sighting, self._shared.networks, proved=self._proved
        )
        if sighting not in known:
            return False
        if self.is_near(sighting):
            if self._allowance.wait > 0:
                return False
            self._allowance.take()
        self.sightings = known
        self.async_take(self.record)
        return True

    @callback
    def async_forget(self) -> None:
        """Forget where it was heard."""
        self.sightings = ()
        self._proved = frozenset()
        self.async_take(self.record)

    @callback
    def async_pin(self, url: str | None) -> None:
        """Use this candidate and no other, restarts included; None: choose again."""
        server_id = self.record.server_id
        pinned = {key: pin for key, pin in self._pins.items() if key != server_id}
        if url is not None:
            pinned[server_id] = url
        self._hass.config_entries.async_update_entry(
            self._entry, options={**self._entry.options, CONF_PINNED: pinned}
        )
        self._monitor.pin(url)

    @callback
    def async_lost(self) -> None:
        """Have it sought, while the candidates that are known race."""
        self._shared.account.async_connection_failed(self.record.server_id)
        self.async_search(ConnectionType.OFFLINE, self._monitor.report)

    @callback
    def async_ask(self, report: ConnectionReport) -> None:
        """Have plex.tv asked for as long as it is not where it should be.

        That is where a server that is lost may be, and whether there is a new address
        at home of one that is near and is not reached there.
        """
        server_id = self.record.server_id
        if report.needs_discovery:
            self._shared.account.async_connection_failed(server_id)
        elif self._is_astray(report):
            self._shared.account.async_connection_astray(server_id, self._circumstances)
        elif report.active is not None:
            self._shared.account.async_connection_restored(server_id)

    @callback
    def async_search(
        self, connection_type: ConnectionType | None, report: ConnectionReport
    ) -> None:
        """Search the LAN for as long as a server that is near is not local."""
        self._note_proofs()
        self._shared.lan.async_follow(
            self.record.server_id, connection_type, is_near=is_near(self.record, report)
        )

    @callback
    def async_stop(self) -> None:
        """Have nobody asked on account of this server any more."""
        self._shared.lan.async_stop_seeking(self.record.server_id)
        self._shared.account.async_connection_restored(self.record.server_id)

    async def async_discovered(self) -> ServerRecord | None:
        """Wait for what plex.tv is about to say; None: nothing new.

        If it says nothing the LAN may: that is being searched in any case, and takes
        longer, for it is not known how many will answer.
        """
        self._monitor.set_discovery_pending(DiscoverySource.PLEX_TV)
        await self._shared.account.async_answered()
        if self._shared.account.data.error is not None:
            self._monitor.set_discovery_pending(DiscoverySource.LAN)
            await self._shared.lan.async_searched()
        for record in self._shared.account.data.servers:
            if record.server_id == self.record.server_id and record != self.record:
                return record
        return None

    def _note_proofs(self) -> None:
        """Note at which of the addresses heard the server has answered."""
        if not self.sightings:
            return
        good = {
            (each.candidate.address, each.candidate.port)
            for each in self._monitor.report.candidates
            if each.last_attempt is not None and each.last_attempt.ok
        }
        heard = map(endpoint_of, self.sightings)
        self._proved = frozenset(
            each for each in heard if each in good or each in self._proved
        )

    @property
    def _pins(self) -> dict[str, str]:
        pins: dict[str, str] = self._entry.options.get(CONF_PINNED, {})
        return pins

    def _is_astray(self, report: ConnectionReport) -> bool:
        """Return whether it is near, not reached there, and not pinned elsewhere."""
        return (
            report.connection_type in (ConnectionType.REMOTE, ConnectionType.RELAY)
            and report.pinned is None
            and is_near(self.record, report)
        )

    @property
    def _circumstances(self) -> Hashable:
        """Return what has to change for plex.tv to be worth asking again.

        Relays rotate, and the order of rows means nothing.
        """
        rows = frozenset(row.url for row in self.record.rows if not row.relay)
        return rows, self._shared.networks, self.record.public_address_matches
