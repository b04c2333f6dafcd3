"""The device that we present to plex.tv."""

from dataclasses import dataclass

from .fields import printable


@dataclass(frozen=True, kw_only=True, slots=True)
class ClientDevice:
    """What plex.tv shows of us under Authorized Devices."""

    product: str
    version: str
    device_name: str
    platform: str = "Home Assistant"

    def headers(self, client_identifier: str) -> dict[str, str]:
        """Return the X-Plex headers of every request to plex.tv."""
        return {
            "X-Plex-Client-Identifier": client_identifier,
            "X-Plex-Product": printable(self.product),
            "X-Plex-Version": printable(self.version),
            "X-Plex-Platform": printable(self.platform),
            # User input: a line break in it would end the header.
            "X-Plex-Device-Name": printable(self.device_name),
        }

    def context(self) -> dict[str, str]:
        """Return the same as arguments of the sign-in page."""
        return {
            "context[device][product]": printable(self.product),
            "context[device][version]": printable(self.version),
            "context[device][platform]": printable(self.platform),
            "context[device][deviceName]": printable(self.device_name),
        }
