"""Access of Chromium to the simulation, and to nothing else."""

from base64 import b64encode
from hashlib import sha256
import socket
import ssl

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from demo.browser import ARGUMENTS
from demo.world import World

SIGN_IN_HOST = "app.plex.tv"
SIGN_IN_ADDRESS = "198.51.100.12:443"
"""The sign-in page's address in the simulation."""


async def arguments(world: World) -> list[str]:
    """Return Chromium's arguments.

    Plex's sign-in page is the simulator's, on a port of this machine. Only its key is
    trusted besides those every browser trusts. All other names are unresolvable.
    """
    stand_in = (await world.addresses())[SIGN_IN_ADDRESS]
    assert stand_in
    rules = (
        f"MAP {SIGN_IN_HOST}:443 {stand_in}",
        "MAP * ~NOTFOUND",
        "EXCLUDE 127.0.0.1",
    )
    return [
        *ARGUMENTS,
        "--no-first-run",
        f"--host-resolver-rules={','.join(rules)}",
        f"--ignore-certificate-errors-spki-list={_key_hash(stand_in)}",
        # Render alike wherever pictures are compared.
        "--font-render-hinting=none",
        "--force-color-profile=srgb",
    ]


def _key_hash(stand_in: str) -> str:
    """Return the hash of a server's public key, in Chromium's format."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    host, _, port = stand_in.partition(":")
    with (
        socket.create_connection((host, int(port))) as plain,
        context.wrap_socket(plain, server_hostname=SIGN_IN_HOST) as secure,
    ):
        certificate = secure.getpeercert(binary_form=True)
    assert certificate
    key = x509.load_der_x509_certificate(certificate).public_key()
    content = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return b64encode(sha256(content).digest()).decode()
