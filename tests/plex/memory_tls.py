"""TLS between two ends in memory: no sockets, so that time can be set."""

import ssl

from custom_components.plex_connection.plex.timing import PhaseRecorder, recording
from custom_components.plex_connection.plex.tls_sessions import TlsSessions
from simulator import Authority

HOST = "192-168-40-12.5e1d0c9ab8f74d2e9c6b3a2f1e0d4c5b.plex.direct"


class MemoryConnection:
    """A connection of `client` to a server that runs with `server`."""

    def __init__(
        self,
        client: ssl.SSLContext,
        server: ssl.SSLContext,
        *,
        sessions: TlsSessions | None,
        host: str | None = HOST,
    ) -> None:
        """Wrap both ends, as asyncio does within a request of ours."""
        to_client, to_server = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.recorder = PhaseRecorder(peer="192.168.40.12", sessions=sessions)
        with recording(self.recorder):
            self.client = client.wrap_bio(to_client, to_server, server_hostname=host)
        self.server = server.wrap_bio(to_server, to_client, server_side=True)

    def shake_hands(self) -> bool:
        """Complete the handshake at both ends; return whether it was resumed."""
        waiting = [self.client, self.server]
        while waiting:
            side = waiting.pop(0)
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                waiting.append(side)
        resumed = self.recorder.timings.resumed
        assert resumed is not None
        return resumed

    def hear(self, text: bytes = b"hello") -> None:
        """Have the server send a text, and read it."""
        self.server.write(text)
        assert self.client.read(100) == text


def visit(
    client: ssl.SSLContext,
    server: ssl.SSLContext,
    sessions: TlsSessions | None,
    host: str | None = HOST,
) -> bool:
    """Connect and read a text; return whether the handshake was resumed."""
    connection = MemoryConnection(client, server, sessions=sessions, host=host)
    resumed = connection.shake_hands()
    connection.hear()
    return resumed


def server_context(authority: Authority, *names: str) -> ssl.SSLContext:
    """Return a server's context, with a certificate for these names."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority.certificate(names or [HOST]))
    return context
