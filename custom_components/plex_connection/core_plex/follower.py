"""Keeps Home Assistant's own Plex integration reachable, for one server.

It acts on verdicts: a repair, or, if the user turned that on, another address. Which
is decided elsewhere; this connects the policy to Home Assistant.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
import logging
from typing import Any, override

from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntryChange,
    ConfigEntryState,
)
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.util.hass_dict import HassKey

from ..background_work import BackgroundWork, exceptions_logged
from ..bus_events import Activity, async_fire_activity
from ..candidate_labels import label_of_url
from ..connection import ConnectionReport, ServerRecord
from ..const import DOMAIN, ISSUE_CORE_PLEX, ISSUE_CORE_PLEX_SUSPENDED
from ..timers import Timed
from .core_issues import CoreIssues, placeholders
from .entries import (
    FAILING,
    IN_USE,
    async_find,
    async_put_back,
    async_reload,
    async_rewrite,
)
from .memory import CoreConfigEntry, CoreEntry, Snapshot, async_memory
from .policy import (
    FOLLOW_HOLD,
    REPAIR_HOLD,
    AddressWatch,
    Decision,
    Finding,
    Situation,
    decide,
)
from .probe import RequestsTester
from .round import find
from .situation import better_than, situation_of
from .stored_entry import CORE_DOMAIN, CoreServer

_LOGGER = logging.getLogger(__name__)


class Move(StrEnum):
    """How a change of the integration's address ended."""

    DONE = "done"
    NOT_BACK = "not_back"
    """Written, but the integration was not back in time."""
    NOT_NEEDED = "not_needed"
    """The address works, or nothing better does; or the entry was changed meanwhile."""
    TOO_SOON = "too_soon"
    """It was changed less than ten minutes ago."""


@dataclass(frozen=True, slots=True)
class _Written:
    """A change by a click: the entry, what it was and became, and why."""

    entry_id: str
    before: Snapshot
    after: Mapping[str, Any]
    finding: Finding


