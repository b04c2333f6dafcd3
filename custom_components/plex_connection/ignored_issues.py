"""What becomes of repairs while nobody looks whether their causes hold.

A reload takes none away, for it has not seen the cause to be gone: who reads one finds
it there, and nobody is told of it anew. The first look after it judges.
"""

from collections.abc import Container, Iterator

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from .const import ATTR_ENTRY_ID, ATTR_SERVER_ID, DOMAIN


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
