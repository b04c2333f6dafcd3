"""The repair of a server: it exists while the user can fix something.

Which one is decided elsewhere: it is that of the root cause shown. A reload keeps it,
since it has not seen the cause go away: an open repair stays open and is not announced
again. The first check afterwards decides.
"""

from collections.abc import Container, Iterator
from hashlib import sha256
from typing import Protocol, override

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from .candidate_labels import label_of_url
from .connection import (
    Alert,
    CandidateReport,
    ConnectionReport,
    ConnectionType,
    ServerRecord,
)
from .const import (
    ATTR_ALERT,
    ATTR_ENTRY_ID,
    ATTR_SERVER_ID,
    DOMAIN,
    ISSUE_CORE_PLEX,
    ISSUE_CORE_PLEX_SUSPENDED,
    LEARN_MORE_URL,
)
from .redaction.display_text import escape_markdown, safe_name
from .timers import AFTER_ERROR, Timed

SERVERS = frozenset(Alert) - {Alert.PINNED_DOWN, Alert.ACCESS_REFUSED}
"""Alerts about the server, not about an account's choice or token: of two accounts that
see the server, one has the repair."""


class AlertSource(Protocol):
    """Decides which alert of one server has a repair."""

    alert: Alert | None
    """The one that has; None: none."""

    @property
    def raised(self) -> frozenset[Alert]:
        """Return the alerts raised, shown or not."""

    @property
    def raised_or_recent(self) -> frozenset[Alert]:
        """Return the alerts raised, and those a returning cause would raise at once."""

    @callback
    def async_take_again(self) -> None:
        """Decide again: time alone may have changed it."""

    def delay(self) -> float | None:
        """Return the seconds until time alone may raise an alert; None: never."""


class ServerIssues(Timed):
    """Keeps Home Assistant's repairs in line with the verdict on a server."""

    def __init__(
        self, hass: HomeAssistant, *, entry_id: str, source: AlertSource
    ) -> None:
        """Create nothing yet."""
        super().__init__(hass, "repairs")
        self._entry_id = entry_id
        self._source = source
        self._raised: dict[Alert, str] = {}
        """Ids of the raised repairs; the user may have completed some of them.

        Includes those from before a reload, until the first report decides about them.
        """
        self._has_taken_over = False
        self._ignored: frozenset[Alert] = frozenset()
        """Problems whose repair was ignored when their cause went away, not long
        ago."""
        self._seen: tuple[ServerRecord, ConnectionReport] | None = None

    @callback
    def async_follow(self, record: ServerRecord, report: ConnectionReport) -> None:
        """Create and delete repairs for a report, and set the timer for what is due.

        Does nothing without a connection type: before that, no problem is over.
        """
        if report.connection_type is None:
            return
        self._seen = record, report
        try:
            self._async_show(record, report)
        except Exception:
            # Otherwise only the next report would try again.
            self._async_wait(AFTER_ERROR)
            raise
        self._async_set_timer()

    @override
    def _delay(self) -> float | None:
        return self._source.delay()

    @callback
    @override
    def _async_due(self) -> None:
        if self._seen is not None:
            self._source.async_take_again()
            self._async_show(*self._seen)

    @callback
    def _async_show(self, record: ServerRecord, report: ConnectionReport) -> None:
        self._async_take_over(record)
        alert = self._source.alert
        self._ignored &= self._source.raised_or_recent
        for other in self._raised.keys() - {alert}:
            # One that is only explained otherwise may be back: it stays ignored.
            if not (other in self._source.raised and self._is_ignored(other)):
                self._async_delete(other)
        if (
            alert is not None
            and not self._is_there(alert)
            and not self._has_other_account(alert, record)
        ):
            self._async_create(alert, record, report)

    @callback
    def async_stop(self) -> None:
        """Stop the timer and keep the repairs: the account may be back in a moment."""
        self._async_stop_timer()

    @callback
    def _async_take_over(self, record: ServerRecord) -> None:
        """Adopt the repairs that a reload left; once."""
        if self._has_taken_over:
            return
        self._has_taken_over = True
        issues = ir.async_get(self._hass)
        for alert in Alert:
            known = issue_id(alert, self._entry_id, record.server_id)
            issue = issues.async_get_issue(DOMAIN, known)
            if issue is not None and issue.active:
                self._raised[alert] = known

    def _is_there(self, alert: Alert) -> bool:
        known = self._raised.get(alert)
        issues = ir.async_get(self._hass)
        return known is not None and bool(issues.async_get_issue(DOMAIN, known))

    def _is_ignored(self, alert: Alert) -> bool:
        known = ir.async_get(self._hass).async_get_issue(DOMAIN, self._raised[alert])
        return known is not None and known.dismissed_version is not None

    def _has_other_account(self, alert: Alert, record: ServerRecord) -> bool:
        """Return whether another account that sees the server has this repair."""
        return alert in SERVERS and any(
            each.active
            and each.domain == DOMAIN
            and each.translation_key == alert
            and (each.data or {}).get(ATTR_SERVER_ID) == record.server_id
            and (each.data or {}).get(ATTR_ENTRY_ID) != self._entry_id
            for each in ir.async_get(self._hass).issues.values()
        )

    @callback
    def _async_create(
        self, alert: Alert, record: ServerRecord, report: ConnectionReport
    ) -> None:
        self._raised[alert] = issue_id(alert, self._entry_id, record.server_id)
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            self._raised[alert],
            data={
                ATTR_ENTRY_ID: self._entry_id,
                ATTR_SERVER_ID: record.server_id,
                ATTR_ALERT: alert.value,
            },
            is_fixable=True,
            learn_more_url=LEARN_MORE_URL,
            severity=ir.IssueSeverity.WARNING,
            translation_key=alert.value,
            translation_placeholders=placeholders(record, report),
        )
        if alert in self._ignored:
            ir.async_ignore_issue(self._hass, DOMAIN, self._raised[alert], ignore=True)
            self._ignored -= {alert}

    @callback
    def _async_delete(self, alert: Alert) -> None:
        """Delete a repair; remember that it was ignored, as Home Assistant does not."""
        known = self._raised[alert]
        if self._is_ignored(alert):
            self._ignored |= {alert}
        ir.async_delete_issue(self._hass, DOMAIN, known)
        del self._raised[alert]


