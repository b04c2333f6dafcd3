"""Repairs of one server: there while its user can mend something, gone with it."""

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


class ServerIssues:
    """Keeps Home Assistant's repairs as the engine's verdict on a server is."""

    def __init__(
        self, hass: HomeAssistant, *, entry_id: str, watch: TroubleWatch
    ) -> None:
        """Start without a repair; `watch` says what is wrong and for how long."""
        self._hass = hass
        self._entry_id = entry_id
        self._watch = watch
        self._raised: dict[Trouble, str] = {}
        """Ids of the repairs that are there."""

    @callback
    def async_follow(self, record: ServerRecord, report: ConnectionReport) -> None:
        """Raise what is new, and take away what is over."""
        troubles = self._watch.observe(record, report)
        for trouble in self._raised.keys() - troubles:
            self._async_delete(trouble)
        for trouble in troubles - self._raised.keys():
            self._async_create(trouble, record, report)

    @callback
    def async_stop(self) -> None:
        """Take all away: the server is watched no more."""
        for trouble in tuple(self._raised):
            self._async_delete(trouble)

    @callback
    def _async_create(
        self, trouble: Trouble, record: ServerRecord, report: ConnectionReport
    ) -> None:
        self._raised[trouble] = f"{trouble}_{self._entry_id}_{record.server_id}"
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

    @callback
    def _async_delete(self, trouble: Trouble) -> None:
        ir.async_delete_issue(self._hass, DOMAIN, self._raised.pop(trouble))


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
