"""A throw-away certificate authority, and the certificates a simulation needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
import hashlib
from ipaddress import ip_address
import os
from pathlib import Path
import tempfile

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

# OpenSSL uses the real clock and tests freeze Python's, so nothing here is computed
# from "now".
VALID_FROM = datetime(2020, 1, 1, tzinfo=UTC)
VALID_UNTIL = datetime(2049, 12, 31, tzinfo=UTC)
EXPIRED_ON = datetime(2020, 2, 1, tzinfo=UTC)


class CertificateFlaw(StrEnum):
    """Flaws of a certificate."""

    NONE = "none"
    EXPIRED = "expired"
    SELF_SIGNED = "self_signed"

    # Flaws of private, trusted authorities: violations of RFC 5280 that OpenSSL rejects
    # with VERIFY_X509_STRICT.
    CONSTRAINTS_NOT_CRITICAL = "constraints_not_critical"
    """The authority's basic constraints are not critical (section 4.2.1.9)."""
    NO_KEY_USAGE = "no_key_usage"
    """The authority's certificate has no key usage (4.2.1.3)."""
    NO_SUBJECT_KEY = "no_subject_key"
    """The authority's key has no identifier (4.2.1.2)."""
    NO_AUTHORITY_KEY = "no_authority_key"
    """The certificate does not identify its authority's key (4.2.1.1)."""


PRIVATE_FLAWS = (
    CertificateFlaw.CONSTRAINTS_NOT_CRITICAL,
    CertificateFlaw.NO_KEY_USAGE,
    CertificateFlaw.NO_SUBJECT_KEY,
)
"""Flaws of an authority itself: each one needs an authority of its own."""

_AUTHORITIES = (CertificateFlaw.NONE, *PRIVATE_FLAWS)


