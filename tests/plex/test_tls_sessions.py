"""Which TLS session is resumed where, with TLS in memory."""

from datetime import UTC, datetime, timedelta
import gc
import ssl
import weakref

import pytest

from custom_components.plex_connection.plex import create_ssl_context
from custom_components.plex_connection.plex.tls_sessions import (
    MAX_HOSTS,
    TlsSessions,
    Verification,
    VerifiedSession,
)
from simulator import Authority

from .memory_tls import HOST, MemoryConnection, server_context, visit

VERSIONS = [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3]
OTHER = HOST.replace("192-168-40-12", "192-168-40-13")
OTHER_HASH = HOST.replace("5e1d", "0000")


async def test_each_connection_leaves_a_session(
    ssl_context: ssl.SSLContext, server: ssl.SSLContext, sessions: TlsSessions
) -> None:
    """The first handshake is full, those after it are resumed."""
    assert [visit(ssl_context, server, sessions) for _ in range(4)] == [
        False,
        True,
        True,
        True,
    ]
    assert len(sessions) == 1


async def test_a_session_is_offered_once(
    ssl_context: ssl.SSLContext, server: ssl.SSLContext, sessions: TlsSessions
) -> None:
    """Of two simultaneous connections one does a full handshake."""
    visit(ssl_context, server, sessions)
    both = [MemoryConnection(ssl_context, server, sessions=sessions) for _ in range(2)]

    assert [connection.shake_hands() for connection in both] == [True, False]


@pytest.mark.parametrize("host", [OTHER, OTHER_HASH])
async def test_another_name_is_verified(
    ssl_context: ssl.SSLContext,
    server: ssl.SSLContext,
    sessions: TlsSessions,
    host: str,
) -> None:
    """Another name is verified, even if the server would resume.

    A new certificate hash is another name, too.
    """
    visit(ssl_context, server, sessions)
    connection = MemoryConnection(ssl_context, server, sessions=sessions, host=host)

    with pytest.raises(ssl.SSLCertVerificationError) as caught:
        connection.shake_hands()

    assert caught.value.verify_code == 62
    assert visit(ssl_context, server, sessions)


async def test_openssl_resumes_another_name(
    ssl_context: ssl.SSLContext, server: ssl.SSLContext, sessions: TlsSessions
) -> None:
    """OpenSSL itself would resume one name's session for another."""
    visit(ssl_context, server, sessions)
    taken = sessions.take(HOST)
    assert taken is not None
    sessions.keep(OTHER, taken)

    assert visit(ssl_context, server, sessions, OTHER)


async def test_clients_share_nothing(
    ssl_context: ssl.SSLContext, server: ssl.SSLContext, sessions: TlsSessions
) -> None:
    """Each client has its own sessions and context."""
    visit(ssl_context, server, sessions)

    assert not visit(create_ssl_context(), server, TlsSessions())
    assert visit(ssl_context, server, sessions)


async def test_restarted_server(
    ssl_context: ssl.SSLContext,
    server: ssl.SSLContext,
    sessions: TlsSessions,
    authority: Authority,
) -> None:
    """After a server's restart one handshake is full, and the next is resumed."""
    visit(ssl_context, server, sessions)
    restarted = server_context(authority)

    assert not visit(ssl_context, restarted, sessions)
    assert visit(ssl_context, restarted, sessions)


async def test_another_server(
    ssl_context: ssl.SSLContext,
    server: ssl.SSLContext,
    sessions: TlsSessions,
    authority: Authority,
) -> None:
    """Another server cannot resume, and its certificate is verified."""
    visit(ssl_context, server, sessions)
    stranger = MemoryConnection(
        ssl_context, server_context(authority, "stranger.example"), sessions=sessions
    )

    with pytest.raises(ssl.SSLCertVerificationError):
        stranger.shake_hands()

    assert len(sessions) == 0


async def test_unfinished_handshake(
    ssl_context: ssl.SSLContext, server: ssl.SSLContext, sessions: TlsSessions
) -> None:
    """A session offered in an unfinished handshake is not offered again."""
    visit(ssl_context, server, sessions)
    MemoryConnection(ssl_context, server, sessions=sessions)

    assert len(sessions) == 0
    assert not visit(ssl_context, server, sessions)


async def test_a_server_without_tickets(
    ssl_context: ssl.SSLContext, authority: Authority, sessions: TlsSessions
) -> None:
    """Every handshake is full; waiting for tickets ends."""
    server = server_context(authority)
    server.num_tickets = 0
    connection = MemoryConnection(ssl_context, server, sessions=sessions)
    connection.shake_hands()
    for _ in range(10):
        connection.hear()

    assert len(sessions) == 0
    assert connection.client.resumption is None  # type: ignore[attr-defined]


