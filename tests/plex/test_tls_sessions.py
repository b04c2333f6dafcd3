"""Which TLS session is resumed where, TLS in memory."""

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
    """The first handshake is a full one, those after it are resumed."""
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
    """Of two connections at the same time one begins anew."""
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
    """Though the server would resume: a session says nothing of other names.

    A new certificate hash is another name too.
    """
    visit(ssl_context, server, sessions)
    connection = MemoryConnection(ssl_context, server, sessions=sessions, host=host)

    with pytest.raises(ssl.SSLCertVerificationError) as caught:
        connection.shake_hands()

    assert caught.value.verify_code == 62
    assert visit(ssl_context, server, sessions)


async def test_why_names_are_kept_apart(
    ssl_context: ssl.SSLContext, server: ssl.SSLContext, sessions: TlsSessions
) -> None:
    """OpenSSL itself would let a session of one name through for another."""
    visit(ssl_context, server, sessions)
    taken = sessions.take(HOST)
    assert taken is not None
    sessions.keep(OTHER, taken)

    assert visit(ssl_context, server, sessions, OTHER)


async def test_clients_share_nothing(
    ssl_context: ssl.SSLContext, server: ssl.SSLContext, sessions: TlsSessions
) -> None:
    """Each has sessions of its own, and its own context."""
    visit(ssl_context, server, sessions)

    assert not visit(create_ssl_context(), server, TlsSessions())
    assert visit(ssl_context, server, sessions)


async def test_a_server_that_has_forgotten(
    ssl_context: ssl.SSLContext,
    server: ssl.SSLContext,
    sessions: TlsSessions,
    authority: Authority,
) -> None:
    """After its restart the handshake is a full one, and the next is resumed."""
    visit(ssl_context, server, sessions)
    restarted = server_context(authority)

    assert not visit(ssl_context, restarted, sessions)
    assert visit(ssl_context, restarted, sessions)


async def test_a_server_that_turned_into_another(
    ssl_context: ssl.SSLContext,
    server: ssl.SSLContext,
    sessions: TlsSessions,
    authority: Authority,
) -> None:
    """It cannot resume, and what it shows is verified."""
    visit(ssl_context, server, sessions)
    stranger = MemoryConnection(
        ssl_context, server_context(authority, "stranger.example"), sessions=sessions
    )

    with pytest.raises(ssl.SSLCertVerificationError):
        stranger.shake_hands()

    assert len(sessions) == 0


async def test_a_handshake_that_does_not_end(
    ssl_context: ssl.SSLContext, server: ssl.SSLContext, sessions: TlsSessions
) -> None:
    """What was offered in it is not offered again."""
    visit(ssl_context, server, sessions)
    MemoryConnection(ssl_context, server, sessions=sessions)

    assert len(sessions) == 0
    assert not visit(ssl_context, server, sessions)


async def test_a_server_without_tickets(
    ssl_context: ssl.SSLContext, authority: Authority, sessions: TlsSessions
) -> None:
    """Every handshake is a full one; tickets are not looked for for ever."""
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
    """Up to TLS 1.2 the server may remember it itself, by its number."""
    server = server_context(authority)
    server.maximum_version = ssl.TLSVersion.TLSv1_2
    server.options |= ssl.OP_NO_TICKET

    assert not visit(ssl_context, server, sessions)
    assert visit(ssl_context, server, sessions)


@pytest.mark.parametrize("lax", ["no name", "no certificate"])
async def test_a_context_that_verifies_nothing(
    ssl_context: ssl.SSLContext,
    server: ssl.SSLContext,
    sessions: TlsSessions,
    lax: str,
) -> None:
    """What it lets through is no session for a context that does verify."""
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
    """Nothing is kept, and it is still told that nothing was resumed."""
    assert not visit(ssl_context, server, None)
    ssl_context.check_hostname = False
    assert not visit(ssl_context, server, sessions, None)
    assert len(sessions) == 0


async def test_bounds(
    ssl_context: ssl.SSLContext, server: ssl.SSLContext, sessions: TlsSessions
) -> None:
    """The name that was longest not connected to goes first."""
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


async def test_nothing_is_left_to_the_garbage_collector(
    ssl_context: ssl.SSLContext, server: ssl.SSLContext
) -> None:
    """Connections, sessions and the context go when the last who needs them goes."""
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


def test_what_is_shown_of_a_session() -> None:
    """No key material, as far as Python's own repr has any."""
    verification = Verification(loop_time=1, wall_time=2, not_after=3)
    session = VerifiedSession(session=object(), verification=verification)  # type: ignore[arg-type]

    assert "object" not in repr(session)
