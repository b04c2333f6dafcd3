"""TLS contexts of a service, one for each certificate it may show."""

from collections.abc import Sequence
import ssl

from .certificate_authority import Authority, CertificateFlaw
from .connection import note_server_name
from .faults import FaultKind

SOMEBODY_ELSE = f"*.{'0' * 32}.plex.direct"
"""The name in a certificate that is good, but another server's."""

FLAWS = {
    FaultKind.EXPIRED_CERTIFICATE: CertificateFlaw.EXPIRED,
    FaultKind.SELF_SIGNED_CERTIFICATE: CertificateFlaw.SELF_SIGNED,
}


class TlsContexts:
    """Contexts that last, so that a later connection can resume a TLS session."""

    def __init__(self, authority: Authority) -> None:
        """Have certificates issued by `authority`."""
        self.max_version = ssl.TLSVersion.TLSv1_3
        """What the service speaks at most; PMS speaks 1.2 and 1.3."""
        self._authority = authority
        self._contexts: dict[object, ssl.SSLContext] = {}

    def get(self, names: Sequence[str], fault: FaultKind | None) -> ssl.SSLContext:
        """Return the context for these names, with the fault in its certificate."""
        if fault is FaultKind.WRONG_CERTIFICATE:
            names = [SOMEBODY_ELSE]
        flaw = FLAWS.get(fault, CertificateFlaw.NONE) if fault else CertificateFlaw.NONE
        key = (*names, flaw, self.max_version)
        if key not in self._contexts:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.maximum_version = self.max_version
            context.load_cert_chain(self._authority.certificate(names, flaw))
            context.sni_callback = note_server_name
            self._contexts[key] = context
        return self._contexts[key]