async def test_a_session_without_a_ticket(
    ssl_context: ssl.SSLContext, authority: Authority, sessions: TlsSessions
) -> None:
    """Up to TLS 1.2 the server may store a session under its id."""
    server = server_context(authority)
    server.maximum_version = ssl.TLSVersion.TLSv1_2
    server.options |= ssl.OP_NO_TICKET

    assert not visit(ssl_context, server, sessions)
    assert visit(ssl_context, server, sessions)


@pytest.mark.parametrize("lax", ["no name", "no certificate"])
async def test_unverified_context(
    ssl_context: ssl.SSLContext,
    server: ssl.SSLContext,
    sessions: TlsSessions,
    lax: str,
) -> None:
    """An unverified session is not kept for a context that verifies."""
    ssl_context.check_hostname = False
    if lax == "no certificate":
        ssl_context.verify_mode = ssl.CERT_NONE
    assert not visit(ssl_context, server, sessions)
    assert not visit(ssl_context, server, sessions)
    ssl_context.verify_mode = ssl.CERT_REQUIRED
    ssl_context.check_hostname = True

    assert len(sessions) == 0
    assert not visit(ssl_context, server, sessions)


async def test_without_sessions_or_a_name(
    ssl_context: ssl.SSLContext, server: ssl.SSLContext, sessions: TlsSessions
) -> None:
    """Nothing is stored, and `resumed` is False."""
    assert not visit(ssl_context, server, None)
    ssl_context.check_hostname = False
    assert not visit(ssl_context, server, sessions, None)
    assert len(sessions) == 0


async def test_bounds(
    ssl_context: ssl.SSLContext, server: ssl.SSLContext, sessions: TlsSessions
) -> None:
    """The name least recently connected to is dropped first."""
    visit(ssl_context, server, sessions)
    one = sessions.take(HOST)
    assert one is not None
    for number in range(MAX_HOSTS):
        sessions.keep(f"{number}.example", one)
    sessions.keep("0.example", one)

    sessions.keep("another.example", one)

    assert len(sessions) == MAX_HOSTS
    assert sessions.take("0.example") is one
    assert sessions.take("1.example") is None
    assert sessions.take("another.example") is one


async def test_no_reference_cycles(
    ssl_context: ssl.SSLContext, server: ssl.SSLContext
) -> None:
    """Connections, sessions and contexts are freed with their last reference."""
    context = create_ssl_context()
    sessions = TlsSessions()
    gc.collect()
    gc.disable()
    try:
        visit(context, server, sessions)
        connection = MemoryConnection(context, server, sessions=sessions)
        assert connection.shake_hands()
        connection.hear()
        connection_left = weakref.ref(connection.client)
        context_left = weakref.ref(context)
        assert len(sessions) == 1

        del connection
        assert connection_left() is None
        del context
        assert context_left() is not None, "a session holds its context"
        del sessions
        assert context_left() is None
    finally:
        gc.enable()


def test_repr_omits_the_session() -> None:
    """The repr has no key material."""
    verification = Verification(loop_time=1, wall_time=2, not_after=3)
    session = VerifiedSession(session=object(), verification=verification)  # type: ignore[arg-type]

    assert "object" not in repr(session)


async def test_the_end_of_a_certificate(
    ssl_context: ssl.SSLContext, authority: Authority, sessions: TlsSessions
) -> None:
    """A full handshake says until when the certificate is valid, a resumed one not."""
    until = datetime.now(UTC).date() + timedelta(days=20)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(authority.certificate([HOST], until=until))
    found: list[float | None] = []
    for _ in range(2):
        connection = MemoryConnection(ssl_context, server, sessions=sessions)
        assert connection.recorder.timings.certificate_until is None
        connection.shake_hands()
        connection.hear()
        found.append(connection.recorder.timings.certificate_until)

    full, resumed = found
    assert full is not None
    assert datetime.fromtimestamp(full, UTC).date() in (
        until,
        until + timedelta(days=1),
    )
    assert resumed is None


async def test_no_end_of_an_unverified_certificate(
    ssl_context: ssl.SSLContext, server: ssl.SSLContext
) -> None:
    """A handshake that does not verify learns no end, nor does one that fails."""
    unverified = create_ssl_context()
    unverified.check_hostname = False
    unverified.verify_mode = ssl.CERT_NONE
    connection = MemoryConnection(unverified, server, sessions=None)
    connection.shake_hands()
    assert connection.recorder.timings.certificate_until is None

    failing = MemoryConnection(ssl_context, server, sessions=None, host=OTHER)
    with pytest.raises(ssl.SSLCertVerificationError):
        failing.shake_hands()
    assert failing.recorder.timings.certificate_until is None
