"""Repairs of a server: there while its user can mend something, gone with it.

A reload takes none away, for it has not seen the cause to be gone: who reads one finds
it there, and nobody is told of it anew. The first look after it judges.
"""

from collections.abc import Container, Iterator
from hashlib import sha256
from typing import override

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from .candidate_labels import label_of_url
from .connection import (
    CandidateReport,
    ConnectionReport,
    ConnectionType,
    ServerRecord,
    Trouble,
    TroubleWatch,
)
from .const import ATTR_ENTRY_ID, ATTR_SERVER_ID, ATTR_TROUBLE, DOMAIN, LEARN_MORE_URL
from .hostile_text import escape_markdown, safe_name
from .timers import Timed


class ServerIssues(Timed):
    """Keeps Home Assistant's repairs as the engine's verdict on a server is."""

    def __init__(
        self, hass: HomeAssistant, *, entry_id: str, watch: TroubleWatch
    ) -> None:
        """Take over what repairs there are; `watch` says what is wrong, how long."""
        super().__init__(hass, "repairs")
        self._entry_id = entry_id
        self._watch = watch
        self._raised: dict[Trouble, str] = {}
        """Ids of the repairs that are there, but for what somebody has mended.

        Those from before a reload are among them: they are judged by the first verdict.
        """
        self._has_taken_over = False
        self._ignored: frozenset[Trouble] = frozenset()
        """What the user had put aside when its cause went, not long ago."""
        self._seen: tuple[ServerRecord, ConnectionReport] | None = None

    @callback
    def async_follow(self, record: ServerRecord, report: ConnectionReport) -> None:
        """Raise what is new, take away what is over, and be back when either is due.

        Not before there is a verdict: until then nothing is seen to be over.
        """
        if report.connection_type is None:
            return
        self._seen = record, report
        try:
            self._async_show(record, report)
        finally:
            self._async_set_timer()

    @override
    def _delay(self) -> float | None:
        return self._watch.delay()

    @callback
    @override
    def _async_due(self) -> None:
        if self._seen is not None:
            self._async_show(*self._seen)

    @callback
    def _async_show(self, record: ServerRecord, report: ConnectionReport) -> None:
        self._async_take_over(record)
        troubles = self._watch.observe(record, report)
        self._ignored &= self._watch.remembered
        for trouble in self._raised.keys() - troubles:
            self._async_delete(trouble)
        for trouble in troubles:
            if not self._is_there(trouble):
                self._async_create(trouble, record, report)

    @callback
    def async_stop(self) -> None:
        """Leave things as they are: the account may be back in a moment."""
        self._async_stop_timer()

    @callback
    def _async_take_over(self, record: ServerRecord) -> None:
        """Learn, once, which repairs a reload has left."""
        if self._has_taken_over:
            return
        self._has_taken_over = True
        issues = ir.async_get(self._hass)
        for trouble in Trouble:
            known = issue_id(trouble, self._entry_id, record.server_id)
            issue = issues.async_get_issue(DOMAIN, known)
            if issue is not None and issue.active:
                self._raised[trouble] = known

    def _is_there(self, trouble: Trouble) -> bool:
        known = self._raised.get(trouble)
        issues = ir.async_get(self._hass)
        return known is not None and bool(issues.async_get_issue(DOMAIN, known))

    @callback
    def _async_create(
        self, trouble: Trouble, record: ServerRecord, report: ConnectionReport
    ) -> None:
        self._raised[trouble] = issue_id(trouble, self._entry_id, record.server_id)
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            self._raised[trouble],
            data={
                ATTR_ENTRY_ID: self._entry_id,
                ATTR_SERVER_ID: record.server_id,
                ATTR_TROUBLE: trouble.value,
            },
            is_fixable=True,
            learn_more_url=LEARN_MORE_URL,
            severity=ir.IssueSeverity.WARNING,
            translation_key=trouble.value,
            translation_placeholders=placeholders(record, report),
        )
        if trouble in self._ignored:
            ir.async_ignore_issue(
                self._hass, DOMAIN, self._raised[trouble], ignore=True
            )
            self._ignored -= {trouble}

    @callback
    def _async_delete(self, trouble: Trouble) -> None:
        """Take a repair away; Home Assistant forgets with it that it was ignored."""
        known = self._raised[trouble]
        issue = ir.async_get(self._hass).async_get_issue(DOMAIN, known)
        if issue is not None and issue.dismissed_version is not None:
            self._ignored |= {trouble}
        ir.async_delete_issue(self._hass, DOMAIN, known)
        del self._raised[trouble]


