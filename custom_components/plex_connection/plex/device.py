"""How we introduce ourselves to plex.tv."""

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
        """Return the X-Plex headers of every request to plex.tv.

        Names that a user typed are cleaned: a line break in one would end the
        header.
        """
        fields = {
            "X-Plex-Client-Identifier": client_identifier,
            "X-Plex-Product": self.product,
            "X-Plex-Version": self.version,
            "X-Plex-Platform": self.platform,
            "X-Plex-Device-Name": self.device_name,
        }
        return {name: printable(value) for name, value in fields.items()}
