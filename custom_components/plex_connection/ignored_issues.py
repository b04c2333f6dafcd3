"""Repairs that a user has put aside, which a reload must not bring back."""

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from .const import ATTR_ENTRY_ID, DOMAIN


@callback
def async_withdraw(hass: HomeAssistant, issue_id: str) -> None:
    """Take a repair away because nobody looks any more, unless it was ignored.

    Home Assistant forgets with a repair that it was. One that is left shows nowhere,
    and is gone with the next start if its trouble is.
    """
    issue = ir.async_get(hass).async_get_issue(DOMAIN, issue_id)
    if issue is not None and issue.dismissed_version is None:
        ir.async_delete_issue(hass, DOMAIN, issue_id)


@callback
def async_remove_all(hass: HomeAssistant, entry_id: str) -> None:
    """Take all repairs of an account away, ignored ones too: it is gone."""
    for (domain, issue_id), issue in tuple(ir.async_get(hass).issues.items()):
        about = issue.data or {}
        if domain == DOMAIN and about.get(ATTR_ENTRY_ID) == entry_id:
            ir.async_delete_issue(hass, DOMAIN, issue_id)
