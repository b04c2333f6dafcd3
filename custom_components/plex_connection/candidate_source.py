"""Gathers the candidates of one server, and starts searches for more."""

from collections.abc import Hashable
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback

from .account_coordinator import AccountResources
from .candidate_labels import successor_of
from .connection import (
    ANNOUNCEMENTS,
    ConnectionReport,
    ConnectionType,
    DiscoverySource,
    LanAnnouncement,
    ServerMonitor,
    ServerRecord,
    TokenBucket,
    candidates_of,
    endpoint_of,
    is_announced_nearby,
    is_near,
    kept,
)
from .const import CONF_PINNED
from .prober import ServerProber


class CandidateSource:
    """Turns plex.tv's record and LAN announcements into candidates."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        resources: AccountResources,
        *,
        prober: ServerProber,
        monitor: ServerMonitor,
        announcements: tuple[LanAnnouncement, ...],
    ) -> None:
        """Start from the stored LAN announcements; send nothing."""
        self.announcements = announcements
        self._hass = hass
        self._entry = entry
        self._shared = resources
        self._prober = prober
        self._monitor = monitor
        self._proved: frozenset[tuple[str, int]] = frozenset()
        """The announced endpoints at which the server has proved its identity."""
        self._bucket = TokenBucket(
            clock=hass.loop.time, burst=ANNOUNCEMENTS.burst, period=ANNOUNCEMENTS.period
        )

    @property
    def record(self) -> ServerRecord:
        """Return plex.tv's last record of the server."""
        return self._prober.record

    @callback
    def async_take(self, record: ServerRecord) -> None:
        """Pass the candidates of a record and the announcements to the monitor."""
        networks = self._shared.networks
        self._prober.locate(record, networks, self.announcements)
        candidates, rejected = candidates_of(
            record,
            networks,
            allow_http=self._shared.settings.allow_http,
            announcements=self.announcements,
        )
        if (pinned := self._pins.get(record.server_id)) is not None:
            self._monitor.pin(successor_of(pinned, candidates))
        self._monitor.set_candidates(candidates, rejected, networks=networks)

    def is_near(self, announcement: LanAnnouncement) -> bool:
        """Return whether the announcement came from one of our networks."""
        return is_announced_nearby((announcement,), self._shared.networks)

    @callback
    def async_announced(self, announcement: LanAnnouncement) -> bool:
        """Record a LAN announcement; return whether it is new.

        A new one that might help is accepted no more often than the resulting checks
        are allowed: any machine can announce a new address with every datagram.
        """
        if endpoint_of(announcement) in map(endpoint_of, self.announcements):
            return False
        known = kept(
            self.announcements, announcement, self._shared.networks, proved=self._proved
        )
        if announcement not in known:
            return False
        if self.is_near(announcement):
            if self._bucket.wait > 0:
                return False
            self._bucket.take()
        self.announcements = known
        self.async_take(self.record)
        return True

    @callback
    def async_forget(self) -> None:
        """Forget all LAN announcements."""
        self.announcements = ()
        self._proved = frozenset()
        self.async_take(self.record)

    @callback
    def async_pin(self, url: str | None) -> None:
        """Pin a candidate, also over restarts; None: unpin."""
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
        """Start discovery and LAN search after a loss, while known candidates race."""
        self._shared.account.async_connection_failed(self.record.server_id)
        self.async_search(ConnectionType.OFFLINE, self._monitor.report)

    @callback
    def async_ask(self, report: ConnectionReport) -> None:
        """Start or stop discovery at plex.tv for this server.

        It runs while the server is lost, and now and then while a nearby server is not
        reached locally: plex.tv may know a new local address.
        """
        server_id = self.record.server_id
        if report.needs_discovery:
            self._shared.account.async_connection_failed(server_id)
        elif self._is_distant(report):
            self._shared.account.async_connection_distant(
                server_id, self._circumstances
            )
        elif report.active is not None:
            self._shared.account.async_connection_restored(server_id)

    @callback
    def async_search(
        self, connection_type: ConnectionType | None, report: ConnectionReport
    ) -> None:
        """Search the LAN while a nearby server is not reached locally."""
        self._note_proofs()
        self._shared.lan.async_follow(
            self.record.server_id, connection_type, is_near=is_near(self.record, report)
        )

    @callback
    def async_stop(self) -> None:
        """Stop the LAN search and the discovery for this server."""
        self._shared.lan.async_stop_seeking(self.record.server_id)
        self._shared.account.async_connection_restored(self.record.server_id)

    async def async_discovered(self) -> ServerRecord | None:
        """Wait for a running discovery; return a changed record, else None.

        If plex.tv fails, waits for the LAN search too, which takes its full time
        because the number of answers is unknown.
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
        """Record which announced endpoints the server has answered at."""
        if not self.announcements:
            return
        good = {
            (each.candidate.address, each.candidate.port)
            for each in self._monitor.report.candidates
            if each.last_attempt is not None and each.last_attempt.ok
        }
        heard = map(endpoint_of, self.announcements)
        self._proved = frozenset(
            each for each in heard if each in good or each in self._proved
        )

    @property
    def _pins(self) -> dict[str, str]:
        pins: dict[str, str] = self._entry.options.get(CONF_PINNED, {})
        return pins

    def _is_distant(self, report: ConnectionReport) -> bool:
        """Return whether the server is near but not reached locally, and not pinned."""
        return (
            report.connection_type in (ConnectionType.REMOTE, ConnectionType.RELAY)
            and report.pinned is None
            and is_near(self.record, report)
        )

    @property
    def _circumstances(self) -> Hashable:
        """Return what has to change to make another discovery worthwhile.

        Relays rotate, and the order of rows means nothing.
        """
        rows = frozenset(row.url for row in self.record.rows if not row.relay)
        return rows, self._shared.networks, self.record.public_address_matches
