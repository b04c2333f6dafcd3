"""A throw-away certificate authority, and the certificates a simulation needs."""

from collections.abc import Sequence
from datetime import UTC, datetime
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

# OpenSSL compares with the real clock and tests freeze Python's, so nothing
# here is computed from "now".
VALID_FROM = datetime(2020, 1, 1, tzinfo=UTC)
VALID_UNTIL = datetime(2049, 12, 31, tzinfo=UTC)
EXPIRED_ON = datetime(2020, 2, 1, tzinfo=UTC)


class CertificateFlaw(StrEnum):
    """What may be wrong with a certificate."""

    NONE = "none"
    EXPIRED = "expired"
    SELF_SIGNED = "self_signed"


class Authority:
    """Issues certificates into its folder and remembers them there."""

    def __init__(self, folder: Path) -> None:
        """Use the authority in `folder`; make one if none is usable."""
        self.folder = folder
        self.ca_file = folder / "ca.pem"
        """The certificate to trust, for REQUESTS_CA_BUNDLE."""
        self._key_file = folder / "ca.key"
        folder.mkdir(parents=True, exist_ok=True)
        if not self._load():
            self._create()

    def certificate(
        self, names: Sequence[str], flaw: CertificateFlaw = CertificateFlaw.NONE
    ) -> Path:
        """Return a file with key and certificate for these DNS names or addresses."""
        digest = hashlib.sha256("\n".join([*self._serials, *names, flaw]).encode())
        file = self.folder / f"leaf-{digest.hexdigest()[:24]}.pem"
        if not file.exists():
            _write(file, self._issue(tuple(names), flaw))
        return file

    @property
    def _serials(self) -> tuple[str, ...]:
        # A new authority must not find the leaves of the one before it.
        return (str(self._ca.serial_number),)

    def _load(self) -> bool:
        try:
            certificate = x509.load_pem_x509_certificate(self.ca_file.read_bytes())
            key = load_pem_private_key(self._key_file.read_bytes(), password=None)
        except OSError, ValueError:
            return False
        if (
            not isinstance(key, ec.EllipticCurvePrivateKey)
            or key.public_key() != certificate.public_key()
            or certificate.not_valid_after_utc != VALID_UNTIL
        ):
            return False
        self._ca, self._ca_key = certificate, key
        return True

    def _create(self) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        name = _name("Plex Connection simulator, throw-away authority")
        self._ca_key = key
        self._ca = (
            _builder(name, name, key.public_key(), key.public_key(), VALID_UNTIL)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_key_usage(signs_certificates=True), critical=True)
            .sign(key, hashes.SHA256())
        )
        _write(self._key_file, _pem(key))
        _write(self.ca_file, self._ca.public_bytes(Encoding.PEM))

    def _issue(self, names: tuple[str, ...], flaw: CertificateFlaw) -> bytes:
        key = ec.generate_private_key(ec.SECP256R1())
        subject = _name(names[0][:64])
        self_signed = flaw is CertificateFlaw.SELF_SIGNED
        signer = key if self_signed else self._ca_key
        certificate = (
            _builder(
                subject,
                subject if self_signed else self._ca.subject,
                key.public_key(),
                signer.public_key(),
                EXPIRED_ON if flaw is CertificateFlaw.EXPIRED else VALID_UNTIL,
            )
            .add_extension(
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


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    issuer_key: ec.EllipticCurvePublicKey,
    until: datetime,
) -> x509.CertificateBuilder:
    # Python verifies with VERIFY_X509_STRICT, which wants both key identifiers.
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(VALID_FROM)
        .not_valid_after(until)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key),
            critical=False,
        )
    )


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


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()
    )


def _write(file: Path, content: bytes) -> None:
    """Write in one step: two processes may make the same file."""
    # mkstemp gives mode 0600.
    descriptor, temporary = tempfile.mkstemp(dir=file.parent)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
    Path(temporary).replace(file)
