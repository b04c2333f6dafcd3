"""Connection problems that a user can fix: one case per kind of repair issue."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.issue_registry import IssueEntry
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.const import (
    ATTR_ALERT,
    ATTR_ENTRY_ID,
    ATTR_SERVER_ID,
    CONF_PINNED,
    CONF_RELAY_PATIENCE,
    DOMAIN,
)

from .acting import acted
from .conftest import Attic, Elapse


@dataclass(frozen=True, kw_only=True)
class TroubleCase:
    """One problem and its fix."""

    begin: Callable[[Attic], None]
    mend: Callable[[Attic], None]
    patience: float
    """Seconds from the fault until the repair issue appears."""
    over: float
    """Seconds from the fix until the repair issue is gone."""
    shown: str
    """The connection type shown while the problem lasts."""


def _far_away(attic: Attic) -> None:
    """Move the server to another network; it was never on this one."""
    attic.server.profile.public_address = "203.0.113.99"
    attic.server.unlisted |= {attic.lan, attic.bridge}
    attic.lan.vanish()
    attic.server.gdm = False
    attic.server.publish()


def _refuse(attic: Attic) -> None:
    for listener in (attic.lan, attic.public):
        listener.inject("refuse")
        listener.cut_connections()


def _fail_tls(attic: Attic) -> None:
    attic.server.gdm = False
    for listener in (attic.lan, attic.public, attic.relay):
        listener.inject("tls_alert")
        listener.cut_connections()


def _refuse_token(attic: Attic) -> None:
    attic.server.inject("unauthorized")
    attic.server.cut_connections()


def _refuse_outside(attic: Attic) -> None:
    attic.public.inject("refuse")
    attic.public.cut_connections()


def _claim(attic: Attic, *, claimed: bool) -> None:
    """Set whether the server has an owner; cut its connections to force a check."""
    attic.server.profile.claimed = claimed
    attic.server.cut_connections()


def _heal(attic: Attic) -> None:
    for listener in (attic.lan, attic.public, attic.relay):
        listener.heal()


CASES = {
    "relay_long": TroubleCase(
        begin=_refuse, mend=_heal, patience=600, over=600, shown="relay"
    ),
    "remote_access_refused": TroubleCase(
        begin=_refuse_outside, mend=_heal, patience=600, over=600, shown="relay"
    ),
    "http_only": TroubleCase(
        begin=_fail_tls, mend=_heal, patience=300, over=400, shown="offline"
    ),
    "access_refused": TroubleCase(
        begin=_refuse_token,
        mend=lambda attic: attic.server.heal("unauthorized"),
        patience=600,
        over=600,
        shown="local",
    ),
    "owner_lost": TroubleCase(
        begin=lambda attic: _claim(attic, claimed=False),
        mend=lambda attic: _claim(attic, claimed=True),
        patience=600,
        over=600,
        shown="local",
    ),
    "pinned_down": TroubleCase(
        begin=_refuse_outside, mend=_heal, patience=60, over=610, shown="offline"
    ),
}


def prepare(
    hass: HomeAssistant, entry: MockConfigEntry, attic: Attic, trouble: str
) -> None:
    """Set up what an alert needs before the account is loaded."""
    options: dict[str, Any] = {CONF_RELAY_PATIENCE: 10}
    if trouble == "remote_access_refused":
        _far_away(attic)
    if trouble == "pinned_down":
        options[CONF_PINNED] = {attic.id: attic.server.row(attic.public).uri}
    hass.config_entries.async_update_entry(entry, options=options)


async def bring_about(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    attic: Attic,
    elapse: Elapse,
    trouble: str,
) -> None:
    """Load the account, and let a problem last until its repair issue appears."""
    prepare(hass, entry, attic, trouble)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await elapse(3)
    CASES[trouble].begin(attic)
    await acted(elapse, entry.runtime_data.account.async_rediscover())
    await elapse(CASES[trouble].patience + 30, step=2)
    assert repairs(hass) == [trouble]


def repair(
    hass: HomeAssistant, entry: MockConfigEntry, attic: Attic, trouble: str
) -> IssueEntry | None:
    """Return the server's repair issue for an alert, or None."""
    about = {
        ATTR_ENTRY_ID: entry.entry_id,
        ATTR_SERVER_ID: attic.id,
        ATTR_ALERT: trouble,
    }
    issues = ir.async_get(hass).issues.values()
    return next(
        (each for each in issues if each.domain == DOMAIN and each.data == about), None
    )


def repairs(hass: HomeAssistant) -> list[str]:
    """Return the translation keys of all our repair issues."""
    issues = ir.async_get(hass).issues.values()
    return [str(each.translation_key) for each in issues if each.domain == DOMAIN]