def is_over(alert: Alert, report: ConnectionReport) -> bool:
    """Return whether a problem is over according to the report."""
    match alert:
        case Alert.RELAY_LONG | Alert.REMOTE_ACCESS_REFUSED:
            return report.connection_type is not ConnectionType.RELAY
        case Alert.HTTP_ONLY:
            return report.active is not None
        case Alert.ACCESS_REFUSED:
            return not report.needs_authorization_check
        case Alert.OWNER_LOST:
            return report.claimed is True
    return report.pinned is None or report.active is not None


def issue_id(alert: Alert, entry_id: str, server_id: str) -> str:
    """Return the id of a repair, which does not reveal the server.

    Home Assistant includes the ids of repairs in every diagnostics download.
    """
    return f"{alert}{id_suffix(entry_id, server_id)}"


def id_suffix(entry_id: str, server_id: str) -> str:
    """Return the suffix that all repair ids of a server share."""
    digest = sha256(f"{entry_id}{server_id}".encode()).hexdigest()
    return f"_{entry_id}_{digest[:16]}"


@callback
def async_count_open(hass: HomeAssistant, entry_id: str, server_id: str) -> int:
    """Return the number of a server's open repairs, ignored ones excluded."""
    issues, suffix = ir.async_get(hass), id_suffix(entry_id, server_id)
    kinds = (*Alert, ISSUE_CORE_PLEX, ISSUE_CORE_PLEX_SUSPENDED)
    found = (issues.async_get_issue(DOMAIN, f"{each}{suffix}") for each in kinds)
    return sum(
        each is not None and each.active and each.dismissed_version is None
        for each in found
    )


def placeholders(record: ServerRecord, report: ConnectionReport) -> dict[str, str]:
    """Return the placeholders for the texts of a repair and of its dialog.

    Titles are plain text and use `name`; everything else is Markdown.
    """
    name = safe_name(record.name)
    return {
        "name": name,
        "server": escape_markdown(name),
        "address": escape_markdown(_address(report)),
    }


def _address(report: ConnectionReport) -> str:
    """Return the address that a problem is about: the pinned one, or a local one.

    A local address that responds over plain http comes first.
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
    return each.candidate.diagnostic_only and attempt is not None and attempt.ok


@callback
def async_withdraw(hass: HomeAssistant, entry_id: str) -> None:
    """Delete the repairs of a disabled account, except ignored ones.

    Deleting a repair would lose that it was ignored. A kept one is not shown, and
    disappears at the next start if its problem has.
    """
    for issue in _issues(hass, entry_id):
        if issue.dismissed_version is None:
            ir.async_delete_issue(hass, DOMAIN, issue.issue_id)


@callback
def async_remove_all(hass: HomeAssistant, entry_id: str) -> None:
    """Delete all repairs of a removed account, ignored ones included."""
    for issue in _issues(hass, entry_id):
        ir.async_delete_issue(hass, DOMAIN, issue.issue_id)


@callback
def async_remove_others(
    hass: HomeAssistant, entry_id: str, server_ids: Container[str]
) -> None:
    """Delete the repairs of servers that are no longer watched."""
    for issue in _issues(hass, entry_id):
        server_id = (issue.data or {}).get(ATTR_SERVER_ID)
        if server_id is not None and server_id not in server_ids:
            ir.async_delete_issue(hass, DOMAIN, issue.issue_id)


def _issues(hass: HomeAssistant, entry_id: str) -> Iterator[ir.IssueEntry]:
    """Yield the repairs of an account."""
    for issue in tuple(ir.async_get(hass).issues.values()):
        about = issue.data or {}
        if issue.domain == DOMAIN and about.get(ATTR_ENTRY_ID) == entry_id:
            yield issue
