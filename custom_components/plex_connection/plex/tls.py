"""One TLS policy for probes and traffic alike: Home Assistant's own, verified."""

from os import environ
import ssl
from typing import override

import certifi

from .timing import active_recorder


class PlexSSLContext(ssl.SSLContext):
    """A context that tells the request's recorder when the handshake begins.

    asyncio calls `wrap_bio` once for each connection, right after TCP has
    connected. It is also the place to pass in the last session of a host, so
    that checks resume instead of shaking hands again.
    """

    @override
    def wrap_bio(
        self,
        incoming: ssl.MemoryBIO,
        outgoing: ssl.MemoryBIO,
        server_side: bool = False,
        server_hostname: str | bytes | None = None,
        session: ssl.SSLSession | None = None,
    ) -> ssl.SSLObject:
        """Note the moment and wrap as usual."""
        if (recorder := active_recorder.get()) is not None:
            recorder.securing()
        return super().wrap_bio(
            incoming,
            outgoing,
            server_side=server_side,
            server_hostname=server_hostname,
            session=session,
        )


def create_ssl_context() -> PlexSSLContext:
    """Return a context that trusts what Home Assistant's trusts.

    It blocks (certificates are read from disk): call it in an executor.

    This is `ssl.create_default_context(cafile=…)`, which cannot make a
    subclass, with the CA file and the ALPN protocols of
    `homeassistant/util/ssl.py`: a test holds it to both.
    """
    context = PlexSSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN | ssl.VERIFY_X509_STRICT
    context.load_verify_locations(
        cafile=environ.get("REQUESTS_CA_BUNDLE", certifi.where())
    )
    context.set_alpn_protocols(["http/1.1"])
    return context
