"""TLS contexts of a service, one per certificate."""

from collections.abc import Sequence
from datetime import date
import ssl

from .certificate_authority import Authority, CertificateFlaw
from .connection import note_server_name
from .faults import FaultKind

SOMEBODY_ELSE = f"*.{'0' * 32}.plex.direct"
"""The name in a valid certificate of another server."""

FLAWS = {
    FaultKind.EXPIRED_CERTIFICATE: CertificateFlaw.EXPIRED,
    FaultKind.SELF_SIGNED_CERTIFICATE: CertificateFlaw.SELF_SIGNED,
    FaultKind.CONSTRAINTS_NOT_CRITICAL: CertificateFlaw.CONSTRAINTS_NOT_CRITICAL,
    FaultKind.NO_KEY_USAGE: CertificateFlaw.NO_KEY_USAGE,
    FaultKind.NO_SUBJECT_KEY: CertificateFlaw.NO_SUBJECT_KEY,
    FaultKind.NO_AUTHORITY_KEY: CertificateFlaw.NO_AUTHORITY_KEY,
}

TLS_VERSIONS = {"1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3}


class TlsContexts:
    """Keeps contexts, so that a later connection can resume a TLS session."""

    def __init__(self, authority: Authority) -> None:
        """Get certificates from `authority`."""
        self.max_version = ssl.TLSVersion.TLSv1_3
        """The highest version; PMS supports 1.2 and 1.3."""
        self.tickets = True
        """Whether TLS sessions can be resumed, with tickets or without."""
        self._authority = authority
        self._contexts: dict[object, ssl.SSLContext] = {}

    def get(
        self,
        names: Sequence[str],
        fault: FaultKind | None,
        *,
        until: date | None = None,
    ) -> ssl.SSLContext:
        """Return the context for these names, with the fault in its certificate.

        `until` is the last day of a valid one.
        """
        if fault is FaultKind.WRONG_CERTIFICATE:
            names = [SOMEBODY_ELSE]
        flaw = FLAWS.get(fault, CertificateFlaw.NONE) if fault else CertificateFlaw.NONE
        key = (*names, flaw, until, self.max_version)
        if not self.tickets:
            # Without tickets, OpenSSL would resume by session id: a new context has
            # nothing to resume.
            context = self._make(names, flaw, until)
            context.num_tickets = 0
            return context
        if key not in self._contexts:
            self._contexts[key] = self._make(names, flaw, until)
        return self._contexts[key]

    def forget(self) -> None:
        """Drop every TLS session, like a process that exits."""
        self._contexts.clear()

    def _make(
        self, names: Sequence[str], flaw: CertificateFlaw, until: date | None
    ) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.maximum_version = self.max_version
        context.load_cert_chain(self._authority.certificate(names, flaw, until=until))
        context.sni_callback = note_server_name
        return context
