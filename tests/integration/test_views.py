"""Views of the dashboard that are more than a value passed on."""

from dataclasses import replace

from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plex_connection.connection import (
    Candidate,
    Rejection,
    RejectionReason,
)
from custom_components.plex_connection.const import CONF_CONNECTION_CACHE
from custom_components.plex_connection.coordinator import ServerCoordinator
from custom_components.plex_connection.dashboard.views import server_detail, server_row
from custom_components.plex_connection.redaction.display_text import NAME_LIMIT
from simulator import Account, Simulator

from .acting import acted
from .conftest import Attic, Elapse, leaks


async def test_addresses_that_are_not_used(
    hass: HomeAssistant, sim: Simulator, alice: Account, server: ServerCoordinator
) -> None:
    """Rejected addresses are untrusted: tokens, control characters, endless text."""
    secrets = (alice.token, *sim.tokens.values())
    assert secrets
    told = [f"https://x:1/?X-Plex-Token={each}" for each in secrets]
    told += [f"https://x:1/{each}" for each in secrets]
    told += ["https://x:1/?token=unknown-to-us", "\x1b[31m\u202e", "y" * 5_000]
    server.data = replace(
        server.data,
        rejected=tuple(
            Rejection(url=url, reason=RejectionReason.MALFORMED) for url in told
        ),
    )
    shown = server_detail(hass, server)["rejected"]
    assert [each["reason"] for each in shown] == ["malformed"] * len(told)
    assert leaks(sim, str(shown)) == []
    assert "unknown-to-us" not in str(shown)
    assert all(each["url"].isprintable() for each in shown)
    assert max(len(each["url"]) for each in shown) <= NAME_LIMIT


async def test_rejected_addresses_are_readable(
    hass: HomeAssistant, server: ServerCoordinator
) -> None:
    """Address and port, as for all others; the fault stays visible."""
    name = f"172-17-0-1.{'a' * 32}.plex.direct"
    told = {
        f"https://{name}:32400": "172.17.0.1:32400",
        "http://[fe80::1]:32400": "http://[fe80::1]:32400",
        "https://192.0.2.7:32400/web": "https://192.0.2.7:32400/web",
        "https://192.0.2.7:99999": "https://192.0.2.7:99999",
        "192.0.2.7": "192.0.2.7",
    }
    server.data = replace(
        server.data,
        rejected=tuple(
            Rejection(url=url, reason=RejectionReason.LOOPBACK) for url in told
        ),
    )
    shown = server_detail(hass, server)["rejected"]
    assert {each["url"]: each["address"] for each in shown} == told


async def test_change_of_a_candidate_that_is_gone(
    hass: HomeAssistant, server: ServerCoordinator
) -> None:
    """Its address is taken from its URL."""
    before = server_detail(hass, server)["changes"]
    assert before[0]["to_address"] == "192.168.40.12:32400"
    server.data = replace(server.data, candidates=())
    assert server_detail(hass, server)["changes"] == before


async def test_host_names(hass: HomeAssistant, server: ServerCoordinator) -> None:
    """The name is shown only if it differs from the address."""
    active = server.data.active
    assert active is not None
    named = _named(server, active, host="plex.example", address=None)
    assert (named["address"], named["host"]) == ("plex.example:32400", "")
    plain = _named(server, active, host="192.168.40.12", address="192.168.40.12")
    assert (plain["address"], plain["host"]) == ("192.168.40.12:32400", "")
    usual = server_detail(hass, server)["candidates"][0]
    assert usual["address"] == "192.168.40.12:32400"
    assert usual["host"].endswith(".plex.direct")


def _named(
    server: ServerCoordinator, like: Candidate, *, host: str, address: str | None
) -> dict[str, str]:
    """Return a candidate's view with this name."""
    known = server.data.candidates[0]
    candidate = replace(like, host=host, address=address)
    report, before = server.data, server.data
    server.data = replace(
        report, candidates=(replace(known, candidate=candidate),), active=candidate
    )
    shown: dict[str, str] = server_detail(server.hass, server)["candidates"][0]
    server.data = before
    return shown


async def test_connection_whose_change_is_not_recorded_yet(
    hass: HomeAssistant, server: ServerCoordinator
) -> None:
    """An older change does not describe the present connection."""
    assert server_row(hass, server)["reason"] == "first"
    server.data = replace(server.data, active=server.data.standby)
    shown = server_row(hass, server)
    assert (shown["since"], shown["reason"]) == (None, None)


async def test_day_on_which_the_cache_was_switched(
    hass: HomeAssistant,
    attic: Attic,
    entry: MockConfigEntry,
    server: ServerCoordinator,
    elapse: Elapse,
) -> None:
    """It is one day, with all counts of both settings."""
    await elapse(30, step=1)
    hass.config_entries.async_update_entry(
        entry, options={CONF_CONNECTION_CACHE: False}
    )
    await acted(elapse, hass.config_entries.async_reload(entry.entry_id))
    server = entry.runtime_data.servers[attic.id]
    await elapse(30, step=1)
    server.async_update_listeners()
    measured = server.measured
    assert len(measured.days) == 2
    (day,) = server_detail(hass, server)["days"]
    assert day["date"] == measured.today.local_date.isoformat()
    assert day["changes"] == 0
    assert 60 <= day["seconds"]["local"] <= 70
