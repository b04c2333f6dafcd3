"""How long a TLS session may be resumed."""

from datetime import timedelta
import ssl
import time

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.plex_connection.plex.tls_sessions import (
    MAX_AGE,
    TlsSessions,
    Verification,
)

from .memory_tls import MemoryConnection, visit


async def test_age(
    ssl_context: ssl.SSLContext,
    server: ssl.SSLContext,
    sessions: TlsSessions,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The age counts from the last full handshake, however often it was resumed."""
    resumed = []
    for _ in range(14):
        resumed.append(visit(ssl_context, server, sessions))
        freezer.tick(300.0)

    assert resumed == [False, *[True] * 11, False, True]


async def test_a_certificate_that_expires(
    ssl_context: ssl.SSLContext,
    server: ssl.SSLContext,
    sessions: TlsSessions,
    freezer: FrozenDateTimeFactory,
) -> None:
    """A session ends with its certificate, not up to an hour later."""
    freezer.move_to("2049-12-30T23:40:00Z")
    visit(ssl_context, server, sessions)
    freezer.tick(600.0)
    assert visit(ssl_context, server, sessions)
    freezer.tick(timedelta(minutes=10))

    assert not visit(ssl_context, server, sessions)


@pytest.mark.parametrize("jump", [-60.0, 2 * MAX_AGE])
async def test_clocks_that_disagree(
    ssl_context: ssl.SSLContext,
    server: ssl.SSLContext,
    sessions: TlsSessions,
    monkeypatch: pytest.MonkeyPatch,
    jump: float,
) -> None:
    """A wall clock that was set, or a suspend, requires a full handshake."""
    visit(ssl_context, server, sessions)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + jump)

    assert not visit(ssl_context, server, sessions)


async def test_unverified_handshake_does_not_count(
    ssl_context: ssl.SSLContext, server: ssl.SSLContext
) -> None:
    """A handshake without verification does not count."""
    ssl_context.check_hostname = False
    ssl_context.verify_mode = ssl.CERT_NONE
    connection = MemoryConnection(ssl_context, server, sessions=None)
    connection.shake_hands()

    assert not Verification.now(connection.client).counts