def is_over(trouble: Trouble, report: ConnectionReport) -> bool:
    """Return whether a trouble is over by what was just seen."""
    match trouble:
        case Trouble.RELAY_LONG | Trouble.REMOTE_ACCESS_REFUSED:
            return report.connection_type is not ConnectionType.RELAY
        case Trouble.HTTP_ONLY:
            return report.active is not None
        case Trouble.ACCESS_REFUSED:
            return not report.needs_authorization_check
        case Trouble.OWNER_LOST:
            return report.claimed is True
    return report.pinned is None or report.active is not None


def issue_id(trouble: Trouble, entry_id: str, server_id: str) -> str:
    """Return the id of a repair, which does not say whose server it is about.

    Home Assistant puts the ids of repairs into every diagnostics download.
    """
    return f"{trouble}{id_suffix(entry_id, server_id)}"


def id_suffix(entry_id: str, server_id: str) -> str:
    """Return how the ids of all repairs of a server end."""
    digest = sha256(f"{entry_id}{server_id}".encode()).hexdigest()
    return f"_{entry_id}_{digest[:16]}"


@callback
def async_count_open(hass: HomeAssistant, entry_id: str, server_id: str) -> int:
    """Return how many repairs of a server are open, and not put aside."""
    issues, suffix = ir.async_get(hass), id_suffix(entry_id, server_id)
    found = (issues.async_get_issue(DOMAIN, f"{each}{suffix}") for each in Trouble)
    return sum(
        each is not None and each.active and each.dismissed_version is None
        for each in found
    )


def placeholders(record: ServerRecord, report: ConnectionReport) -> dict[str, str]:
    """Return what the texts of a repair and of its dialog may name.

    A title is plain text, in which `name` stands; all else is Markdown.
    """
    name = safe_name(record.name)
    return {
        "name": name,
        "server": escape_markdown(name),
        "address": escape_markdown(_address(report)),
    }


def _address(report: ConnectionReport) -> str:
    """Return the address that a trouble is about: the pinned one, or one at home.

    At home, one that answers at least without encryption comes first.
    """
    if report.pinned is not None:
        return label_of_url(report.pinned)
    home = [
        each
        for each in report.candidates
        if each.candidate.kind is ConnectionType.LOCAL
    ]
    plain = [each for each in home if _answers_plainly(each)]
    return next((each.candidate.endpoint for each in plain or home), "")


def _answers_plainly(each: CandidateReport) -> bool:
    attempt = each.last_attempt
    return each.candidate.explain_only and attempt is not None and attempt.ok


@callback
def async_withdraw(hass: HomeAssistant, entry_id: str) -> None:
    """Take the repairs of an account away that is switched off, but for ignored ones.

    Home Assistant forgets with a repair that it was. One that is left shows nowhere,
    and is gone with the next start if its trouble is.
    """
    for issue in _issues(hass, entry_id):
        if issue.dismissed_version is None:
            ir.async_delete_issue(hass, DOMAIN, issue.issue_id)


@callback
def async_remove_all(hass: HomeAssistant, entry_id: str) -> None:
    """Take all repairs of an account away, ignored ones too: it is gone."""
    for issue in _issues(hass, entry_id):
        ir.async_delete_issue(hass, DOMAIN, issue.issue_id)


@callback
def async_remove_others(
    hass: HomeAssistant, entry_id: str, server_ids: Container[str]
) -> None:
    """Take those away that are about servers which are not looked after any more."""
    for issue in _issues(hass, entry_id):
        server_id = (issue.data or {}).get(ATTR_SERVER_ID)
        if server_id is not None and server_id not in server_ids:
            ir.async_delete_issue(hass, DOMAIN, issue.issue_id)


def _issues(hass: HomeAssistant, entry_id: str) -> Iterator[ir.IssueEntry]:
    """Return the repairs of an account."""
    for issue in tuple(ir.async_get(hass).issues.values()):
        about = issue.data or {}
        if issue.domain == DOMAIN and about.get(ATTR_ENTRY_ID) == entry_id:
            yield issue
