"""Whether a server is near, so that its own LAN address should work (rule 15).

Private networks have the same numbers everywhere. A server's row in one of Home
Assistant's networks, such as the common 192.168.1.0/24 or every container's
172.17.0.0/16, proves nothing about where the server is.
"""

from .models import ServerRecord
from .reports import ConnectionReport


def is_near(record: ServerRecord, report: ConnectionReport) -> bool:
    """Return whether a server is known to be near us.

    plex.tv sees both behind one public address, or the server has proved its identity
    on one of our networks.
    """
    return record.public_address_matches or report.proved_near