@dataclass(frozen=True, slots=True)
class _Issuer:
    """An authority's certificate and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


class Authority:
    """Issues certificates into its folder and reuses them."""

    def __init__(self, folder: Path) -> None:
        """Use the authority in `folder`; create one if none is usable."""
        self.folder = folder
        self.ca_file = folder / "ca.pem"
        """The certificates to trust, for REQUESTS_CA_BUNDLE: the authority's own,
        then those of the private ones."""
        self._key_file = folder / "ca.key"
        """Their keys, in the same order."""
        folder.mkdir(parents=True, exist_ok=True)
        self._issuers = self._load() or self._create()

    def certificate(
        self,
        names: Sequence[str],
        flaw: CertificateFlaw = CertificateFlaw.NONE,
        *,
        until: date | None = None,
    ) -> Path:
        """Return a file with key and certificate for these DNS names or addresses.

        `until` is its last day; it must lie ahead by the real clock.
        """
        parts = [*self._serials, *names, flaw, *([] if until is None else [str(until)])]
        digest = hashlib.sha256("\n".join(parts).encode())
        file = self.folder / f"leaf-{digest.hexdigest()[:24]}.pem"
        if not file.exists():
            _write(file, self._issue(tuple(names), flaw, until))
        return file

    @property
    def _serials(self) -> tuple[str, ...]:
        # A new authority must not reuse its predecessor's certificates.
        return (str(self._issuers[CertificateFlaw.NONE].certificate.serial_number),)

    def _load(self) -> dict[CertificateFlaw, _Issuer] | None:
        """Return the authorities of the folder; None unless all are usable."""
        try:
            certificates = x509.load_pem_x509_certificates(self.ca_file.read_bytes())
            keys = [
                load_pem_private_key(pem, password=None)
                for pem in _parted(self._key_file.read_bytes())
            ]
        except OSError, ValueError:
            return None
        if not len(certificates) == len(keys) == len(_AUTHORITIES):
            return None
        found: dict[CertificateFlaw, _Issuer] = {}
        for flaw, certificate, key in zip(
            _AUTHORITIES, certificates, keys, strict=True
        ):
            if (
                not isinstance(key, ec.EllipticCurvePrivateKey)
                or key.public_key() != certificate.public_key()
                or certificate.not_valid_after_utc != VALID_UNTIL
            ):
                return None
            found[flaw] = _Issuer(certificate, key)
        return found

    def _create(self) -> dict[CertificateFlaw, _Issuer]:
        made = {flaw: _new_authority(flaw) for flaw in _AUTHORITIES}
        _write(self._key_file, b"".join(_pem(each.key) for each in made.values()))
        _write(
            self.ca_file,
            b"".join(
                each.certificate.public_bytes(Encoding.PEM) for each in made.values()
            ),
        )
        return made

    def _issue(
        self, names: tuple[str, ...], flaw: CertificateFlaw, until: date | None
    ) -> bytes:
        key = ec.generate_private_key(ec.SECP256R1())
        subject = _name(names[0][:64])
        issuer = self._issuers.get(flaw, self._issuers[CertificateFlaw.NONE])
        self_signed = flaw is CertificateFlaw.SELF_SIGNED
        signer = key if self_signed else issuer.key
        builder = _builder(
            subject,
            subject if self_signed else issuer.certificate.subject,
            key.public_key(),
            EXPIRED_ON if flaw is CertificateFlaw.EXPIRED else _end_of(until),
        ).add_extension(_key_identifier(key), critical=False)
        # Python verifies with VERIFY_X509_STRICT, which requires both key identifiers.
        if flaw is not CertificateFlaw.NO_AUTHORITY_KEY:
            builder = builder.add_extension(
                _authority_key_identifier(signer), critical=False
            )
        certificate = (
            builder.add_extension(
                x509.BasicConstraints(ca=False, path_length=None), critical=True
            )
            .add_extension(_key_usage(signs_certificates=False), critical=True)
            .add_extension(
                x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False
            )
            .add_extension(
                x509.SubjectAlternativeName([_alternative(name) for name in names]),
                critical=False,
            )
            .sign(signer, hashes.SHA256())
        )
        return _pem(key) + certificate.public_bytes(Encoding.PEM)


def _end_of(day: date | None) -> datetime:
    return VALID_UNTIL if day is None else datetime.combine(day, time.max, UTC)


def _new_authority(flaw: CertificateFlaw) -> _Issuer:
    """Return an authority with this flaw."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(f"Throw-away authority ({flaw})")
    builder = (
        _builder(name, name, key.public_key(), VALID_UNTIL)
        .add_extension(
            x509.BasicConstraints(
                ca=True, path_length=None if flaw is CertificateFlaw.NO_KEY_USAGE else 0
            ),
            critical=flaw is not CertificateFlaw.CONSTRAINTS_NOT_CRITICAL,
        )
        .add_extension(_authority_key_identifier(key), critical=False)
    )
    if flaw is not CertificateFlaw.NO_SUBJECT_KEY:
        builder = builder.add_extension(_key_identifier(key), critical=False)
    if flaw is not CertificateFlaw.NO_KEY_USAGE:
        builder = builder.add_extension(
            _key_usage(signs_certificates=True), critical=True
        )
    return _Issuer(builder.sign(key, hashes.SHA256()), key)


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    until: datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(VALID_FROM)
        .not_valid_after(until)
    )


def _key_identifier(key: ec.EllipticCurvePrivateKey) -> x509.SubjectKeyIdentifier:
    return x509.SubjectKeyIdentifier.from_public_key(key.public_key())


def _authority_key_identifier(
    key: ec.EllipticCurvePrivateKey,
) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _key_usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _alternative(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _parted(pems: bytes) -> list[bytes]:
    """Return the keys of a file, one by one."""
    end = b"-----END EC PRIVATE KEY-----\n"
    return [part + end for part in pems.split(end)[:-1]]


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()
    )


def _write(file: Path, content: bytes) -> None:
    """Write atomically: two processes may write the same file."""
    # mkstemp uses mode 0600.
    descriptor, temporary = tempfile.mkstemp(dir=file.parent)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
    Path(temporary).replace(file)