class CorePlexFollower(Timed):
    """Follows the verdicts on one server, and the integration's entry for it."""

    def __init__(
        self,
        hass: HomeAssistant,
        work: BackgroundWork,
        *,
        entry_id: str,
        server_id: str,
        is_following: bool,
    ) -> None:
        """Send nothing yet; `is_following`: change the address without a click."""
        super().__init__(hass, "Home Assistant's Plex integration")
        self.is_following = is_following
        self._entry_id = entry_id
        self._server_id = server_id
        self._work = work
        self._tester = RequestsTester(hass)
        self._issues = CoreIssues(hass, entry_id, server_id)
        self._watch = AddressWatch(
            clock=hass.loop.time, hold=FOLLOW_HOLD if is_following else REPAIR_HOLD
        )
        self._is_failing = False
        """Whether the integration's last completed setup failed."""
        self._round: asyncio.Task[None] | None = None
        self._testing = asyncio.Lock()
        self._seen: tuple[ServerRecord, ConnectionReport] | None = None
        self._written: _Written | None = None
        """The last change by a click."""
        self._unlisten: CALLBACK_TYPE | None = async_dispatcher_connect(
            hass, SIGNAL_CONFIG_ENTRY_CHANGED, self._async_entry_changed
        )
        _followers(hass).setdefault(server_id, []).append(self)

    # What the coordinator reports

    @callback
    def async_follow(self, record: ServerRecord, report: ConnectionReport) -> None:
        """Consider the integration's address after a new verdict."""
        self._seen = record, report
        self._async_consider()

    @callback
    def async_stop(self) -> None:
        """Stop; keep the repairs, since the account may be back in a moment."""
        self._async_stop_timer()
        if self._unlisten is not None:
            self._unlisten()
            self._unlisten = None
            _followers(self._hass)[self._server_id].remove(self)

    # What the dialogs ask

    async def async_find_now(self) -> Finding | None:
        """Test the address now, and return what should be done; None: nothing."""
        return await self._async_find(now=True)

    async def async_move(self) -> Move:
        """Change the address at the user's request; return how that ended."""
        await async_memory(self._hass).async_load()
        async with self._testing:
            finding = await find(self._watch, self._observe, self._tester, now=True)
            if self._wait() > 0:
                return Move.TOO_SOON
            found = self._async_entry()
            if finding is None or found is None:
                return Move.NOT_NEEDED
            entry, _ = found
            before = await self._async_write(entry, finding)
        self._written = _Written(entry.entry_id, before, dict(entry.data), finding)
        is_back = await async_reload(self._hass, entry.entry_id)
        return Move.DONE if is_back else Move.NOT_BACK

    async def async_undo(self) -> bool:
        """Undo the last change by a click, and show its repair again.

        Returns False if there is none, or if the entry was changed since.
        """
        written, self._written = self._written, None
        if written is None:
            return False
        entry = self._hass.config_entries.async_get_entry(written.entry_id)
        if entry is None or not async_put_back(
            self._hass, entry, written.before, written.after
        ):
            return False
        self._watch.forget()
        self._hass.config_entries.async_schedule_reload(written.entry_id)
        # What was found still holds; a test that finds otherwise deletes the repair.
        self._issues.async_show_address(self.placeholders(written.finding))
        return True

    @callback
    def async_resume(self) -> None:
        """Keep up with the address again after a suspension."""
        if (found := self._async_entry()) is not None:
            known = self._known(found[0])
            known.ledger = known.ledger.resumed()
            self._work.async_spawn(async_memory(self._hass).async_save(), "ledgers")
        self._issues.async_delete(ISSUE_CORE_PLEX_SUSPENDED)
        self._async_consider()

    def placeholders(self, finding: Finding | None = None) -> dict[str, str]:
        """Return the placeholders for the texts of the repairs and their dialogs."""
        found = self._async_entry()
        return placeholders(
            self._hass,
            name="" if self._seen is None else self._seen[0].name,
            title="" if found is None else found[0].title,
            finding=finding,
        )

    @property
    def better(self) -> tuple[str, str] | None:
        """Return the address in use and a better one, if both work; None otherwise.

        An integration that is not set up does not work, even if its address does.
        """
        found = self._async_entry()
        if found is None or found[1] is None or self._seen is None:
            return None
        if found[0].state is not ConfigEntryState.LOADED:
            return None
        better = better_than(self._seen[1], found[1].url)
        return None if better is None else (found[1].url, better.url)

    def belongs_to(self, entry_id: str) -> bool:
        """Return whether it belongs to this account."""
        return self._entry_id == entry_id

    # Deciding

    @override
    def _delay(self) -> float | None:
        return self._watch.delay()

    @callback
    @override
    def _async_due(self) -> None:
        self._async_consider()

    @callback
    def _async_consider(self) -> None:
        """Start a round if one is due, and delete repairs that no longer apply."""
        if self._unlisten is None or self._seen is None:
            return
        if not self._is_responsible:
            self._issues.async_delete_all()
            return
        observed = self._observe()
        if observed is None:
            return
        if not self.is_following:
            self._issues.async_delete(ISSUE_CORE_PLEX_SUSPENDED)
        if self._watch.is_fine:
            self._issues.async_delete(ISSUE_CORE_PLEX)
        is_running = self._round is not None and not self._round.done()
        if not is_running and self._watch.wants_round:
            self._round = self._work.async_spawn(self._async_round(), "integration")
        elif not is_running:
            self._async_set_timer()

    async def _async_round(self) -> None:
        """Test what is due, and act on it."""
        with exceptions_logged(_LOGGER, "test of Home Assistant's Plex integration"):
            finding = await self._async_find()
            if self._watch.is_fine:
                self._issues.async_delete(ISSUE_CORE_PLEX)
            if finding is not None:
                await self._async_act(finding)
            self._watch.concluded()
        if self._unlisten is not None:
            self._async_set_timer()

    async def _async_find(self, *, now: bool = False) -> Finding | None:
        await async_memory(self._hass).async_load()
        async with self._testing:
            return await find(self._watch, self._observe, self._tester, now=now)

    async def _async_act(self, finding: Finding) -> None:
        """Do what the policy decides about a finding."""
        found = self._async_entry()
        if found is None:
            return
        entry, server = found
        if server is None:
            return
        decision = decide(
            finding,
            server,
            self._known(entry).ledger,
            self._hass.loop.time(),
            follow=self.is_following,
        )
        match decision:
            case Decision.REPAIR:
                self._issues.async_show_address(self.placeholders(finding))
            case Decision.WRITE:
                await self._async_write(entry, finding)
                self._async_announce(finding)
                await async_reload(self._hass, entry.entry_id)

    async def _async_write(self, entry: CoreConfigEntry, finding: Finding) -> Snapshot:
        before = await async_rewrite(self._hass, entry, finding.target)
        self._watch.forget()
        self._issues.async_delete(ISSUE_CORE_PLEX)
        _LOGGER.info(
            "Changed the address in Home Assistant's Plex integration to %s: %s",
            label_of_url(finding.target),
            finding.reason,
        )
        return before

    @callback
    def _async_announce(self, finding: Finding) -> None:
        async_fire_activity(
            self._hass,
            self._entry_id,
            self._server_id,
            Activity.CORE_PLEX_MOVED,
            {
                "from_address": label_of_url(finding.url),
                "to_address": label_of_url(finding.target),
                "reason": finding.reason,
            },
        )

    # What is known of the entry

    def _observe(self) -> tuple[CoreServer, Situation] | None:
        """Return the server in the entry and what is known of its address.

        Returns None if there is nothing to judge; forgets what no longer applies.
        """
        found = self._async_entry()
        if found is None:
            self._watch.forget()
            self._issues.async_delete_all()
            return None
        entry, server = found
        known = self._known(entry)
        if known.data is None:
            known.data = dict(entry.data)
        if server is None:
            self._watch.forget()
            self._issues.async_delete(ISSUE_CORE_PLEX)
            self._tell_unknown(known)
            return None
        if self._seen is None or entry.state not in IN_USE:
            return None
        if entry.state is not ConfigEntryState.SETUP_IN_PROGRESS:
            # A retry that is under way says nothing yet.
            self._is_failing = entry.state in FAILING
        situation = situation_of(self._seen[1], server.url, is_failing=self._is_failing)
        if situation is None:
            return None
        self._watch.observe(situation)
        return server, situation

    @callback
    def _async_entry(self) -> tuple[CoreConfigEntry, CoreServer | None] | None:
        return async_find(self._hass, self._server_id)

    def _known(self, entry: CoreConfigEntry) -> CoreEntry:
        return async_memory(self._hass).entry(entry.entry_id)

    def _wait(self) -> float:
        found = self._async_entry()
        if found is None:
            return 0.0
        return self._known(found[0]).ledger.wait(self._hass.loop.time())

    @property
    def _is_responsible(self) -> bool:
        """Whether this account, of all that know the server, is the one that acts."""
        all_of_them = _followers(self._hass)[self._server_id]
        following = [each for each in all_of_them if each.is_following]
        return (following or all_of_them)[0] is self

    def _tell_unknown(self, known: CoreEntry) -> None:
        if not known.has_logged_unknown:
            known.has_logged_unknown = True
            _LOGGER.warning(
                "Home Assistant's Plex integration stores a server in a form that is "
                "not known here; its address is left alone"
            )

    @callback
    def _async_entry_changed(
        self, change: ConfigEntryChange, entry: CoreConfigEntry
    ) -> None:
        """Consider a changed entry; count changes that are neither ours nor its own."""
        if entry.domain != CORE_DOMAIN:
            return
        found = self._async_entry()
        if found is not None and found[0] is entry and self._is_responsible:
            self._async_count(entry)
        self._async_consider()

    @callback
    def _async_count(self, entry: CoreConfigEntry) -> None:
        known = self._known(entry)
        before, known.data = known.data, dict(entry.data)
        if before is None or not self.is_following:
            return
        ledger = known.ledger.after(before, known.data, self._hass.loop.time())
        if ledger == known.ledger:
            return
        known.ledger = ledger
        self._work.async_spawn(async_memory(self._hass).async_save(), "ledgers")
        if known.ledger.is_suspended:
            self._issues.async_show_suspended(self.placeholders())


_FOLLOWERS: HassKey[dict[str, list[CorePlexFollower]]] = HassKey(
    f"{DOMAIN}_core_plex_followers"
)
"""By server id: those of all accounts, in the order in which they were loaded."""


def _followers(hass: HomeAssistant) -> dict[str, list[CorePlexFollower]]:
    return hass.data.setdefault(_FOLLOWERS, {})


@callback
def async_follower(
    hass: HomeAssistant, entry_id: str, server_id: str
) -> CorePlexFollower | None:
    """Return an account's follower of a server; None while it is not watched."""
    for each in _followers(hass).get(server_id, ()):
        if each.belongs_to(entry_id):
            return each
    return None
