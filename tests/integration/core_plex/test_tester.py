"""A test as the integration connects: what each fault at an address is called."""

from homeassistant.core import HomeAssistant
import pytest

from custom_components.plex_connection.connection import FailureKind
from custom_components.plex_connection.core_plex.probe import RequestsTester
from simulator import Simulator
from tests.integration.conftest import Attic

from .conftest import url_of

FAULTS = {
    "refuse": FailureKind.REFUSED,
    "unreachable": FailureKind.UNREACHABLE,
    "reset": FailureKind.RESET,
    "close": FailureKind.TLS_OTHER,
    "wrong_certificate": FailureKind.TLS_NAME,
    "expired_certificate": FailureKind.TLS_EXPIRED,
    "self_signed_certificate": FailureKind.TLS_UNTRUSTED,
    "wrong_server": FailureKind.WRONG_SERVER,
    "not_plex": FailureKind.NOT_PLEX,
    "starting": FailureKind.STARTING,
    "forbidden": FailureKind.UNAUTHORIZED,
    "gateway": FailureKind.HTTP_ERROR,
    "redirect": FailureKind.REDIRECT,
}


async def test_faults(
    hass: HomeAssistant, sim: Simulator, attic: Attic, sessions: None
) -> None:
    """Each has its name; what is left out works; no request carries a token."""
    tester = RequestsTester(hass)
    url = url_of(attic, attic.lan)

    async def test(**how: bool) -> FailureKind | None:
        how = {"verify_ssl": True, "is_new": True} | how
        return await tester.test(
            url, attic.id, verify_ssl=how["verify_ssl"], is_new=how["is_new"]
        )

    assert await test() is None
    found = {}
    for fault in FAULTS:
        attic.lan.inject(fault)
        found[fault] = await test()
        attic.lan.heal()
    assert found == FAULTS
    assert await tester.test(url, "f" * 40, verify_ssl=True, is_new=True) is (
        FailureKind.WRONG_SERVER
    )
    sim.break_plex_direct()
    assert await test() is FailureKind.DNS
    sim.repair_plex_direct()
    assert await test(is_new=False) is None
    assert sim.record.tokens_to("Attic") == set()


@pytest.mark.filterwarnings("ignore:Unverified HTTPS request")
async def test_does_not_verify(
    hass: HomeAssistant,
    attic: Attic,
    sessions: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An entry that does not verify is tested as it is."""
    # With these, requests verifies whatever it is told, and so does the integration.
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    attic.lan.inject("self_signed_certificate")
    url = url_of(attic, attic.lan)
    tester = RequestsTester(hass)
    assert await tester.test(url, attic.id, verify_ssl=False, is_new=False) is None


async def test_keeps_one_thread(
    hass: HomeAssistant,
    attic: Attic,
    sessions: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A server that trickles keeps one thread, and no second one."""
    where = "custom_components.plex_connection.core_plex.probe"
    monkeypatch.setattr(f"{where}.BUDGET", 0.2)
    attic.lan.inject("mute")
    url = url_of(attic, attic.lan)
    tester = RequestsTester(hass)
    for _ in range(2):
        outcome = await tester.test(url, attic.id, verify_ssl=True, is_new=True)
        assert outcome is FailureKind.TIMEOUT
    attic.lan.cut_connections()
    await hass.async_block_till_done()
    attic.lan.heal()
    assert await tester.test(url, attic.id, verify_ssl=True, is_new=True) in (
        None,
        FailureKind.TIMEOUT,
    )
